"""Touches: daytime, repeats, answers."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelsim.rules.touches import (
    answer_chance,
    counts_as_ignored,
    in_daytime,
    may_enrol,
    repeats_from,
    touch_delay,
)

ORIGIN = datetime(2027, 1, 1)
HOUR = 3_600_000
DAY = 24 * HOUR


def on_the_clock(tick):
    return ORIGIN + timedelta(milliseconds=tick)


@given(st.integers(-400 * DAY, 400 * DAY))
def test_a_touch_goes_out_between_nine_and_eight_and_never_early(tick):
    sent = in_daytime(tick)
    assert time(9) <= on_the_clock(sent).time() < time(20)
    if time(9) <= on_the_clock(tick).time() < time(20):
        assert sent == tick
    else:
        assert on_the_clock(sent).time() == time(9)
        assert tick < sent <= tick + 13 * HOUR


@pytest.mark.parametrize("day", [-3 * DAY, 0, 5 * DAY])
def test_the_bounds_of_the_day(day):
    at = [0, 9 * HOUR - 1, 9 * HOUR, 20 * HOUR - 1, 20 * HOUR, 24 * HOUR - 1]
    sent = [9 * HOUR, 9 * HOUR, 9 * HOUR, 20 * HOUR - 1, 33 * HOUR, 33 * HOUR]
    assert [in_daytime(day + tick) for tick in at] == [day + tick for tick in sent]


def schedule(offsets, repeat_last, every, n):
    """Delays of the first n touches of a programme, walked one by one."""
    place, repetition, delays = 0, 0, []
    while len(delays) < n:
        if place == len(offsets):
            place = repeats_from(len(offsets), repeat_last)
            if place < 0:
                break
            repetition += 1
        delays.append(touch_delay(offsets[place], repetition, every))
        place += 1
    return delays


def test_the_last_two_touches_are_repeated_at_their_own_distance():
    assert schedule([1.0, 4.0, 10.0], 2, 30.0, 7) == [1.0, 4.0, 10.0, 34.0, 40.0, 64.0, 70.0]


def test_without_repeats_a_programme_ends():
    assert schedule([1.0, 4.0], 0, 30.0, 9) == [1.0, 4.0]
    assert schedule([], 2, 30.0, 9) == []


def test_more_repeats_than_touches_repeat_all():
    assert schedule([1.0, 4.0], 5, 30.0, 5) == [1.0, 4.0, 31.0, 34.0, 61.0]


@pytest.mark.parametrize(
    ("times", "limit", "may"), [(0, 2, True), (1, 2, True), (2, 2, False), (99, 0, True)]
)
def test_a_programme_may_be_left_for_good(times, limit, may):
    assert bool(may_enrol(times, limit)) is may


def test_interest_and_the_programme_scale_an_answer_but_not_a_stated_one():
    assert answer_chance(0.2, False, 0.5, 0.4) == pytest.approx(0.04)
    assert answer_chance(0.2, True, 0.5, 0.4) == 0.2


def test_no_answer_is_more_than_certain():
    assert answer_chance(0.5, False, 1.0, 3.0) == 1.0


def test_every_third_unanswered_touch_counts():
    assert [run for run in range(1, 10) if counts_as_ignored(run, 3)] == [3, 6, 9]
    assert [run for run in range(1, 4) if counts_as_ignored(run, 1)] == [1, 2, 3]
    assert not any(counts_as_ignored(run, 0) for run in range(1, 10))
