"""Worlds in which some leads do not go cold: both engines, and what a mechanism that rests does."""

import numpy as np
import pytest
from engine_runs import SHORT, shipped

from funnelsim.engines.reference import simulate as reference
from funnelsim.model import worlds
from funnelsim.model.codes import Cause, Row
from funnelsim.model.worlds import twin
from funnelsim.outcomes.log import first_difference
from funnelsim.rules import mechanisms as m
from two_engines import quick, simulate

EVERYTHING = 127


@pytest.mark.parametrize("name", SHORT)
def test_a_twin_in_which_everything_acts_is_the_same_world(name):
    model = shipped(name)
    assert first_difference(quick(model, 3, 0), simulate(twin(model, 0), 3, 0)) is None


@pytest.mark.parametrize("off", [1, 2, 4, 8, 16, 32, 64, EVERYTHING, 84])
@pytest.mark.parametrize("name", ["industrial-b2b", "saas-sales", "real-pipeline", "overload"])
def test_engines_agree_on_twins(name, off):
    model = twin(shipped(name), off)
    simulate(model, 5, 1)
    if off == EVERYTHING:
        reference(model, 5, 1, verify=True)


@pytest.mark.parametrize("name", ["industrial-b2b", "overload", "consumer-afternoon"])
def test_worlds_are_the_same_until_the_clocks_rest(name):
    model = shipped(name)
    start = model.end // 2
    logs = [quick(model, 2, 0), quick(twin(model, EVERYTHING, start), 2, 0)]
    before = [log[log["tick"] < start] for log in logs]
    assert first_difference(*before) is None
    assert first_difference(*logs) is not None


LONGER = {"overload": ["horizon=120 days"]}


def rows(name, off, *kinds):
    model = shipped(name, more=LONGER.get(name, ()))
    log = quick(twin(model, off), 2, 0)
    return log[(log["tick"] >= 0) & np.isin(log["kind"], kinds)]


def causes(name, off):
    return set(rows(name, off, Row.COLD)["a"].tolist())


def test_each_mechanism_takes_its_own_exits_away():
    shelf = {Cause.FORGOTTEN, Cause.UNWORKED, Cause.LATE}
    assert causes("industrial-b2b", 0) >= shelf - {Cause.FORGOTTEN}
    assert not causes("industrial-b2b", m.SHELF_BEFORE_CONTACT) & shelf
    assert Cause.STALLED in causes("overload", 0)
    assert Cause.STALLED in causes("overload", m.SHELF_BEFORE_CONTACT)
    assert Cause.STALLED not in causes("overload", m.SHELF_IN_PIPELINE)
    entered_as_sql = "theory/erlang-a-10-1-05-8"  # nobody has spoken to them before the meeting
    assert Cause.STALLED in causes(entered_as_sql, m.SHELF_IN_PIPELINE)
    assert Cause.STALLED not in causes(entered_as_sql, m.SHELF_BEFORE_CONTACT)
    assert Cause.NURTURE not in causes("industrial-b2b", m.NURTURE)
    for off, kind in ((m.COMPETITOR, Row.COMPETITOR), (m.CONTACT_LEFT, Row.LEFT)):
        assert len(rows("industrial-b2b", 0, kind))
        assert not len(rows("industrial-b2b", off, kind))
    assert not len(rows("industrial-b2b", EVERYTHING, Row.COLD, Row.LEFT, Row.COMPETITOR))


WORLDS = {
    "delay": lambda model: worlds.held_back(model, 36e5),
    "no-handoff-delay": worlds.handed_over_at_once,
    "no-queues": worlds.without_queues,
    "nobody-forgets": worlds.nobody_forgets,
    "noticed": worlds.noticed_at_once,
    "kept": worlds.nobody_gives_up,
    "no-gaps": worlds.without_gaps,
    "always-open": worlds.always_open,
}


def everything_at_once(model):
    for change in WORLDS.values():
        model = change(model)
    return twin(model, EVERYTHING)


@pytest.mark.parametrize("name", ["industrial-b2b", "saas-sales", "real-pipeline", "overload"])
@pytest.mark.parametrize("change", [*WORLDS.values(), everything_at_once], ids=[*WORLDS, "all"])
def test_engines_agree_on_other_worlds(name, change):
    model = change(shipped(name))
    log = simulate(model, 5, 1)
    before = quick(shipped(name), 5, 1)
    assert first_difference(before[before["tick"] < 0], log[log["tick"] < 0]) is None
    reference(model, 5, 1, verify=True)


def waits(model, until):
    """Ms from each lead's first hand-over to the first row of a kind that follows it."""
    log = quick(model, 3, 0)
    log = log[log["tick"] >= 0]
    found = []
    for lead in np.unique(log["lead"][np.isin(log["kind"], [Row.MQL])]):
        rows = log[log["lead"] == lead]
        start = rows["tick"][rows["kind"] == Row.MQL][0]
        after = rows["tick"][(rows["kind"] == until) & (rows["tick"] >= start)]
        found += [int(after[0] - start)] if len(after) else []
    return np.array(found)


def test_each_world_does_what_it_says():
    model = shipped("industrial-b2b")
    hour = 3_600_000
    assert waits(worlds.held_back(model, 36e5), Row.ASSIGNED).min() >= 5 * hour
    assert waits(worlds.handed_over_at_once(model), Row.ASSIGNED).max() == 0
    perfect = worlds.noticed_at_once(worlds.nobody_forgets(worlds.handed_over_at_once(model)))
    assert waits(perfect, Row.QUEUED).max() == 0
    at_once = worlds.always_open(worlds.without_queues(perfect))
    assert waits(at_once, Row.STARTED).max() == 0
    busy = worlds.always_open(perfect)
    assert 0 < waits(busy, Row.STARTED).max() < waits(perfect, Row.STARTED).max()


def between_calls(model):
    """Ms from each missed call to the start of the lead's next one."""
    log = quick(model, 3, 0)
    log = log[log["tick"] >= 0]
    found = []
    for missed in log[log["kind"] == Row.UNREACHED]:
        rows = log[(log["lead"] == missed["lead"]) & (log["seq"] > missed["seq"])]
        starts = rows["tick"][rows["kind"] == Row.STARTED]
        found += [int(starts[0] - missed["tick"])] if len(starts) else []
    return np.array(found)


def test_missed_calls_follow_each_other_without_gaps():
    free = worlds.always_open(worlds.without_queues(shipped("saas-sales")))
    assert between_calls(free).min() > 0
    at_once = between_calls(worlds.without_gaps(free))
    assert len(at_once)
    assert at_once.max() == 0


def test_an_uncertain_number_does_not_undo_a_world():
    text = "teams.sdr.habits.never_worked=~ beta(2; 8)"
    model = shipped("industrial-b2b", more=[text])
    assert any(slot.table == "habit" for slot in model.slots)
    log = quick(worlds.nobody_forgets(model), 3, 0)
    forgotten = (log["kind"] == Row.COLD) & (log["a"] == Cause.FORGOTTEN) & (log["tick"] >= 0)
    known = log["lead"][(log["kind"] == Row.MQL) & (log["tick"] >= 0)]
    assert not np.isin(log["lead"][forgotten], known).any()
