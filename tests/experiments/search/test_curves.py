import numpy as np
import pytest
from scipy import stats

from covering import acceptance, count
from funnelsim.experiments.contests.best import may_be_best
from funnelsim.experiments.intervals import mean_t
from funnelsim.experiments.search.curves import break_even, turning_point
from funnelsim.experiments.search.spans import at_least, intersect

GRID = np.linspace(0.0, 10.0, 11)


def noisy(rng, truth, n=200, own=1.0):
    """Curves on common replications: luck shared by all lever values, and some of their own."""
    return truth[:, np.newaxis] + 5.0 * rng.normal(size=n) + own * rng.normal(size=(truth.size, n))


def test_a_curve_that_turns_is_flat_at_the_top(rng):
    found = turning_point(GRID, noisy(rng, -((GRID - 6.0) ** 2)))
    assert 6.0 in found.kept
    assert len(found.flat) == 1
    assert found.flat[0][0] <= 6.0 <= found.flat[0][1]
    assert not found.at_edge


def test_a_plateau_is_told_as_a_stretch(rng):
    found = turning_point(GRID, noisy(rng, np.minimum(GRID, 4.0)))
    assert found.flat == ((4.0, 10.0),)
    assert found.at_edge


def test_the_smallest_may_be_best(rng):
    found = turning_point(GRID, noisy(rng, 10 * (GRID - 3.0) ** 2), direction="smallest")
    assert (found.value, found.kept) == (3.0, (3.0,))


def test_stretches_apart_are_told_apart(rng):
    found = turning_point(GRID, noisy(rng, np.abs(GRID - 5.0)))
    assert found.flat == ((0.0, 0.0), (10.0, 10.0))


def test_means_stand_beside(rng):
    table = noisy(rng, GRID)
    assert turning_point(GRID, table).means[3] == mean_t(table[3])


def test_the_best_lever_is_in_the_set_as_announced(rng):
    """The least favourable curve: all others equally good. It is lost at most as often as said."""

    def kept(r):
        return bool(may_be_best(noisy(r, np.zeros(6), 60))[2])

    assert count(kept, rng, 2000) >= acceptance()[0]


def test_every_comparison_may_err_only_by_its_share(rng):
    """Without Bonferroni the best of eleven equal levers is lost too often."""

    def kept(r):
        table = noisy(r, np.zeros(11), 30)
        spread = (table - table[0]).std(axis=1, ddof=1) / np.sqrt(30)
        return not (table.mean(axis=1) - table[0].mean() > stats.t.ppf(0.95, 29) * spread).any()

    assert count(kept, rng, 500) < acceptance(size=500)[0]


def test_break_even_of_two_lines(rng):
    base = noisy(rng, np.zeros(11))
    found = break_even(GRID, base, base + 0.3 * noisy(rng, GRID - 6.5, own=0.5))
    (one,) = found.crossings
    assert one.changes_the_lead
    assert (one.before, one.after) == ("first", "second")
    assert one.lo < one.zeros[0] < one.hi
    assert found.throughout is None


def test_without_noise_the_break_even_is_exact():
    base = np.tile(np.arange(4.0), (11, 1))
    found = break_even(GRID, base, base + (GRID - 6.5)[:, np.newaxis])
    (one,) = found.crossings
    assert (one.lo, one.hi, one.zeros) == (6.5, 6.5, (6.5,))


def test_several_crossings_are_listed():
    base = np.tile(np.arange(4.0), (11, 1))
    truth = (GRID - 2.5) * (GRID - 5.5) * (GRID - 8.5)
    found = break_even(GRID, base, base + truth[:, np.newaxis])
    assert [one.zeros[0] for one in found.crossings] == pytest.approx([2.5, 5.5, 8.5], abs=0.2)
    assert [one.after for one in found.crossings] == ["second", "first", "second"]


@pytest.mark.parametrize(("shift", "leader"), [(3.0, "second"), (-3.0, "first")])
def test_none_says_who_wins_throughout(rng, shift, leader):
    base = noisy(rng, GRID)
    found = break_even(GRID, base, base + shift + 0.1 * rng.normal(size=base.shape))
    assert found.crossings == ()
    assert found.throughout == leader


def test_a_curve_that_only_comes_close_is_no_break_even(rng):
    base, luck = noisy(rng, GRID), rng.normal(size=200)
    found = break_even(GRID, base, base + ((GRID - 5) ** 2)[:, np.newaxis] + luck - luck.mean())
    assert len(found.crossings) == 1
    assert not found.crossings[0].changes_the_lead
    assert found.crossings[0].before == found.crossings[0].after == "second"


def test_undecided_up_to_the_edge_has_no_leader_there(rng):
    base = noisy(rng, np.zeros(11))
    luck = rng.normal(size=200)
    found = break_even(GRID, base, base + GRID[:, np.newaxis] + luck - luck.mean())
    assert found.crossings[0].before is None
    assert found.crossings[0].lo == 0.0
    assert found.crossings[0].after == "second"


def test_identical_curves_are_undecided_throughout():
    base = np.tile(np.arange(4.0), (11, 1))
    found = break_even(GRID, base, base)
    assert [(one.lo, one.hi, one.before, one.after) for one in found.crossings] == [
        (0.0, 10.0, None, None)
    ]


def test_the_break_even_is_covered(rng):
    def covered(r):
        difference = (GRID - 6.3)[:, np.newaxis] + 10.0 * r.normal(size=60)
        found = break_even(GRID, np.zeros((11, 60)), difference)
        return any(one.lo <= 6.3 <= one.hi for one in found.crossings)

    lo, hi = acceptance()
    assert lo <= count(covered, rng) <= hi


def test_spans_by_hand():
    assert at_least([0, 1, 2, 3], [0, 2, 2, 0], 1) == [(0.5, 2.5)]
    assert at_least([0, 1, 2, 3, 4], [2, 0, 1, 0, 3], 1) == [(0, 0.5), (2, 2), (3 + 1 / 3, 4)]
    assert at_least([0, 1], [0, 0], 1) == []
    assert at_least([5], [1], 1) == [(5, 5)]
    assert intersect([(0, 2), (3, 5)], [(1, 4)]) == [(1, 2), (3, 4)]


def test_lever_values_ascend_and_match():
    with pytest.raises(ValueError, match="ascend"):
        turning_point([1, 1], np.zeros((2, 5)))
    with pytest.raises(ValueError, match="2 lever values"):
        turning_point([1, 2], np.zeros((3, 5)))
    with pytest.raises(ValueError, match="not paired"):
        break_even([1, 2], np.zeros((2, 5)), np.zeros((2, 6)))


def test_few_futures_tell_nothing_flat():
    """Profits that fall, seen in 20 futures: all are kept, none is told to be as good."""
    fall = np.array([11.0, -8.0, -15.0])[:, np.newaxis]
    table = fall + np.random.default_rng(3).normal(size=(3, 20))
    found = turning_point([10.0, 20.0, 30.0], table)
    assert found.kept == (10.0, 20.0, 30.0)
    assert (found.alike, found.untold) == (((10.0, 10.0),), ((20.0, 30.0),))


def test_what_rarely_differs_is_apart_from_what_is_as_good(rng):
    noise = rng.normal(size=100)
    rare = noise + np.where(np.arange(100) < 3, -5.0, 0.0)
    found = turning_point([1.0, 2.0, 3.0], [noise, noise, rare])
    assert (found.alike, found.untold) == (((1.0, 2.0),), ((3.0, 3.0),))
