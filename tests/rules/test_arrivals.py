"""Arrivals: thinning, growth, rate steps, counts."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from funnelsim.rules.arrivals import (
    gap,
    growth_factor,
    is_lead,
    poisson_quantile,
    reaches_layer,
    saturating,
    step_rate,
)
from funnelsim.rules.philox import uniform

HOUR = 3_600_000
MONTH = 30.4375 * 24 * HOUR


def test_gaps_are_exponential():
    assert gap(math.exp(-3.0), 0.5) == pytest.approx(6.0)
    assert gap(0.5, 0.0) == math.inf


@pytest.mark.parametrize(
    ("mark", "intensity", "layer", "lead"),
    [
        (0.74, 1.5, 0, True),  # 0.75 of the first layer
        (0.76, 1.5, 0, False),
        (0.99, 5.0, 0, True),  # more than the layer holds
        (0.49, 5.0, 2, True),  # 2.5 layers
        (0.51, 5.0, 2, False),
        (0.01, 5.0, 3, False),
    ],
)
def test_a_candidate_is_a_lead_below_the_intensity(mark, intensity, layer, lead):
    assert bool(is_lead(mark, intensity, 2.0, layer)) is lead


def test_layers_together_make_the_wanted_number_of_leads():
    """Intensity 2.5 times r0 over 400 spans of one unit: mean 1000, sd 31.6."""
    leads = 0
    for day in range(400):
        for layer in range(3):
            n, t = 0, gap(uniform(1, 5, day * 8 + layer, 0, 0, 0), 1.0)
            while t < 1.0:
                leads += is_lead(uniform(1, 5, day * 8 + layer, n, 0, 1), 2.5, 1.0, layer)
                n += 1
                t += gap(uniform(1, 5, day * 8 + layer, n, 0, 0), 1.0)
    assert abs(leads - 1000) < 4 * math.sqrt(1000)


def test_layers_are_walked_up_to_the_intensity_and_none_without_one():
    assert [layer for layer in range(9) if reaches_layer(5e-6, 2e-6, layer)] == [0, 1, 2]
    assert [layer for layer in range(9) if reaches_layer(4e-6, 2e-6, layer)] == [0, 1]
    assert not reaches_layer(0.0, 2e-6, 0)
    assert not reaches_layer(5e-6, 0.0, 0)


def test_more_intensity_keeps_the_leads_there_were():
    marks = [(uniform(3, 5, n, 0, 0, 1), layer) for n in range(200) for layer in range(4)]
    few = {(m, k) for m, k in marks if is_lead(m, 1.3, 1.0, k)}
    many = {(m, k) for m, k in marks if is_lead(m, 2.7, 1.0, k)}
    assert few < many


def test_growth_is_compound_per_month():
    assert growth_factor(0.02, 12 * MONTH) == pytest.approx(1.02**12)
    assert growth_factor(0.02, -MONTH) == pytest.approx(1 / 1.02)
    assert growth_factor(0.0, 5 * MONTH) == 1.0


OFFSETS = np.array([0, 32, 79]) * HOUR // 10
RATES = np.array([5.0, 1.5, 3.0])


def test_steps_without_a_cycle():
    at = [step_rate(OFFSETS, RATES, 0, int(h * HOUR)) for h in (-1, 0, 3.19, 3.2, 7.9, 500)]
    assert at == [0.0, 5.0, 5.0, 1.5, 3.0, 3.0]


@given(st.integers(-50 * HOUR, 50 * HOUR))
def test_a_cycle_repeats_in_both_directions(t):
    cycle = 10 * HOUR
    assert step_rate(OFFSETS, RATES, cycle, t) == step_rate(OFFSETS, RATES, 0, t % cycle)


def test_in_a_cycle_the_last_rate_holds_until_the_first_offset():
    offsets = np.array([2, 6]) * HOUR
    rates = np.array([1.0, 4.0])
    at = [step_rate(offsets, rates, 10 * HOUR, h * HOUR) for h in (1, 2, 6, 11, 12, -9, -8)]
    assert at == [4.0, 1.0, 4.0, 4.0, 1.0, 4.0, 1.0]


def test_no_steps_no_leads():
    assert step_rate(OFFSETS[:0], RATES[:0], 0, 5) == 0.0


@pytest.mark.parametrize("mean", [1e-9, 0.03, 1.0, 7.5, 80.0, 999.9])
def test_poisson_counts_are_those_of_scipy(mean):
    for u in (1e-12, 1e-6, 0.01, 0.2, 0.5, 0.77, 0.999, 1 - 1e-6, 1 - 1e-12):
        expected = stats.poisson(mean).ppf(u) if u <= 0.5 else stats.poisson(mean).isf(1 - u)
        assert poisson_quantile(mean, u) == expected, u


@given(st.floats(1e-3, 1000.0), st.floats(1e-9, 1 - 1e-9))
def test_poisson_counts_are_the_smallest_that_reach_u(mean, u):
    count = poisson_quantile(mean, u)
    assert stats.poisson(mean).cdf(count) >= u * (1 - 1e-12)
    assert stats.poisson(mean).cdf(count - 1) < u * (1 + 1e-12)


def test_large_poisson_means_are_normal():
    u = float(stats.norm.cdf(1.25))
    assert poisson_quantile(10_000.0, u) == 10_125
    assert poisson_quantile(0.0, 0.7) == 0


def test_saturation():
    assert saturating(1.0, 1e9) == pytest.approx(1.0)
    assert saturating(500.0, 1000.0) == pytest.approx(1000 * (1 - math.exp(-0.5)))
    assert saturating(1e9, 1000.0) == pytest.approx(1000.0)
    assert saturating(7.0, math.inf) == 7.0
    assert saturating(7.0, 0.0) == 0.0
