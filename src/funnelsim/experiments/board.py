"""Chunks of replications, and the results of a run as they come in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from funnelsim.experiments.stack import Stack, joined

ATTEMPTS = 2
"""How often a chunk is tried."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Neighbouring replications, done by one worker at one go."""

    number: int
    replications: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """What became of one chunk.

    Attributes
    ----------
    chunk
        Number of the chunk, in replication order.
    replications
        First and last replication number.
    wanted, done
        Replications asked for and finished.
    attempts
        How often it was started.
    seconds
        Computing time of the attempt that counted.
    error
        Why replications are missing; empty if none are.
    """

    chunk: int
    replications: tuple[int, int]
    wanted: int
    done: int
    attempts: int
    seconds: float
    error: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """Progress of a run.

    Attributes
    ----------
    done, wanted
        Replications.
    latest
        Those that have just been done, in no fixed order of chunks; None at the start.
    """

    done: int
    wanted: int
    latest: Stack | None = None


Progress = Callable[[Step], None]


@dataclass(frozen=True)
class Replications:
    """Outcomes in replication order, and how the work went.

    Attributes
    ----------
    numbers
        Replication numbers that are done, ascending.
    outcomes
        Stacked in the order of `numbers`; None if none are done.
    status
        One per chunk.
    interrupted
        Whether the user stopped it.
    """

    numbers: tuple[int, ...]
    outcomes: Stack | None
    status: tuple[Status, ...]
    interrupted: bool = False

    @property
    def missing(self) -> int:
        """Replications that were asked for and are not done."""
        return sum(status.wanted - status.done for status in self.status)


@dataclass
class Board:
    """Results as they come in, in any order."""

    chunks: Sequence[Chunk]
    progress: Progress
    results: dict[int, Stack] = field(default_factory=dict)
    seconds: dict[int, float] = field(default_factory=dict)
    attempts: dict[int, int] = field(default_factory=dict)
    errors: dict[int, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(len(chunk.replications) for chunk in self.chunks)

    @property
    def done(self) -> int:
        return sum(stacked.n for stacked in self.results.values())

    def started(self, chunk: Chunk) -> None:
        self.attempts[chunk.number] = self.attempts.get(chunk.number, 0) + 1

    def finished(self, chunk: Chunk, outcomes: Stack, seconds: float) -> None:
        self.results[chunk.number] = outcomes
        self.seconds[chunk.number] = seconds
        self.errors.pop(chunk.number, None)
        self.progress(Step(self.done, self.total, outcomes))

    def failed(self, chunk: Chunk, error: BaseException | str) -> bool:
        """Record a failure; True if the chunk may be tried again."""
        text = error if isinstance(error, str) else f"{type(error).__name__}: {error}"
        self.errors[chunk.number] = " ".join(text.split())
        return self.attempts.get(chunk.number, 0) < ATTEMPTS

    def forgiven(self, chunk: Chunk) -> None:
        """Take back a start that came to nothing through no fault of the chunk."""
        self.attempts[chunk.number] -= 1
        self.errors.pop(chunk.number, None)

    def replications(self, interrupted: bool) -> Replications:
        """Everything in replication order."""
        numbers: list[int] = []
        stacks: list[Stack] = []
        status = []
        for chunk in self.chunks:
            found = self.results.get(chunk.number)
            done = found.n if found is not None else 0
            if found is not None:
                stacks.append(found)
            numbers += chunk.replications[:done]
            status.append(self._status(chunk, done, interrupted))
        outcomes = joined(stacks) if stacks else None
        return Replications(tuple(numbers), outcomes, tuple(status), interrupted)

    def _status(self, chunk: Chunk, done: int, interrupted: bool) -> Status:
        error = self.errors.get(chunk.number, "")
        if done < len(chunk.replications) and not error:
            error = "interrupted" if interrupted else "not started"
        return Status(
            chunk.number,
            (chunk.replications[0], chunk.replications[-1]),
            len(chunk.replications),
            done,
            self.attempts.get(chunk.number, 0),
            self.seconds.get(chunk.number, 0.0),
            error,
        )
