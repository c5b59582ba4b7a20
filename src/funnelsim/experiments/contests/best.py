"""Which policies may be the best, and how often each comes first."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from funnelsim.experiments.contests.paired import IDENTICAL, rounding, table, unclear
from funnelsim.experiments.intervals import FloatArray, Interval, t_quantile, wilson
from funnelsim.experiments.resample import RESAMPLES, resampled_means

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class BestSet:
    """The policies that cannot be told from the best.

    Attributes
    ----------
    policies
        Rows of the set, never empty; it contains the policy with the best true mean with
        probability `level` or more.
    beaten_by
        Per policy the row of the one that excludes it by the widest margin; ``None`` in the set.
    unclear
        Pairs (i, j), i < j, that could not exclude each other because they are identical or too
        few replications differ, with that reason.
    level
        Confidence level, 0..1.
    """

    policies: tuple[int, ...]
    beaten_by: tuple[int | None, ...]
    unclear: Mapping[Pair, str]
    level: float


def pair_level(policies: int, level: float = 0.95) -> float:
    """Two-sided level of a pair's interval of which one end at a time decides in a best set."""
    return 1.0 - 2.0 * (1.0 - level) / (policies - 1)


def best_set(
    x: ArrayLike,
    larger: bool = True,
    level: float = 0.95,
    exact: Mapping[Pair, Interval] | None = None,
) -> BestSet:
    """All policies that no other beats by more than luck.

    Policy i stays unless for some j the mean of j - i exceeds the one-sided paired t bound at
    1 - .05 / (k - 1). The best is missed only if one of k - 1 bounds fails for it, so the level
    holds under any dependence.

    Parameters
    ----------
    x
        One figure per policy and replication, shape (k, n), paired by replication.
    larger
        Whether a larger mean is better.
    level
        Confidence level, 0..1.
    exact
        Exact intervals of the mean of j - i for pairs (i, j), i < j, of which too few
        replications differ, at :func:`pair_level`. Such a pair decides nothing without one.
    """
    values = table(x)
    k = values.shape[0]
    margin = np.zeros((k, k))  # by how much row beats column for certain, never below 0
    reasons: dict[Pair, str] = {}
    for i in range(k):
        for j in range(i + 1, k):
            found = _pair_interval(values[i], values[j], pair_level(k, level))
            if found.reason is not None:
                found = (exact or {}).get((i, j), found)
            if found.lo is None or found.hi is None:
                reasons[i, j] = found.reason or ""
                continue
            up, down = max(0.0, found.lo), max(0.0, -found.hi)
            margin[j, i], margin[i, j] = (up, down) if larger else (down, up)
    beaten = tuple(int(margin[:, i].argmax()) if margin[:, i].any() else None for i in range(k))
    inside = tuple(i for i in range(k) if beaten[i] is None)
    return BestSet(inside, beaten, reasons, level)


def may_be_best(x: ArrayLike, larger: bool = True, level: float = 0.95) -> NDArray[np.bool_]:
    """Which rows are in the :func:`best_set`, shape (k,); a single row is."""
    values = np.asarray(x, dtype=np.float64)
    kept = np.ones(len(values), dtype=np.bool_)
    if len(values) > 1:
        kept[:] = False
        kept[list(best_set(values, larger, level).policies)] = True
    return kept


def undecided(x: ArrayLike, best: int, kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which of the `kept` rows too few replications differ from row `best` to exclude, shape (k,).

    Rows that are identical to it are not among them.
    """
    values = np.asarray(x, dtype=np.float64)
    return np.array([
        bool(keep) and i != best and unclear(values[best], row) not in (None, IDENTICAL)
        for i, (row, keep) in enumerate(zip(values, kept, strict=True))
    ], np.bool_)  # fmt: skip


def _pair_interval(a: FloatArray, b: FloatArray, level: float) -> Interval:
    difference = b - a
    value, n = float(difference.mean()), difference.size
    reason = unclear(a, b)
    if reason is not None:
        return Interval(value, reason=reason)
    # Two policies: both one-sided bounds at 95 % are a two-sided interval at 90 %.
    half = t_quantile(level, n) * float(difference.std(ddof=1)) / math.sqrt(n)
    return Interval(value, value - half, value + half)


def p_best(x: ArrayLike, larger: bool = True, level: float = 0.95) -> tuple[Interval, ...]:
    """Share of simulated futures in which each policy comes first; ties are split.

    Parameters
    ----------
    x
        One figure per policy and replication, shape (k, n), paired by replication.

    Returns
    -------
    tuple of Interval
        Per policy, with sum 1, and each with Wilson's interval at `level`.
    """
    values = table(x)
    shares = _firsts(values.T, larger).sum(axis=0)
    n = values.shape[1]
    # Summing thirds may leave a share beside n by rounding.
    return tuple(wilson(min(float(share), float(n)), n, level) for share in shares)


def p_best_mean(
    x: ArrayLike, rng: np.random.Generator, larger: bool = True, resamples: int = RESAMPLES
) -> tuple[float, ...]:
    """Bootstrap probability that each policy has the best mean; ties are split.

    Whole replications are drawn again, so policies keep the futures they share.

    Returns
    -------
    tuple of float
        Per policy, 0..1, with sum 1.
    """
    means = resampled_means(table(x), resamples, rng)
    return tuple(_firsts(means, larger).mean(axis=0).tolist())


def _firsts(rows: FloatArray, larger: bool) -> FloatArray:
    """Per row 1 for the best column, or the equal share of each of several that tie."""
    signed = rows if larger else -rows
    first = signed >= signed.max(axis=1, keepdims=True) - rounding(rows)
    return np.asarray(first / first.sum(axis=1, keepdims=True))
