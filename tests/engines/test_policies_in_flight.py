"""What a date or policy takes away ends by its last rules; what still waits is handed on."""

import numpy as np
import pytest
from small import EVERYBODY_ACCEPTS, HOUR, batch, how_many, past, small, told

from funnelsim.engines.fill import fill
from funnelsim.model.codes import Row
from two_engines import simulate

STAGES = """
teams: {t: {reps: unlimited}}
stages:
  one: {buyer_takes: 2 days}
  two: {buyer_takes: 2 days}
  three: {buyer_takes: 2 days}
"""
"""A lead that is an SQL at 9 is in stage one until 57, in two until 105, in three until 153."""


def run(text, with_=(), **head):
    model = small(text, with_, **head)
    return model, simulate(model, 1, 0, verify=True)


def off_from(day, *keys, as_policy=False):
    """The end of a scenario in which keys are off from a day of January on."""
    block = "{" + ", ".join(f"{key}: off" for key in keys) + "}"
    if as_policy:
        return f"policies: {{less: {{from: 2027-01-{day:02d}, set: {block}}}}}\n"
    return f"changes: [{{from: 2027-01-{day:02d}, set: {block}}}]\n"


# -- stages ---------------------------------------------------------------------------------


@pytest.mark.parametrize("as_policy", [False, True])
@pytest.mark.parametrize(
    ("day", "dropped", "story"),
    [
        (5, ["one"], [(9, "one"), (57, "two"), (105, "three"), (153, "WON")]),
        (5, ["one", "two"], [(9, "one"), (57, "three"), (105, "WON")]),
        (5, ["one", "two", "three"], [(9, "one"), (57, "WON")]),
        (5, ["one", "three"], [(9, "one"), (57, "two"), (105, "WON")]),
        (7, ["two"], [(9, "one"), (57, "two"), (105, "three"), (153, "WON")]),
        (7, ["two", "three"], [(9, "one"), (57, "two"), (105, "WON")]),
        (9, ["three"], [(9, "one"), (57, "two"), (105, "three"), (153, "WON")]),
    ],
)
def test_a_deal_ends_a_dropped_stage_and_goes_on_with_one_in_force(day, dropped, story, as_policy):
    ends = off_from(day, *(f"stages.{name}" for name in dropped), as_policy=as_policy)
    model, log = run(batch(1) + STAGES + ends, ["less"] if as_policy else [])
    assert told(model, log, Row.ADVANCED, Row.WON, Row.LOST) == story


def test_a_meeting_that_waits_for_a_dropped_stage_takes_as_long_as_before():
    """Two deals of 30 h for one rep, the stage off before the second begins."""
    text = "teams: {t: {reps: 1}}\nstages: {one: {rep_time: 30 h}}\n"
    model, log = run(batch(2) + text + off_from(5, "stages.one"))
    assert told(model, log, Row.STARTED) == [(9, "t core"), (39, "t core")]
    assert told(model, log, Row.WON) == [(39, "WON"), (69, "WON")]


def test_a_dropped_stage_keeps_its_uncertain_chance():
    text = "teams: {t: {reps: 1}}\nstages: {one: {converts: 10 of 40}, two: {}}\n"
    model = small(batch(1) + text + off_from(5, "stages.one"))
    for world in range(3):
        filled, _ = fill(model, 1, world)
        before, after = filled.stage["converts"][:, 0, 0]
        assert before == after
        assert before not in (0.0, 0.25)  # drawn, not nominal


# -- teams ----------------------------------------------------------------------------------

MEETINGS = """
teams: {t: {reps: 1%s}, u: {reps: 1}}
stages: {one: {by: t, rep_time: 20 h}}
changes: [{from: 2027-01-05, set: {stages.one.by: u, teams.t: off}}]
"""


def test_a_dissolved_team_ends_its_meeting_and_hands_on_what_waits():
    model, log = run(batch(3) + MEETINGS % ", selling_time: 50%")
    assert told(model, log, Row.STARTED) == [(9, "t core"), (24, "u core"), (44, "u core")]
    assert sorted(told(model, log, Row.FINISHED)) == [
        (29, "t core"), (44, "u core"), (64, "u core"),
    ]  # fmt: skip
    assigned = told(model, log, Row.ASSIGNED)
    assert assigned == [(9, "t core")] * 3 + [(24, "u core")] * 2
    ended = log[(log["kind"] == Row.FINISHED) & (log["tick"] == 29 * HOUR)]
    assert ended["value"] == [49 * HOUR]  # half of its time goes elsewhere, to the end


