"""Distributions of durations, money and shares: inverse-CDF samplers and their moments.

Parameters ``(a, b, c)`` by family (durations in ms, money in currency units, shares 0..1):

=========== ===================================== ===========================================
family      parameters                            support
=========== ===================================== ===========================================
CONSTANT    a the value                           {a}
NEVER                                             {infinity}
EXPONENTIAL a mean                                [0, infinity)
GAMMA       a shape, b scale                      [0, infinity)
WEIBULL     a shape, b scale                      [0, infinity)
LOGNORMAL   a mean, b sd of the logarithm         (0, infinity)
LOGLOGISTIC a median, b shape                     [0, infinity)
NORMAL      a mean, b sd                          all
UNIFORM     a lower, b upper end                  [a, b]
TRIANGULAR  a lower, b upper end, c mode          [a, b]
BETA        a, b shapes                           [0, 1]
LOGITNORMAL a mean, b sd of the logit             (0, 1)
EMPIRICAL   values elsewhere, see ``empirical``   its values
=========== ===================================== ===========================================

Scales, shapes and sds are positive; :func:`settled` writes a degenerate distribution as CONSTANT.
"""

from __future__ import annotations

from funnelsim.rules.empirical import *
from funnelsim.rules.families import *
from funnelsim.rules.numerics import *
from funnelsim.rules.survival import *

Z90 = 1.2815515655446004
"""Nine tenths of a standard normal lie below this."""


def quantile(family: int, a: float, b: float, c: float, u: float) -> float:
    """Value of a distribution at a uniform ``u`` in (0, 1).

    NaN for ``EMPIRICAL``, whose values are not in ``a, b, c``.
    """
    if family == CONSTANT:
        return a
    if family == NEVER:
        return INFINITY
    if family == EXPONENTIAL:
        return -a * log1p(-u)
    if family == GAMMA:
        return b * (gammaincinv(a, u) if u <= 0.5 else gammainccinv(a, 1.0 - u))
    if family == WEIBULL:
        return b * pow(-log1p(-u), 1.0 / a)
    if family == LOGNORMAL:
        return exp(a + b * ndtri(u))
    if family == LOGLOGISTIC:
        return a * pow(u / (1.0 - u), 1.0 / b)
    if family == NORMAL:
        return a + b * ndtri(u)
    if family == UNIFORM:
        return a + (b - a) * u
    if family == TRIANGULAR:
        return _quantile_triangular(a, b, c, u)
    if family == BETA:
        return betaincinv(a, b, u) if u <= 0.5 else betainccinv(a, b, 1.0 - u)
    if family == LOGITNORMAL:
        return 1.0 / (1.0 + exp(-(a + b * ndtri(u))))
    return NAN


def _quantile_triangular(a: float, b: float, c: float, u: float) -> float:
    if u * (b - a) < c - a:
        return a + sqrt(u * (b - a) * (c - a))
    return b - sqrt((1.0 - u) * (b - a) * (b - c))


def mean(family: int, a: float, b: float, c: float) -> float:
    """Mean; infinity for ``NEVER`` and for a log-logistic of shape 1 or less.

    NaN for ``EMPIRICAL``, whose values are not in ``a, b, c``.
    """
    if family in (CONSTANT, EXPONENTIAL, NORMAL):
        return a
    if family == NEVER:
        return INFINITY
    if family == GAMMA:
        return a * b
    if family == WEIBULL:
        return b * gamma(1.0 + 1.0 / a)
    if family == LOGNORMAL:
        return exp(a + 0.5 * b * b)
    if family == LOGLOGISTIC:
        return a * (PI / b) / sin(PI / b) if b > 1.0 else INFINITY
    if family == UNIFORM:
        return 0.5 * (a + b)
    if family == TRIANGULAR:
        return (a + b + c) / 3.0
    if family == BETA:
        return a / (a + b)
    if family == LOGITNORMAL:
        return _mean_logitnormal(a, b)
    return NAN


def _mean_logitnormal(mu: float, sigma: float) -> float:
    """Trapezoidal rule on the normal density, which converges geometrically for this integrand."""
    total = 0.0
    weight = 0.0
    for i in range(-576, 577):
        z = i / 64.0
        density = exp(-0.5 * z * z)
        weight += density
        total += density / (1.0 + exp(-(mu + sigma * z)))
    return total / weight


def settled(family: int, a: float, b: float, c: float) -> tuple[int, float, float, float]:
    """The same distribution with a vanished spread or scale written as CONSTANT."""
    if family in (EXPONENTIAL, LOGLOGISTIC) and a == 0.0:
        return CONSTANT, 0.0, 0.0, 0.0
    if family in (GAMMA, WEIBULL) and b == 0.0:
        return CONSTANT, 0.0, 0.0, 0.0
    if family in (NORMAL, LOGNORMAL, LOGITNORMAL) and b == 0.0:
        return CONSTANT, quantile(family, a, b, c, 0.5), 0.0, 0.0
    if family in (UNIFORM, TRIANGULAR) and a == b:
        return CONSTANT, a, 0.0, 0.0
    return family, a, b, c


def to_ticks(x: float) -> int:
    """A duration in ms as whole ticks: nearest, halves to even.

    Below 0 becomes 0; above ``LAST_TICK``, infinite or NaN becomes ``NEVER_TICK``.
    """
    if not x <= LAST_TICK:
        return NEVER_TICK
    if x <= 0.0:
        return 0
    return llrint(x)


def gamma_from_mean_cv(mean: float, cv: float) -> tuple[float, float]:
    """Shape and scale of the gamma with this mean and coefficient of variation."""
    return gamma_shape(cv), gamma_scale(mean, cv)


def gamma_shape(cv: float) -> float:
    """Shape of the gamma with this coefficient of variation."""
    return 1.0 / (cv * cv)


def gamma_scale(mean: float, cv: float) -> float:
    """Scale of the gamma with this mean and coefficient of variation."""
    return mean * cv * cv


def weibull_from_mean_shape(mean: float, shape: float) -> tuple[float, float]:
    """Shape and scale of the Weibull with this mean and shape."""
    return shape, mean / gamma(1.0 + 1.0 / shape)


def lognormal_from_mean_cv(mean: float, cv: float) -> tuple[float, float]:
    """Mean and sd of the logarithm for this mean and coefficient of variation."""
    variance = log1p(cv * cv)
    return log(mean) - 0.5 * variance, sqrt(variance)


def lognormal_from_p10_p90(p10: float, p90: float) -> tuple[float, float]:
    """Mean and sd of the logarithm such that 8 of 10 values lie between ``p10`` and ``p90``."""
    low, high = log(p10), log(p90)
    return 0.5 * (low + high), 0.5 * (high - low) / Z90


def logitnormal_from_p10_p90(p10: float, p90: float) -> tuple[float, float]:
    """Mean and sd of the logit such that 8 of 10 shares lie between ``p10`` and ``p90``."""
    low = log(p10) - log1p(-p10)
    high = log(p90) - log1p(-p90)
    return 0.5 * (low + high), 0.5 * (high - low) / Z90
