"""Lives under way, against 60-digit arithmetic: from birth to survivals of 1e-300 and below."""

import math

import mpmath
import pytest
from mpmath import mpf

from funnelsim.rules import families as f
from funnelsim.rules.distributions import quantile
from funnelsim.rules.survival import (
    expires_within,
    log_survival,
    quantile_given_survival,
    survival,
)

UNIFORMS = [2.0**-53, 1e-6, 0.3, 0.5, 0.9, 1.0 - 1e-6, 1.0 - 2.0**-53]


def normal_tail(z):
    return mpmath.erfc(z / mpmath.sqrt(2)) / 2


def triangular(x, a, b, c):
    if x < c:
        return 1 - (x - a) ** 2 / ((b - a) * (c - a))
    return (b - x) ** 2 / ((b - a) * (b - c))


EXACT = {
    f.EXPONENTIAL: lambda x, a, b, c: mpmath.exp(-x / a),
    f.GAMMA: lambda x, a, b, c: mpmath.gammainc(a, x / b, mpmath.inf, regularized=True),
    f.WEIBULL: lambda x, a, b, c: mpmath.exp(-((x / b) ** a)),
    f.LOGNORMAL: lambda x, a, b, c: normal_tail((mpmath.log(x) - a) / b),
    f.LOGLOGISTIC: lambda x, a, b, c: 1 / (1 + (x / a) ** b),
    f.NORMAL: lambda x, a, b, c: normal_tail((x - a) / b),
    f.UNIFORM: lambda x, a, b, c: (b - x) / (b - a),
    f.TRIANGULAR: lambda x, a, b, c: triangular(x, a, b, c),
    f.BETA: lambda x, a, b, c: mpmath.betainc(b, a, 0, 1 - x, regularized=True),
    f.LOGITNORMAL: lambda x, a, b, c: normal_tail((mpmath.log(x / (1 - x)) - a) / b),
}

LIVES = [
    ((f.EXPONENTIAL, 1e6, 0.0, 0.0), [1.0, 1e6, 4.6e8, 2e9]),
    ((f.GAMMA, 0.3, 1e6, 0.0), [1.0, 1e5, 1e8, 4.6e8, 7e8, 1e10]),
    ((f.GAMMA, 4.0, 3e5, 0.0), [1e4, 1e6, 1.4e8, 2.1e8, 1e9]),
    ((f.GAMMA, 60.0, 1.0, 0.0), [30.0, 60.0, 100.0, 500.0, 800.0, 1500.0]),
    ((f.WEIBULL, 0.7, 1e6, 0.0), [1.0, 1e6, 1e9, 1e10]),
    ((f.WEIBULL, 3.0, 1e6, 0.0), [1.0, 1e6, 7.7e6, 2e7]),
    ((f.LOGNORMAL, 18.0, 1.2, 0.0), [1e4, 1e9, 1e20, 1e22, 1e30]),
    ((f.LOGLOGISTIC, 1e6, 2.5, 0.0), [1.0, 1e6, 1e86, 1e150]),
    ((f.NORMAL, 10.0, 2.0, 0.0), [3.0, 10.0, 70.0, 200.0]),
    ((f.UNIFORM, 2.0, 9.0, 0.0), [2.5, 5.0, 8.999999]),
    ((f.TRIANGULAR, 2.0, 9.0, 4.0), [2.5, 4.0, 5.0, 8.999999]),
    ((f.BETA, 2.0, 5.0, 0.0), [0.01, 0.3, 0.999]),
    ((f.LOGITNORMAL, 0.0, 1.0, 0.0), [0.1, 0.9, 0.99999]),
]
CASES = [(family, age) for family, ages in LIVES for age in ages]


def exact(family, x):
    return EXACT[family[0]](mpf(x), *map(mpf, family[1:]))


@pytest.mark.parametrize(("family", "age"), CASES)
def test_log_survival(family, age):
    with mpmath.workdps(60):
        expected = float(mpmath.log(exact(family, age)))
    assert log_survival(*family, age) == pytest.approx(expected, rel=1e-12)
    assert survival(*family, age) == pytest.approx(math.exp(expected), rel=1e-9)


@pytest.mark.parametrize(("family", "age"), CASES)
def test_total_life_given_an_age(family, age):
    """The answer's own survival, to 60 digits, moved back along the slope gives its error."""
    with mpmath.workdps(60):
        at_age = exact(family, age)
        for u in UNIFORMS:
            x = quantile_given_survival(*family, age, u)
            assert x >= age
            step = mpf(x) * mpf(2) ** -60
            slope = (exact(family, x - step) - exact(family, x)) / step
            error = (exact(family, x) - (1 - mpf(u)) * at_age) / slope
            assert abs(error) < 1e-12 * abs(x), u


@pytest.mark.parametrize(("family", "ages"), LIVES)
def test_an_age_below_the_support_is_no_condition(family, ages):
    age = -1e9 if family[0] == f.NORMAL else 0.0
    for u in (1e-12, 0.2, 0.5, 0.8, 1.0 - 1e-12):
        assert quantile_given_survival(*family, age, u) == pytest.approx(
            quantile(*family, u), rel=1e-11
        )


@pytest.mark.parametrize(("family", "age"), CASES)
def test_chance_to_expire_within_a_window(family, age):
    bounded = family[0] in (f.UNIFORM, f.TRIANGULAR, f.BETA, f.LOGITNORMAL)
    window = 1e-8 if bounded else 0.1 * age
    with mpmath.workdps(60):
        expected = float(1 - exact(family, age + window) / exact(family, age))
    # The sum age + window is rounded; near an end of the support that is the larger error.
    assert expires_within(*family, age, window) == pytest.approx(expected, rel=1e-7)


def test_lives_without_chance():
    constant, never = (f.CONSTANT, 5.0, 0.0, 0.0), (f.NEVER, 0.0, 0.0, 0.0)
    assert quantile_given_survival(*constant, 4.0, 0.3) == 5.0
    assert quantile_given_survival(*constant, 6.0, 0.3) == 6.0
    assert (survival(*constant, 4.99), survival(*constant, 5.0)) == (1.0, 0.0)
    assert expires_within(*constant, 4.0, 0.9) == 0.0
    assert expires_within(*constant, 4.0, 1.0) == 1.0
    assert quantile_given_survival(*never, 1e12, 0.3) == math.inf
    assert survival(*never, 1e300) == 1.0
    assert expires_within(*never, 1e12, 1e12) == 0.0


@pytest.mark.parametrize(
    ("family", "past"),
    [
        ((f.UNIFORM, 2.0, 9.0, 0.0), 9.0),
        ((f.TRIANGULAR, 2.0, 9.0, 4.0), 10.0),
        ((f.BETA, 2.0, 5.0, 0.0), 1.0),
        ((f.LOGITNORMAL, 0.0, 1.0, 0.0), 1.5),
        ((f.CONSTANT, 5.0, 0.0, 0.0), 5.0),
        ((f.EXPONENTIAL, 5.0, 0.0, 0.0), math.inf),
    ],
)
def test_past_the_longest_life_it_is_over_now(family, past):
    assert survival(*family, past) == 0.0
    assert quantile_given_survival(*family, past, 0.4) == past
    assert expires_within(*family, past, 1.0) == 1.0
