"""First and total Sobol indices of the mean outcome over a fixed set of replications.

What is decomposed is y(x), the mean over the **same** replications at every setting x of the
parameters. With fresh replications noise would count as interaction of everything: an idle
parameter would have a total index far above 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from funnelsim.errors import UsageError
from funnelsim.experiments.intervals import FloatArray, Interval
from funnelsim.experiments.resample import RESAMPLES, percentile_interval, resampled_means
from funnelsim.experiments.sensitivity.split import at_least_0

LEAST_SETTINGS = 256
LEAST_REPLICATIONS = 50

CONSTANT = "the mean outcome is the same at every setting"


@dataclass(frozen=True, slots=True)
class Budget:
    """What the indices cost: `settings` of the parameters, `replications` altogether."""

    settings: int
    replications: int


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of the parameters to be simulated.

    Attributes
    ----------
    names
        Of the factors; parameters drawn jointly are one.
    a, b
        Two independent samples, shape (n, columns), uniform over 0..1: the caller turns each
        column into its parameter by the quantile function.
    mixed
        Per factor `a` with the columns of that factor from `b`, shape (factors, n, columns).
    """

    names: tuple[str, ...]
    a: FloatArray
    b: FloatArray
    mixed: FloatArray

    @property
    def table(self) -> FloatArray:
        """All settings below each other, shape (n (factors + 2), columns)."""
        return np.concatenate([self.a, self.b, *self.mixed])


@dataclass(frozen=True, slots=True)
class Index:
    """Share of the variance of the mean outcome over parameters, with 95 % interval.

    Attributes
    ----------
    first
        Due to this factor alone; may be estimated slightly below 0.
    total
        With everything it does together with others, at least `first`, never below 0.
    """

    first: Interval
    total: Interval


def budget(factors: int, n: int = LEAST_SETTINGS, m: int = LEAST_REPLICATIONS) -> Budget:
    """What indices of `factors` cost: n (factors + 2) settings by m replications each.

    Raises
    ------
    UsageError
        If `n` is no power of 2 from 256 up, or `m` is below 50.
    """
    if n < LEAST_SETTINGS or n & (n - 1):
        raise UsageError(
            f"sobol: found {n} settings; a power of 2 from {LEAST_SETTINGS} up is needed, e.g. 512"
        )
    if m < LEAST_REPLICATIONS:
        raise UsageError(
            f"sobol: found {m} replications per setting; at least {LEAST_REPLICATIONS} are needed"
        )
    return Budget(n * (factors + 2), n * (factors + 2) * m)


def settings(
    factors: Mapping[str, int], rng: np.random.Generator, n: int = LEAST_SETTINGS
) -> Settings:
    """Settings for the indices, from a scrambled Sobol sequence.

    Parameters
    ----------
    factors
        Number of columns per factor: 1, or as many as parameters are drawn jointly.
    rng
        Scrambles the sequence.
    n
        Settings per sample, a power of 2 from 256 up.
    """
    from scipy.stats import qmc

    budget(len(factors), n)
    width = sum(factors.values())
    both = qmc.Sobol(2 * width, seed=rng).random(n)
    a, b = both[:, :width], both[:, width:]
    factor = np.repeat(np.arange(len(factors)), list(factors.values()))
    mixed = np.stack([np.where(factor == i, b, a) for i in range(len(factors))])
    return Settings(tuple(factors), a, b, mixed)


def indices(
    y_a: ArrayLike,
    y_b: ArrayLike,
    y_mixed: Mapping[str, ArrayLike],
    rng: np.random.Generator,
    resamples: int = RESAMPLES,
) -> dict[str, Index]:
    """First and total index of every factor.

    First: mean(y_b (y_ab - y_a)) / Var(y), Saltelli et al., Comput. Phys. Commun. 181 (2010)
    259-270, table 2 (b). Total: mean((y_a - y_ab)^2) / (2 Var(y)), Jansen, Comput. Phys. Commun.
    117 (1999) 35-43. Intervals: bootstrap percentiles over settings.

    Parameters
    ----------
    y_a, y_b
        Mean outcome over the same replications at the settings `a` and `b`, shape (n,).
    y_mixed
        The same at the mixed settings of each factor.
    rng
        Draws the bootstrap samples.
    """
    a, b = np.asarray(y_a, dtype=np.float64), np.asarray(y_b, dtype=np.float64)
    mixed = np.stack([np.asarray(y, dtype=np.float64) for y in y_mixed.values()])
    if a.shape != b.shape or mixed.shape[1:] != a.shape:
        raise ValueError(f"outcomes of shapes {a.shape}, {b.shape}, {mixed.shape} do not match")
    # The first index would otherwise carry the error of a mean that is far from 0.
    centre = (a.mean() + b.mean()) / 2
    a, b, mixed = a - centre, b - centre, mixed - centre
    figures = np.column_stack(
        [(a + b) / 2, (a * a + b * b) / 2, (b * (mixed - a)).T, (np.square(mixed - a) / 2).T]
    )
    found = _shares(figures.mean(axis=0, keepdims=True))[0]
    if not np.isfinite(found).all():
        nothing = Interval(None, reason=CONSTANT)
        return dict.fromkeys(y_mixed, Index(nothing, nothing))
    drawn = _shares(resampled_means(figures.T, resamples, rng))
    k = len(mixed)
    return {
        name: Index(
            percentile_interval(float(found[i]), drawn[:, i], 0.95),
            at_least_0(percentile_interval(float(found[k + i]), drawn[:, k + i], 0.95)),
        )
        for i, name in enumerate(y_mixed)
    }


def _shares(means: FloatArray) -> FloatArray:
    """Indices from the means of the columns above, shape (draws, 2 factors)."""
    variance = means[:, 1] - means[:, 0] ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        result: FloatArray = means[:, 2:] / variance[:, np.newaxis]
    return result
