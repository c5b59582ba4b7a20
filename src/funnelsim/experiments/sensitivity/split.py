"""How much of a forecast's variance is luck, and how much is not knowing the parameters.

Ignorance is Var(E[Y | parameters]) / Var(Y), luck the rest: what would remain if every parameter
were known. Chance beyond parameters, such as overdispersion or a market factor, counts as luck.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from funnelsim.experiments.intervals import TOO_LARGE, FloatArray, Interval, column
from funnelsim.experiments.ratios import ratio_of_means
from funnelsim.experiments.resample import RESAMPLES, resampled_means
from funnelsim.experiments.sensitivity.additive import Fit, Parameters, fit

NO_VARIANCE = "every world has the same outcome"


@dataclass(frozen=True, slots=True)
class Split:
    """Shares of the variance of an outcome, 0..1, with 95 % intervals.

    Attributes
    ----------
    ignorance
        Due to parameters not known: adjusted R2, never below 0. A lower bound where parameters
        act together otherwise than by adding up; :func:`pairs` has no such limit.
    luck
        1 less `ignorance`.
    parts
        Of `ignorance`, by parameter, in the order given. Before the floor at 0 they add up to it;
        an idle parameter is 0 up to noise, which may be below 0.
    regression
        The curves behind it; ``None`` when the outcome does not vary.
    """

    ignorance: Interval
    luck: Interval
    parts: Mapping[str, Interval]
    regression: Fit | None


def split(parameters: Parameters, outcome: ArrayLike, rng: np.random.Generator) -> Split:
    """Split the variance of an outcome from one run, each replication with its own parameters.

    The outcome is regressed on the parameters (:func:`additive.fit`). The share is the adjusted
    R2 = 1 - (SSE / (n - df - 1)) / (SST / (n - 1)), and that of a parameter the covariance of its
    curve with the outcome, less what as many degrees of freedom explain of pure noise. Intervals
    are bootstrap percentiles over worlds of the influence of each world on these sums, with the
    curves as they are: their own error adds nothing of first order, since they minimise SSE.

    Parameters
    ----------
    parameters
        Values per world, see :data:`additive.Parameters`; parameters drawn jointly as one.
    outcome
        One replication per world, shape (n,).
    rng
        Draws the bootstrap samples.
    """
    y = column(outcome)
    if y.size and np.ptp(y) == 0.0:
        nothing = Interval(None, reason=NO_VARIANCE)
        return Split(nothing, nothing, dict.fromkeys(parameters, nothing), None)
    found = fit(parameters, y)
    shares, drawn = _shares(found, y, rng)
    ends = np.quantile(drawn, [0.025, 0.975], axis=0)
    rows = np.vstack([shares, ends]).T.tolist()
    intervals = [Interval(value, lo, hi) for value, lo, hi in rows]
    total, *parts = intervals
    ignorance = at_least_0(total)
    named = dict(zip(parameters, parts, strict=True))
    return Split(ignorance, _rest(ignorance), named, found)


def _shares(found: Fit, y: FloatArray, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
    """Total and parts, shape (1 + parts,), and their bootstrap draws, shape (draws, 1 + parts)."""
    n = y.size
    centred = y - y.mean()
    unit = float(np.abs(centred).max())
    deviation, fitted = centred / unit, (found.fitted - found.mean) / unit
    # With 2 y - fitted instead of y each world also weighs by what it did to the curve itself:
    # mean(effect (2 y - fitted)) is the covariance with y, as residuals are orthogonal to curves.
    influence = found.effects / unit * (2.0 * deviation - fitted)
    sums = np.column_stack([deviation, deviation**2, influence.T])
    variance = float(np.square(deviation).mean())
    raw = influence.mean(axis=1) / variance
    df = np.array([part.df for part in found.parts])
    per_df = (1.0 - raw.sum()) / (n - found.df - 1)
    parts = raw - per_df * df
    means = resampled_means(sums.T, RESAMPLES, rng)
    # Moved by the same correction. What noise adds to a curve is chi-squared by its degrees of
    # freedom: of second order, but all there is where a parameter is idle.
    noise = per_df * (2.0 * rng.standard_gamma(df / 2, (len(means), df.size)) - df)
    spread = means[:, 1] - means[:, 0] ** 2
    drawn = means[:, 2:] / spread[:, np.newaxis] - per_df * df + noise
    return (
        np.concatenate(([parts.sum()], parts)),
        np.column_stack([drawn.sum(axis=1), drawn]),
    )


def pairs(first: ArrayLike, second: ArrayLike) -> Interval:
    """Share of ignorance from two replications per world: Cov(Y1, Y2) / Var(Y).

    Needs no regression: two replications with the same parameters have nothing else in common.
    The interval clusters by world (jackknife over worlds of the ratio of means).

    Parameters
    ----------
    first, second
        Both replications of each world, shape (worlds,), better 2,000 worlds than fewer.

    Returns
    -------
    Interval
        0..1: nothing below 0.
    """
    one, two = column(first), column(second)
    if one.size != two.size:
        raise ValueError(f"{one.size} worlds against {two.size}: not pairs")
    if one.size < 2:
        return Interval(None, reason="pairs need at least 2 worlds")
    centre = (one.mean() + two.mean()) / 2
    unit = max(float(np.abs(one - centre).max()), float(np.abs(two - centre).max()))
    if unit == 0.0:
        return Interval(None, reason=NO_VARIANCE)
    if not np.isfinite(unit):
        return Interval(None, reason=TOO_LARGE)
    a, b = (one - centre) / unit, (two - centre) / unit
    return at_least_0(ratio_of_means(a * b, (a * a + b * b) / 2))


def at_least_0(found: Interval) -> Interval:
    """A share that cannot be negative: value and ends moved up to 0."""
    value, lo, hi = (
        None if end is None else max(0.0, end) for end in (found.value, found.lo, found.hi)
    )
    return Interval(value, lo, hi, found.reason)


def _rest(share: Interval) -> Interval:
    if share.value is None or share.lo is None or share.hi is None:
        return share
    return Interval(1.0 - share.value, 1.0 - share.hi, 1.0 - share.lo)
