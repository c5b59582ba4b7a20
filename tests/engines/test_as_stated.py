"""Volumes, values and costs are those that the scenario states; teams may be missing."""

import pytest
from small import DAY, EVERYBODY_ACCEPTS, HOUR, batch, how_many, small, told, with_files

from funnelsim.errors import ScenarioError
from funnelsim.model.codes import Cause, Row
from two_engines import simulate


def run(text, **head):
    model = small(text, **head)
    return model, simulate(model, 1, 0, verify=True)


# -- volumes and values ---------------------------------------------------------------------


def test_steps_and_visitors_of_one_channel_add_up():
    """24 + 120 leads a day, and 120 visitors who stay unknown."""
    web = "{leads: {steps: [{from: 0 h, rate: 1/h}]}, visitors: 240/day, opt_in: 50%}"
    log = simulate(small(f"channels: {{web: {web}}}\n", horizon="10 days"), 1, 0)
    assert abs(how_many(log, Row.ARRIVED) - 1440) < 4 * 1440**0.5
    visitors = log["value"][log["kind"] == Row.VISITORS].sum()
    assert abs(visitors - how_many(log, Row.ARRIVED) - 1200) < 4 * 1200**0.5


def test_a_warm_up_that_begins_within_a_day_counts_visitors_of_whole_days():
    text = "channels: {web: {visitors: 240/day, opt_in: 50%}}\n"
    model, log = run(text, warm_up="28 h", horizon="2 days")
    assert model.begin == -28 * HOUR
    assert log["tick"].min() < -24 * HOUR  # leads arrive from the begin on
    rows = log[log["kind"] == Row.VISITORS]
    assert rows["tick"].tolist() == [-DAY, 0, DAY]
    for row in rows:
        leads = (log["tick"] >= row["tick"]) & (log["tick"] < row["tick"] + DAY)
        assert row["value"] > (leads & (log["kind"] == Row.ARRIVED)).sum() > 80


def test_no_deal_is_worth_less_than_nothing():
    """A normal deal value with mean and deviation of 10k is negative for 16 of 100 leads."""
    text = "teams: {t: {reps: unlimited}}\nstages: {one: {}}\n"
    deal = "{any: {share: 100%, fit: 100%, deal: normal(mean=10k; sd=10k)}}"
    _, log = run(batch(200) + text, segments=deal)
    won = log["value"][log["kind"] == Row.WON]
    assert len(won) == 200
    assert won.min() == 0
    assert 0.08 < (won == 0).mean() < 0.26


# -- policies -------------------------------------------------------------------------------


def test_what_a_policy_includes_costs_from_the_first_day_of_the_policy():
    text = """
channels: {in: {leads: 1/day}}
policies:
  big: {from: 2027-01-20, includes: [small, dated], cost: {once: 7}, set: {handoff.delay: 1 h}}
  small: {includes: [inner], cost: {per_month: 1000, once: 500}, set: {handoff.delay: 2 h}}
  inner: {cost: {once: 40}, set: {handoff.delay: 3 h}}
  dated: {from: 2027-01-25, cost: {per_month: 30}, set: {sla.respond_within: 1 h}}
"""
    model = small(text, ["big"])
    paid = [row for row in model.policy_once.tolist() if row[1]]
    assert sorted(paid) == [(16 * DAY, 7.0), (16 * DAY, 40.0), (16 * DAY, 500.0)]
    policies = model.streams[model.streams["item"] == model.names.cost_items.index("policies")]
    assert [(row["per_month"], row["begin"], row["end"]) for row in policies] == [
        (1000.0, 16 * DAY, 30 * DAY), (30.0, 21 * DAY, 30 * DAY),
    ]  # fmt: skip


# -- teams ----------------------------------------------------------------------------------


def test_with_two_teams_the_scenario_says_which_one_calls():
    text = "teams: {a: {reps: 1}, b: {reps: 1}}\nstages: {one: {by: a}}\n"
    with pytest.raises(ScenarioError) as caught:
        small(batch(1, "mql") + text)
    problem = caught.value.problems[0]
    assert (problem.code, problem.cure) == ("FS301", "add by: a under calls")
    model, log = run(batch(1, "mql") + text + EVERYBODY_ACCEPTS.replace("by: t", "by: b"))
    assert told(model, log, Row.REACHED) == [(9, "b core")]


def test_without_teams_nobody_takes_leads_up():
    model, log = run(batch(3, "mql") + "shelf_life: {mql: 5 days}\n")
    cold = log[log["kind"] == Row.COLD]
    assert told(model, log, Row.COLD) == [(9 + 120, "mql")] * 3
    assert (cold["a"] == Cause.FORGOTTEN).all()
    assert how_many(log, Row.STARTED) == how_many(log, Row.ASSIGNED) == 0


def test_without_teams_nobody_meets_sql():
    _, log = run(batch(3) + "stages: {one: {buyer_takes: 5 days}}\n")
    assert how_many(log, Row.SQL) == 3
    assert how_many(log, Row.ADVANCED) == 0


# -- an open pipeline alone -----------------------------------------------------------------

OPEN = """
pipeline: {file: deals.csv, as_of: 2027-01-03, columns: {since: since}, stages: {open: %s}}
teams: {t: {reps: 1}}
"""
DEALS = {"deals.csv": "id,stage,since\n1,open,2027-01-02\n2,open,2027-01-03\n"}


@pytest.mark.parametrize(
    ("status", "stages", "won"),
    [
        ("lead", "", 0),
        ("sql", "", 0),
        ("sql", "stages: {one: {rep_time: 3 h}}\n", 2),
        ("one", "stages: {one: {rep_time: 3 h, buyer_takes: 20 days}}\n", 2),
    ],
)
def test_a_scenario_may_have_an_open_pipeline_and_no_channels(tmp_path, status, stages, won):
    model = with_files(tmp_path, OPEN % status + stages, DEALS, warm_up=None)
    log = simulate(model, 1, 0, verify=True)
    assert model.names.channels == ("open pipeline",)
    assert how_many(log, Row.ARRIVED) == 2
    assert how_many(log, Row.WON) == won
