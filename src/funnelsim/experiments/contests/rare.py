"""Differences that few replications show: exact bounds on deals instead of Student's t.

With one to four replications expected to differ, t intervals cover 60 to 84 % where 95 % is
announced, and have no width at all when none differs. The number of gained and of lost deals is
Poisson, whatever the rest does, and a deal's value has bounds; that gives an interval which covers.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from funnelsim.experiments.contests.paired import (
    IDENTICAL,
    differing,
    identical,
    pair,
    rounding,
    too_rare,
)
from funnelsim.experiments.intervals import FloatArray, Interval, column

UNEXPLAINED = "money differs beyond gained and lost deals"


@dataclass(frozen=True, slots=True)
class DealValue:
    """Bounds of what one deal adds to the figure compared.

    Attributes
    ----------
    smallest, largest
        0 <= smallest <= largest, in the unit of the figure (gross profit of a deal where profit
        is compared); `largest` is ``None`` where deals have no largest value.
    """

    smallest: float
    largest: float | None

    def __post_init__(self) -> None:
        if self.smallest < 0 or (self.largest is not None and self.largest < self.smallest):
            raise ValueError(f"deals worth {self.smallest} to {self.largest}")
        if self.largest == 0:
            raise ValueError("deals without value tell no difference")


def rare_difference(
    a: ArrayLike,
    b: ArrayLike,
    gained: ArrayLike,
    lost: ArrayLike,
    deal: DealValue,
    fixed: float = 0.0,
    at_once: int = 1,
    level: float = 0.95,
) -> Interval:
    """Mean of b - a where few replications differ, at least `level` sure.

    Each end takes one bound on gained and one on lost deals, each of which fails with at most
    (1 - level) / 4, and the least favourable value of a deal.

    Parameters
    ----------
    a, b
        One figure per replication, shape (n,), paired.
    gained, lost
        Deals won in b only and in a only, per replication, from deals matched by lead.
    deal
        What one deal is worth.
    fixed
        What `b` has more than `a` in every replication for certain, such as minus its cost.
    at_once
        As in :func:`deals_per_replication`.
    level
        Confidence level, 0..1; for several policies at once
        :attr:`~funnelsim.experiments.contests.simultaneous.Differences.single_level`.

    Returns
    -------
    Interval
        Without ends when both are identical, deals have no largest value, or the figure differs
        by something else than deals and `fixed`. Never of width 0.
    """
    before, after = pair(a, b)
    more, fewer = _counts(gained, before.size), _counts(lost, before.size)
    difference = after - before
    value = float(difference.mean())
    if identical(before, after) and not more.any() and not fewer.any():
        return Interval(value, reason=IDENTICAL)
    if deal.largest is None:
        return Interval(value, reason=too_rare(differing(before, after), before.size))
    lowest = fixed + deal.smallest * more - deal.largest * fewer
    highest = fixed + deal.largest * more - deal.smallest * fewer
    slack = rounding(before, after)
    if (difference < lowest - slack).any() or (difference > highest + slack).any():
        return Interval(value, reason=UNEXPLAINED)
    won, missed = (
        deals_per_replication(deals, 0.5 + level / 2, at_once) for deals in (more, fewer)
    )
    return Interval(
        value,
        fixed + deal.smallest * won[0] - deal.largest * missed[1],
        fixed + deal.largest * won[1] - deal.smallest * missed[0],
    )


def deals_per_replication(
    deals: ArrayLike, level: float = 0.95, at_once: int = 1
) -> tuple[float, float]:
    """Equal-tailed bounds on the mean number of rare deals per replication.

    Garwood's exact Poisson interval (Biometrika 28 (1936) 437-442) where deals come one at a
    time. Where one cause moves several deals of a replication, the weighted form of Fay and
    Feuer (Stat. Med. 16 (1997) 791-801), which contains the former.

    Parameters
    ----------
    deals
        Number of such deals per replication.
    at_once
        The most deals that one cause moves; at least the most that one replication shows. Where
        causes move up to 4 deals and 3 causes are expected, the latter alone covers 89 %.

    Returns
    -------
    tuple
        Lower and upper bound; with none seen 0 and -ln((1 - level) / 2) / n times `at_once`.
    """
    from scipy.special import gammaincinv

    counts = column(deals)
    tail = (1.0 - level) / 2
    total, squares = float(counts.sum()), float(np.square(counts).sum())
    most = max(1.0, float(at_once), float(counts.max()))
    # A sum of replications with weights: gamma with this mean and variance.
    lower = 0.0
    if total:
        lower = squares / total * float(gammaincinv(total**2 / squares, tail))
    mean, variance = total + most, squares + most**2
    upper = variance / mean * float(gammaincinv(mean**2 / variance, 1.0 - tail))
    return lower / counts.size, upper / counts.size


def _counts(deals: ArrayLike, n: int) -> FloatArray:
    counts = column(deals)
    if counts.size != n or (counts < 0).any() or not np.isfinite(counts).all():
        raise ValueError(f"one count per each of {n} replications expected")
    return counts
