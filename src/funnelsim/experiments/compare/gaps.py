"""How much one policy of a contest differs from another: Student where it may, exact where rare."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from funnelsim.experiments.compare.study import MONEY
from funnelsim.experiments.contests.paired import IDENTICAL, identical, unclear
from funnelsim.experiments.contests.rare import DealValue, rare_difference
from funnelsim.experiments.figures import QUOTIENTS, sides
from funnelsim.experiments.intervals import Interval, mean_t
from funnelsim.experiments.ratios import ratio_difference

if TYPE_CHECKING:
    from funnelsim.experiments.compare.contest import Contest

CERTAIN = "the same in every future"


def between(contest: Contest, one: int, other: int, metric: str, level: float) -> Interval:
    """Mean of the second policy less the first."""
    if metric in QUOTIENTS:
        first, second = sides(contest.figures(one), metric), sides(contest.figures(other), metric)
        if all(identical(a, b) for a, b in zip(first, second, strict=True)):
            return Interval(0.0, reason=IDENTICAL)
        return ratio_difference(*second, *first, level)
    a, b = contest.column(one, metric), contest.column(other, metric)
    reason = unclear(a, b) if contest.n > 1 else None
    if reason is None:
        return mean_t(b - a, level)
    if reason == IDENTICAL:
        return Interval(0.0, reason=IDENTICAL)
    return _rare(contest, one, other, metric, level, reason)


def _rare(
    contest: Contest, one: int, other: int, metric: str, level: float, reason: str
) -> Interval:
    a, b = contest.column(one, metric), contest.column(other, metric)
    deal, fixed = _deal(contest, one, other, metric)
    if deal is None:
        difference = b - a
        same = metric == "cost" and float(np.ptp(difference)) <= 1e-9 * float(a.max())
        value = float(difference.mean())
        return Interval(value, value, value, CERTAIN) if same else Interval(value, reason=reason)
    gained, lost = contest.gained(one, other)[:, 0], contest.gained(other, one)[:, 0]
    return rare_difference(a, b, gained, lost, deal, fixed, level=level)


def _deal(contest: Contest, one: int, other: int, metric: str) -> tuple[DealValue | None, float]:
    """Bounds of what a deal adds to a figure, and what is added whatever happens."""
    if metric == "customers":
        return DealValue(1.0, 1.0), 0.0
    money = "gross_profit" if metric == "profit" else metric
    if money not in MONEY:
        return None, 0.0
    largest = max(float(contest.records["largest"][money][:, i].max()) for i in range(contest.k))
    cost = contest.column(other, "cost") - contest.column(one, "cost")
    fixed = -float(cost.mean()) if metric == "profit" else 0.0
    return (DealValue(0.0, largest) if largest > 0 else None), fixed
