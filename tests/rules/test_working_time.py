"""The map between wall time and working time, against a walk over every tick."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelsim.rules.working_time import (
    NEVER_TICK,
    add_working,
    is_open,
    next_open,
    subtract_working,
    working_between,
)

SPAN = range(-5, 75)


@st.composite
def calendars(draw):
    """A calendar of a few ticks: intervals with gaps of at least one tick."""
    lengths = draw(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), max_size=5))
    opens, closes, tick = [], [], draw(st.integers(-3, 5))
    for gap, length in lengths:
        tick += gap
        opens.append(tick)
        tick += length
        closes.append(tick)
    lengths = [b - a for a, b in zip(opens, closes, strict=True)]
    before = [sum(lengths[:i]) for i in range(len(lengths))]
    return tuple(np.array(column, dtype=np.int64) for column in (opens, closes, before))


def open_ticks(calendar):
    opens, closes, _ = calendar
    return {t for a, b in zip(opens, closes, strict=True) for t in range(a, b)}


@given(calendars(), st.sampled_from(SPAN))
def test_open_and_next_open(calendar, t):
    opens, closes, _ = calendar
    walk = open_ticks(calendar)
    assert bool(is_open(opens, closes, t)) == (t in walk)
    later = [s for s in walk if s >= t]
    assert next_open(opens, closes, t) == (min(later) if later else NEVER_TICK)


@given(calendars(), st.sampled_from(SPAN), st.sampled_from(SPAN))
def test_working_between_counts_open_ticks(calendar, t0, t1):
    walk = open_ticks(calendar)
    expected = sum(t in walk for t in range(t0, t1)) - sum(t in walk for t in range(t1, t0))
    assert working_between(*calendar, t0, t1) == expected


@given(calendars(), st.sampled_from(SPAN), st.integers(0, 30))
def test_adding_is_the_walk_that_stops_when_the_work_is_done(calendar, t, ms):
    walk = open_ticks(calendar)
    done, end = 0, t
    while done < ms and end < 200:
        done += end in walk
        end += 1
    assert add_working(*calendar, t, ms) == (end if done == ms else NEVER_TICK)


@given(calendars(), st.sampled_from(SPAN), st.integers(0, 30))
def test_subtracting_is_the_walk_backwards(calendar, t, ms):
    walk = open_ticks(calendar)
    done, start = 0, t
    while done < ms and start > -200:
        start -= 1
        done += start in walk
    assert subtract_working(*calendar, t, ms) == (start if done == ms else -NEVER_TICK)


@given(calendars(), st.sampled_from(SPAN), st.integers(0, 30))
def test_add_then_subtract_is_the_identity_for_starts_in_working_time(calendar, t, ms):
    opens, closes, _ = calendar
    start = next_open(opens, closes, t)
    end = add_working(*calendar, start, ms)
    if end < NEVER_TICK:
        assert subtract_working(*calendar, end, ms) == start


HOUR = 3_600_000


def test_an_end_at_the_closing_instant_is_allowed_and_a_start_is_not():
    calendar = (np.array([9, 33]) * HOUR, np.array([17, 41]) * HOUR, np.array([0, 8]) * HOUR)
    assert add_working(*calendar, 15 * HOUR, 2 * HOUR) == 17 * HOUR
    assert add_working(*calendar, 15 * HOUR, 10 * HOUR) == 41 * HOUR
    assert add_working(*calendar, 17 * HOUR, 1) == 33 * HOUR + 1
    assert not is_open(*calendar[:2], 17 * HOUR)
    assert next_open(*calendar[:2], 17 * HOUR) == 33 * HOUR


@pytest.mark.parametrize("t", [8 * HOUR, 9 * HOUR, 12 * HOUR, 17 * HOUR, 20 * HOUR])
def test_no_work_takes_no_time_open_or_not(t):
    calendar = (np.array([9 * HOUR]), np.array([17 * HOUR]), np.array([0]))
    assert add_working(*calendar, t, 0) == t
    assert subtract_working(*calendar, t, 0) == t
