"""What a target asks of every step before it: the result of `plan`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from funnelsim.experiments.sought import Sought

SCHEMA = "funnelsim.plan/1"


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain.

    Attributes
    ----------
    name
        ``customers``, ``sql``, ``mql``, ``leads``, ``visitors``.
    volume
        How many are needed, rounded up.
    rate
        Share of them that go on to the next link; None for customers.
    source
        Where the rate comes from.
    """

    name: str
    volume: int
    rate: float | None
    source: str


@dataclass(frozen=True, slots=True)
class Certainty:
    """SQL needed to reach the customers with one probability.

    Attributes
    ----------
    chance
        Probability wanted.
    batch, flow
        A fixed number of SQL, and the mean of a Poisson number; None if out of reach.
    counted
        A fixed number when the win rate is only known as so many of so many; None otherwise.
    """

    chance: float
    batch: int | None
    flow: int | None
    counted: int | None


@dataclass(frozen=True, repr=False)
class ReversePlan:
    """What a target asks of every step before it.

    Attributes
    ----------
    metric, goal, by
        The target: ``revenue`` or ``customers``, its amount, its last day.
    deal
        Mean deal value in money, None if none is stated.
    links
        From customers back to visitors, as far as rates are known.
    at_ratio
        Chance to reach the customers with a batch of exactly the SQL of the chain.
    at_ratio_flow
        The same when the number of SQL is Poisson with that mean.
    certainties
        SQL for 80, 90 and 95 %.
    counts
        (won, of) if the win rate is known only so well.
    budget
        Money for the leads at what the scenario pays per lead; None if it states no cost.
    warnings
        Numbers that contradict each other.
    sought
        What reaches the target with a wanted probability; None if none was asked for.
    """

    scenario: str
    currency: str
    metric: str
    goal: float
    by: dt.date
    deal: float | None
    links: tuple[Link, ...]
    at_ratio: float
    at_ratio_flow: float
    certainties: tuple[Certainty, ...]
    counts: tuple[int, int] | None
    cost_per_lead: float | None
    budget: float | None
    warnings: tuple[str, ...]
    sought: Sought | None = None

    @property
    def customers(self) -> int:
        """Customers needed."""
        return self.links[0].volume

    def link(self, name: str) -> Link | None:
        """One link by name, None where the chain does not reach."""
        return next((link for link in self.links if link.name == name), None)

    @property
    def data(self) -> dict[str, Any]:
        """The JSON object ``funnelsim.plan/1``."""
        return {
            "schema": SCHEMA,
            "scenario": self.scenario,
            "target": {"metric": self.metric, "target": self.goal, "by": self.by.isoformat()},
            "deal": self.deal,
            "chain": [
                {"name": x.name, "volume": x.volume, "rate": x.rate, "source": x.source}
                for x in self.links
            ],
            "chance_at_the_ratio": {"batch": self.at_ratio, "flow": self.at_ratio_flow},
            "sql_for_chance": [
                {"chance": x.chance, "batch": x.batch, "flow": x.flow, "counted": x.counted}
                for x in self.certainties
            ],
            "win_rate_known_as": list(self.counts) if self.counts else None,
            "cost_per_lead": self.cost_per_lead,
            "budget": self.budget,
            "warnings": list(self.warnings),
            "deterministic": {
                "deals": self.customers,
                **{name: self._volume(name) for name in ("sql", "mql", "leads", "visitors")},
                "budget": self.budget,
                "warnings": list(self.warnings),
            },
            "probabilistic": None if self.sought is None else self.sought.data,
        }

    def _volume(self, name: str) -> int | None:
        link = self.link(name)
        return None if link is None else link.volume

    def __repr__(self) -> str:
        chain = " <- ".join(f"{link.volume:,} {link.name}" for link in self.links)
        return f"ReversePlan({self.goal:,.10g} {self.metric} by {self.by}: {chain})"
