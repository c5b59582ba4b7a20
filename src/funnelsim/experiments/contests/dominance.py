"""Whether one policy is better whatever figure one asks for: first-order dominance."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from funnelsim.experiments.contests.paired import ENOUGH, IDENTICAL, identical, pair
from funnelsim.experiments.intervals import FloatArray
from funnelsim.experiments.resample import (
    LEAST,
    RESAMPLES,
    resampled_means,
    upper_quantile,
)

CENTRAL = 0.05
"""Share of all figures of both policies left out at each end."""

POINTS = 200
"""Figures at which the distributions are compared at most."""

Verdict = Literal["a", "b", "identical", "undecided"]


@dataclass(frozen=True, slots=True)
class Dominance:
    """The simultaneous band of F_a - F_b and what it decides.

    Attributes
    ----------
    verdict
        ``a`` or ``b`` if that policy is better at every figure of the range, ``identical``, or
        ``undecided``.
    lo, hi
        The range, both ends included, in the unit of the data: the central 90 % of the figures
        of both policies together. Further out both distribution functions meet at 0 and 1, and
        no number of replications could tell them apart.
    points
        The figures compared, shape (m,), ascending.
    difference
        F_a - F_b there: the chance to stay at or below the figure, under `a` less under `b`.
    half_width
        Half the width of the band, the same everywhere; ``None`` without band.
    reason
        Why there is no band; ``None`` when there is one.
    """

    verdict: Verdict
    lo: float
    hi: float
    points: FloatArray
    difference: FloatArray
    half_width: float | None
    reason: str | None = None


def dominance(
    a: ArrayLike,
    b: ArrayLike,
    rng: np.random.Generator,
    larger: bool = True,
    level: float = 0.95,
    resamples: int = RESAMPLES,
) -> Dominance:
    """Compare two distributions at all figures at once.

    A policy dominates only if the band lies on its side throughout, without touching 0, so that
    a wrong verdict has a chance of at most 1 - level. The band is the bootstrap quantile, over
    whole replications, of the largest deviation of F_a - F_b. Testing against "does not
    dominate" over a central range follows Davidson and Duclos, Econometric Reviews 32 (2013)
    84-125.

    Parameters
    ----------
    a, b
        One figure per replication, shape (n,), paired.
    larger
        Whether a larger figure is better.
    """
    before, after = pair(a, b)
    points = _points(before, after)
    below = np.stack([before, after])[:, np.newaxis, :] <= points[:, np.newaxis]
    gap = below[0].astype(np.float64) - below[1]
    difference = gap.mean(axis=1)
    lo, hi = float(points[0]), float(points[-1])
    if identical(before, after):
        return Dominance("identical", lo, hi, points, difference, None, IDENTICAL)
    if before.size < LEAST:
        reason = f"a band needs at least {LEAST} replications"
        return Dominance("undecided", lo, hi, points, difference, None, reason)
    deviation = np.abs(resampled_means(gap, resamples, rng) - difference)
    half = upper_quantile(deviation.max(axis=1), level)
    verdict: Verdict = "undecided"
    # A bootstrap of fewer replications that differ would be too sure of itself.
    if int(np.count_nonzero(gap, axis=1).min()) >= ENOUGH:
        # Where F_a lies above, a has the smaller figures.
        if difference.min() > half:
            verdict = "b" if larger else "a"
        elif difference.max() < -half:
            verdict = "a" if larger else "b"
    return Dominance(verdict, lo, hi, points, difference, half)


def _points(a: FloatArray, b: FloatArray) -> FloatArray:
    """At most POINTS figures of both, equally many replications apart, over the central range."""
    shares = np.linspace(CENTRAL, 1.0 - CENTRAL, POINTS)
    return np.unique(np.quantile(np.concatenate([a, b]), shares, method="inverted_cdf"))
