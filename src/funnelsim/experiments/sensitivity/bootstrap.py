"""Bootstrap of means over worlds."""

import numpy as np

from funnelsim.experiments.intervals import FloatArray, Interval

RESAMPLES = 1_000

AT_ONCE = 2**20
"""Counts that are drawn at one go, so that the memory for them is bounded."""


def resampled_means(
    columns: FloatArray, rng: np.random.Generator, resamples: int = RESAMPLES
) -> FloatArray:
    """Means of `columns`, shape (worlds, figures), over worlds drawn with replacement.

    Returns
    -------
    array
        Shape (resamples, figures): all figures of a row come from the same worlds.
    """
    n = len(columns)
    step = max(1, AT_ONCE // n)
    parts = []
    for done in range(0, resamples, step):
        rows = min(step, resamples - done)
        drawn = rng.integers(n, size=(rows, n)) + n * np.arange(rows)[:, np.newaxis]
        counts = np.bincount(drawn.ravel(), minlength=rows * n).reshape(rows, n)
        parts.append(counts.astype(np.float64) @ columns / n)
    return np.concatenate(parts)


def percentile(
    value: float, drawn: FloatArray, level: float = 0.95, floor: float | None = None
) -> Interval:
    """`value` with the bootstrap percentile interval of `drawn`; nothing below `floor`."""
    lo, hi = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2]).tolist()
    if floor is None:
        return Interval(value, lo, hi)
    return Interval(max(value, floor), max(lo, floor), max(hi, floor))
