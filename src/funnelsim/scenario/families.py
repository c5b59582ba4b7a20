"""Distribution families as parameters: what a named form or a range means.

Formulas use `math` only. Parameters are those of the samplers: constant a; exponential
a = mean; gamma a = shape, b = scale; weibull a = shape, b = scale; lognormal a = mu,
b = sigma; loglogistic a = median, b = shape; normal a = mean, b = sd; uniform a..b;
triangular a..b with mode c; beta a, b; logitnormal a = mu, b = sigma; empirical = table of
(value, weight).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

Z90 = 1.2815515655446004
"""Standard normal quantile of 0.9: `low..high` are the 10 % and 90 % quantiles."""
ABOUT_CV = 0.3
"""Coefficient of variation of `about ...`."""


@dataclass(frozen=True, slots=True)
class Dist:
    """A distribution in inside units (ms, shares 0..1, currency units, events per ms)."""

    family: str
    a: float = 0.0
    b: float = 0.0
    c: float = 0.0
    table: tuple[tuple[float, float], ...] = ()

    @property
    def mean(self) -> float:
        """The mean; infinite for `never` and for a log-logistic with shape <= 1."""
        return _MEANS[self.family](self)

    def scaled(self, by: float) -> Dist:
        """Return the distribution of `by` times the variable, `by` >= 0.

        Of a beta or logit-normal the mean is scaled and a + b or sigma kept, since a scaled
        share would leave 0..1.
        """
        if self.family == "never" or by == 1.0:
            return self
        if by == 0.0:
            return constant(0.0)
        if self.family in _SHARES:
            return _share_with_mean(self, min(1.0, self.mean * by))
        return _SCALED[self.family](self, by)

    def shifted(self, by: float) -> Dist:
        """Return the distribution of the variable plus `by`; ValueError where none is simple."""
        if self.family == "never":
            return self
        if self.family in ("constant", "normal"):
            return replace(self, a=self.a + by)
        if self.family == "uniform":
            return replace(self, a=self.a + by, b=self.b + by)
        if self.family == "triangular":
            return replace(self, a=self.a + by, b=self.b + by, c=self.c + by)
        if self.family == "empirical":
            return replace(self, table=tuple((x + by, w) for x, w in self.table))
        raise ValueError(f"a {self.family} cannot be shifted")


_SHARES = ("beta", "logitnormal")


def constant(value: float) -> Dist:
    """Return the distribution that is always `value`; infinite is `never`."""
    return Dist("never") if math.isinf(value) else Dist("constant", value)


def exponential(mean: float) -> Dist:
    """Return an exponential with this mean."""
    return Dist("exponential", mean)


def gamma_mean_cv(mean: float, cv: float) -> Dist:
    """Return a gamma: shape = 1/cv^2, scale = mean cv^2."""
    return Dist("gamma", cv**-2, mean * cv * cv)


def weibull_mean_shape(mean: float, shape: float) -> Dist:
    """Return a Weibull: scale = mean / Gamma(1 + 1/shape)."""
    return Dist("weibull", shape, mean / math.gamma(1 + 1 / shape))


def lognormal_mean_cv(mean: float, cv: float) -> Dist:
    """Return a lognormal: sigma^2 = ln(1 + cv^2), mu = ln(mean) - sigma^2/2."""
    variance = math.log1p(cv * cv)
    return Dist("lognormal", math.log(mean) - variance / 2, math.sqrt(variance))


def lognormal_range(low: float, high: float) -> Dist:
    """Return the lognormal with 10 % quantile `low` and 90 % quantile `high`, 0 < low < high."""
    mu = (math.log(low) + math.log(high)) / 2
    return Dist("lognormal", mu, (math.log(high) - math.log(low)) / (2 * Z90))


def logitnormal_range(low: float, high: float) -> Dist:
    """Return the logit-normal with these 10 % and 90 % quantiles, 0 < low < high < 1."""
    left, right = logit(low), logit(high)
    return Dist("logitnormal", (left + right) / 2, (right - left) / (2 * Z90))


def normal_range(low: float, high: float) -> Dist:
    """Return the normal with these 10 % and 90 % quantiles."""
    return Dist("normal", (low + high) / 2, (high - low) / (2 * Z90))


def beta_mean_cv(mean: float, cv: float) -> Dist:
    """Return the beta with this mean and cv: a + b = (1 - mean)/(mean cv^2) - 1."""
    size = (1 - mean) / (mean * cv * cv) - 1
    if size <= 0:
        raise ValueError("no beta has so wide a spread")
    return Dist("beta", mean * size, (1 - mean) * size)


def jeffreys(hits: int, trials: int) -> Dist:
    """Return the posterior of a share after `hits` of `trials`: beta(h + 1/2, n - h + 1/2).

    Source: Jeffreys prior of the binomial, Brown, Cai, DasGupta, Stat. Sci. 2001, section 3.1.
    """
    return Dist("beta", hits + 0.5, trials - hits + 0.5)


def logit(share: float) -> float:
    """Return ln(p / (1 - p))."""
    return math.log(share) - math.log1p(-share)


def expit(x: float) -> float:
    """Return 1 / (1 + exp(-x)), without overflow."""
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    return math.exp(x) / (1 + math.exp(x))


def logitnormal_mean(mu: float, sigma: float) -> float:
    """Return the mean of expit(N(mu, sigma)) by Simpson's rule on -10..10 standard deviations.

    400 intervals: the integrand is smooth, the error is below 1e-12 for sigma <= 3.
    """
    steps, reach = 400, 10.0
    width = 2 * reach / steps
    total = 0.0
    for i in range(steps + 1):
        z = -reach + i * width
        weight = 1 if i in (0, steps) else 4 if i % 2 else 2
        total += weight * math.exp(-z * z / 2) * expit(mu + sigma * z)
    return total * width / 3 / math.sqrt(2 * math.pi)


def _share_with_mean(dist: Dist, mean: float) -> Dist:
    if mean >= 1.0:
        return constant(1.0)
    if dist.family == "beta":
        size = dist.a + dist.b
        return Dist("beta", mean * size, (1 - mean) * size)
    low, high = -40.0, 40.0
    for _ in range(100):
        middle = (low + high) / 2
        if logitnormal_mean(middle, dist.b) < mean:
            low = middle
        else:
            high = middle
    return Dist("logitnormal", (low + high) / 2, dist.b)


def _loglogistic_mean(dist: Dist) -> float:
    if dist.b <= 1:
        return math.inf
    angle = math.pi / dist.b
    return dist.a * angle / math.sin(angle)


def _empirical_mean(dist: Dist) -> float:
    total = math.fsum(weight for _, weight in dist.table)
    return math.fsum(value * weight for value, weight in dist.table) / total


_MEANS: dict[str, Callable[[Dist], float]] = {
    "constant": lambda d: d.a,
    "never": lambda d: math.inf,
    "exponential": lambda d: d.a,
    "gamma": lambda d: d.a * d.b,
    "weibull": lambda d: d.b * math.gamma(1 + 1 / d.a),
    "lognormal": lambda d: math.exp(d.a + d.b * d.b / 2),
    "loglogistic": _loglogistic_mean,
    "normal": lambda d: d.a,
    "uniform": lambda d: (d.a + d.b) / 2,
    "triangular": lambda d: (d.a + d.b + d.c) / 3,
    "beta": lambda d: d.a / (d.a + d.b),
    "logitnormal": lambda d: logitnormal_mean(d.a, d.b),
    "empirical": _empirical_mean,
}


def _scale_a(d: Dist, by: float) -> Dist:
    return replace(d, a=d.a * by)


def _scale_b(d: Dist, by: float) -> Dist:
    return replace(d, b=d.b * by)


def _scale_all(d: Dist, by: float) -> Dist:
    return replace(d, a=d.a * by, b=d.b * by, c=d.c * by)


_SCALED: dict[str, Callable[[Dist, float], Dist]] = {
    "constant": _scale_a,
    "exponential": _scale_a,
    "gamma": _scale_b,
    "weibull": _scale_b,
    "lognormal": lambda d, by: replace(d, a=d.a + math.log(by)),
    "loglogistic": _scale_a,
    "normal": _scale_all,
    "uniform": _scale_all,
    "triangular": _scale_all,
    "empirical": lambda d, by: replace(d, table=tuple((x * by, w) for x, w in d.table)),
}
