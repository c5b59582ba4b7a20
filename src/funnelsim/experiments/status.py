"""Chunks of replications, and what became of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from funnelsim.experiments.record import Part
from funnelsim.experiments.stack import Stack


@dataclass(frozen=True, slots=True)
class Chunk:
    """Neighbouring replications, done by one worker at one go."""

    number: int
    replications: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """What became of neighbouring replications.

    Attributes
    ----------
    chunk
        Its number, in replication order.
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
    details
        Traceback of an error that is no planner's business.
    """

    chunk: int
    replications: tuple[int, int]
    wanted: int
    done: int
    attempts: int
    seconds: float
    error: str = ""
    details: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """Progress of a run.

    Attributes
    ----------
    done, wanted
        Replications.
    latest
        Those that have just been done, in no fixed order of chunks; None at the start.
    worlds
        Worlds that each is simulated in; where that differs, about so many.
    setting
        What is being simulated, where it is one of many settings.
    """

    done: int
    wanted: int
    latest: Part | None = None
    worlds: int = 1
    setting: str = ""


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
        One per chunk that was begun, and one per gap that was not.
    interrupted
        Whether the user stopped it.
    """

    numbers: Sequence[int]
    outcomes: Stack | None
    status: tuple[Status, ...]
    interrupted: bool = False

    @property
    def missing(self) -> int:
        """Replications that were asked for and are not done."""
        return sum(status.wanted - status.done for status in self.status)
