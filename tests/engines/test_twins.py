"""Worlds in which some leads do not go cold: both engines, and what a mechanism that rests does."""

import numpy as np
import pytest
from engine_runs import SHORT, shipped

from funnelsim.engines.reference import simulate as reference
from funnelsim.model.codes import Cause, Row
from funnelsim.model.twin import twin
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
