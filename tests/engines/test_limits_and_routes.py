"""Limits of open deals, pools, waits of rules, and the addresses of routes."""

import pytest
from small import EVERYBODY_ACCEPTS, OFFICE, batch, how_many, small, told

from funnelsim.errors import RunError, ScenarioError
from funnelsim.model.codes import Row
from two_engines import simulate


def run(text, **head):
    model = small(text, **head)
    return model, simulate(model, 1, 0, verify=True)


# -- open deals -----------------------------------------------------------------------------


def test_who_called_keeps_no_more_deals_than_the_limit():
    """20 SQL at once, two open deals of 10 days each: pairs at 9, 249 and 489 h."""
    text = "teams: {t: {reps: 1, open_deals: 2}}\nstages: {one: {buyer_takes: 10 days}}\n"
    model, log = run(batch(20, "mql") + text + EVERYBODY_ACCEPTS)
    entered = [hour for hour, _ in told(model, log, Row.ADVANCED)]
    assert entered == [9, 9, 249, 249, 489, 489]


def test_who_called_passes_on_what_is_above_the_limit():
    """One rep calls all five; the other is there from the second day on."""
    text = """
teams: {t: {open_deals: 2, reps: {ana: {}, dee: {starts: 2027-01-05}}}}
stages: {one: {buyer_takes: 10 days}}
"""
    model, log = run(batch(5, "mql") + text + EVERYBODY_ACCEPTS)
    meetings = told(model, log[log["c"] == 2], Row.STARTED)
    assert meetings[:4] == [(9, "t ana")] * 2 + [(24, "t dee")] * 2
    assert meetings[4][0] == 249


@pytest.mark.parametrize(
    "assign", ["pool", "{rules: [{when: {a: b}, to: [core]}, {otherwise: pool}]}"]
)
def test_a_pool_has_no_owners_whose_deals_could_be_limited(assign):
    text = f"teams: {{t: {{reps: 1, open_deals: 2, assign: {assign}}}}}\nstages: {{one: {{}}}}\n"
    with pytest.raises(ScenarioError) as caught:
        small(batch(1) + text)
    assert [problem.code for problem in caught.value.problems] == ["FS712"]
    assert "teams.t.open_deals" in str(caught.value)


# -- rules ----------------------------------------------------------------------------------

RULES = """
teams: {t: {reps: {x: %s, y: {}}, assign: {rules: [{when: {a: %s}, to: [x]%s}, {otherwise: %s}]}}}
stages: {one: {rep_time: 1 h, buyer_takes: 5 days}}
"""
TAGGED = ", tags: {a: b}"


def test_what_no_rule_matches_goes_to_the_pool_when_the_scenario_says_so():
    model, log = run(batch(3, more=TAGGED) + RULES % ("{}", "z", "", "pool"))
    assert told(model, log, Row.ASSIGNED) == [(9, "t pool")] * 3
    assert sorted(told(model, log, Row.STARTED)) == [(9, "t x"), (9, "t y"), (10, "t y")]
    model, log = run(batch(3, more=TAGGED) + RULES % ("{}", "b", "", "pool"))
    assert told(model, log, Row.STARTED) == [(9, "t x"), (10, "t x"), (11, "t x")]


@pytest.mark.parametrize(
    ("wait", "passed_on", "started"),
    [
        ("4 h", 181, 181),  # Monday 13:00
        ("1 business day", 185, 201),  # Monday 17:00, when no work begins any more
        ("3 business days", 233, 249),  # Wednesday 17:00
    ],
)
def test_a_rule_waits_in_open_time(wait, passed_on, started):
    """From Friday 18:00 on x, who works on Thursdays, has the lead."""
    friday = '[{date: 2027-01-08, at: "18:00", leads: 1}]'
    channel = f"channels: {{in: {{leads: off, enters: sql, batches: {friday}{TAGGED}}}}}\n"
    text = RULES % ("{hours: thu 09:00-17:00}", "b", f", wait: {wait}", "round-robin")
    model, log = run(channel + text, calendar=OFFICE)
    assert told(model, log, Row.ASSIGNED) == [(114, "t x"), (passed_on, "t y")]
    assert told(model, log, Row.STARTED) == [(started, "t y")]


def test_a_rule_of_the_team_before_does_not_move_an_escalated_lead():
    """x waits 5 h for its lead, which is given to the other team after one."""
    text = """
teams:
  t:
    assign: {rules: [{when: {a: b}, to: [x], wait: 5 wall h}, {otherwise: round-robin}]}
    reps: {x: {}, y: {}}
    calendar: {hours: sun 09:00-10:00}
  above: {reps: 2, calendar: {hours: sun 09:00-10:00}}
calls: {by: t, first_call_reaches: 100%}
sla: {respond_within: 1 wall h, on_breach: {escalate: above}}
stages: {one: {by: above}}
"""
    model, log = run(batch(1, "mql", TAGGED) + text)
    assigned = told(model, log, Row.ASSIGNED)
    assert assigned[0] == (9, "t x")
    assert [(hour, rep[:5]) for hour, rep in assigned[1:]] == [(10, "above")]


def test_fewer_rules_leave_nobody_without_one():
    """The second lead is at the third of three rules when a date leaves two of them."""
    text = """
teams:
  t:
    reps: {x: {}, y: {}}
    assign:
      rules: [{when: {a: b}, to: [x], wait: 4 h}, {when: {a: c}, to: [x]}, {otherwise: round-robin}]
stages: {one: {rep_time: 30 h}, two: {rep_time: 1 h}}
changes:
  - from: 2027-01-05
    set:
      teams.t.reps.y: off
      teams.t.assign: {rules: [{when: {a: c}, to: [x]}, {otherwise: round-robin}]}
"""
    model, log = run(batch(2, more=TAGGED) + text)
    assert told(model, log, Row.ASSIGNED) == [(9, "t x"), (9, "t x"), (13, "t y"), (43, "t x")]
    assert how_many(log, Row.WON) == 2


# -- routes ---------------------------------------------------------------------------------


def test_every_route_has_an_address_of_its_own():
    """Leads reassigned at two stages by the same team, as its reps leave one by one."""
    text = """
channels: {in: {leads: 10/day, enters: sql}}
teams:
  a: {assign: performance, reps: {x: {ends: 2027-01-10}, y: {ends: 2027-01-20}, z: {}}}
  b: {reps: 1}
stages:
  one: {by: a, rep_time: 5 h, buyer_takes: 1 day}
  two: {by: b, rep_time: 1 h, buyer_takes: 1 day}
  three: {by: a, rep_time: 5 h, buyer_takes: 1 day}
"""
    _, log = run(text)
    assert how_many(log, Row.ASSIGNED) > how_many(log, Row.QUEUED)


# -- candidates of a channel ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "sets"),
    [
        ("leads: 100/day, layer_rate: 0.3/day", ()),
        ("leads: 0.3/day", ["channels.web.leads=100/day"]),
    ],
)
def test_more_layers_than_an_address_can_name_are_an_error(head, sets):
    model = small(f"channels: {{web: {{{head}}}}}\n", sets=sets)
    with pytest.raises(RunError, match=r"channel 'web'.* channels\.web\.layer_rate"):
        simulate(model, 1, 0)
    enough = small("channels: {web: {leads: 102/day, layer_rate: 0.4/day}}\n")  # all 255
    assert abs(how_many(simulate(enough, 1, 0), Row.ARRIVED) - 3060) < 4 * 3060**0.5
