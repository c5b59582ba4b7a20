"""Many replications, on one processor or several; the results never depend on how many.

Replications are cut into chunks of neighbours. A chunk that fails is tried once more and, if it
fails again, is recorded in the status table; the others go on. What is done is kept when the user
interrupts.
"""

from __future__ import annotations

import math
import os
import pickle
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import lru_cache

from funnelsim.engines import DEFAULT_ENGINE, engine
from funnelsim.engines.fill import fill
from funnelsim.experiments.stack import Stack, joined, stack
from funnelsim.model.tables import Model
from funnelsim.outcomes.fold import Outcomes, fold

MOST_PER_CHUNK = 64
CHUNKS_PER_WORKER = 16
"""Enough chunks that workers end together and the progress bar moves."""

ATTEMPTS = 2


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
    done
        Replications finished.
    attempts
        How often it was started.
    seconds
        Computing time of the attempt that counted.
    error
        Why replications are missing; empty if none are.
    """

    chunk: int
    replications: tuple[int, int]
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
        asked = sum(last - first + 1 for first, last in (s.replications for s in self.status))
        return asked - len(self.numbers)


@dataclass(frozen=True, slots=True)
class Job:
    """What every chunk of a run shares. The model is pickled once."""

    model: bytes
    seed: int
    engine: str

    @classmethod
    def of(cls, model: Model, seed: int, engine: str) -> Job:
        return cls(pickle.dumps(model, pickle.HIGHEST_PROTOCOL), seed, engine)


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
            done,
            self.attempts.get(chunk.number, 0),
            self.seconds.get(chunk.number, 0.0),
            error,
        )


def replicate(
    model: Model,
    replications: int | Iterable[int],
    seed: int,
    *,
    engine: str = DEFAULT_ENGINE,
    workers: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
    chunk_size: int | None = None,
) -> Replications:
    """Simulate and fold replications.

    Parameters
    ----------
    model
        As compiled.
    replications
        How many (numbered from 0), or which.
    seed
        Seed of all random numbers.
    engine
        Name of the engine.
    workers
        Processes; by default one for each processor that this process may use. With 1 all is
        done in this process.
    executor
        Any `concurrent.futures.Executor` to be used instead of processes of our own.
    progress
        Called with a `Step` at the start and whenever some are done.
    chunk_size
        Replications per chunk; chosen by default. Does not change results.

    Returns
    -------
    Replications
        Failures and interruptions are data in it, not exceptions.

    Raises
    ------
    UsageError
        There is no such engine.
    """
    _check_engine(engine)
    numbers = range(replications) if isinstance(replications, int) else sorted(set(replications))
    n_workers = workers if workers is not None else processors()
    board = Board(list(chunks_of(numbers, n_workers, chunk_size)), progress or _silent)
    board.progress(Step(0, board.total))
    job = Job.of(model, seed, engine)
    interrupted = False
    try:
        if executor is not None:
            from funnelsim.experiments.pools import run_on_executor

            run_on_executor(job, board, executor)
        elif n_workers <= 1 or len(board.chunks) <= 1:
            _run_here(job, board)
        else:
            from funnelsim.experiments.pools import run_on_processes

            run_on_processes(job, board, n_workers)
    except KeyboardInterrupt:
        interrupted = True
    return board.replications(interrupted)


def processors() -> int:
    """Processors that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


def chunks_of(
    numbers: Sequence[int], workers: int, chunk_size: int | None = None
) -> Iterator[Chunk]:
    """Cut replication numbers into chunks of neighbours."""
    wanted = math.ceil(len(numbers) / (max(workers, 1) * CHUNKS_PER_WORKER))
    size = chunk_size or max(1, min(MOST_PER_CHUNK, wanted))
    for number, first in enumerate(range(0, len(numbers), size)):
        yield Chunk(number, tuple(numbers[first : first + size]))


def outcomes_of(job: Job, replications: Iterable[int]) -> Iterator[Outcomes]:
    """Simulate and fold each replication. Runs in workers."""
    model, simulate = _model(job.model), engine(job.engine)
    for replication in replications:
        world, _ = fill(model, job.seed, replication)
        yield fold(simulate(model, job.seed, replication), world)


@lru_cache(maxsize=1)
def _model(pickled: bytes) -> Model:
    model: Model = pickle.loads(pickled)
    return model


def _run_here(job: Job, board: Board) -> None:
    for chunk in board.chunks:
        again = True
        while again and chunk.number not in board.results:
            board.started(chunk)
            again = _chunk_here(job, board, chunk)


def _chunk_here(job: Job, board: Board, chunk: Chunk) -> bool:
    """Do one chunk in this process; True if it failed and may be tried again."""
    began = time.perf_counter()
    outcomes: list[Outcomes] = []
    try:
        for one in outcomes_of(job, chunk.replications):
            outcomes.append(one)
    except KeyboardInterrupt:
        if outcomes:
            board.finished(chunk, stack(outcomes), time.perf_counter() - began)
        raise
    except Exception as error:
        return board.failed(chunk, error)
    board.finished(chunk, stack(outcomes), time.perf_counter() - began)
    return False


def _check_engine(name: str) -> None:
    engine(name)


def _silent(step: Step) -> None:
    """Report no progress."""
