"""The price of cold leads over many replications."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from funnelsim.engines import DEFAULT_ENGINE
from funnelsim.experiments.cold.parts import Hired, Player
from funnelsim.experiments.cold.study import MONEY, ColdStudy
from funnelsim.experiments.cold.worlds import DAY, DELAYS, HABITS, HOUR, Worlds, worlds_of
from funnelsim.experiments.contests.paired import mean_difference
from funnelsim.experiments.intervals import FloatArray, Interval, mean_t
from funnelsim.experiments.ratios import ratio_of_means
from funnelsim.experiments.replicate import Means
from funnelsim.experiments.reported import OfReplications, Tables
from funnelsim.experiments.stack import Stack
from funnelsim.experiments.status import Progress, Replications
from funnelsim.experiments.task import numbers_of, seed_of, studied
from funnelsim.model.tables import Model
from funnelsim.scenario.load import Bundle

if TYPE_CHECKING:
    from funnelsim.experiments.cold.explain import Explanation

REPLICATIONS = 200
"""By default: each is simulated in some fifty worlds."""

UNSETTLED = 0.05
"""Share of the twin's cohort that may be open at the end of the run-off."""

SATURATED = 0.95
"""Utilisation from which capacity limits what the twin earns."""


@dataclass(frozen=True, repr=False)
class Cold(OfReplications):
    """What cold leads cost in one scenario.

    Attributes
    ----------
    bundle, seed, engine
        What made the numbers.
    worlds
        The worlds that were simulated.
    replications
        How the work went, and the records of `study.cold_dtype`.
    """

    bundle: Bundle
    worlds: Worlds
    seed: int
    engine: str
    replications: Replications

    @property
    def model(self) -> Model:
        """The actual world."""
        return self.worlds.actual

    def figures(self, world: str) -> Stack:
        """Figures of the ``actual`` world or its ``twin``."""
        return self.stack(world)

    def loss(self, money: str = "revenue") -> FloatArray:
        """Real loss of each replication: twin less actual, in the horizon."""
        actual, twin = self.money(money)
        return twin - actual

    def money(self, money: str = "revenue") -> tuple[FloatArray, FloatArray]:
        """Money of the actual world and its twin in the horizon, per replication."""
        found = self.records["money"][:, :, MONEY.index(money)]
        return found[:, 0], found[:, 1]

    def real_loss(self, money: str = "revenue") -> Interval:
        """Mean real loss of the period, ``revenue`` or ``gross_profit``."""
        return mean_t(self.loss(money))

    def cohort_loss(self, money: str = "revenue") -> tuple[Interval, Interval]:
        """The same for the leads that arrive in the horizon, run-off included; open pipeline."""
        found = self.records["cohort"][:, :, MONEY.index(money)]
        return mean_t(found[:, 0]), mean_t(found[:, 1])

    @cached_property
    def unresolved(self) -> Interval:
        """Share of the twin's leads that are still open at the end of the run-off."""
        sums = self.figures("twin").sums
        return ratio_of_means(sums["still_open"], sums["cohort"])

    def paper(self, part: str) -> Interval:
        """Book value gone cold: ``gross``, ``recovered`` or ``loss`` (net)."""
        return mean_t(self.figures("actual").sums[f"paper_{part}"])

    def roi(self, world: str) -> Interval:
        """Return on all costs as it is (``actual``) and in the year without decay (``twin``)."""
        sums = self.figures(world).sums
        return ratio_of_means(sums["profit"], sums["cost"])

    def attribution(self, money: str = "revenue") -> tuple[Player, ...]:
        """The loss by mechanism, the largest part first."""
        column = MONEY.index(money)
        tables = [self.records[name][:, :, column] for name in ("fair", "alone", "only")]
        parts = [[mean_difference(table[:, i]) for table in tables]
                 for i in range(len(self.worlds.players))]  # fmt: skip
        whole = self.real_loss(money)
        told = _can_be_shared(whole, [fair for fair, _, _ in parts])
        found = [
            Player(name, fair, alone, only, _over(fair, whole) if told else None)
            for name, (fair, alone, only) in zip(self.worlds.players, parts, strict=True)
        ]
        return tuple(sorted(found, key=lambda player: -(player.fair.value or 0.0)))

    def world(self, name: str, money: str = "revenue") -> FloatArray:
        """What a world earns more than the actual one, per replication."""
        i = list(self.worlds.others).index(name)
        found: FloatArray = self.records["others"][:, i, MONEY.index(money)] - self.money(money)[0]
        return found

    def capacity(self, money: str = "revenue") -> dict[str, Interval]:
        """The chain: unlimited reps, then no delay of ours, then no clocks; with its total."""
        ends = [self.world(name, money) for name in ("congestion", "policy", "impermanence")]
        steps = [ends[0], ends[1] - ends[0], ends[2] - ends[1], ends[2]]
        names = ("congestion", "policy", "impermanence", "total")
        return {name: mean_difference(step) for name, step in zip(names, steps, strict=True)}

    def delay_price(self, money: str = "revenue") -> list[tuple[float, Interval, Interval]]:
        """Hours of delay added, the money they cost, and the price per hour since the last point.

        The intervals of the money hold together at 95 % (Bonferroni); delay costs where positive.
        """
        level = 1 - 0.05 / len(DELAYS)
        before, found = (0.0, np.zeros(self.n)), []
        for delay in DELAYS:
            hours, cost = delay / HOUR, -self.world(f"delay {delay}", money)
            slope = mean_difference((cost - before[1]) / (hours - before[0]), level)
            found.append((hours, mean_difference(cost, level), slope))
            before = hours, cost
        return found

    @cached_property
    def mean_handoff_days(self) -> float:
        """Mean wall time of a hand-over, days; 0 without any.

        Of the twin, where nobody goes cold meanwhile: the long ones would be missing.
        """
        n, ms = self.records["handoffs"].sum(axis=0).tolist()
        return float(ms / n / DAY) if n else 0.0

    def handoff(self, money: str = "revenue") -> Interval:
        """What the hand-off delay costs."""
        return mean_difference(self.world("handoff", money))

    @property
    def handoff_per_day(self) -> Interval:
        """The same in revenue over the days of its mean; undefined where that is below a day.

        A share of what the whole costs, not the price of a further day.
        """
        days = self.mean_handoff_days
        if not days:
            return Interval(None, reason="leads are handed over at once")
        if days < 1:
            return Interval(None, reason="hand-overs take less than a day")
        return mean_difference(self.world("handoff") / days)

    def habits(self, money: str = "revenue") -> dict[str, Interval]:
        """What each habit of the teams costs."""
        return {name: mean_difference(self.world(f"habit {name}", money)) for name in HABITS}

    def hired(self) -> list[Hired]:
        """What one and two reps more bring, in gross profit over the horizon."""
        found = []
        for i, more in enumerate(self.worlds.reps):
            before = self.world(more.before, "gross_profit") if more.before else 0.0
            brings = self.world(more.world, "gross_profit") - before
            paid = self.records["pay"][:, i]
            found.append(
                Hired(more.team, more.number, mean_difference(brings), float(paid.mean()),
                      ratio_of_means(brings, paid))
            )  # fmt: skip
        return found

    def policies(self, money: str = "revenue") -> dict[str, tuple[Interval, Interval]]:
        """What each named policy recovers, and its share of the real loss."""
        found = {}
        for name in self.worlds.policies:
            gain = self.world(f"policy {name}", money)
            found[name] = mean_difference(gain), ratio_of_means(gain, self.loss(money))
        return found

    @cached_property
    def saturated(self) -> dict[str, float]:
        """Teams whose reps the twin keeps busier than `SATURATED`, with their utilisation."""
        busy, available = np.moveaxis(self.records["twin_busy"].mean(axis=0), -1, 0)
        share = np.divide(busy, available, out=np.zeros(len(busy)), where=available > 0)
        names = self.model.names.teams
        return {name: float(u) for name, u in zip(names, share, strict=True) if u > SATURATED}

    @cached_property
    def biggest_assumption(self) -> dict[str, Any] | None:
        """The assumed number behind the largest part; None if all of them are stated."""
        from funnelsim.experiments.cold.assumption import biggest_assumption

        return biggest_assumption(self)

    def explain(
        self, most: int = 3, replication: int | None = None, only: Iterable[str] = ()
    ) -> Explanation:
        """Leads behind the figures, with both their lives; see `explain.explain`."""
        from funnelsim.experiments.cold.explain import explain

        return explain(self, most, replication, only)

    def _data(self) -> dict[str, Any]:
        from funnelsim.experiments.cold.data import cold_data

        return cold_data(self)

    def _tables(self) -> Tables:
        from funnelsim.experiments.cold.tables import TABLES

        return TABLES

    def _repr_html_(self) -> str:
        from funnelsim.experiments.notebook import of_cold

        return of_cold(self)

    def __repr__(self) -> str:
        loss = self.real_loss()
        return (
            f"Cold({self.bundle.scenario.name!r}: {loss.value:,.0f} of revenue lost; "
            f"{self.n} replications, seed {self.seed})"
        )


