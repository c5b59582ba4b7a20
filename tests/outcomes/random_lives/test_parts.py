"""A log folded in parts: the same outcomes as at one go, whoever comes first, in little memory."""

import gc
import pickle
import tracemalloc

import numpy as np
import pytest

from funnelsim.model.codes import Row
from funnelsim.model.dtypes import UNIT_COST
from funnelsim.model.tables import OpenDeal, Target
from funnelsim.outcomes.fold import Fold, fold
from funnelsim.outcomes.spans import DAY, HOUR

TARGETS = [Target("roi", 1.0, True, 3 * DAY, 20 * DAY + HOUR, 0.0, "")]


def prices(**each):
    table = np.zeros((1, 3), UNIT_COST)
    for name, price in each.items():
        table[name] = price
    return table


def in_parts(log, rng, n):
    """The log in `n` parts: each lead in one of them, rows without a lead in any, all shuffled."""
    leads, who = np.unique(log["lead"], return_inverse=True)
    part = rng.integers(n, size=len(leads))[who]
    part = np.where(log["lead"] < 0, rng.integers(n, size=len(log)), part)
    return [rng.permutation(log[part == k]) for k in range(n)]


@pytest.mark.parametrize("n", [1, 2, 7, 60])
@pytest.mark.parametrize("seed", range(5))
def test_any_parts_in_any_order_give_the_same_bytes(wander, seed, n):
    told = wander(seed, targets=TARGETS, unit_cost=prices(per_visitor=0.1, per_lead=0.7))
    told.arrives(identity=9).zombie(0, 70.0)
    log = told.log()
    expected = pickle.dumps(fold(log, told.model))
    rng = np.random.default_rng(seed)
    for _ in range(3):
        folding = Fold(told.model)
        for part in in_parts(log, rng, n):
            folding.add(part)
        assert pickle.dumps(folding.outcomes()) == expected


def test_rows_may_be_written_over_once_they_are_taken(wander):
    told = wander(1)
    log = told.log()
    expected = pickle.dumps(fold(log, told.model))
    folding = Fold(told.model)
    folding.add(log)
    log["tick"] = -1
    assert pickle.dumps(folding.outcomes()) == expected


def test_outcomes_so_far_and_later(wander):
    told = wander(2)
    one, other = in_parts(told.log(), np.random.default_rng(0), 2)
    folding = Fold(told.model)
    folding.add(one)
    early = pickle.dumps(folding.outcomes())
    assert early == pickle.dumps(fold(one, told.model))
    folding.add(other)
    late = pickle.dumps(folding.outcomes())
    assert late == pickle.dumps(fold(told.log(), told.model)) != early


def test_two_folds_at_a_time_do_not_meet(wander):
    one, other = wander(3), wander(4)
    folds = [Fold(told.model) for told in (one, other)]
    for told, folding in zip((one, other), folds, strict=True):
        folding.add(told.log())
    for told, folding in zip((one, other), folds, strict=True):
        assert pickle.dumps(folding.outcomes()) == pickle.dumps(told.fold())


@pytest.mark.parametrize("missing", [Row.ARRIVED, Row.MQL])
def test_a_lead_without_its_arrival_is_refused(story, missing):
    told = story()
    told.arrives().touched(HOUR, 1.0).signals(2 * HOUR)
    told.arrives().mql(HOUR)
    log = told.log()
    kept = log[log["kind"] != Row.ARRIVED]
    if missing == Row.MQL:
        kept = kept[kept["kind"] != missing]
    with pytest.raises(ValueError, match="without its arrival: a part needs all rows"):
        Fold(told.model).add(kept)


def test_a_lead_that_began_in_another_part_is_refused(story):
    told = story()
    told.arrives().mql(HOUR)
    told.arrives().mql(HOUR).assigned(2 * HOUR, "ben").queued(2 * HOUR)
    log = told.log()
    beginning = (log["lead"] == log["lead"].max()) & (log["seq"] == 0)
    with pytest.raises(ValueError, match="without its arrival: a part needs all rows"):
        Fold(told.model).add(log[~beginning])


def test_what_is_kept_does_not_grow_with_the_leads(wander):
    told = wander(5, n=300)
    log, step = told.log(), 1 << 40
    folding = Fold(told.model)
    used = []
    tracemalloc.start()
    for part in range(30):
        folding.add(log)
        log["lead"][log["lead"] >= 0] += step
        if part in (4, 29):
            gc.collect()
            used.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    assert used[1] - used[0] < 10_000
    once = told.fold()
    outcomes = folding.outcomes()
    assert outcomes.sums["leads"] == 30 * once.sums["leads"]
    assert (outcomes.items["wait_ms"] == 30 * once.items["wait_ms"]).all()


def test_open_deals_and_new_leads_in_parts_of_their_own(story):
    told = story(pipeline=[OpenDeal(0, 5, "crm.csv:2", 3, age=7.0 * DAY)])
    deal = told.arrives(identity=5, entry=3)
    deal.meeting(HOUR, 2 * HOUR, 3 * HOUR).wins(4 * HOUR, 10.1)
    told.arrives().cold(DAY)
    log = told.log()
    folding = Fold(told.model)
    for lead in np.unique(log["lead"]):
        folding.add(log[log["lead"] == lead])
    outcomes = folding.outcomes()
    assert pickle.dumps(outcomes) == pickle.dumps(told.fold())
    assert (outcomes.sums["open_deals"], outcomes.sums["customers"]) == (1, 1)
