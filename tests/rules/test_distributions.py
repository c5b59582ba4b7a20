"""Inverse-CDF samplers and moments against scipy.stats and, where that is imprecise, mpmath."""

import math

import mpmath
import pytest
from scipy import stats

from funnelsim.rules import families as f
from funnelsim.rules.distributions import (
    gamma_from_mean_cv,
    logitnormal_from_p10_p90,
    lognormal_from_mean_cv,
    lognormal_from_p10_p90,
    mean,
    quantile,
    settled,
    to_ticks,
    weibull_from_mean_shape,
)
from funnelsim.rules.numerics import NEVER_TICK

TAIL = [1e-12, 1e-9, 1e-6, 1e-4, 0.003, 0.05, 0.1]
UNIFORMS = [*TAIL, 0.25, 0.4999, 0.5, 0.5001, 0.75, *(1.0 - u for u in TAIL)]

ORACLES = [
    ((f.EXPONENTIAL, 3.5e6, 0, 0), stats.expon(scale=3.5e6)),
    ((f.GAMMA, 0.3, 2e6, 0), stats.gamma(0.3, scale=2e6)),
    ((f.GAMMA, 1.5625, 5e8, 0), stats.gamma(1.5625, scale=5e8)),
    ((f.GAMMA, 400.0, 1e3, 0), stats.gamma(400.0, scale=1e3)),
    ((f.WEIBULL, 0.7, 2e6, 0), stats.weibull_min(0.7, scale=2e6)),
    ((f.WEIBULL, 3.0, 2e9, 0), stats.weibull_min(3.0, scale=2e9)),
    ((f.LOGNORMAL, 18.0, 1.6, 0), stats.lognorm(1.6, scale=math.exp(18.0))),
    ((f.LOGNORMAL, 2.0, 0.05, 0), stats.lognorm(0.05, scale=math.exp(2.0))),
    ((f.LOGLOGISTIC, 17e6, 0.8, 0), stats.fisk(0.8, scale=17e6)),
    ((f.LOGLOGISTIC, 17e6, 4.0, 0), stats.fisk(4.0, scale=17e6)),
    ((f.NORMAL, 50.0, 3.0, 0), stats.norm(50.0, 3.0)),
    ((f.UNIFORM, 2.0, 9.0, 0), stats.uniform(2.0, 7.0)),
    ((f.TRIANGULAR, 2.0, 9.0, 4.0), stats.triang(2 / 7, 2.0, 7.0)),
    ((f.TRIANGULAR, 2.0, 9.0, 2.0), stats.triang(0.0, 2.0, 7.0)),
    ((f.TRIANGULAR, 2.0, 9.0, 9.0), stats.triang(1.0, 2.0, 7.0)),
    ((f.BETA, 10.5, 30.5, 0), stats.beta(10.5, 30.5)),
    ((f.BETA, 0.5, 4410.5, 0), stats.beta(0.5, 4410.5)),
]


@pytest.mark.parametrize(("family", "oracle"), ORACLES)
def test_quantiles_are_those_of_scipy(family, oracle):
    for u in UNIFORMS:
        # Beyond the middle scipy's ppf would lose digits to 1 - u, its isf does not.
        expected = oracle.ppf(u) if u <= 0.5 else oracle.isf(1.0 - u)
        assert quantile(*family, u) == pytest.approx(expected, rel=1e-9), u


def test_quantiles_of_the_logit_normal_against_mpmath():
    mu, sigma = -2.2, 0.9
    with mpmath.workdps(40):
        for u in UNIFORMS:
            z = mpmath.sqrt(2) * mpmath.erfinv(2 * mpmath.mpf(u) - 1)
            expected = 1 / (1 + mpmath.exp(-(mu + sigma * z)))
            assert quantile(f.LOGITNORMAL, mu, sigma, 0, u) == pytest.approx(
                float(expected), rel=1e-12
            )


@pytest.mark.parametrize("family", [family for family, _ in ORACLES])
def test_the_smallest_and_largest_uniforms_give_finite_values(family):
    for u in (2.0**-53, 1.0 - 2.0**-53):
        assert math.isfinite(quantile(*family, u))


