"""Interest, score and hazard budgets against numerical integration."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.integrate import quad

from funnelsim.rules.decay import (
    budget_left,
    exponential_budget,
    hazard_spent,
    hazard_time,
    interest,
    interest_integral,
    interest_time,
    next_signal,
    score_add,
    score_after,
)

DAY = 86_400_000.0
TIMES = st.floats(0.0, 100 * DAY)
HALF_LIVES = st.floats(0.05 * DAY, 300 * DAY)
FLOORS = st.floats(0.0, 1.0)


def test_interest_halves_down_to_its_floor():
    assert [interest(n * 14 * DAY, 14 * DAY, 0.0) for n in range(4)] == [1.0, 0.5, 0.25, 0.125]
    assert interest(14 * DAY, 14 * DAY, 0.2) == pytest.approx(0.6)
    assert interest(1e6 * DAY, 14 * DAY, 0.2) == pytest.approx(0.2)


def test_interest_at_the_limits_of_its_half_life():
    assert interest(1e300, math.inf, 0.1) == 1.0
    assert interest(0.0, 0.0, 0.1) == 1.0
    assert interest(1.0, 0.0, 0.1) == pytest.approx(0.1)
    assert interest_integral(5.0, 9.0, math.inf, 0.1) == 4.0
    assert interest_integral(5.0, 9.0, 0.0, 0.25) == 1.0
    assert interest_time(5.0, 4.0, math.inf, 0.1) == 9.0
    assert interest_time(5.0, 1.0, 0.0, 0.25) == 9.0
    assert interest_time(5.0, 1.0, 0.0, 0.0) == math.inf


@given(TIMES, TIMES, HALF_LIVES, FLOORS)
def test_the_integral_is_the_one_of_quadrature(start, span, half_life, floor):
    knots = [start + k * half_life for k in (1, 3, 9, 27) if k * half_life < span]
    expected, error = quad(
        interest, start, start + span, (half_life, floor), points=knots or None, limit=200
    )
    assert interest_integral(start, start + span, half_life, floor) == pytest.approx(
        expected, rel=1e-9, abs=10 * error + 1e-6
    )


@given(TIMES, st.floats(1.0, 100 * DAY), HALF_LIVES, FLOORS)
def test_the_inverse_undoes_the_integral(start, span, half_life, floor):
    area = interest_integral(start, start + span, half_life, floor)
    left = interest_integral(start, 1e300, half_life, floor)
    assume(floor > 1e-9 or area < 0.999 * left)
    assume(area > 0.0)
    end = interest_time(start, area, half_life, floor)
    # The area's own rounding, divided by the interest there, bounds what can be recovered.
    slack = 4e-15 * (area + 1.0) / interest(start + span, half_life, floor)
    assert end == pytest.approx(start + span, rel=1e-12, abs=slack)


def test_interest_that_is_left_bounds_what_can_be_reached():
    left = 14 * DAY / math.log(2.0) / 2  # after one half life, floor 0
    assert interest_time(14 * DAY, left * 0.999, 14 * DAY, 0.0) < math.inf
    assert interest_time(14 * DAY, left * 1.001, 14 * DAY, 0.0) == math.inf


def test_no_area_takes_no_time():
    assert interest_time(5.0, 0.0, 14 * DAY, 0.3) == 5.0


@given(st.floats(1e-6, 50.0), st.floats(1e-12, 1e-3))
def test_a_hazard_spends_its_budget_exactly_when_due(budget, hazard):
    due = hazard_time(budget, hazard)
    assert hazard_spent(hazard, due) == pytest.approx(budget, rel=1e-14)


def test_without_a_hazard_nothing_is_spent_or_due():
    assert hazard_time(1.0, 0.0) == math.inf
    assert hazard_spent(0.0, math.inf) == 0.0
    assert hazard_time(0.0, 0.0) == 0.0


def test_budgets_are_unit_exponentials():
    assert exponential_budget(math.exp(-2.5)) == pytest.approx(2.5)


def test_score_of_the_worked_example():
    score = 0.0
    for points in (5, 5, 10, 10, 25):  # subscribe, open, click, pricing visit, booked call
        score = score_add(score, points)
    assert score == 55.0
    for points in (-5, -25):  # cancelled call, unsubscribe
        score = score_add(score, points)
    assert score == 25.0


def test_score_fades_and_is_never_negative():
    assert score_after(40.0, 30 * DAY, 30 * DAY) == 20.0
    assert score_after(40.0, 30 * DAY, math.inf) == 40.0
    assert score_after(40.0, 1.0, 0.0) == 0.0
    assert score_add(5.0, -25.0) == 0.0


def test_a_signal_comes_when_rate_times_interest_has_used_up_the_budget():
    due = next_signal(5.0, 0.7, 0.02, 30.0, 0.1)
    assert 0.02 * interest_integral(5.0, due, 30.0, 0.1) == pytest.approx(0.7)
    assert next_signal(5.0, 0.0, 0.02, 30.0, 0.1) == 5.0
    assert next_signal(5.0, 0.7, 0.0, 30.0, 0.1) == math.inf


def test_a_budget_is_never_overdrawn():
    assert budget_left(1.0, 0.25) == 0.75
    assert budget_left(1.0, 1.5) == 0.0
