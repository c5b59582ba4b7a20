"""Policies over the same replications: what is checked, and how many replications differ."""

import numpy as np
from numpy.typing import ArrayLike

from funnelsim.experiments.intervals import (
    FloatArray,
    Interval,
    column,
    mean_t,
    undefined_reason,
)

IDENTICAL = "identical"

ENOUGH = 30
"""Replications that must differ before a difference has a t interval."""

TOO_FEW = f"an interval needs at least {ENOUGH} replications"

SAME = 1e-12
"""Relative to the largest figure, what rounding alone may make of two equal figures."""


def table(x: ArrayLike) -> FloatArray:
    """Figures of policies, shape (k policies, n replications), paired by replication.

    Raises
    ------
    ValueError
        Unless there are at least two policies, one replication and finite figures only.
    """
    values = np.asarray(x, dtype=np.float64)
    if values.ndim != 2 or values.shape[0] < 2:
        raise ValueError(f"at least two policies by replications expected, found {values.shape}")
    reason = undefined_reason(np.where(np.isfinite(values).all(axis=0), 0.0, np.nan))
    if reason is not None:
        raise ValueError(reason)
    return values


def pair(a: ArrayLike, b: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Two policies over the same replications, checked as by :func:`table`."""
    first, second = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    if first.shape != second.shape:
        raise ValueError(f"{first.shape} against {second.shape}: not paired")
    both = table(np.stack([first, second]))
    return both[0], both[1]


def rounding(*figures: FloatArray) -> float:
    """The largest difference that rounding alone may make between these figures."""
    return SAME * max((float(np.abs(each).max(initial=0.0)) for each in figures), default=0.0)


def differing(a: FloatArray, b: FloatArray) -> int:
    """Replications in which `b` less `a` is not what it is in most replications.

    Mostly that is 0, so these are the replications that differ. A policy that costs the same in
    every future differs in all of them and yet tells nothing about what it rarely does: the
    common amount is no evidence, only departures from it are.
    """
    same = rounding(a, b)
    difference = np.sort(b - a)
    # A new run starts where neighbours are further apart than rounding.
    starts = np.flatnonzero(np.diff(difference, prepend=-np.inf) > same)
    longest = int(np.diff(starts, append=difference.size).max())
    if longest == 1:
        return int(np.count_nonzero(np.abs(difference) > same))
    return difference.size - longest


def identical(a: FloatArray, b: FloatArray) -> bool:
    """Whether both policies have the same figure in every replication."""
    return bool(np.abs(b - a).max() <= rounding(a, b))


def unclear(a: FloatArray, b: FloatArray) -> str | None:
    """Why `b` less `a` has no t interval, or ``None`` when it has one."""
    if identical(a, b):
        return IDENTICAL
    if a.size < ENOUGH:
        return TOO_FEW
    found = differing(a, b)
    return too_rare(found, a.size) if found < ENOUGH else None


def too_rare(found: int, n: int) -> str:
    """The reason why a difference that `found` of `n` replications show has no interval."""
    return f"too rare: {found:,} of {n:,} replications differ, {ENOUGH} are needed"


def mean_difference(x: ArrayLike, level: float = 0.95) -> Interval:
    """Mean of paired differences, one per replication, where that can be said.

    Student's interval; none where all are 0, and none where fewer than `ENOUGH` replications
    differ although most do not: t would cover 61 to 84 %.
    """
    values = column(x)
    differ = int(np.count_nonzero(values))
    if values.size and not differ:
        return Interval(0.0, reason=IDENTICAL)
    if differ < min(ENOUGH, values.size / 2):
        return Interval(float(values.mean()), reason=too_rare(differ, values.size))
    return mean_t(values, level)
