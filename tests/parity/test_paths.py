"""Every way through the engines, each with a scenario that is shown to take it.

The names under which a path is found in a log are those of `seen`; what has no name there is
looked for in the rows.
"""

import numpy as np
import pytest
from pair import written
from pieces import CALLS, WORK, batch, paths
from seen import POOL, of
from small import lines

from funnelsim.engines import engine
from funnelsim.errors import RunError
from funnelsim.model.codes import ItemClass, Row
from funnelsim.outcomes.log import first_difference
from funnelsim.rules.numerics import DAY, HOUR

# -- routing --------------------------------------------------------------------------------

BUSY = "channels: {in: {leads: 8/day, enters: {mql: 50%, sql: 50%}}}\n" + CALLS + WORK
RULED = "{rules: [{when: {tier: top}, to: [x], wait: 3 h}, {otherwise: %s}]}"
MODES = ("round-robin", "least-loaded", "performance", "pool")


@pytest.mark.parametrize("rules", [False, True], ids=["plain", "rules"])
@pytest.mark.parametrize("mode", MODES)
def test_modes_of_assignment(mode, rules):
    assign = RULED % mode if rules else mode
    name = mode.replace("-", "_").upper()
    wanted = [f"rules {name}", "rules that wait"] if rules else [f"assigns {name}"]
    reps = "{x: {}, y: {count: 2}, z: {}}"
    _, log = paths(BUSY + f"teams: {{t: {{reps: {reps}, assign: {assign}}}}}\n", *wanted)
    assert len(np.unique(of(log, Row.STARTED)["b"])) == 4
    if mode == "pool":
        assert (of(log, Row.ASSIGNED)["b"] == POOL).any()


def test_performance_looks_back_and_is_capped():
    team = "teams: {t: {reps: 3, assign: performance, look_back: %s, cap: %s}}\n"
    logs = [paths(BUSY + team % pair)[1] for pair in (("30 days", "unlimited"), ("2 days", 1))]
    assert first_difference(*logs) is not None


def test_a_rule_that_has_waited_hands_on():
    text = "teams: {t: {reps: {x: {hours: sun 09:00-10:00}, y: {}}, assign: %s}}\n"
    _, log = paths(batch(9) + WORK + text % (RULED % "round-robin"), "rules that wait")
    assert (of(log, Row.ASSIGNED)["tick"] == 12 * HOUR).any()


# -- disciplines ----------------------------------------------------------------------------

QUEUES = """
channels:
  a: {leads: 5/day, enters: {mql: 60%, sql: 40%}, entry_score: 40}
  b: {leads: 5/day, enters: {lead: 50%, mql: 50%}, entry_score: 60}
shelf_life: {mql: {big: exponential(mean=3 days), small: 9 days}, sql: 6 days}
sla: {respond_within: {big: 5 wall h, small: 40 wall h}}
"""
ORDERS = ("oldest", "newest", "highest-score", "highest-value", "most-perishable",
          "earliest-deadline")  # fmt: skip


def test_orders_of_work_differ_from_one_another():
    logs = {}
    for order in ORDERS:
        team = f"teams: {{t: {{reps: 2, assign: pool, work_first: {order}, selling_time: 40%}}}}\n"
        name = f"first {order.replace('-', '_').upper()}"
        _, logs[order] = paths(QUEUES + CALLS + WORK + team, name, "overhead")
    assert all(
        first_difference(logs[one], logs[other]) is not None
        for one in ORDERS for other in ORDERS if one < other
    )  # fmt: skip


@pytest.mark.parametrize("assign", ["pool", "least-loaded"])
def test_classes_of_work_in_every_order(assign):
    names = [kind.name.lower() for kind in ItemClass]
    for first in range(3):
        order = ", ".join(names[first:] + names[:first])
        team = f"teams: {{t: {{reps: 2, assign: {assign}, classes: [{order}]}}}}\n"
        paths(QUEUES + CALLS + WORK + team, *(f"works {kind.name}" for kind in ItemClass))


