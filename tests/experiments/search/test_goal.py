import numpy as np
import pytest
from scipy import stats

from covering import acceptance
from funnelsim.errors import UsageError
from funnelsim.experiments.intervals import wilson
from funnelsim.experiments.planning import volume_for_probability_poisson
from funnelsim.experiments.search.goal import seek
from funnelsim.experiments.search.levers import Lever

SQL = Lever("sql", 10, 100, whole=True)


def exact(chance, n=10_000):
    """Replications of which exactly the share `chance(value)` hits, always the same first ones."""
    return lambda value: np.arange(n) < round(chance(value) * n)


@pytest.mark.parametrize(("p", "volume"), [(0.8, 51), (0.9, 57), (0.95, 63)])
def test_finds_the_exact_volumes_of_a_flow(p, volume):
    found = seek(SQL, exact(lambda v: stats.poisson.sf(9, v / 4), 10**6), p)
    assert volume == volume_for_probability_poisson(10, 0.25, p)
    assert (found.status, found.start.value, found.end) == ("reached", volume, None)
    assert found.start.lo <= volume <= found.start.hi
    assert found.start.hi - found.start.lo <= 1


def test_a_batch_needs_what_the_binomial_says():
    found = seek(SQL, exact(lambda v: stats.binom.sf(9, v, 0.25), 10**6), 0.8)
    assert found.start.value == 49


def test_scans_before_it_bisects():
    asked = []

    def hits(value):
        asked.append(value)
        return np.arange(100) < value

    found = seek(Lever("x", 0.0, 100.0), hits, 0.5)
    assert asked[:9] == np.linspace(0, 100, 9).tolist()
    assert len(asked) == len(set(asked)) == len(found.points)
    assert 49.0 < found.start.value < 49.1


def test_a_real_lever_is_found_to_the_tolerance():
    chance = exact(lambda v: v**2, 10**7)
    found = seek(Lever("rate", 0.0, 1.0), chance, 0.5, tolerance=1e-5)
    assert 0.0 <= found.start.value - np.sqrt(0.5) < 1.1e-5


def test_interval_is_all_levers_whose_wilson_interval_contains_p():
    chance = exact(lambda v: v / 1000, 1000)
    found = seek(Lever("x", 0, 1000, whole=True), chance, 0.5)
    inside = [k for k in range(1001) if wilson(k, 1000).covers(0.5)]
    assert found.start.value == 500
    # Between the values tried the ends are interpolated; the value after the last also belongs.
    assert found.start.lo == pytest.approx(inside[0], abs=1)
    assert found.start.hi == pytest.approx(inside[-1] + 1, abs=1)


def test_a_curve_that_comes_down_answers_with_an_interval():
    found = seek(Lever("mql", 0, 100, whole=True), exact(lambda v: 1 - abs(v - 50) / 50), 0.7)
    assert found.comes_down
    assert (found.start.value, found.end.value) == (35, 65)
    assert found.start.lo <= 35 <= found.start.hi < found.end.lo <= 65 <= found.end.hi
    assert found.spans == (pytest.approx((35, 65)),)
    assert found.best.value == 50


def test_less_is_better_ends_where_the_chance_is_lost():
    found = seek(Lever("delay", 0.0, 10.0), exact(lambda v: 1 - v / 10), 0.8)
    assert (found.status, found.start.value) == ("already", 0.0)
    assert found.end.value == pytest.approx(2.0, abs=0.01)


def test_two_humps_are_two_spans():
    found = seek(Lever("x", 0.0, 8.0), exact(lambda v: 0.5 + 0.4 * np.sin(np.pi * v / 2)), 0.5)
    assert len(found.spans) >= 2
    assert found.end.value == pytest.approx(2.0, abs=0.02)
    assert found.end.hi < found.spans[1][0]


def test_unreachable_says_what_is_best():
    found = seek(SQL, exact(lambda v: 0.6 - (v - 55) ** 2 / 10**5), 0.8)
    assert (found.status, found.start, found.end, found.spans, found.possible) == (
        "unreachable", None, None, (), (),
    )  # fmt: skip
    assert found.best.value == 55
    assert found.best.chance == wilson(6000, 10_000)


def test_unreachable_but_not_ruled_out():
    found = seek(SQL, exact(lambda v: 0.79, 200), 0.8)
    assert found.status == "no effect"
    found = seek(SQL, exact(lambda v: 0.70 + v / 1111, 200), 0.8)
    assert found.status == "unreachable"
    assert found.possible


def test_certain_at_the_lowest_value():
    found = seek(SQL, exact(lambda v: 0.9 + v / 1111), 0.8)
    assert (found.status, found.start.value, found.end) == ("already", 10, None)


def test_a_lever_without_effect_is_named():
    found = seek(SQL, exact(lambda v: 0.9), 0.8)
    assert found.status == "no effect"
    assert len(found.points) == 9


def test_a_small_range_is_tried_completely():
    found = seek(Lever("reps", 1, 4, whole=True), exact(lambda v: v / 4), 0.7)
    assert [point.value for point in found.points] == [1, 2, 3, 4]
    assert found.start.value == 3


def test_the_interval_of_the_answer_covers(flow):
    """The smallest sufficient volume, 500 times, 400 common replications each."""
    lever = Lever("sql", 20, 100, whole=True)
    found = [seek(lever, flow(400), 0.8).start for _ in range(500)]
    # Conservative by the unit between whole numbers.
    assert acceptance(size=500)[0] <= sum(one.lo <= 51 <= one.hi for one in found)
    assert np.mean([one.hi - one.lo for one in found]) < 8


def test_the_interval_of_a_real_answer_covers(rng):
    """Chance 1 - exp(-v): 80 % at ln 5."""
    lever, truth = Lever("v", 0.2, 4.2), np.log(5.0)

    def covered():
        luck = rng.exponential(size=500)
        edge = seek(lever, lambda v: luck <= v, 0.8, tolerance=1e-3).start
        return edge.lo - 0.004 <= truth <= edge.hi

    lo, hi = acceptance(size=500)
    assert lo <= sum(covered() for _ in range(500)) <= hi


@pytest.mark.parametrize("p", [0.0, 1.0, 1.5])
def test_a_probability_is_between_0_and_1(p):
    with pytest.raises(UsageError, match="between 0 and 1"):
        seek(SQL, exact(lambda v: 0.5), p)


def test_a_scan_of_few_values_is_refused():
    with pytest.raises(UsageError, match="at least 9"):
        seek(SQL, exact(lambda v: 0.5), 0.5, scan=5)


def test_one_replication_is_refused():
    with pytest.raises(UsageError, match="at least 2"):
        seek(SQL, lambda v: [True], 0.5)


def test_replications_must_be_common():
    with pytest.raises(ValueError, match="not common"):
        seek(SQL, lambda v: np.ones(int(v), bool), 0.5)
