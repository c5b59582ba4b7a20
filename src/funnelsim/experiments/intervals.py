"""Intervals for one figure over independent replications.

Every function takes one entry per replication. What cannot be said is ``None`` with a reason,
never NaN. ``scipy.special`` is imported on first use, to keep start-up short.
"""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]

NO_REPLICATION = "no replication"
ONE_REPLICATION = "one replication has no interval"
TOO_LARGE = "too large for a floating-point number"


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate and its confidence interval.

    Attributes
    ----------
    value
        The estimate, in the unit of the data; ``None`` when undefined.
    lo, hi
        Both ends, included in the interval; both ``None`` when there is no interval.
    reason
        Why something is ``None``; ``None`` when nothing is.
    """

    value: float | None
    lo: float | None = None
    hi: float | None = None
    reason: str | None = None

    @property
    def ends(self) -> list[float] | None:
        """``[lo, hi]`` as printed in JSON, or ``None``."""
        return None if self.lo is None or self.hi is None else [self.lo, self.hi]

    @property
    def half_width(self) -> float | None:
        """Half the length of the interval, or ``None`` when there is none."""
        return None if self.lo is None or self.hi is None else (self.hi - self.lo) / 2

    def covers(self, truth: float) -> bool:
        """Whether `truth` lies in the closed interval; ``False`` when there is none."""
        return self.lo is not None and self.hi is not None and self.lo <= truth <= self.hi


def turned(found: Interval) -> Interval:
    """The interval of minus the figure."""
    value, lo, hi = (None if x is None else -x for x in (found.value, found.hi, found.lo))
    return Interval(value, lo, hi, found.reason)


@lru_cache(maxsize=1024)
def t_quantile(level: float, n: int) -> float:
    """Two-sided Student factor for a mean of `n` >= 2 replications at confidence `level`."""
    from scipy.special.cython_special import stdtrit

    return float(stdtrit(float(n - 1), 0.5 + _checked_level(level) / 2))


def normal_quantile(level: float) -> float:
    """Two-sided normal factor at confidence `level` (1.959964 at .95)."""
    return NormalDist().inv_cdf(0.5 + _checked_level(level) / 2)


def mean_t(x: ArrayLike, level: float = 0.95) -> Interval:
    """Mean with Student's t interval.

    Parameters
    ----------
    x
        One figure per replication, shape (n,).
    level
        Confidence level, 0..1.

    Returns
    -------
    Interval
        Without ends for one replication; without value when a replication has no finite figure.
    """
    values = column(x)
    reason = undefined_reason(values)
    if reason is not None:
        return Interval(None, reason=reason)
    n = values.size
    with np.errstate(over="ignore", invalid="ignore"):
        value = float(values.mean())
        spread = float(values.std(ddof=1)) if n > 1 else 0.0
    return t_interval(value, spread, n, level)


def t_interval(value: float, sd: float, n: int, level: float = 0.95) -> Interval:
    """Student's t interval from the mean and standard deviation (ddof 1) of `n` replications."""
    if not math.isfinite(value):
        return Interval(None, reason=TOO_LARGE)
    if n < 2:
        return Interval(value, reason=ONE_REPLICATION)
    half = t_quantile(level, n) * sd / math.sqrt(n)
    if not math.isfinite(value - half) or not math.isfinite(value + half):
        return Interval(value, reason=TOO_LARGE)
    return Interval(value, value - half, value + half)


def quantile_order(x: ArrayLike, q: float, level: float = 0.95) -> Interval:
    """Quantile with the distribution-free interval between two order statistics.

    The value is the smallest observation at or below which a share `q` of the replications
    lies, so the quantile of a count is a count. For the interval see :func:`order_ranks`.
    """
    values = column(x)
    reason = undefined_reason(values)
    if reason is not None:
        return Interval(None, reason=reason)
    return sorted_quantile(np.sort(values), q, level)


def sorted_quantile(ordered: FloatArray, q: float, level: float = 0.95) -> Interval:
    """:func:`quantile_order` for finite observations already in ascending order."""
    n = ordered.size
    value = float(ordered[quantile_rank(n, q) - 1])
    ranks = order_ranks(n, q, level)
    if ranks is None:
        return Interval(value, reason=too_few(q, level))
    return Interval(value, float(ordered[ranks[0] - 1]), float(ordered[ranks[1] - 1]))


def quantile_rank(n: int, q: float) -> int:
    """Rank (1..n) of the observation that is the `q` quantile of `n`: the ceiling of n q."""
    _checked_share(q)
    # 100 * 0.07 is 7.000000000000001: the slack keeps rounding from moving the rank.
    return min(n, max(1, math.ceil(n * q - 1e-9)))


