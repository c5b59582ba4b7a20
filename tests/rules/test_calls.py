"""Reach, acceptance and outcomes of conversations."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelsim.rules import talk_outcomes as t
from funnelsim.rules.calls import (
    accept_chance,
    accepted_at,
    advance_chance,
    advances,
    annoyed,
    eagerness,
    first_call_reach,
    later_call_reach,
    other_outcome,
    outcome,
    tries_again,
)

MINUTE = 60_000.0
# A stranger's curve before and after: slices of a pool.
DELAYS = np.array([1.0, 5 * MINUTE, 10 * MINUTE, 20 * MINUTE, 60 * MINUTE, 1.0])
REACHES = np.array([0.99, 0.76, 0.62, 0.46, 0.43, 0.99])
CURVE = (DELAYS, REACHES, 1, 4, 0.35)


@pytest.mark.parametrize(
    ("minutes", "chance"),
    [(0, 0.76), (5, 0.76), (10, 0.62), (20, 0.46), (60, 0.43), (60.001, 0.35), (1e6, 0.35)],
)
def test_reach_at_its_knots_and_beyond(minutes, chance):
    assert first_call_reach(*CURVE, minutes * MINUTE) == pytest.approx(chance)


def test_reach_between_knots_is_linear_in_the_logarithm():
    halfway = math.sqrt(5 * 10) * MINUTE
    assert first_call_reach(*CURVE, halfway) == pytest.approx((0.76 + 0.62) / 2)


@given(st.floats(0.0, 100 * MINUTE))
def test_reach_is_the_interpolation_of_numpy(delay):
    expected = 0.35
    if delay <= DELAYS[4]:
        expected = np.interp(math.log(max(delay, 1.0)), np.log(DELAYS[1:5]), REACHES[1:5])
    assert first_call_reach(*CURVE, delay) == pytest.approx(expected, rel=1e-12)


def test_reach_above_a_knot_at_zero_is_linear_in_the_delay():
    delays, chances = np.array([0.0, 8.0]), np.array([0.8, 0.4])
    assert first_call_reach(delays, chances, 0, 2, 0.1, 2.0) == pytest.approx(0.7)


def test_reach_without_knots_is_the_later_one():
    assert first_call_reach(DELAYS, REACHES, 0, 0, 0.35, 0.0) == 0.35


def test_later_attempts():
    pool = np.array([0.99, 0.21, 0.20, 0.15, 0.99])
    reached = [later_call_reach(pool, 1, 3, k) for k in (2, 3, 4, 5, 50)]
    assert reached == [0.21, 0.20, 0.15, 0.15, 0.15]
    assert later_call_reach(pool, 1, 0, 2) == 0.0


def test_acceptance_by_score():
    scores, chances = np.array([9.0, 20.0, 40.0, 80.0]), np.array([9.0, 0.1, 0.3, 0.5])
    at = [accepted_at(scores, chances, 1, 3, score) for score in (0, 20, 30, 40, 50, 80, 500)]
    assert at == pytest.approx([0.1, 0.1, 0.2, 0.3, 0.35, 0.5, 0.5])
    assert accepted_at(scores, chances, 1, 1, 55.0) == 0.1
    assert accepted_at(scores, chances, 1, 0, 55.0) == 0.0


def test_factors_on_acceptance_never_exceed_certainty():
    assert accept_chance(0.4, 1.2, 0.5, 1.1) == pytest.approx(0.264)
    assert accept_chance(0.8, 2.0, 1.0, 1.0) == 1.0


def test_eagerness_halves_down_to_its_floor():
    assert eagerness(5.0, 5.0, 0.3) == pytest.approx(0.65)
    assert eagerness(1e9, 5.0, 0.3) == pytest.approx(0.3)


def test_the_others_share_in_proportion():
    n = 10_000
    found = [other_outcome(0.2, 0.1, 0.1, (i + 0.5) / n) for i in range(n)]
    assert [found.count(k) / n for k in range(3)] == pytest.approx([0.5, 0.25, 0.25], abs=2 / n)


@pytest.mark.parametrize(
    ("shares", "possible"),
    [
        ((0.0, 0.3, 0.0), {1}),
        ((0.0, 0.0, 0.3), {2}),
        ((0.3, 0.0, 0.0), {0}),
        ((0.3, 0.0, 0.3), {0, 2}),
        ((0.0, 0.0, 0.0), {0}),
    ],
)
def test_a_share_of_nothing_never_happens(shares, possible):
    uniforms = (2.0**-53, 0.25, 0.5, 0.75, 1 - 2.0**-53)
    assert {other_outcome(*shares, u) for u in uniforms} == possible


def test_accepted_takes_its_share_first():
    table = (0.4, 0.3, 0.1, 0.2)
    assert outcome(*table, 0.399, 0.9) == t.ACCEPTED
    assert outcome(*table, 0.401, 0.1) == t.NOT_READY
    assert outcome(*table, 0.401, 0.6) == t.NOT_INTERESTED
    assert outcome(*table, 0.401, 0.9) == t.BAD_FIT


def test_some_are_annoyed():
    assert annoyed(0.1, 0.09)
    assert not annoyed(0.1, 0.1)
    assert not annoyed(0.0, 2.0**-53)


@pytest.mark.parametrize("close", [0.5, 1.0, 1.3])
def test_a_reps_close_multiplies_the_whole_win_rate(close):
    converts = [0.5, 0.6, 0.7]
    product = math.prod(advance_chance(p, close, 3) for p in converts)
    assert product == pytest.approx(close * math.prod(converts))


def test_no_stage_is_passed_with_more_than_certainty():
    assert advance_chance(0.9, 2.0, 1) == 1.0
    assert advance_chance(0.9, 0.0, 2) == 0.0


def test_a_miss_is_followed_by_as_many_calls_as_there_are_gaps():
    assert [attempt for attempt in range(1, 9) if tries_again(attempt, 4, 1.0, 0.5)] == [1, 2, 3, 4]
    assert not tries_again(1, 0, 1.0, 0.5)


def test_a_planned_call_may_be_forgotten():
    assert tries_again(1, 4, 0.8, 0.79)
    assert not tries_again(1, 4, 0.8, 0.8)


def test_only_the_last_stage_stops_those_who_do_not_fit():
    assert advances(0.6, last=False, fit=False, u=0.59)
    assert not advances(0.6, last=True, fit=False, u=0.59)
    assert advances(0.6, last=True, fit=True, u=0.59)
    assert not advances(0.6, last=False, fit=True, u=0.6)