def test_values_without_chance():
    for u in (1e-9, 0.5, 0.999):
        assert quantile(f.CONSTANT, 7.5, 0, 0, u) == 7.5
        assert quantile(f.NEVER, 0, 0, 0, u) == math.inf
    assert math.isnan(quantile(f.EMPIRICAL, 0, 0, 0, 0.5))


@pytest.mark.parametrize(("family", "oracle"), ORACLES)
def test_means_are_those_of_scipy(family, oracle):
    expected = math.inf if family[:3] == (f.LOGLOGISTIC, 17e6, 0.8) else oracle.mean()
    assert mean(*family) == pytest.approx(expected, rel=1e-11)


@pytest.mark.parametrize("sigma", [0.05, 0.9, 4.0, 15.0])
def test_mean_of_the_logit_normal_against_quadrature(sigma):
    mu = -1.3
    with mpmath.workdps(30):
        expected = mpmath.quad(
            lambda z: mpmath.npdf(z) / (1 + mpmath.exp(-(mu + sigma * z))),
            [-12, -6, -2, 0, mpmath.mpf(-mu) / sigma, 2, 6, 12],
        )
    assert mean(f.LOGITNORMAL, mu, sigma, 0) == pytest.approx(float(expected), rel=1e-11)


def test_means_without_chance():
    assert mean(f.CONSTANT, 7.5, 0, 0) == 7.5
    assert mean(f.NEVER, 0, 0, 0) == math.inf
    assert math.isnan(mean(f.EMPIRICAL, 0, 0, 0))


def test_parameters_from_moments():
    shape, scale = gamma_from_mean_cv(9.0, 0.8)
    assert stats.gamma(shape, scale=scale).stats() == pytest.approx((9.0, (0.8 * 9.0) ** 2))
    mu, sigma = lognormal_from_mean_cv(100e3, 0.6)
    moments = stats.lognorm(sigma, scale=math.exp(mu)).stats()
    assert moments == pytest.approx((100e3, (0.6 * 100e3) ** 2))
    shape, scale = weibull_from_mean_shape(30.0, 1.5)
    assert shape == 1.5
    assert stats.weibull_min(shape, scale=scale).mean() == pytest.approx(30.0)


def test_eight_of_ten_lie_between():
    mu, sigma = lognormal_from_p10_p90(40e3, 250e3)
    assert stats.lognorm(sigma, scale=math.exp(mu)).cdf([40e3, 250e3]) == pytest.approx([0.1, 0.9])
    family = (f.LOGITNORMAL, *logitnormal_from_p10_p90(0.03, 0.06), 0.0)
    assert [quantile(*family, u) for u in (0.1, 0.9)] == pytest.approx([0.03, 0.06])


@pytest.mark.parametrize(
    ("family", "value"),
    [
        ((f.LOGNORMAL, math.log(5.0), 0.0, 0.0), 5.0),
        ((f.NORMAL, 5.0, 0.0, 0.0), 5.0),
        ((f.LOGITNORMAL, 0.0, 0.0, 0.0), 0.5),
        ((f.UNIFORM, 5.0, 5.0, 0.0), 5.0),
        ((f.TRIANGULAR, 5.0, 5.0, 5.0), 5.0),
        ((f.EXPONENTIAL, 0.0, 0.0, 0.0), 0.0),
        ((f.GAMMA, 2.0, 0.0, 0.0), 0.0),
        ((f.WEIBULL, 2.0, 0.0, 0.0), 0.0),
        ((f.LOGLOGISTIC, 0.0, 2.0, 0.0), 0.0),
    ],
)
def test_a_vanished_spread_is_a_constant(family, value):
    assert settled(*family) == pytest.approx((f.CONSTANT, value, 0.0, 0.0))


@pytest.mark.parametrize("family", [family for family, _ in ORACLES])
def test_a_spread_that_has_not_vanished_stays(family):
    assert settled(*family) == family


@pytest.mark.parametrize(
    ("x", "ticks"),
    [
        (0.5, 0),
        (1.5, 2),
        (2.5, 2),
        (2.5000001, 3),
        (-0.7, 0),
        (-1e300, 0),
        (2.0**61, 2**61),
        (math.nextafter(2.0**61, math.inf), NEVER_TICK),
        (math.inf, NEVER_TICK),
        (math.nan, NEVER_TICK),
    ],
)
def test_durations_become_ticks(x, ticks):
    assert to_ticks(x) == ticks