def central_ranks(n: int, within: float) -> tuple[int, int]:
    """Ranks (1..n) between which, both included, at least a share `within` of `n` lies.

    The upper one is the quantile that (1 + within) / 2 stay within, the lower one its mirror
    image: the largest observation that as many reach.
    """
    upper = quantile_rank(n, (1.0 + within) / 2)
    return n + 1 - upper, upper


@lru_cache(maxsize=4096)
def order_ranks(n: int, q: float, level: float = 0.95) -> tuple[int, int] | None:
    """Ranks (1..n) of the order statistics that enclose the `q` quantile, with equal tails.

    The lower rank l is the largest with P(Bin(n, q) <= l - 1) <= (1 - level) / 2, the upper one
    is its mirror image, so each end misses with at most half of 1 - level, whatever the
    distribution (closed interval; for counts it covers more). See David and Nagaraja, Order
    Statistics (2003), eq. 7.1.2.

    Returns
    -------
    tuple or None
        ``None`` when even the smallest or largest observation does not enclose it (n below 72
        for q = .05 or .95 at level .95).
    """
    lower = _ranks_outside(n, q, level)
    upper = n + 1 - _ranks_outside(n, 1.0 - q, level)
    return (lower, upper) if lower >= 1 and upper <= n else None


def _ranks_outside(n: int, q: float, level: float) -> int:
    """How many of the smallest observations of `n` lie outside the interval for `q`."""
    from scipy.special.cython_special import bdtr

    _checked_share(q)
    tail = (1.0 - _checked_level(level)) / 2
    return bisect_right(range(n), tail, key=lambda k: float(bdtr(float(k), n, q)))


def least_replications(q: float, level: float = 0.95) -> int:
    """Fewest replications for which the `q` quantile has an interval (72 at .05 and .95)."""
    extreme = min(_checked_share(q), 1.0 - q)
    estimate = math.log((1.0 - _checked_level(level)) / 2) / math.log1p(-extreme)
    # The logarithms round: the binomial decides.
    n = max(1, math.floor(estimate))
    while order_ranks(n, q, level) is None:
        n += 1
    return n


def too_few(q: float, level: float = 0.95) -> str:
    """The reason why the `q` quantile has no interval."""
    return f"an interval needs at least {least_replications(q, level)} replications"


def wilson(k: float, n: float, level: float = 0.95) -> Interval:
    """Share k / n of independent trials with Wilson's score interval.

    Wilson, J. Am. Stat. Assoc. 22 (1927) 209-212. `n` may be an effective number of trials,
    then both are fractions.

    Raises
    ------
    ValueError
        If not 0 <= k <= n.
    """
    if not 0 <= k <= n:
        raise ValueError(f"{k} hits in {n} trials")
    if n == 0:
        return Interval(None, reason=NO_REPLICATION)
    share, z2 = k / n, normal_quantile(level) ** 2
    centre = (k + z2 / 2) / (n + z2)
    half = math.sqrt(z2 * (k * (1.0 - share) + z2 / 4)) / (n + z2)
    # At the borders one end is 0 or 1 exactly; rounding must not leave it beside the value.
    return Interval(share, 0.0 if k == 0 else centre - half, 1.0 if k == n else centre + half)


def column(x: ArrayLike) -> FloatArray:
    """One figure per replication as a float array.

    Raises
    ------
    ValueError
        If `x` has more than one dimension.
    """
    values = np.asarray(x, dtype=np.float64)
    if values.ndim != 1:
        raise ValueError(f"one figure per replication expected, found shape {values.shape}")
    return values


def undefined_reason(values: FloatArray) -> str | None:
    """Why the replications have no common figure, or ``None`` when every one is finite."""
    if values.size == 0:
        return NO_REPLICATION
    undefined = values.size - int(np.count_nonzero(np.isfinite(values)))
    return f"undefined in {undefined} of {values.size} replications" if undefined else None


def quantile_names(probabilities: Sequence[float]) -> list[str]:
    """Keys of quantiles in JSON: ``"0.05"``, ``"0.5"``."""
    return [f"{q:.15g}" for q in probabilities]


def _checked_level(level: float) -> float:
    if not 0.0 < level < 1.0:
        raise ValueError(f"a confidence level lies between 0 and 1, not {level}")
    return level


def _checked_share(q: float) -> float:
    if not 0.0 < q < 1.0:
        raise ValueError(f"a quantile lies between 0 and 1, not {q}")
    return q
