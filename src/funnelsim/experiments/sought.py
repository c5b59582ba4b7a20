"""What a lever must be for a target to be reached with a probability: the result of a goal seek."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from funnelsim.experiments.cold.data import mean
from funnelsim.experiments.intervals import Interval

if TYPE_CHECKING:
    from funnelsim.experiments.levers.trials import Trials

EXACT, EARLY = "exact", "ended early"


@dataclass(frozen=True)
class Sought:
    """What a lever must be for a target to be reached with a probability.

    Attributes
    ----------
    probability
        Wanted, 0..1.
    levers
        Names of what is set.
    target
        The target in words.
    number
        The target's number, from 1.
    status
        ``exact`` (a formula), ``reached``, ``already``, ``unreachable``, ``no effect`` or
        ``ended early``.
    value, ci95
        Setting that reaches it (a list for two levers, None if none does), and the settings that
        95 % intervals leave possible; None where that is not known.
    words
        The setting as it would be written in the file.
    chance
        The chance there; of the best setting if none reaches it.
    until
        Setting beyond which the chance falls below the probability again; None if it does not.
    best
        The best setting tried, in words.
    start
        Day from which the levers act.
    points
        Every setting tried: numbers, chance, its interval.
    today
        The chance in the scenario as it is, on the same futures; None where that was not asked.
    trials, numbers
        What was simulated, with the replications of each setting; None for a formula.
    """

    probability: float
    levers: tuple[str, ...]
    target: str
    status: str
    value: float | list[float] | None
    ci95: list[float] | None
    words: str | None
    chance: Interval
    until: float | None = None
    best: str | None = None
    start: str | None = None
    cost: float | None = None
    one_price: bool = False
    points: tuple[tuple[tuple[float, ...], Interval], ...] = ()
    today: Interval | None = None
    number: int = 1
    trials: Trials | None = field(default=None, repr=False, compare=False)
    numbers: range = range(0)

    @property
    def data(self) -> dict[str, Any]:
        """The object ``probabilistic`` of ``funnelsim.plan/1``."""
        return {
            "lever": " and ".join(self.levers),
            "value": self.value,
            "ci95": self.ci95,
            "probability": self.probability,
            "target": self.target,
            "status": self.status,
            "setting": self.words,
            "chance": mean(self.chance),
            "until": self.until,
            "best_setting": self.best,
            "acts_from": self.start,
            "monthly_costs_of_horizon": self.cost,
            "today": None if self.today is None else mean(self.today),
            "tried": [
                {"value": list(values) if len(self.levers) > 1 else values[0],
                 "chance": chance.value, "ci95": chance.ends}
                for values, chance in self.points
            ],
        }  # fmt: skip