def cold(
    bundle: Bundle,
    replications: int | Iterable[int] | None = None,
    seed: int | None = None,
    *,
    exact: bool | None = None,
    engine: str = DEFAULT_ENGINE,
    threads: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Cold:
    """Price the leads that go cold, against the same futures in which none does.

    Parameters
    ----------
    bundle
        From `load`; the policies in force are part of the actual world.
    replications
        How many futures, or which; by default 200, or what the scenario says if that is less.
    exact
        Whether the shares come from all subsets of mechanisms (up to 128 worlds for each
        replication) instead of one drawn order and its reverse; None if that costs no more.
    seed, engine, threads, executor, progress
        As in `forecast`.

    Raises
    ------
    UsageError
        No lead can go cold in this scenario, or no replication is asked for.
    RunError
        No replication was done.
    ScenarioError
        A policy does not fit the scenario.
    """
    asked = min(REPLICATIONS, bundle.scenario.run.replications)
    numbers = numbers_of(asked if replications is None else replications)
    chosen = seed_of(bundle, seed, engine)
    matter = worlds_of(bundle)
    means = Means(threads, executor, progress)
    study = ColdStudy(exact)
    done = studied(matter, study, numbers, chosen, engine, means, study.worlds(matter))
    return Cold(bundle, matter, chosen, engine, done)


def _can_be_shared(whole: Interval, parts: list[Interval]) -> bool:
    """Whether parts can be said as shares: the whole is above 0, no part is surely below."""
    if whole.lo is None or whole.lo <= 0:
        return False
    return not any(part.hi is not None and part.hi < 0 for part in parts)


def _over(part: Interval, whole: Interval) -> float | None:
    return None if part.value is None or not whole.value else part.value / whole.value
