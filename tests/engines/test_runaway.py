"""Scenarios that loop without taking time, or count beyond the width of an address."""

import pytest
from engine_runs import written

from funnelsim.engines.reference import agenda, simulate
from funnelsim.errors import RunError

BASE = """
kind: blank
name: Runaway
from: 2027-01-04
horizon: 2 days
warm_up: none
run_off: none
channels: {web: {batches: [{date: 2027-01-04, leads: 1}]}}
teams: {sales: {reps: unlimited}}
stages: {deal: {by: sales}}
qualification: {threshold: 1000, points: {pricing_visit: 0}}
"""
MANY_AT_ONCE = ["behaviour.pricing_visit=1000000000000000000/day"]
CALLED_BACK_AT_ONCE = """
nurture:
  back:
    for: {state: [recycled]}
    touches: {mail: {any_time: true, responses: {reply: 100%}}}
"""


def complaint(model):
    with pytest.raises(RunError) as caught:
        simulate(model, 1, 0)
    return str(caught.value)


def names_the_lead(text, model):
    identity = int(text.split("of lead ")[1].split(" ")[0])
    return identity >> 43 == model.channel_codes[0]


def test_too_many_events_at_one_tick_name_lead_and_stage(monkeypatch):
    assert agenda.TOO_MANY_AT_ONE_TICK == 1_000_000
    monkeypatch.setattr(agenda, "TOO_MANY_AT_ONE_TICK", 2_000)
    model = written(BASE, MANY_AT_ONCE)
    said = complaint(model)
    assert said.startswith("more than a million events at tick 32400000: the scenario loops")
    assert "last event SIGNAL of lead" in said
    assert said.endswith("at stage lead)")
    assert names_the_lead(said, model)


@pytest.mark.slow
def test_a_million_events_at_one_tick_are_allowed_and_one_more_is_not():
    assert "more than a million" in complaint(written(BASE, MANY_AT_ONCE))


def test_endless_visits_to_sales_are_an_error_not_a_wrap():
    """Called at once, never ready, won back at once: the 4,096th visit has no address."""
    loop = [
        "qualification.hand_over_at_once=[reply]",
        "conversation.fit={accepted: 0%, not_ready: 100%}",
    ]
    text = BASE.replace("leads: 1}]", "leads: 1}], enters: mql") + CALLED_BACK_AT_ONCE
    model = written(text, loop)
    said = complaint(model)
    assert "a = 4096 is not within 0..4095" in said
    assert names_the_lead(said, model)
