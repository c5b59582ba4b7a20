"""Bootstrap of whole replications: all policies keep the futures they share."""

import math
from collections.abc import Iterator

import numpy as np

from funnelsim.experiments.intervals import FloatArray, Interval

RESAMPLES = 1999
"""(RESAMPLES + 1) times 2.5 % is a whole number, so the ends are order statistics."""

LEAST = 200
"""Fewest replications for a bootstrap of quantiles and tails."""

_AT_ONCE = 2**18


def draws(n: int, resamples: int, rng: np.random.Generator) -> Iterator[FloatArray]:
    """How often each of `n` replications is drawn, some resamples at a time.

    Yields
    ------
    ndarray
        Shape (some, n), every row with sum n; `resamples` rows in all.
    """
    at_once = max(1, _AT_ONCE // n)
    for done in range(0, resamples, at_once):
        rows = min(at_once, resamples - done)
        drawn = rng.integers(n, size=(rows, n))
        drawn += n * np.arange(rows)[:, np.newaxis]
        yield np.bincount(drawn.ravel(), minlength=rows * n).reshape(rows, n).astype(np.float64)


def resampled_means(x: FloatArray, resamples: int, rng: np.random.Generator) -> FloatArray:
    """Means of every row of `x`, shape (m, n), in each resample: shape (resamples, m)."""
    n = x.shape[1]
    return np.concatenate([drawn @ x.T / n for drawn in draws(n, resamples, rng)])


def upper_quantile(values: FloatArray, level: float) -> float:
    """The order statistic that a further draw exceeds with a chance of at most 1 - level."""
    rank = min(values.size, math.ceil((values.size + 1) * level - 1e-9))
    return float(np.partition(values, rank - 1)[rank - 1])


def percentile_interval(value: float, resampled: FloatArray, level: float) -> Interval:
    """Equal-tailed percentile interval, widened to the estimate where that lies outside."""
    tail = (1.0 + level) / 2
    hi, lo = upper_quantile(resampled, tail), -upper_quantile(-resampled, tail)
    return Interval(value, min(lo, value), max(hi, value))