def test_a_date_changes_the_order_of_what_waits():
    """The queue is put in order anew; it holds more than a few when that happens."""
    text = batch(60) + WORK + "teams: {t: {reps: 1, assign: pool, selling_time: 50%}}\n"
    change = """
changes:
  - {from: 2027-01-06, set: {teams.t.work_first: newest}}
  - {from: 2027-01-08, set: {teams.t.work_first: most-perishable}}
  - {from: 2027-01-10, set: {teams.t.work_first: highest-value}}
  - {from: 2027-01-12, set: {teams.t.classes: [meeting, first_call, follow_up]}}
"""
    paths(text + change, "first OLDEST", "first NEWEST", "first HIGHEST_VALUE", "dated")


# -- holding queue --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reps",
    [
        "{x: {starts: 2027-01-07}}",
        "{x: {absences: [{from: 2027-01-04, until: 2027-01-05}]}}",
        "{x: {ends: 2027-01-04}, y: {starts: 2027-01-09}}",
    ],
    ids=["joins", "returns", "follows"],
)  # fmt: skip
@pytest.mark.parametrize("assign", ["round-robin", "least-loaded", "performance"])
def test_nobody_eligible(reps, assign):
    arrivals = batch(20, "{mql: 50%, sql: 50%}")
    if "ends" in reps:
        arrivals = arrivals.replace("2027-01-04", "2027-01-05")
    team = f"teams: {{t: {{reps: {reps}, assign: {assign}}}}}\n"
    paths(arrivals + CALLS + WORK + team, "held", "released")


def test_open_deals_are_limited_and_make_room():
    team = "teams: {t: {reps: 2, open_deals: 2, assign: least-loaded}}\n"
    paths(batch(30) + WORK + team, "limited deals", "held", "released")


def test_a_held_lead_goes_cold_is_breached_or_leaves():
    text = """
shelf_life: {mql: 30 h, sql: exponential(mean=1 day)}
hazards: {changes_job: exponential(mean=2 days), competitor: exponential(mean=2 days)}
sla: {respond_within: 2 wall h, on_breach: reassign}
teams: {t: {reps: {x: {starts: 2027-01-06}}}}
"""
    names = ("held", "released", "row BREACHED", "row COLD", "row LEFT", "row COMPETITOR")
    paths(batch(40, "{mql: 50%, sql: 50%}") + CALLS + WORK + text, *names)


# -- deadlines ------------------------------------------------------------------------------


@pytest.mark.parametrize("seen_after", ["0 h", "8 h"], ids=["seen", "unseen"])
@pytest.mark.parametrize("action", ["nothing", "reassign", "{escalate: u}"])
def test_breaches(action, seen_after):
    text = f"""
sla: {{respond_within: 3 h, on_breach: {action}}}
teams:
  t: {{reps: {{x: {{}}, y: {{}}}}, habits: {{notices_after: {seen_after}}}}}
  u: {{reps: 2, assign: least-loaded}}
"""
    calls = CALLS.replace("20 min", "2 h")
    word = action.strip("{}").split(":")[0].upper()
    stages = "stages: {one: {by: t, rep_time: 1 h}}\n"
    _, log = paths(batch(30, "mql") + calls + stages + text, f"on breach {word}")
    moved = len(of(log, Row.ASSIGNED)) > len(of(log, Row.MQL)) + 5
    assert moved == (action != "nothing")


def test_nobody_to_reassign_to():
    text = "sla: {respond_within: 1 h, on_breach: reassign}\nteams: {t: {reps: 1}}\n"
    paths(batch(9, "mql") + CALLS + WORK + text, "on breach REASSIGN")


# -- reps and teams that go -----------------------------------------------------------------


