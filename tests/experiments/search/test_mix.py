from itertools import product

import numpy as np
import pytest

from funnelsim.errors import UsageError
from funnelsim.experiments.search.levers import Lever
from funnelsim.experiments.search.mix import cheapest_mix

LEADS, REPS = Lever("leads", 0, 200, whole=True), Lever("reps", 1, 20, whole=True)


def hits(leads, reps):
    """A chance of 1 - exp(-min(leads, 12 reps)/40): leads beyond what reps can work are lost."""
    return np.arange(10_000) < round((1 - np.exp(-min(leads, 12 * reps) / 40)) * 10_000)


def cost(leads, reps):
    return 50.0 * leads + 3_000.0 * reps


def brute_force(p):
    mixes = [
        (cost(a, b), (a, b)) for a in range(201) for b in range(1, 21) if hits(a, b).mean() >= p
    ]
    return min(mixes)


@pytest.mark.parametrize("p", [0.3, 0.8, 0.95])
def test_finds_what_trying_everything_finds(p):
    found = cheapest_mix((LEADS, REPS), hits, cost, p)
    assert (found.cheapest.cost, found.cheapest.values) == brute_force(p)
    assert len(found.tried) < 250


def test_real_levers_to_the_tolerance():
    """p = a b on the unit square, cost a + 4 b: a = 2 sqrt p, b = sqrt(p) / 2."""
    square = (Lever("a", 0.0, 1.0), Lever("b", 0.0, 1.0))

    def both(a, b):
        return np.arange(10**5) < round(a * b * 10**5)

    found = cheapest_mix(square, both, lambda a, b: a + 4 * b, 0.16, tolerance=1e-3).cheapest
    assert found.cost == pytest.approx(4 * 0.4, rel=0.01)


def test_sure_costs_more_than_cheapest():
    found = cheapest_mix((LEADS, REPS), hits, cost, 0.8)
    assert found.sure.cost >= found.cheapest.cost
    assert found.sure.chance.lo >= 0.8


def test_unreachable_says_what_is_best():
    found = cheapest_mix((LEADS, REPS), hits, cost, 0.999)
    assert found.cheapest is None
    assert found.sure is None
    assert min(found.best.values[0], 12 * found.best.values[1]) == 200
    assert len(found.tried) == 81


def test_settings_out_of_range_are_refused():
    with pytest.raises(UsageError, match="between 0 and 1"):
        cheapest_mix((LEADS, REPS), hits, cost, 1.0)
    with pytest.raises(UsageError, match="at least 9"):
        cheapest_mix((LEADS, REPS), hits, cost, 0.5, grid=3)


def test_where_neither_lever_costs_none_is_the_cheapest():
    free = cheapest_mix((LEADS, REPS), hits, lambda a, b: 25_700.0, 0.8)
    assert free.one_price
    grid = product(np.linspace(0, 200, 9).round(), np.linspace(1, 20, 9).round())
    assert free.cheapest.values == min(mix for mix in grid if hits(*mix).mean() >= 0.8)
    assert not cheapest_mix((LEADS, REPS), hits, cost, 0.8).one_price
