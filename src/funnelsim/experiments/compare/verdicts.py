"""What is said of one policy beside its differences: risk, odds, cost, and when it shows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from funnelsim.experiments.compare.contest import Contest, resampling
from funnelsim.experiments.compare.gaps import CERTAIN
from funnelsim.experiments.compare.names import with_included
from funnelsim.experiments.contests.distributions import cvar, cvar_difference, hit_difference
from funnelsim.experiments.contests.dominance import Dominance, dominance
from funnelsim.experiments.contests.frontier import frontier
from funnelsim.experiments.contests.paired import IDENTICAL, identical, rounding, unclear
from funnelsim.experiments.contests.reduction import Reduction, ceiling, variance_reduction
from funnelsim.experiments.hits import Direction, hits, predictive_probability
from funnelsim.experiments.intervals import FloatArray, Interval, mean_t
from funnelsim.experiments.ratios import ratio_of_means
from funnelsim.model.tables import Model
from funnelsim.scenario.load import policies_named
from funnelsim.scenario.schema.plan import PolicyCost

NOTICED = 1e-3
"""Share of the costs from which more of them is a price for something, not the price of a mail."""


@dataclass(frozen=True)
class Verdict:
    """One policy of a contest by number; the baseline is 0."""

    contest: Contest
    policy: int

    @property
    def name(self) -> str:
        """Its name."""
        return self.contest.names[self.policy]

    @property
    def in_best_set(self) -> bool:
        """Whether no other policy is surely better."""
        return self.policy in self.contest.best.policies

    @cached_property
    def chances(self) -> list[tuple[str, Interval, Interval | None]]:
        """Each target in words, the chance to reach it, and how much that differs."""
        found = []
        for i, target in enumerate(self.contest.models[self.policy].targets):
            direction: Direction = "at_least" if target.at_least else "at_most"
            before, after = (
                hits(self.contest.figures(p).targets[:, i], target.value, direction)
                for p in (0, self.policy)
            )
            words = (
                f"{direction.replace('_', ' ')} {target.value:,.10g} {target.metric} {target.words}"
            )
            differs = hit_difference(before, after, self.contest.level) if self.policy else None
            found.append((words, predictive_probability(after), differs))
        return found

    @cached_property
    def reduction(self) -> tuple[Reduction, Reduction]:
        """Variance reduction of revenue from common leads, and the most it could be here.

        Deals that both worlds win for the same money cancel. The variance of a sum of Poisson
        deals is the sum of their squares, so the ceiling compares squared revenue of all deals
        with that of those gained and lost, and the squared differences of those changed.
        """
        c, i = self.contest, self.policy
        before, after = (float(c.records["won"][:, p, 1].sum()) for p in (0, i))
        gained, lost = float(c.gained(0, i)[:, 1].sum()), float(c.gained(i, 0)[:, 1].sum())
        changed = float(c.records["changed"][:, 0, i, 0].sum())
        reached = variance_reduction(c.column(0, "revenue"), c.column(i, "revenue"))
        return reached, ceiling(before, after, gained, lost, changed)

    @cached_property
    def worst(self) -> tuple[float, Interval | None]:
        """Mean objective of the worst tenth of the futures, and how much that differs."""
        c = self.contest
        own, baseline = c.column(self.policy, c.objective), c.column(0, c.objective)
        differs = (
            cvar_difference(baseline, own, resampling(), c.larger, level=c.level)
            if self.policy else None
        )  # fmt: skip
        return cvar(own, c.larger), differs

    @cached_property
    def dominance(self) -> Dominance:
        """Whether one of policy and baseline is better at every level of the objective."""
        c = self.contest
        return dominance(
            c.column(0, c.objective), c.column(self.policy, c.objective), resampling(), c.larger
        )

    @cached_property
    def pays(self) -> Interval | None:
        """Gross profit per further unit of cost; None where it costs no more worth mentioning."""
        c = self.contest
        gain = c.column(self.policy, "gross_profit") - c.column(0, "gross_profit")
        spent = c.column(self.policy, "cost") - c.column(0, "cost")
        more = c.difference(self.policy, "cost")
        least = NOTICED * float(c.column(0, "cost").mean())
        return ratio_of_means(gain, spent) if more.lo is not None and more.lo > least else None

    @property
    def evidence(self) -> dict[str, str | None]:
        """Grade of the claim behind each policy that it consists of; None where none is stated."""
        policies = self.contest.bundle.scenario.policies
        names = policies_named([self.name]) if self.policy else ()
        return {name: policies[name].evidence for name in names}

    @cached_property
    def ahead(self) -> list[Interval]:
        """Cumulative profit less the baseline's by the end of each month; at 95 % all at once.

        Without ends in months by which too few futures differ by more than what all have.
        """
        c = self.contest
        both = [np.cumsum(c.figures(p).months["profit"], axis=1) for p in (0, self.policy)]
        months = both[0].shape[1]
        return [
            ahead_by(both[0][:, m], both[1][:, m], 1 - 0.05 / months, certain=self.identical)
            for m in range(months)
        ]

    @property
    def shows_from(self) -> str | None:
        """Month from whose end on the cumulative profit surely differs; None if it never does."""
        clear = [not _may_be_zero(found) for found in self.ahead]
        if not clear[-1]:
            return None
        first = len(clear) - int(np.argmin(clear[::-1])) if not all(clear) else 0
        return str(np.datetime64(self.contest.models[0].origin, "M") + first)

    @cached_property
    def identical(self) -> bool:
        """Whether nothing but costs differs from the baseline in any future."""
        c = self.contest
        mine, other = c.figures(self.policy).sums, c.figures(0).sums
        return bool(self.policy) and all(
            mine[name].tobytes() == other[name].tobytes()
            for name in mine
            if "cost" not in name and name not in ("profit", "marketing_profit")
        )

    @cached_property
    def idle_keys(self) -> tuple[str, ...]:
        """The keys that have no effect, where everything is identical.

        Costs may differ by what the policies themselves cost; otherwise a key sets them.
        """
        policies = self.contest.bundle.scenario.policies
        names, c = with_included(self.name, policies), self.contest
        priced = any(policies[name].cost != PolicyCost() for name in names)
        paid = identical(c.column(0, "cost"), c.column(self.policy, "cost"))
        if not self.identical or not (paid or priced):
            return ()
        return tuple(key for name in names for key in policies[name].set)

    @cached_property
    def headcount(self) -> float:
        """Reps employed, averaged over the horizon; teams without a limit count nothing."""
        return headcount(self.contest.models[self.policy])


def ahead_by(
    before: FloatArray, after: FloatArray, level: float, *, certain: bool = False
) -> Interval:
    """Mean profit of a policy less the baseline's so far, per replication, shape (n,) each.

    Parameters
    ----------
    level
        Confidence level, 0..1.
    certain
        Whether nothing but costs can differ: what they are in every future then is certain.
    """
    difference = after - before
    reason = unclear(before, after) if difference.size > 1 else None
    if reason is None:
        return mean_t(difference, level)
    value = 0.0 if reason == IDENTICAL else float(difference.mean())
    if certain and float(np.ptp(difference)) <= rounding(before, after):
        return Interval(value, value, value, CERTAIN)
    return Interval(value, reason=reason)


def frontiers(c: Contest) -> dict[str, list[str]]:
    """Policies that no other beats on profit and risk, and on profit and headcount."""
    found = c.verdicts
    profit = [float(c.column(v.policy, "profit").mean()) for v in found]
    risk = [-v.worst[0] if c.larger else v.worst[0] for v in found]
    heads = [v.headcount for v in found]
    return {
        "profit_risk": [found[i].name for i in frontier(profit, risk).policies],
        "profit_headcount": [found[i].name for i in frontier(profit, heads).policies],
    }


def headcount(model: Model) -> float:
    """Reps of teams with a limit, in full time of the horizon [0, end)."""
    edges = np.clip(np.append(model.epoch_ticks, model.end), 0, model.end)
    total = 0.0
    for epoch in range(len(model.epoch_ticks)):
        rows = model.rep[epoch]
        begin = np.maximum(rows["starts"], edges[epoch])
        there = np.maximum(0, np.minimum(rows["ends"], edges[epoch + 1]) - begin)
        counts = (rows["present"] == 1) & (rows["unlimited"] == 0)
        total += float(there[counts].sum())
    return total / model.end


def _may_be_zero(found: Interval) -> bool:
    return found.lo is None or found.hi is None or found.lo <= 0 <= found.hi