def test_a_dissolved_team_ends_its_meeting_in_its_own_hours():
    """20 h in days of 8 h: Monday, Tuesday, and Wednesday until 13:00."""
    model, log = run(batch(1) + MEETINGS % ", calendar: {hours: mon-fri 09:00-17:00}")
    assert told(model, log, Row.FINISHED) == [(48 + 13, "t core")]


def test_what_a_dissolved_team_held_goes_to_the_team_that_does_the_work_now():
    text = MEETINGS.replace("reps: 1%s", "reps: {core: {starts: 2027-02-01}}")
    model, log = run(batch(1) + text)
    assert told(model, log, Row.ASSIGNED) == [(9, "t held"), (24, "u core")]
    assert told(model, log, Row.STARTED) == [(24, "u core")]


def test_the_pool_of_a_dissolved_team_goes_to_the_team_that_does_the_work_now():
    model, log = run(batch(2) + MEETINGS % ", assign: pool")
    assert told(model, log, Row.ASSIGNED) == [(9, "t pool"), (9, "t pool"), (24, "u core")]
    assert told(model, log, Row.STARTED) == [(9, "t core"), (24, "u core")]


CALLS = """
teams: {t: {reps: {core: {speed: 2}}, habits: {notices_after: %s}}, u: {reps: 1}}
calls: {by: t, first_call_reaches: %s, later_calls_reach: [100%%], gaps: [%s], takes: %s}
conversation: {takes: 4 h, fit: {accepted: 100%%}}
changes: [{from: 2027-01-05, set: {calls.by: u, teams.t: off}}]
"""


def test_a_call_of_a_dissolved_team_is_ended_by_who_began_it():
    """40 h at double speed until 29, and the conversation of 4 h until 31."""
    model, log = run(batch(1, "mql") + CALLS % ("0 h", "100%", "1 h", "40 h"))
    assert told(model, log, Row.REACHED) == [(29, "t core")]
    assert told(model, log, Row.FINISHED) == [(31, "t core")]
    assert told(model, log, Row.SQL) == [(31, "SQL")]


@pytest.mark.parametrize(
    ("gap", "takes", "missed", "again"),
    [("20 h", "2 h", 10, 30), ("5 h", "40 h", 29, 34)],
    ids=["between", "in the call"],
)
def test_the_next_call_is_made_by_the_team_that_calls_now(gap, takes, missed, again):
    """The call was missed before, or after, the team was dissolved at 24."""
    model, log = run(batch(1, "mql") + CALLS % ("0 h", "0%", gap, takes))
    assert told(model, log, Row.UNREACHED) == [(missed, "t core")]
    assert told(model, log, Row.ASSIGNED) == [(9, "t core"), (again, "u core")]
    assert told(model, log, Row.STARTED) == [(9, "t core"), (again, "u core")]


def test_a_lead_nobody_has_seen_yet_is_called_by_the_team_that_calls_now():
    model, log = run(batch(1, "mql") + CALLS % ("20 h", "100%", "1 h", "2 h"))
    assert told(model, log, Row.ASSIGNED) == [(9, "t core"), (29, "u core")]
    assert told(model, log, Row.REACHED) == [(31, "u core")]


def test_without_any_team_left_leads_wait():
    ends = "changes: [{from: 2027-01-05, set: {teams.t: off}}]\n"
    text = "teams: {t: {reps: 1}}\nstages: {one: {rep_time: 20 h}}\n"
    model, log = run(batch(3, "mql") + text + EVERYBODY_ACCEPTS.replace("by: t, ", "") + ends)
    assert told(model, log, Row.WON) == [(29, "WON")]
    assert how_many(log, Row.SQL) == 3


# -- touches --------------------------------------------------------------------------------

