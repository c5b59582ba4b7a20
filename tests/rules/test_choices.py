"""Races, perishing work and overhead."""

import math
from itertools import product

import pytest

from funnelsim.rules.choices import expires_within, overhead, perishable_key, race
from funnelsim.rules.families import EXPONENTIAL
from funnelsim.rules.philox import uniform


def test_a_race_is_won_in_proportion_to_the_weights():
    weights = (5.0, 3.0, 2.0)
    n = 3000
    wins = [0, 0, 0]
    for lead in range(n):
        times = [race(uniform(2, 6, lead, k, 0, 0), w) for k, w in enumerate(weights)]
        wins[times.index(min(times))] += 1
    for won, weight in zip(wins, weights, strict=True):
        p = weight / 10
        assert abs(won - n * p) < 4 * math.sqrt(n * p * (1 - p))


def test_weight_zero_never_wins():
    assert race(0.999, 0.0) == math.inf


def test_a_heavier_runner_takes_leads_and_moves_no_others():
    for lead in range(300):
        times = [race(uniform(2, 6, lead, k, 0, 0), 1.0) for k in range(3)]
        before = times.index(min(times))
        times[1] = race(uniform(2, 6, lead, 1, 0, 0), 2.0)
        assert times.index(min(times)) in (before, 1)


def test_perishable_key_is_the_book_value_expected_to_expire():
    chance = expires_within(EXPONENTIAL, 10.0, 0, 0, 500.0, 10.0)
    assert perishable_key(1000.0, chance) == pytest.approx(1000 * (1 - math.exp(-1)))


@pytest.mark.parametrize(("duration", "share"), list(product([0.0, 90.0], [0.25, 0.6, 1.0])))
def test_overhead_leaves_the_stated_share_for_selling(duration, share):
    assert duration == pytest.approx(share * (duration + overhead(duration, share)))
