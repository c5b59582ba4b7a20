"""Distributions of figures over the futures, in bins that people can read."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from funnelsim.experiments.intervals import FloatArray, quantile_rank

MOST_BINS = 24
LEAST_BINS = 6

TAIL = 0.005
"""Share of the futures on either side that does not stretch the bins."""

STEPS = (1.0, 2.0, 5.0, 10.0)


def bin_edges(samples: Iterable[FloatArray]) -> list[float]:
    """Edges at round numbers for figures that are to be compared.

    About 2 n^(1/3) bins (Rice's rule), or one for each whole figure where these are few. Whole
    figures have bins of whole width. Figures further out than the tails belong to the first and
    the last bin, see `bin_shares`.

    Parameters
    ----------
    samples
        Finite figures, at least one, one array for each distribution.
    """
    values = np.sort(np.concatenate(list(samples)))
    n = values.size
    low, high = (float(values[quantile_rank(n, q) - 1]) for q in (TAIL, 1 - TAIL))
    whole = bool((values == np.round(values)).all()) and high < 1e6
    wanted = min(MOST_BINS, max(LEAST_BINS, round(2 * n ** (1 / 3))))
    step = _step((high - low) / (MOST_BINS if whole and high - low <= MOST_BINS else wanted))
    if whole:
        step = max(1.0, step)
    first = math.floor(low / step)
    # The last bin begins at or below the highest figure and ends above it.
    count = max(1, math.floor(high / step) - first + 1)
    # 3 * 0.2 is 0.6000000000000001: no planner wants to read that.
    return [float(f"{(first + i) * step:.12g}") for i in range(count + 1)]


def bin_shares(values: FloatArray, edges: list[float]) -> list[float]:
    """Share of the figures in each bin; what lies further out is in the first and the last."""
    inside = np.clip(values, edges[0], np.nextafter(edges[-1], -math.inf))
    counts, _ = np.histogram(inside, edges)
    return [float(count) / values.size for count in counts]


def share_reaching(values: FloatArray, edges: list[float]) -> list[float]:
    """Share of the figures at or above each edge."""
    return [float(np.count_nonzero(values >= edge)) / values.size for edge in edges]


def beyond(values: FloatArray, edges: list[float]) -> tuple[int, int]:
    """How many figures lie below the first and above the last edge."""
    return int((values < edges[0]).sum()), int((values >= edges[-1]).sum())


def _step(width: float) -> float:
    """The least of 1, 2 or 5 times a power of ten that is no less than a width; 1 for none."""
    if not width > 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(width))
    return next(step * power for step in STEPS if step * power >= width * (1 - 1e-9))
