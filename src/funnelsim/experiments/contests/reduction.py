"""What it saves that policies meet the same leads."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from funnelsim.experiments.contests.paired import IDENTICAL, identical, pair, rounding
from funnelsim.experiments.intervals import ONE_REPLICATION, FloatArray

CONSTANT = "the difference is the same in every replication"


@dataclass(frozen=True, slots=True)
class Reduction:
    """How many times more replications independent leads would need.

    Attributes
    ----------
    value
        Ratio of variances, 1 when common leads save nothing; ``None`` when undefined.
    reason
        Why `value` is ``None``.
    """

    value: float | None
    reason: str | None = None


def variance_reduction(a: ArrayLike, b: ArrayLike) -> Reduction:
    """(Var A + Var B) / Var(B - A), from the paired runs alone.

    Parameters
    ----------
    a, b
        One figure per replication, shape (n,), paired.
    """
    first, second = pair(a, b)
    if first.size < 2:
        return Reduction(None, ONE_REPLICATION)
    if identical(first, second):
        return Reduction(None, IDENTICAL)
    difference = second - first
    if float(np.ptp(difference)) <= rounding(first, second):
        return Reduction(None, CONSTANT)
    return Reduction((_variance(first) + _variance(second)) / _variance(difference))


def ceiling(
    won_a: float, won_b: float, gained: float, lost: float, changed: float = 0.0
) -> Reduction:
    """(A + B) / (gained + lost + changed): the most that common leads can save here.

    Deals that both policies win cancel, gained and lost ones do not. With Poisson deals, the
    first sum is Var A + Var B and the second Var(B - A) when everything common is matched. In
    money it holds of sums of squares, where a deal that both win for different money counts with
    the square of the difference.

    Deals of leads that are there in every future (an open pipeline, a list) are not Poisson: each
    varies by p (1 - p), and the true ceiling is lower where most are won.

    Parameters
    ----------
    won_a, won_b
        Deals (or their money) won under each policy, in total.
    gained, lost
        Of the same leads: won in B only, won in A only.
    changed
        Of deals won in both, for different money.

    Raises
    ------
    ValueError
        If a total is negative, or more is lost than A won or gained than B won.
    """
    if min(won_a, won_b, gained, lost, changed) < 0 or lost > won_a or gained > won_b:
        raise ValueError(f"{lost} lost of {won_a} won, {gained} gained of {won_b} won")
    differs = gained + lost + changed
    return Reduction((won_a + won_b) / differs) if differs else Reduction(None, IDENTICAL)


def _variance(x: FloatArray) -> float:
    return float(x.var(ddof=1))
