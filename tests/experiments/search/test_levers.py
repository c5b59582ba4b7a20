from itertools import islice

import numpy as np
import pytest
from scipy import stats

from funnelsim.errors import UsageError
from funnelsim.experiments.search.levers import Choice, Lever, neighbours, space_filling

RATE = Lever("rate", 0.1, 0.9)
REPS = Lever("reps", 1, 5, whole=True)
RULE = Choice("routing", ("round_robin", "least_busy", "fastest"))
ALL = (RATE, REPS, RULE)


def test_a_grid_has_both_ends_and_no_value_twice():
    assert REPS.grid(9) == [1, 2, 3, 4, 5]
    assert RATE.grid(3) == pytest.approx([0.1, 0.5, 0.9])


def test_every_whole_number_is_equally_likely():
    drawn = [REPS.drawn(share) for share in (np.arange(5000) + 0.5) / 5000]
    assert np.unique(drawn, return_counts=True)[1].tolist() == [1000] * 5


def test_designs_are_allowed_distinct_and_spread(rng):
    designs = space_filling(ALL, 300, rng)
    assert len(set(designs)) == len(designs) > 290
    rates, reps, rules = zip(*designs, strict=True)
    # Far more even than independent draws, whose distance would be about 0.05.
    assert stats.kstest(rates, stats.uniform(0.1, 0.8).cdf).statistic < 0.02
    assert max(abs(reps.count(value) - 60) for value in range(1, 6)) <= 4
    assert max(abs(rules.count(option) - 100) for option in RULE.options) <= 4


def test_few_possible_designs_come_once(rng):
    assert len(space_filling((REPS, RULE), 500, rng)) == 15


def test_neighbours_move_and_stay_allowed(rng):
    centre = (0.5, 3.0, "fastest")
    found = list(islice(neighbours(ALL, centre, 0.05, rng), 400))
    assert all(0.1 <= rate <= 0.9 and reps in range(1, 6) for rate, reps, _ in found)
    assert {rule for *_, rule in found} == set(RULE.options)
    moved = [rate for rate, *_ in found if rate != 0.5]
    assert np.std(moved) == pytest.approx(0.05 * 0.8, rel=0.2)
    assert sum(design == centre for design in found) < 40


def test_a_whole_number_moves_however_near():
    rng = np.random.default_rng(1)
    assert {REPS.near(3, 1e-9, rng) for _ in range(50)} == {2.0, 4.0}


def test_empty_ranges_are_refused():
    with pytest.raises(UsageError, match=r"lever x: found the range 5\.\.5"):
        Lever("x", 5, 5)
    with pytest.raises(UsageError, match="whole ends"):
        Lever("x", 0.5, 5, whole=True)
    with pytest.raises(UsageError, match="no options"):
        Choice("x", ())
