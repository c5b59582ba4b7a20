"""Calendars laid out from weekly openings, against a walk over every minute."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnelsim.model.calendar import DAY_MS, MINUTE_MS, build_calendar
from funnelsim.rules.working_time import add_working, next_open, subtract_working

HOUR = 60 * MINUTE_MS
OFFICE = [[(9 * 60, 17 * 60)]] * 5 + [[], []]
FRIDAY = date(2027, 1, 8)


def columns(calendar):
    return calendar.opens, calendar.closes, calendar.before


def test_office_week():
    calendar = build_calendar(OFFICE, set(), date(2027, 1, 4), 0, 7 * DAY_MS)
    assert (calendar.opens // HOUR).tolist() == [9, 33, 57, 81, 105]
    assert (calendar.closes // HOUR).tolist() == [17, 41, 65, 89, 113]
    assert (calendar.before // HOUR).tolist() == [0, 8, 16, 24, 32]
    assert calendar.business_day_ms == 8 * HOUR


def test_ten_hours_from_friday_three_end_at_the_closing_of_monday():
    calendar = build_calendar(OFFICE, set(), FRIDAY, 0, 10 * DAY_MS)
    end = add_working(*columns(calendar), 15 * HOUR, 10 * HOUR)
    assert end == 3 * DAY_MS + 17 * HOUR
    assert subtract_working(*columns(calendar), end, 10 * HOUR) == 15 * HOUR


def test_ready_on_friday_evening_before_a_holiday_starts_on_tuesday():
    calendar = build_calendar(OFFICE, {date(2027, 1, 11)}, FRIDAY, 0, 10 * DAY_MS)
    assert next_open(calendar.opens, calendar.closes, 18 * HOUR) == 4 * DAY_MS + 9 * HOUR


def test_round_the_clock_is_one_interval():
    calendar = build_calendar([[(0, 1440)]] * 7, set(), FRIDAY, -3 * DAY_MS, 5 * DAY_MS)
    assert calendar.opens.tolist() == [-3 * DAY_MS]
    assert calendar.closes.tolist() == [5 * DAY_MS]
    assert calendar.business_day_ms == DAY_MS


def test_never_open():
    calendar = build_calendar([[]] * 7, set(), FRIDAY, 0, DAY_MS)
    assert len(calendar.opens) == len(calendar.before) == 0
    assert calendar.business_day_ms == 0


def test_a_team_ahead_opens_earlier_on_our_clock():
    calendar = build_calendar(OFFICE, set(), FRIDAY, 0, DAY_MS, shift_ms=6 * HOUR)
    assert calendar.opens.tolist() == [3 * HOUR]
    assert calendar.closes.tolist() == [11 * HOUR]


def test_the_business_day_is_the_mean_over_weekdays_that_open():
    week = [[(540, 720), (780, 1020)], [(540, 780)], [], [], [], [], []]
    calendar = build_calendar(week, set(), FRIDAY, 0, DAY_MS)
    assert calendar.business_day_ms == 5.5 * HOUR


def test_faulty_weeks_are_refused():
    with pytest.raises(ValueError, match="7 days"):
        build_calendar(OFFICE[:5], set(), FRIDAY, 0, DAY_MS)
    with pytest.raises(ValueError, match="600 to 600"):
        build_calendar([[(600, 600)]] * 7, set(), FRIDAY, 0, DAY_MS)


@st.composite
def weeks(draw):
    opening = st.tuples(st.integers(0, 47), st.integers(1, 20)).map(
        lambda pair: (30 * pair[0], 30 * (pair[0] + pair[1]))
    )
    return [sorted(draw(st.lists(opening, max_size=2))) for _ in range(7)]


@settings(max_examples=40, deadline=None)
@given(
    weeks(),
    st.sets(st.integers(-3, 9), max_size=3),
    st.integers(-6, 6),
    st.lists(st.tuples(st.integers(0, 300), st.integers(1, 60)), max_size=3),
)
def test_layout_equals_a_walk_over_the_minutes(week, holiday_numbers, shift_hours, absences):
    holidays = {FRIDAY + timedelta(days=n) for n in holiday_numbers}
    away = [(30 * a * MINUTE_MS, 30 * (a + n) * MINUTE_MS) for a, n in absences]
    start, end = -DAY_MS, 7 * DAY_MS
    calendar = build_calendar(week, holidays, FRIDAY, start, end, shift_hours * HOUR, absences=away)

    def open_at(tick):
        if any(a <= tick < b for a, b in away):
            return False
        minute = (tick + shift_hours * HOUR) // MINUTE_MS
        for back in (0, 1):
            day = minute // 1440 - back
            today = FRIDAY + timedelta(days=day)
            if today not in holidays and any(
                a <= minute - 1440 * day < b for a, b in week[today.weekday()]
            ):
                return True
        return False

    walked = [open_at(tick) for tick in range(start, end, 30 * MINUTE_MS)]
    flips = np.flatnonzero(np.diff([False, *walked, False])) * 30 * MINUTE_MS + start
    assert calendar.opens.tolist() == flips[::2].tolist()
    assert calendar.closes.tolist() == flips[1::2].tolist()
    lengths = calendar.closes - calendar.opens
    assert calendar.before.tolist() == [int(lengths[:i].sum()) for i in range(len(lengths))]
