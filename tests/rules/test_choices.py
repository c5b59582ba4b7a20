"""Races and picks."""

import math

import numpy as np
import pytest

from funnelsim.rules.choices import pick, race
from funnelsim.rules.philox import uniform

SHARES = np.array([9.0, 0.2, 0.3, 0.0, 0.5, 9.0])


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


@pytest.mark.parametrize(
    ("u", "index"),
    [(0.0001, 0), (0.1999, 0), (0.2001, 1), (0.4999, 1), (0.5001, 3), (0.9999, 3)],
)
def test_a_pick_falls_into_the_share_that_u_lies_in(u, index):
    assert pick(SHARES, 1, 4, u) == index


def test_the_last_takes_what_rounding_leaves_and_nothing_is_picked_from_nothing():
    assert pick(np.array([0.1] * 3 + [0.7 - 1e-12]), 0, 4, 1.0 - 1e-15) == 3
    assert pick(SHARES, 0, 0, 0.5) == -1
