"""Lives that are already under way: survival far into the tail and quantiles given an age.

Everything is computed on the logarithm of survival, so an age that only one in 10**200 lives
reaches is as good as a young one (a beta, which is a share and not a life, is exact to 10**-250).
Families and parameters: :mod:`funnelsim.rules.distributions`. Ages and lives are in the unit of
the distribution's parameters (ms for durations).
"""

from __future__ import annotations

from funnelsim.rules.families import *
from funnelsim.rules.numerics import *


def survival(family: int, a: float, b: float, c: float, x: float) -> float:
    """Probability that a life is longer than ``x``."""
    return exp(log_survival(family, a, b, c, x))


def log_survival(family: int, a: float, b: float, c: float, x: float) -> float:
    """Logarithm of the probability that a life is longer than ``x``; minus infinity past the end.

    NaN for ``EMPIRICAL``, whose values are not in ``a, b, c``.
    """
    if family == NEVER:
        return 0.0
    if family == CONSTANT:
        return 0.0 if x < a else -INFINITY
    if family == NORMAL:
        return log_ndtr((a - x) / b)
    if family == UNIFORM:
        return _log_survival_uniform(a, b, x)
    if family == TRIANGULAR:
        return _log_survival_triangular(a, b, c, x)
    if x <= 0.0:
        return 0.0
    if x == INFINITY:
        return -INFINITY
    if family == EXPONENTIAL:
        return -x / a
    if family == GAMMA:
        return log_survival_gamma(a, x / b)
    if family == WEIBULL:
        return -pow(x / b, a)
    if family == LOGNORMAL:
        return log_ndtr((a - log(x)) / b)
    if family == LOGLOGISTIC:
        return _log_survival_loglogistic(a, b, x)
    if x >= 1.0:
        return -INFINITY
    if family == BETA:
        return _log_survival_beta(a, b, x)
    if family == LOGITNORMAL:
        return log_ndtr((a - log(x) + log1p(-x)) / b)
    return NAN


def quantile_given_survival(
    family: int, a: float, b: float, c: float, age: float, u: float
) -> float:
    """Total life at the uniform ``u``, given that it is longer than ``age``.

    The ``x`` with ``S(x) = (1 - u) S(age)``, never below ``age``. Where no life reaches ``age``
    the answer is ``age`` itself: over now.
    """
    if family == NEVER:
        return INFINITY
    if family == EXPONENTIAL:
        x = max(age, 0.0) - a * log1p(-u)
    elif family == WEIBULL:
        x = b * pow(pow(max(age, 0.0) / b, a) - log1p(-u), 1.0 / a)
    elif family == LOGLOGISTIC:
        x = _given_loglogistic(a, b, max(age, 0.0), u)
    elif family == UNIFORM:
        x = max(age, a) + u * (b - max(age, a))
    elif family == CONSTANT:
        x = a
    else:
        log_age = log_survival(family, a, b, c, age)
        if log_age == -INFINITY:
            return age
        x = _at_log_survival(family, a, b, c, age, log1p(-u) + log_age)
    return max(age, x)


def expires_within(family: int, a: float, b: float, c: float, age: float, window: float) -> float:
    """Probability that a life longer than ``age`` ends on ``(age, age + window]``.

    1 where no life reaches ``age``.
    """
    at_age = log_survival(family, a, b, c, age)
    if at_age == -INFINITY:
        return 1.0
    return -expm1(log_survival(family, a, b, c, age + window) - at_age)


def log_survival_gamma(shape: float, x: float) -> float:
    """Logarithm of the regularised upper incomplete gamma function, also where that underflows.

    Source: DLMF 8.9.2, continued fraction by the modified Lentz method.
    """
    if x < shape:
        return log1p(-gammainc(shape, x))
    upper = gammaincc(shape, x)
    if upper > 1e-200:
        return log(upper)
    return shape * log(x) - x - gammaln(shape) + log(_gamma_fraction(shape, x))


def _gamma_fraction(shape: float, x: float) -> float:
    """``Gamma(shape, x) / (x**shape exp(-x))`` for ``x > shape + 1``."""
    d = 1.0 / (x + 1.0 - shape)
    c = 1e300
    value = d
    for i in range(1, 2000):
        term = -i * (i - shape)
        step = x + 1.0 - shape + 2.0 * i
        d = 1.0 / (term * d + step)
        c = step + term / c
        value = value * d * c
        if fabs(d * c - 1.0) < 1e-15:
            break
    return value


def _at_log_survival(family: int, a: float, b: float, c: float, age: float, log_s: float) -> float:
    """The ``x`` with ``log S(x) = log_s`` for the families without a closed conditional form."""
    if family == GAMMA:
        return b * _gamma_at_log_survival(a, max(age, 0.0) / b, log_s)
    if family == NORMAL:
        return a - b * ndtri_exp(log_s)
    if family == LOGNORMAL:
        return exp(a - b * ndtri_exp(log_s))
    if family == LOGITNORMAL:
        return 1.0 / (1.0 + exp(b * ndtri_exp(log_s) - a))
    if family == BETA:
        if log_s > -LN2:
            return betaincinv(a, b, -expm1(log_s))
        return betainccinv(a, b, exp(log_s))
    if family == TRIANGULAR:
        if exp(log_s) * (b - a) < b - c:
            return b - sqrt(exp(log_s) * (b - a) * (b - c))
        return a + sqrt(-expm1(log_s) * (b - a) * (c - a))
    return NAN


def _gamma_at_log_survival(shape: float, age: float, log_s: float) -> float:
    if log_s > -LN2:
        return gammaincinv(shape, -expm1(log_s))
    if log_s > -300.0:
        return gammainccinv(shape, exp(log_s))
    # Newton on log survival, nearly a straight line this far out, from the age upwards.
    x = max(age, -log_s)
    for _ in range(60):
        height = log_survival_gamma(shape, x)
        hazard = exp((shape - 1.0) * log(x) - x - gammaln(shape) - height)
        step = (height - log_s) / hazard
        x += step
        if fabs(step) <= 1e-15 * x:
            break
    return x


def _log_survival_uniform(a: float, b: float, x: float) -> float:
    if x <= a:
        return 0.0
    if x >= b:
        return -INFINITY
    return log1p(-(x - a) / (b - a)) if x - a < b - x else log((b - x) / (b - a))


def _log_survival_triangular(a: float, b: float, c: float, x: float) -> float:
    if x <= a:
        return 0.0
    if x >= b:
        return -INFINITY
    if x < c:
        return log1p(-(x - a) * (x - a) / ((b - a) * (c - a)))
    return log((b - x) * (b - x) / ((b - a) * (b - c)))


def _log_survival_loglogistic(median: float, shape: float, x: float) -> float:
    odds = pow(x / median, shape)
    if odds == INFINITY:
        return -shape * log(x / median)
    return -log1p(odds)


def _given_loglogistic(median: float, shape: float, age: float, u: float) -> float:
    odds = pow(age / median, shape)
    if odds == INFINITY:
        return age * exp(-log1p(-u) / shape)
    return median * pow((odds + u) / (1.0 - u), 1.0 / shape)


def _log_survival_beta(a: float, b: float, x: float) -> float:
    upper = betaincc(a, b, x)
    if upper > 0.5:
        return log1p(-betaincc(b, a, 1.0 - x))
    return log(upper)