def test_items_of_a_rep_who_left_are_assigned_anew():
    team = "teams: {t: {reps: {x: {ends: 2027-01-05}, y: {}, z: {starts: 2027-01-06}}}}\n"
    text = batch(60, "{mql: 50%, sql: 50%}") + CALLS + WORK + team
    _, log = paths(text, "rep who leaves", "rep who joins")
    assert (of(log, Row.ASSIGNED)["tick"] == 2 * DAY).sum() > 5


def test_a_group_that_a_date_removes_and_one_that_it_makes():
    change = "{from: 2027-01-06, set: {teams.t.reps.x: off, teams.t.reps.new: {count: 2}}}"
    text = BUSY + f"teams: {{t: {{reps: {{x: 2, y: 1}}}}}}\nchanges: [{change}]\n"
    paths(text, "rep of some dates", "dated")


@pytest.mark.parametrize("assign", ["pool", "round-robin"])
def test_a_dissolved_team_hands_on_what_waits(assign):
    text = f"""
teams:
  t: {{reps: 1, assign: {assign}, habits: {{notices_after: 0..30 h}}}}
  u: {{reps: 2, assign: {assign}}}
stages: {{one: {{by: t, rep_time: 3 h}}, two: {{by: u, rep_time: 1 h}}}}
changes:
  - {{from: 2027-01-06, set: {{teams.t.reps: 0, calls.by: u, stages.one.by: u}}}}
"""
    text = text.replace("0..30 h", "uniform(low=0 h; high=30 h)")
    model, log = paths(batch(60, "{mql: 50%, sql: 50%}") + CALLS + text, "dated")
    u = model.names.teams.index("u")
    assert ((of(log, Row.ASSIGNED)["a"] == u) & (of(log, Row.ASSIGNED)["tick"] == 2 * DAY)).any()


def test_an_unlimited_rep_becomes_limited_and_the_reverse():
    for first, then in (("unlimited", 2), (1, "unlimited")):
        change = f"changes: [{{from: 2027-01-06, set: {{teams.t.reps.x.count: {then}}}}}]\n"
        team = f"teams: {{t: {{reps: {{x: {{count: {first}}}}}}}}}\n"
        paths(BUSY + team + change, "unlimited rep", "dated")


def test_work_pauses_over_nights_absences_and_shifts_of_time_zones():
    team = """
calendar: {hours: "mon-fri 09:00-12:00, 13:00-17:00", holidays: [2027-01-11], time_zone: 1 h}
teams:
  t:
    selling_time: 60%
    calendar: {time_zone: -3 h}
    reps:
      x: {ramp: [30%, 60%], absences: [{from: 2027-01-05, until: 2027-01-06}]}
      z: {starts: 2027-01-05}
      y: {hours: sat-sun 00:00-24:00, time_zone: -7 h, speed: x0.4}
"""
    stages = "stages: {one: {rep_time: 9 h, buyer_takes: 1 business day}}\n"
    channel = "channels: {in: {leads: 6/day, enters: sql}}\n"
    paths(channel + stages + team, "absences", "overhead", "rep who joins", calendar=None)


# -- ends that are errors -------------------------------------------------------------------

LOOP = """
channels: {web: {batches: [{date: 2027-01-04, leads: 1}], enters: mql}}
teams: {sales: {reps: unlimited}}
stages: {deal: {by: sales}}
qualification: {hand_over_at_once: [reply]}
conversation: {fit: {accepted: 0%, not_ready: 100%}}
nurture:
  back: {for: {state: [recycled]}, touches: {mail: {any_time: true, responses: {reply: 100%}}}}
"""
LAYERS = "channels: {web: {leads: 100/day, layer_rate: 0.3/day}}\n"


@pytest.mark.parametrize("text", [LOOP, LAYERS], ids=["visits", "layers"])
def test_what_has_no_address_is_the_same_error(text):
    model = written(lines(text))
    said = []
    for name in ("reference", "compiled"):
        with pytest.raises(RunError) as caught:
            engine(name)(model, 1, 0)
        said.append(str(caught.value))
    assert said[0] == said[1]
