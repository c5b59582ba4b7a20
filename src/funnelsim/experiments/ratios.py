"""Ratios of two figures over replications: ROI, CPL, CAC, cost per win, recoverable share.

The ratio of means is reported, not the mean of ratios: at one to three wins per replication the
mean of per-replication acquisition costs is 23 to 30 % off, and undefined without a win.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from funnelsim.experiments.intervals import (
    ONE_REPLICATION,
    TOO_LARGE,
    FloatArray,
    Interval,
    column,
    mean_t,
    t_interval,
    t_quantile,
    undefined_reason,
)
from funnelsim.experiments.summaries import (
    PROBABILITIES,
    Summary,
    quantiles,
    undefined_quantiles,
    undefined_summary,
)

GATE_LEVEL = 0.99
"""Confidence at which the mean denominator must differ from 0 for a jackknife interval."""

MOST_UNDEFINED = 0.01
"""Share of replications with denominator 0 from which there are no per-replication quantiles."""

ZERO_DENOMINATOR = "the mean denominator is 0"
UNCLEAR_DENOMINATOR = "the mean denominator cannot be told from 0"


def ratio_of_means(numerator: ArrayLike, denominator: ArrayLike, level: float = 0.95) -> Interval:
    """Mean numerator over mean denominator, with its interval.

    Jackknife with Student's factor around the ratio (Efron and Stein, Ann. Stat. 9 (1981)
    586-596). When the 99 % interval of the mean denominator includes 0, Fieller's interval
    takes its place (J. R. Stat. Soc. B 16 (1954) 175-185), and none where that is unbounded.

    Parameters
    ----------
    numerator, denominator
        One figure each per replication, paired, shape (n,).
    level
        Confidence level, 0..1.

    Returns
    -------
    Interval
        In units of numerator per denominator.
    """
    num, den = _paired(numerator, denominator)
    value, reason = _ratio(num, den)
    if value is None or num.size < 2:
        return Interval(value, reason=reason or ONE_REPLICATION)
    if mean_t(den, GATE_LEVEL).covers(0.0):
        return fieller(num, den, level)
    return _around(value, _jackknife_error(_leave_one_out(num, den)), num.size, level)


def ratio_difference(
    numerator: ArrayLike,
    denominator: ArrayLike,
    other_numerator: ArrayLike,
    other_denominator: ArrayLike,
    level: float = 0.95,
) -> Interval:
    """First ratio of means less the other, over the same replications, paired jackknife.

    Common luck in both cancels. There is no interval when the 99 % interval of either mean
    denominator includes 0.
    """
    num, den = _paired(numerator, denominator)
    other_num, other_den = _paired(other_numerator, other_denominator)
    if num.size != other_num.size:
        raise ValueError(f"{num.size} replications against {other_num.size}: not paired")
    first, reason = _ratio(num, den)
    second, other_reason = _ratio(other_num, other_den)
    if first is None or second is None:
        return Interval(None, reason=reason or other_reason)
    value = first - second
    if num.size < 2:
        return Interval(value, reason=ONE_REPLICATION)
    if any(mean_t(below, GATE_LEVEL).covers(0.0) for below in (den, other_den)):
        return Interval(value, reason=UNCLEAR_DENOMINATOR)
    leave_one_out = _leave_one_out(num, den) - _leave_one_out(other_num, other_den)
    return _around(value, _jackknife_error(leave_one_out), num.size, level)


def fieller(numerator: ArrayLike, denominator: ArrayLike, level: float = 0.95) -> Interval:
    """Ratio of means with Fieller's interval: all ratios r at which a t test keeps num - r den.

    Returns
    -------
    Interval
        Without ends where that set is unbounded, which is where the interval of the mean
        denominator at `level` includes 0.
    """
    num, den = _paired(numerator, denominator)
    value, reason = _ratio(num, den)
    n = num.size
    if value is None or n < 2:
        return Interval(value, reason=reason or ONE_REPLICATION)
    # In units of the largest figure of each, so that no square overflows.
    unit, bottom_unit = float(np.abs(num).max()) or 1.0, float(np.abs(den).max())
    num, den = num / unit, den / bottom_unit
    top, bottom = float(num.mean()), float(den.mean())
    (top_var, both), (_, bottom_var) = (np.cov(num, den) / n * t_quantile(level, n) ** 2).tolist()
    # The ends solve a r^2 - 2 b r + c = 0.
    a, b, c = bottom**2 - bottom_var, top * bottom - both, top**2 - top_var
    if a <= 0.0:
        return Interval(value, reason=UNCLEAR_DENOMINATOR)
    # The radicand is not negative where a > 0, but rounding may make it so.
    root = math.sqrt(max(0.0, b * b - a * c))
    ends = [(b + sign * root) / a * (unit / bottom_unit) for sign in (-1.0, 1.0)]
    if not all(map(math.isfinite, ends)):
        return Interval(value, reason=TOO_LARGE)
    return Interval(value, min(value, *ends), max(value, *ends))


def undefined_share(denominator: ArrayLike) -> float | None:
    """Share of replications with denominator 0; ``None`` without replications."""
    den = column(denominator)
    return float(np.count_nonzero(den == 0.0)) / den.size if den.size else None


def per_replication(numerator: ArrayLike, denominator: ArrayLike) -> FloatArray:
    """Ratio of each replication, NaN where its denominator is 0: input to :func:`hits.hits`."""
    num, den = _paired(numerator, denominator)
    result = np.full(num.size, np.nan)
    with np.errstate(over="ignore"):
        np.divide(num, den, out=result, where=den != 0.0)
    return result


def ratio_summary(
    numerator: ArrayLike,
    denominator: ArrayLike,
    probabilities: Sequence[float] = PROBABILITIES,
) -> Summary:
    """Summary of a ratio in the shape of :func:`summaries.summary`.

    Returns
    -------
    dict
        ``mean`` is the ratio of means and ``ci95`` its interval; ``undefined_share`` is the
        share of replications with denominator 0. ``sd`` and ``quantiles`` describe the ratios
        of the replications that have one, and are ``None`` unless that share is below 1 %.
    """
    num, den = _paired(numerator, denominator)
    share = undefined_share(den)
    centre = ratio_of_means(num, den)
    if centre.value is None:
        undefined = undefined_summary(centre.reason or ZERO_DENOMINATOR, probabilities)
        return undefined | {"undefined_share": share}
    own = per_replication(num, den)
    reason = _no_spread(own)
    ordered = np.sort(own[~np.isnan(own)])
    with np.errstate(over="ignore", invalid="ignore"):
        sd = float(ordered.std(ddof=1)) if reason is None and ordered.size > 1 else math.nan
    result: Summary = {
        "mean": centre.value,
        "ci95": centre.ends,
        "sd": sd if math.isfinite(sd) else None,
    }
    if probabilities:
        result["quantiles"] = (
            quantiles(ordered, probabilities)
            if reason is None
            else undefined_quantiles(reason, probabilities)
        )
    result["undefined_share"] = share
    if centre.ends is None or result["sd"] is None:
        result["reason"] = centre.reason or reason or TOO_LARGE
    return result


def _no_spread(own: FloatArray) -> str | None:
    """Why the replications' own ratios have no distribution to show, or ``None``."""
    undefined = int(np.count_nonzero(np.isnan(own)))
    if undefined >= MOST_UNDEFINED * own.size:
        return f"undefined in {undefined} of {own.size} replications"
    return TOO_LARGE if np.isinf(own).any() else None


