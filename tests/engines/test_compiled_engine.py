"""The compiled engine apart from its log: codes, parts, what it says when it cannot go on."""

import re
from pathlib import Path

import numpy as np
import pytest
from engine_runs import shipped, written
from test_runaway import BASE, CALLED_BACK_AT_ONCE, MANY_AT_ONCE

import funnelsim.engines.compiled
from funnelsim.engines import engine
from funnelsim.errors import RunError
from funnelsim.model import codes
from funnelsim.outcomes.log import first_difference, sort_log
from funnelsim.rules import compiled
from two_engines import simulate as both

if not compiled():
    pytest.skip("without a compiler there is no compiled engine", allow_module_level=True)

from funnelsim.engines.compiled import simulate, stream
from funnelsim.engines.compiled.kernel import Kernel

PREFIXES = {"STATE": codes.State, "ASSIGN": codes.Assign, "ONBREACH": codes.OnBreach}


def test_codes_are_those_of_the_model():
    """Those that the folds have too are compared with the folds'."""
    text = (Path(funnelsim.engines.compiled.__file__).parent / "codes.pxd").read_text()
    found = dict(re.findall(r"^    ([A-Z_]+) = (\d+)$", text, re.M))
    assert int(found.pop("SIGNAL_KINDS")) == len(codes.Signal)
    assert found
    for name, value in found.items():
        prefix, _, member = name.partition("_")
        assert PREFIXES[prefix][member] == int(value), name


@pytest.mark.parametrize("rows", [1, 64, 1000])
@pytest.mark.parametrize("name", ["industrial-b2b", "overload", "real-pipeline", "theory/golden"])
def test_a_log_that_is_emptied_on_the_way_is_the_same_log(name, rows):
    model, parts = shipped(name), []
    stream(model, 3, 0, take=parts.append, rows=rows)
    assert len(parts) > (rows < 1000)
    assert first_difference(simulate(model, 3, 0), sort_log(np.concatenate(parts))) is None
    seen = set()
    for part in parts:
        leads = set(part["lead"].tolist()) - {-1}
        assert not leads & seen, "all rows of a lead come at once"
        seen |= leads


def test_tables_of_another_layout_are_refused():
    """The gate compares names, types and offsets of all fields."""
    model = shipped("ten-customers")
    fields = [(n, model.team.dtype[n]) for n in reversed(model.team.dtype.names)]
    with pytest.raises(ValueError, match=r"Buffer dtype mismatch|Expected 0 dimension"):
        Kernel(model.with_tables(team=np.zeros(model.team.shape, fields)), 1, 0, 100)


def test_a_million_events_at_one_tick_are_an_error_as_in_the_specification():
    with pytest.raises(RunError) as caught:
        simulate(written(BASE, MANY_AT_ONCE), 1, 0)
    said = str(caught.value)
    assert said.startswith("more than a million events at tick 32400000: the scenario loops")
    assert "last event SIGNAL of lead" in said
    assert said.endswith("at stage lead)")


@pytest.mark.parametrize("name", ["reference", "compiled"])
def test_a_number_too_large_for_an_address_is_the_same_error(name):
    loop = [
        "qualification.hand_over_at_once=[reply]",
        "conversation.fit={accepted: 0%, not_ready: 100%}",
    ]
    text = BASE.replace("leads: 1}]", "leads: 1}], enters: mql") + CALLED_BACK_AT_ONCE
    with pytest.raises(RunError, match=r"a = 4096 is not within 0\.\.4095.*of lead \d+ at stage"):
        engine(name)(written(text, loop), 1, 0)


def test_a_team_without_reps_from_the_start_hands_on_what_is_escalated_to_it():
    text = """
kind: blank
name: Nobody above
from: 2027-01-04
horizon: 5 days
warm_up: none
run_off: none
channels: {web: {batches: [{date: 2027-01-04, leads: 3}], enters: mql}}
teams:
  sdr: {assign: pool, reps: {ann: {hours: "tue 09:00-17:00"}}}
  ae: {reps: {bob: {}, cid: {}}}
calls: {by: sdr, takes: 1 h}
sla: {respond_within: 20 wall min, on_breach: {escalate: ae}}
policies: {none-above: {set: {teams.ae.reps.bob: off, teams.ae.reps.cid: off}}}
"""
    model = written(text, with_=("none-above",))
    log = both(model, 1, 0)
    sdr, ae = model.names.teams.index("sdr"), model.names.teams.index("ae")
    assigned = log[(log["kind"] == codes.Row.ASSIGNED) & (log["lead"] == log["lead"].max())]
    assert assigned["a"].tolist() == [sdr, ae, sdr]
