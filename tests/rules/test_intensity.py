"""Rates of a channel against numerical integration and by arithmetic."""

import math

import pytest
from scipy.integrate import quad

from funnelsim.rules.intensity import (
    clicks,
    growth_integral,
    highest_rate,
    lead_rate,
    rate_at,
)

HOUR = 3_600_000.0
DAY = 24 * HOUR
MONTH = 30.4375 * DAY


@pytest.mark.parametrize("growth", [-0.4, -0.01, 1e-9, 0.01, 0.3])
@pytest.mark.parametrize(
    ("t0", "t1"), [(0.0, HOUR), (-90 * DAY, -80 * DAY), (300 * DAY, 365 * DAY)]
)
def test_the_integral_of_growth_agrees_with_quadrature(growth, t0, t1):
    area, _ = quad(lambda t: (1 + growth) ** (t / MONTH), t0, t1, epsrel=1e-13)
    assert growth_integral(growth, t0, t1) == pytest.approx(area, rel=1e-11)


def test_without_growth_the_integral_is_the_time():
    assert growth_integral(0.0, 5.0, 12.0) == 7.0


@pytest.mark.parametrize("growth", [-0.2, 0.0, 0.2])
def test_no_rate_of_a_day_exceeds_its_bound_and_an_end_reaches_it(growth):
    bound = highest_rate(3e-6, 1.2, 1.5, growth, DAY, 2 * DAY)
    rates = [rate_at(3e-6, 1.2, 1.5, growth, DAY + i * DAY / 50) for i in range(51)]
    assert max(rates) == bound


def test_growth_of_one_percent_a_month_adds_one_percent_in_a_month():
    assert rate_at(1.0, 2.0, 3.0, 0.01, MONTH) == pytest.approx(6.06)
    assert rate_at(1.0, 2.0, 3.0, 0.01, -MONTH) == pytest.approx(6 / 1.01)


def test_stated_leads_visitors_and_clicks_add_up():
    # 4 leads, 100 visitors, a budget of 60 at 3 a click: 20 clicks; 5 % of the 120 opt in.
    assert lead_rate(4.0, 100.0, 60.0, 3.0, math.inf, 0.05) == pytest.approx(10.0)


def test_a_budget_without_a_price_buys_nothing():
    assert clicks(60.0, 0.0, math.inf) == 0.0


def test_saturation_lets_a_small_budget_through_and_caps_a_large_one():
    assert clicks(1e-6, 1.0, 20.0) == pytest.approx(1e-6, rel=1e-6)
    assert clicks(1e6, 1.0, 20.0) == pytest.approx(20.0)
    assert clicks(20.0, 1.0, 20.0) == pytest.approx(20.0 * (1 - math.exp(-1)))