def _paired(numerator: ArrayLike, denominator: ArrayLike) -> tuple[FloatArray, FloatArray]:
    num, den = column(numerator), column(denominator)
    if num.size != den.size:
        raise ValueError(f"{num.size} numerators for {den.size} denominators")
    return num, den


def _ratio(num: FloatArray, den: FloatArray) -> tuple[float | None, str | None]:
    """Ratio of means, or ``None`` and why there is none."""
    reason = undefined_reason(num) or undefined_reason(den)
    if reason is not None:
        return None, reason
    with np.errstate(over="ignore"):
        above, below = float(num.mean()), float(den.mean())
    if below == 0.0:
        return None, ZERO_DENOMINATOR
    value = above / below
    defined = all(map(math.isfinite, (above, below, value)))
    return (value, None) if defined else (None, TOO_LARGE)


def _leave_one_out(num: FloatArray, den: FloatArray) -> FloatArray:
    """The ratio of means without each replication in turn.

    Its denominators are not 0 where the 99 % interval of the mean excludes 0: if all others
    add up to 0, then |mean| <= its standard error.
    """
    with np.errstate(all="ignore"):
        result: FloatArray = (num.sum() - num) / (den.sum() - den)
    return result


def _jackknife_error(estimates: FloatArray) -> float:
    n = estimates.size
    with np.errstate(over="ignore", invalid="ignore"):
        squares = float(np.square(estimates - estimates.mean()).sum())
    return math.sqrt((n - 1) / n * squares)


def _around(value: float, error: float, n: int, level: float) -> Interval:
    return t_interval(value, error * math.sqrt(n), n, level)
