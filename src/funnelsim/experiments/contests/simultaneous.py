"""Differences from the baseline that hold for all policies at once."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from funnelsim.experiments.contests.paired import table, unclear
from funnelsim.experiments.intervals import FloatArray, Interval, t_quantile
from funnelsim.experiments.resample import RESAMPLES, draws, upper_quantile

Method = Literal["t", "max-t"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One policy less the baseline.

    Attributes
    ----------
    policy
        Its row.
    interval
        Mean difference per replication. Without ends when both are identical or too few
        replications differ, see :mod:`~funnelsim.experiments.contests.rare`.
    p_holm
        Two-sided p-value of the paired t test, adjusted after Holm: for display only, the
        intervals do not come from it. ``None`` without interval.
    """

    policy: int
    interval: Interval
    p_holm: float | None


@dataclass(frozen=True, slots=True)
class Differences:
    """All policies less the baseline.

    Attributes
    ----------
    baseline
        Row of the baseline.
    method
        ``t`` (Bonferroni) or ``max-t`` (bootstrap).
    level
        With this probability or more, all intervals hold at once.
    each
        One entry per other policy, in the order of rows.
    """

    baseline: int
    method: Method
    level: float
    each: tuple[Difference, ...]

    @property
    def single_level(self) -> float:
        """Level at which a difference without t interval gets its exact bounds instead."""
        return single_level(len(self.each), self.level)


def single_level(comparisons: int, level: float = 0.95) -> float:
    """Bonferroni: the level of each of several intervals that hold at once at `level`.

    Two-sided: with k policies an end is the 1 - .05 / (2 (k - 1)) quantile at 95 %.
    """
    return 1.0 - (1.0 - level) / comparisons


def differences(x: ArrayLike, baseline: int = 0, level: float = 0.95) -> Differences:
    """Simultaneous paired t intervals of every policy less the baseline (Bonferroni).

    Right under any dependence between policies, which common leads leave unknown. (Dunnett's
    method assumes independent policies, Nelson and Matejcik's an equal correlation.)

    Parameters
    ----------
    x
        One figure per policy and replication, shape (k, n), paired by replication.
    baseline
        Row of the baseline.
    level
        Family level, 0..1.
    """
    values, others = _checked(x, baseline)
    factor = t_quantile(single_level(len(others), level), max(2, values.shape[1]))
    return _assemble(values, baseline, "t", level, factor)


def differences_max_t(
    x: ArrayLike,
    rng: np.random.Generator,
    baseline: int = 0,
    level: float = 0.95,
    resamples: int = RESAMPLES,
) -> Differences:
    """As :func:`differences`, narrower where policies resemble each other.

    The factor is the quantile of the largest |t| over policies, found by a bootstrap of whole
    replications (Westfall and Young, Resampling-Based Multiple Testing, 1993, section 2.5).
    Policies without t interval keep their Bonferroni share of the error for exact bounds.
    """
    values, others = _checked(x, baseline)
    against = values[baseline]
    clear = [policy for policy in others if unclear(against, values[policy]) is None]
    if not clear:
        return _assemble(values, baseline, "max-t", level, 0.0)
    family = 1.0 - (1.0 - level) * len(clear) / len(others)
    factor = upper_quantile(_largest_t(values[clear] - against, resamples, rng), family)
    return _assemble(values, baseline, "max-t", level, factor)


def _largest_t(difference: FloatArray, resamples: int, rng: np.random.Generator) -> FloatArray:
    n = difference.shape[1]
    centred = difference - difference.mean(axis=1, keepdims=True)
    centred /= centred.std(axis=1, keepdims=True)
    largest = []
    for drawn in draws(n, resamples, rng):
        mean, square = drawn @ centred.T / n, drawn @ np.square(centred).T / n
        variance = np.maximum(square - mean**2, 0.0) / (n - 1)
        with np.errstate(divide="ignore", invalid="ignore"):
            t = np.abs(mean) / np.sqrt(variance)
        # A resample without spread says nothing against any factor, but must not lower it.
        largest.append(np.nan_to_num(t, nan=np.inf, posinf=np.inf).max(axis=1))
    return np.concatenate(largest)


def holm(p: Sequence[float | None]) -> list[float | None]:
    """Holm's step-down adjustment (Scand. J. Stat. 6 (1979) 65-70).

    Hypotheses without p-value (``None``) stay so and count as never rejected.
    """
    known = sorted((value, i) for i, value in enumerate(p) if value is not None)
    adjusted: list[float | None] = [None] * len(p)
    largest = 0.0
    for rank, (value, i) in enumerate(known):
        largest = max(largest, min(1.0, (len(p) - rank) * value))
        adjusted[i] = largest
    return adjusted


def _checked(x: ArrayLike, baseline: int) -> tuple[FloatArray, list[int]]:
    values = table(x)
    if not 0 <= baseline < values.shape[0]:
        raise ValueError(f"no policy {baseline} among {values.shape[0]}")
    return values, [policy for policy in range(values.shape[0]) if policy != baseline]


def _assemble(
    values: FloatArray, baseline: int, method: Method, level: float, factor: float
) -> Differences:
    others = [policy for policy in range(values.shape[0]) if policy != baseline]
    found = [_difference(values[baseline], values[policy], factor) for policy in others]
    adjusted = holm([p for _, p in found])
    each = (
        Difference(policy, interval, p)
        for policy, (interval, _), p in zip(others, found, adjusted, strict=True)
    )
    return Differences(baseline, method, level, tuple(each))


def _difference(
    against: FloatArray, figures: FloatArray, factor: float
) -> tuple[Interval, float | None]:
    """Interval and unadjusted two-sided p-value of `figures` less `against`."""
    from scipy.special import stdtr

    difference = figures - against
    value, n = float(difference.mean()), difference.size
    reason = unclear(against, figures)
    if reason is not None:
        return Interval(value, reason=reason), None
    error = float(difference.std(ddof=1)) / math.sqrt(n)
    p = 2.0 * float(stdtr(n - 1, -abs(value) / error))
    return Interval(value, value - factor * error, value + factor * error), p
