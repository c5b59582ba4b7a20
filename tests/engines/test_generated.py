"""Scenarios that nobody thought of: the invariants hold, and creation order changes nothing."""

from engine_runs import looked_into, written
from generated import scenarios
from hypothesis import HealthCheck, event, given, settings
from test_verified import littles_law, money_adds_up, places_agree

from funnelsim.engines.reference import simulate
from funnelsim.model.codes import Row
from funnelsim.outcomes.log import first_difference

SLOW_IS_FINE = list(HealthCheck)


@settings(
    max_examples=60, deadline=None, database=None, derandomize=True,
    suppress_health_check=SLOW_IS_FINE,
)  # fmt: skip
@given(scenarios())
def test_generated_scenarios(scenario):
    text, with_ = scenario
    model = written(text, with_=with_)
    run = looked_into(model, verify=True)
    for kind in (Row.WON, Row.COLD, Row.RETURNED, Row.BREACHED, Row.REACTIVATED):
        if (run.log["kind"] == kind).any():
            event(kind.name)
    places_agree(run, model)
    littles_law(run.log, model)
    money_adds_up(run.log, model)
    assert first_difference(run.log, simulate(model, 1, 0, shuffle=5)) is None
