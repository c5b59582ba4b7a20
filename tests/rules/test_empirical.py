"""Empirical distributions as slices of a pool."""

import math

import numpy as np
import pytest

from funnelsim.rules.empirical import (
    empirical_given_survival,
    empirical_mean,
    empirical_quantile,
    empirical_share_at_most,
)

# The slice of three values sits between two other distributions of the pool.
POOL = np.array([99.0, 1.0, 4.0, 10.0, 99.0])
SHARES = np.array([1.0, 0.2, 0.7, 1.0, 1.0])
SLICE = (POOL, SHARES, 1, 3)


@pytest.mark.parametrize(
    ("u", "value"), [(1e-12, 1), (0.1999, 1), (0.2, 4), (0.6999, 4), (0.7, 10), (1 - 1e-12, 10)]
)
def test_each_value_has_its_share_of_the_uniforms(u, value):
    assert empirical_quantile(*SLICE, u) == value


def test_mean_and_shares():
    assert empirical_mean(*SLICE) == pytest.approx(0.2 * 1 + 0.5 * 4 + 0.3 * 10)
    assert [empirical_share_at_most(*SLICE, x) for x in (0.5, 1, 3, 4, 9, 10, 11)] == pytest.approx(
        [0, 0.2, 0.2, 0.7, 0.7, 1, 1]
    )


def test_lives_that_have_reached_an_age_are_the_longer_ones_in_proportion():
    n = 8000
    lives = [empirical_given_survival(*SLICE, 1.0, (i + 0.5) / n) for i in range(n)]
    assert set(lives) == {4.0, 10.0}
    assert lives.count(4.0) / n == pytest.approx(0.5 / 0.8, abs=1 / n)
    assert {empirical_given_survival(*SLICE, 4.0, u) for u in (1e-9, 0.5, 1 - 1e-9)} == {10.0}


def test_past_the_longest_life_it_is_over_now():
    assert empirical_given_survival(*SLICE, 10.0, 0.3) == 10.0
    assert empirical_given_survival(*SLICE, 12.0, 0.3) == 12.0


def test_an_empty_slice_is_undefined():
    assert math.isnan(empirical_quantile(POOL, SHARES, 1, 0, 0.5))
    assert math.isnan(empirical_mean(POOL, SHARES, 1, 0))
