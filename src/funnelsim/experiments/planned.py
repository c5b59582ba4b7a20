"""A plan that was simulated: the deterministic chain and what a lever must be, as tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from funnelsim.experiments.levers.trials import Trials
from funnelsim.experiments.levers.tried import Tried
from funnelsim.experiments.reported import Row, Tables
from funnelsim.experiments.reverse_plan import ReversePlan
from funnelsim.experiments.sought import Sought


@dataclass(frozen=True, repr=False)
class Planned(Tried):
    """A plan by levers.

    Attributes
    ----------
    plan
        The chain backwards.
    sought
        What the levers must be.
    trials, numbers
        What was simulated, with the replications of each setting.
    """

    plan: ReversePlan
    sought: Sought
    trials: Trials
    numbers: range

    @classmethod
    def of(cls, plan: ReversePlan) -> Planned:
        """From a plan made by levers."""
        assert plan.sought is not None
        assert plan.sought.trials is not None
        return cls(plan, plan.sought, plan.sought.trials, plan.sought.numbers)

    def _data(self) -> dict[str, Any]:
        return self.plan.data | {
            "replications": self.n,
            "seed": self.seed,
            "engine": self.engine,
            "with": list(self.bundle.with_),
            "ended": self.ended,
        }

    def _tables(self) -> Tables:
        return TABLES

    def __repr__(self) -> str:
        return repr(self.plan)


def _tried(found: Planned) -> Iterator[Row]:
    """Every setting that was tried, with the chance to reach the target."""
    for values, chance in found.sought.points:
        setting = dict(zip(found.sought.levers, values, strict=True))
        yield setting | {"chance": chance.value, "lo": chance.lo, "hi": chance.hi}


def _chain(found: Planned) -> Iterator[Row]:
    """The chain backwards."""
    for link in found.plan.links:
        yield {"step": link.name, "volume": link.volume, "rate": link.rate, "source": link.source}


TABLES: Tables = {"tried": _tried, "chain": _chain}
