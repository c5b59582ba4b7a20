"""The chance to reach a target, or several at once."""

from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from funnelsim.experiments.intervals import (
    ONE_REPLICATION,
    Interval,
    column,
    normal_quantile,
    t_quantile,
    wilson,
)

Direction = Literal["at_least", "at_most"]


def hits(x: ArrayLike, target: float, direction: Direction = "at_least") -> NDArray[np.bool_]:
    """Which replications reach `target`; a replication without a figure (NaN) does not.

    Parameters
    ----------
    x
        One figure per replication, in the unit of `target`.
    target
        The figure to reach, itself included.
    direction
        Whether more is wanted (``at_least``) or less (``at_most``).
    """
    if direction not in ("at_least", "at_most"):
        raise ValueError(f"a target is at_least or at_most, not {direction}")
    values = column(x)
    reached = values >= target if direction == "at_least" else values <= target
    return np.asarray(reached)


def hit_probability(reached: ArrayLike, level: float = 0.95) -> Interval:
    """Share of replications that reach a target, with Wilson's interval.

    Parameters
    ----------
    reached
        One truth value per replication, from :func:`hits`.
    """
    flags = _flags(reached)
    if flags.size == 1:
        return Interval(float(flags[0]), None, None, ONE_REPLICATION)
    return wilson(int(np.count_nonzero(flags)), flags.size, level)


def joint_probability(reached: ArrayLike, level: float = 0.95) -> Interval:
    """Share of replications that reach every target at once, with Wilson's interval.

    Parameters
    ----------
    reached
        Truth values, shape (replications, targets), at least one target.
    """
    table = np.asarray(reached, dtype=np.bool_)
    if table.ndim != 2 or table.shape[1] == 0:
        raise ValueError(f"a table of replications by targets expected, found {table.shape}")
    return hit_probability(table.all(axis=1), level)


def predictive_probability(
    reached: ArrayLike, worlds: ArrayLike | None = None, level: float = 0.95
) -> Interval:
    """Chance to reach a target when parameters are uncertain, with its Monte-Carlo interval.

    It averages over the uncertain parameters as well as over luck. When every replication
    draws its own parameters, replications are independent and Wilson's interval holds as it
    stands. When several share a world, they hit or miss together, and the interval counts the
    worlds: Wilson's at the effective number of trials with Student's factor, as in Korn and
    Graubard, Survey Methodology 24 (1998) 193-201, never more than the number of replications.

    Parameters
    ----------
    reached
        One truth value per replication.
    worlds
        One label per replication, equal where the parameters are the same draw. Default: all
        different.

    Returns
    -------
    Interval
        Without ends when all replications share one world.
    """
    flags = _flags(reached)
    if worlds is None:
        return hit_probability(flags, level)
    labels = np.asarray(worlds)
    if labels.shape != flags.shape:
        raise ValueError(f"{labels.size} world labels for {flags.size} replications")
    _, index = np.unique(labels, return_inverse=True)
    count = int(index.max()) + 1 if flags.size else 0
    if count == flags.size:
        return hit_probability(flags, level)
    share = float(flags.mean())
    if count == 1:
        return Interval(share, reason="all replications share one draw of the parameters")
    surplus = np.asarray(np.bincount(index, weights=flags - share), dtype=np.float64)
    trials = _effective_trials(surplus, share, flags.size, level)
    return replace(wilson(share * trials, trials, level), value=share)


def _effective_trials(surplus: NDArray[np.float64], share: float, n: int, level: float) -> float:
    """Independent trials as informative as `n` in worlds with these hits above expectation."""
    count = surplus.size
    if share in (0.0, 1.0):
        # Nothing shows how alike the replications of a world are: count each world once.
        return float(count)
    variance = count / (count - 1) * float(np.square(surplus).sum()) / n**2
    if variance == 0.0:
        return float(n)
    shrink = (normal_quantile(level) / t_quantile(level, count)) ** 2
    return min(float(n), share * (1.0 - share) / variance * shrink)


def _flags(reached: ArrayLike) -> NDArray[np.bool_]:
    flags = np.asarray(reached, dtype=np.bool_)
    if flags.ndim != 1:
        raise ValueError(f"one truth value per replication expected, found shape {flags.shape}")
    return flags
