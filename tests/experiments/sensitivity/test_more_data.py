import numpy as np
import pytest
from scipy import stats
from scipy.special import beta as beta_function

from funnelsim.errors import UsageError
from funnelsim.experiments.sensitivity.more_data import more_deals
from funnelsim.experiments.sensitivity.split import split


def test_a_rate_narrows_as_conjugacy_says():
    """10 of 40 and 100 more: Beta(10.5, 30.5); variance left 41/141."""
    found = more_deals(10, 40, 100, share=0.5)
    assert found.sd_now == pytest.approx(stats.beta(10.5, 30.5).std())
    assert found.sd_then == pytest.approx(found.sd_now * np.sqrt(41 / 141))
    assert found.explained == pytest.approx(100 / 141)
    assert found.variance_reduction == pytest.approx(50 / 141)
    assert found.narrowing == pytest.approx(1 - np.sqrt(91 / 141))


def test_the_expected_variance_by_simulation(rng):
    rate = rng.beta(10.5, 30.5, 100_000)
    won = rng.binomial(100, rate)
    left = stats.beta(10.5 + won, 30.5 + 100 - won).var()
    found = more_deals(10, 40, 100, share=1.0)
    assert found.sd_then**2 == pytest.approx(left.mean(), abs=4 * left.std() / np.sqrt(100_000))


def test_a_straight_effect_is_the_default():
    line, default = more_deals(10, 40, 100, 0.5, lambda p: 7 - 3 * p), more_deals(10, 40, 100, 0.5)
    assert line.explained == pytest.approx(default.explained, rel=2e-3)


@pytest.mark.parametrize(("won", "of", "more"), [(1, 5, 3), (3, 10, 200)])
def test_a_curved_effect_by_its_moments(won, of, more):
    """f = p^2: every posterior variance is E p^4 - (E p^2)^2 of a beta."""

    def variance(a, b):
        second, fourth = (beta_function(a + power, b) / beta_function(a, b) for power in (2, 4))
        return fourth - second**2

    a, b, k = won + 0.5, of - won + 0.5, np.arange(more + 1)
    chances = stats.betabinom.pmf(k, more, a, b)
    left = sum(p * variance(a + j, b + more - j) for p, j in zip(chances, k, strict=True))
    found = more_deals(won, of, more, 1.0, lambda p: p**2)
    assert 1 - found.explained == pytest.approx(left / variance(a, b), rel=0.02)


def test_through_the_regression(rng):
    """Variances: 3 of the rate, 1 of luck; the rate known as 10 of 40."""
    rate = rng.beta(10.5, 30.5, 4000)
    y = np.sqrt(3) * (rate - rate.mean()) / rate.std() + rng.normal(size=4000)
    found = split({"rate": rate}, y, rng)
    part = found.regression.parts[0]
    got = more_deals(10, 40, 100, found.parts["rate"].value, part.effect)
    assert got.variance_reduction == pytest.approx(0.75 * 100 / 141, abs=0.03)


def test_no_more_deals_and_no_share_change_nothing():
    assert more_deals(10, 40, 0, 0.5, lambda p: p**2).narrowing == 0.0
    assert more_deals(10, 40, 100, -0.01).narrowing == 0.0
    assert more_deals(10, 40, 100, 0.5, lambda p: 0 * p).narrowing == 0.0


def test_impossible_deals_are_refused():
    with pytest.raises(UsageError, match="41 won of 40"):
        more_deals(41, 40, 100, 0.5)