TOUCHES = """
channels: {in: {leads: off, batches: [{date: 2027-01-04, leads: 1}]}}
qualification: {threshold: 1000}
nurture:
  w:
    touches:
      a: {after: 1 day}
      b: {after: 6 days}
      c: {after: 10 days}
      d: {after: 12 days}
"""
SENT = {"a": 33, "b": 153, "c": 249, "d": 297}


@pytest.mark.parametrize("dropped", ["b", "bc", "bcd", "ab", "abc"])
def test_a_dropped_touch_is_not_sent_and_none_is_sent_again(dropped):
    """From Friday on, when a is sent and b is expected."""
    ends = off_from(8, *(f"nurture.w.touches.{touch}" for touch in dropped))
    model, log = run(TOUCHES + ends)
    still = [touch for touch in "abcd" if touch == "a" or touch not in dropped]
    assert told(model, log, Row.TOUCHED) == [(SENT[touch], f"w.{touch}") for touch in still]


@pytest.mark.parametrize(
    ("moved", "order"),
    [
        ("b.after: 11 days", [("a", 33), ("c", 249), ("b", 273), ("d", 297)]),
        ("b.after: 7 days", [("a", 33), ("b", 177), ("c", 249), ("d", 297)]),
        ("d.after: 7 days", [("a", 33), ("b", 153), ("d", 177), ("c", 249)]),
    ],
)
def test_a_touch_moved_while_it_is_expected_goes_out_at_its_new_place(moved, order):
    """From Friday on, when a is sent and b is expected; every touch once."""
    changes = f"changes: [{{from: 2027-01-08, set: {{nurture.w.touches.{moved}}}}}]\n"
    model, log = run(TOUCHES + changes)
    assert told(model, log, Row.TOUCHED) == [(hour, f"w.{touch}") for touch, hour in order]


def test_a_touch_dropped_by_a_policy_moves_none_of_the_others():
    text = TOUCHES.replace("leads: off, batches: [{date: 2027-01-04, leads: 1}]", "leads: 5/day")
    head = {"warm_up": "10 days", "horizon": "20 days"}
    text += "policies: {less: {set: {nurture.w.touches.b: off}}}\n"
    (one, other), logs = zip(*(run(text, with_, **head) for with_ in ([], ["less"])), strict=True)
    touched = [log[log["kind"] == Row.TOUCHED] for log in logs]
    told_of = [
        {(row["tick"], row["lead"], one.names.touches[row["a"]]) for row in rows}
        for rows in touched
    ]
    b_after_start = {fact for fact in told_of[0] if fact[2] == "w.b" and fact[0] >= 0}
    assert len(b_after_start) > 50
    assert told_of[1] == told_of[0] - b_after_start
    assert past(one, logs[0], 0) == past(other, logs[1], 0)
    assert len(touched[1]) == len(told_of[1])


# -- segments and regions -------------------------------------------------------------------


@pytest.mark.parametrize("warm_up", ["none", "10 days"])
@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("class_segment", "{segments: {any: {share: 50%}, new: {share: 50%, fit: 100%, deal: 5}}}"),
        ("class_region", "{regions.new: {share: 100%}}"),
    ],
)
def test_a_policy_may_name_segments_and_regions_the_file_does_not_have(kind, more, warm_up):
    text = "channels: {in: {leads: 10/day, enters: sql}}\nteams: {t: {reps: unlimited}}\n"
    text += f"stages: {{one: {{rep_time: 3 h}}}}\npolicies: {{p: {{set: {more}}}}}\n"
    model, log = run(text, ["p"], warm_up=warm_up)
    base = small(text, warm_up=warm_up)
    arrived = log[log["kind"] == Row.ARRIVED]
    known = getattr(model, kind)[arrived["b"]]
    assert (known[arrived["tick"] < 0] == 0).all()
    new = known[arrived["tick"] >= 0].mean()
    assert new == 1 if kind == "class_region" else 0.4 < new < 0.6
    if kind == "class_segment":
        assert (arrived["value"] == np.where(known == 1, 5.0, 1.0)).all()
    assert past(model, log, 0) == past(base, simulate(base, 1, 0), 0)
    assert how_many(log, Row.WON) > 0.95 * len(arrived)
