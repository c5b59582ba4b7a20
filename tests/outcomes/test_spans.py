"""Months, weeks, open hours and business days, against a walk through the calendar."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest

from funnelsim.model.calendar import build_calendar
from funnelsim.outcomes import spans
from funnelsim.outcomes.spans import DAY, HOUR
from funnelsim.rules.working_time import working_between


def day_of(origin, tick):
    return datetime.combine(origin, datetime.min.time()) + timedelta(milliseconds=int(tick))


def test_months_begin_on_the_first_and_are_cut_to_the_horizon():
    edges = spans.month_edges(date(2027, 1, 15), 60 * DAY)  # to 15 March, exclusive 16th
    assert [day_of(date(2027, 1, 15), t).strftime("%m-%d") for t in edges] == [
        "01-15", "02-01", "03-01", "03-16",
    ]  # fmt: skip
    assert spans.partial_months(date(2027, 1, 15), edges).tolist() == [True, False, True]


def test_a_horizon_of_whole_months_has_no_partial_one():
    edges = spans.month_edges(date(2028, 1, 1), 366 * DAY)
    assert len(edges) == 13
    assert not spans.partial_months(date(2028, 1, 1), edges).any()


@pytest.mark.parametrize("hours", [1, 12, 24, 36])
def test_a_horizon_of_hours_is_one_partial_month(hours):
    edges = spans.month_edges(date(2027, 1, 4), hours * HOUR)
    assert edges.tolist() == [0, hours * HOUR]
    assert spans.partial_months(date(2027, 1, 4), edges).tolist() == [True]


def test_weeks_begin_on_monday():
    origin = date(2027, 1, 1)  # a Friday
    edges = spans.week_edges(origin, 20 * DAY)
    assert [day_of(origin, t).strftime("%a %d") for t in edges] == [
        "Fri 01", "Mon 04", "Mon 11", "Mon 18", "Thu 21",
    ]  # fmt: skip
    assert spans.partial_weeks(edges).tolist() == [True, False, False, True]


def test_a_start_on_monday_has_no_partial_first_week():
    assert spans.week_edges(date(2027, 1, 4), 14 * DAY).tolist() == [0, 7 * DAY, 14 * DAY]


def test_months_are_shares_of_their_own_length():
    origin = date(2027, 4, 1)
    ticks = np.array([-15 * DAY, 0, 15 * DAY, 30 * DAY, 45 * DAY + 12 * HOUR])
    expected = [-15 / 31, 0, 0.5, 1, 1.5]
    assert spans.months_since_origin(origin, ticks) == pytest.approx(expected)


@pytest.mark.parametrize("weekly", [[[(0, 1440)]] * 7, [[(540, 720), (780, 1020)]] * 5 + [[], []]])
def test_open_time_equals_the_rules_of_the_engines(weekly):
    rng = np.random.default_rng(3)
    calendar = build_calendar(weekly, {date(2027, 1, 6)}, date(2027, 1, 1), -9 * DAY, 40 * DAY)
    ticks = np.sort(rng.integers(-8 * DAY, 39 * DAY, 300))
    ours = np.diff(spans.open_before(calendar, ticks))
    theirs = [
        working_between(calendar.opens, calendar.closes, calendar.before, int(a), int(b))
        for a, b in pairwise(ticks)
    ]
    assert ours.tolist() == theirs


def test_open_is_half_open():
    calendar = build_calendar([[(540, 1020)]] * 7, set(), date(2027, 1, 4), 0, DAY)
    ticks = np.array([9 * HOUR - 1, 9 * HOUR, 17 * HOUR - 1, 17 * HOUR])
    assert spans.is_open(calendar, ticks).tolist() == [False, True, True, False]


def test_a_month_of_23_business_days_and_one_of_20():
    origin, end = date(2030, 1, 1), 59 * DAY
    calendar = build_calendar([[(540, 1020)]] * 5 + [[], []], set(), origin, 0, end)
    days = spans.business_days(calendar, spans.month_edges(origin, end))
    assert days.tolist() == [23, 20]


def test_a_holiday_is_no_business_day():
    origin, end = date(2027, 1, 1), 31 * DAY
    office = [[(540, 1020)]] * 5 + [[], []]
    calendar = build_calendar(office, {date(2027, 1, 18)}, origin, 0, end)
    assert spans.business_days(calendar, np.array([0, end])).tolist() == [20]


def test_round_the_clock_every_day_is_a_business_day():
    calendar = build_calendar([[(0, 1440)]] * 7, set(), date(2027, 1, 1), -DAY, 40 * DAY)
    edges = np.array([0, 3 * DAY + HOUR])
    assert spans.business_days(calendar, edges).tolist() == [4]


def test_periods_are_half_open():
    edges = np.array([0, 10, 20])
    ticks = np.array([-1, 0, 9, 10, 19, 20])
    assert spans.by_period(ticks, edges).tolist() == [2, 2]
    weights = np.array([1.0, 2.0, 4.0, 8.0, 16.0, 32.0])
    assert spans.by_period(ticks, edges, weights).tolist() == [6, 24]
