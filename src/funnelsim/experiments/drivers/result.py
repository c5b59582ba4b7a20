"""What was found to drive an outcome."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from funnelsim.experiments.drivers.worlds import Factors
from funnelsim.experiments.figures import column
from funnelsim.experiments.intervals import Interval, mean_t
from funnelsim.experiments.levers.assumption import assumed
from funnelsim.experiments.levers.trials import Trials
from funnelsim.experiments.levers.tried import Tried
from funnelsim.experiments.reported import Tables
from funnelsim.experiments.sensitivity.evppi import ValueOfKnowing
from funnelsim.experiments.sensitivity.more_data import Narrowing
from funnelsim.experiments.sensitivity.sobol import Index
from funnelsim.experiments.sensitivity.split import Split
from funnelsim.experiments.sensitivity.tornado import Bar
from funnelsim.experiments.stack import Stack

MORE_DEALS = 100


@dataclass(frozen=True)
class Known:
    """An uncertain rate known as so many of so many, and what more decided deals would tell."""

    path: str
    won: int
    of: int
    narrowing: Narrowing


@dataclass(frozen=True)
class Lost:
    """What it takes away to lose one deal of the open pipeline: the biggest."""

    row: str
    value: float
    revenue: Interval
    chance: Interval | None


@dataclass(frozen=True, repr=False)
class Drivers(Tried):
    """What drives an outcome.

    Attributes
    ----------
    trials
        The scenario and its seed.
    numbers
        Worlds, each with one future.
    metric
        The outcome.
    figures
        Of the scenario as it is.
    factors
        Uncertain numbers that differ between the worlds.
    split
        Luck and ignorance; None without uncertain numbers.
    pairs
        Share of ignorance from two futures of each world, if that was asked for.
    ranges
        Bars from P10 to P90 of uncertain numbers.
    moved, idle, stuck
        Bars of ±20 % of stated numbers; those that move nothing; those that cannot be moved.
    knowing
        What it is worth to know a number before choosing a policy: by factor, and all of them.
    policies
        The policies to choose from.
    known
        Rates known as counts.
    lost
        The biggest open deal; None without open deals of known value.
    sobol
        Indices, if they were asked for.
    """

    trials: Trials
    numbers: range
    metric: str
    figures: Stack
    factors: Factors
    split: Split | None
    pairs: Interval | None
    ranges: list[Bar]
    moved: list[Bar]
    idle: list[str]
    stuck: list[str]
    knowing: dict[str, ValueOfKnowing]
    policies: tuple[str, ...]
    known: list[Known]
    lost: Lost | None
    sobol: dict[str, Index] = field(default_factory=dict)

    @property
    def mean(self) -> Interval:
        """Mean of the outcome as it is."""
        return mean_t(column(self.figures, self.metric))

    @property
    def biggest_assumption(self) -> dict[str, Any] | None:
        """The number that moves the outcome most of those that the planner did not state."""
        return assumed(self.bundle, [bar.name for bar in self.moved])

    def _data(self) -> dict[str, Any]:
        from funnelsim.experiments.drivers.data import drivers_data

        return drivers_data(self)

    def _tables(self) -> Tables:
        from funnelsim.experiments.drivers.data import TABLES

        return TABLES

    def __repr__(self) -> str:
        first = self.moved[0].name if self.moved else "nothing"
        return f"Drivers({self.metric}, {self.n} worlds: most by {first})"
