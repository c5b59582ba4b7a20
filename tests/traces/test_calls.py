"""Traces of hand-over, response times, calls and conversations."""

import pytest
from told import ONE_REP, accepted, arrives, handed_over, lines, missed, outdent, traced

OFFICE = "calendar: {hours: mon-fri 09:00-17:00}\n"


@pytest.mark.parametrize("on_breach", ["nothing", "reassign"])
def test_a_start_at_the_deadline_is_in_time(tmp_path, on_breach):
    """Calls of 90 min, one hour agreed: `two` starts at its deadline, `three` ten minutes late.

    With one rep nobody else could take the lead, so reassigning changes nothing.
    """
    text = (
        ONE_REP + f"calls: {{takes: 90 min}}\nsla: {{respond_within: 1 h, on_breach: {on_breach}}}"
    )
    assert traced(tmp_path, "one,9 h\ntwo,9.5 h\nthree,9 h 40 min", text) == [
        *arrives("04 09:00", "one", "ann"),
        "04 09:00 one ann starts first_call 1",
        *arrives("04 09:30", "two", "ann"),
        *arrives("04 09:40", "three", "ann"),
        *accepted("04 10:30", "one", "ann", 90),
        "04 10:30 two ann starts first_call 1",
        "04 10:40 three waits beyond the agreed time",
        *accepted("04 12:00", "two", "ann", 150),
        "04 12:00 three ann starts first_call 1",
        *accepted("04 13:30", "three", "ann", 230),
    ]


def test_a_breach_hands_the_lead_to_another_rep(tmp_path):
    """bob is six times as fast; he starts at the tick of the breach."""
    text = """
    teams: {sdr: {reps: {ann: {}, bob: {speed: x6}}}}
    calls: {takes: 3 h}
    sla: {respond_within: 1 h, on_breach: reassign}
    """
    assert traced(tmp_path, "one,9 h\ntwo,9 h 10 min\nthree,9 h 20 min", outdent(text)) == [
        *arrives("04 09:00", "one", "ann"),
        "04 09:00 one ann starts first_call 1",
        *arrives("04 09:10", "two", "bob"),
        "04 09:10 two bob starts first_call 1",
        *arrives("04 09:20", "three", "ann"),
        *accepted("04 09:40", "two", "bob", 30),
        "04 10:20 three waits beyond the agreed time",
        "04 10:20 three goes to bob",
        "04 10:20 three bob starts first_call 1",
        *accepted("04 10:50", "three", "bob", 90),
        *accepted("04 12:00", "one", "ann", 180),
    ]


def test_a_breach_escalates_to_another_team(tmp_path):
    text = """
    teams: {sdr: {reps: {ann: {}}}, chiefs: {reps: {zoe: {}}}}
    calls: {by: sdr, takes: 3 h}
    sla: {respond_within: 1 h, on_breach: {escalate: chiefs}}
    """
    assert traced(tmp_path, "one,9 h\ntwo,9.5 h", outdent(text)) == [
        *arrives("04 09:00", "one", "ann"),
        "04 09:00 one ann starts first_call 1",
        *arrives("04 09:30", "two", "ann"),
        "04 10:30 two waits beyond the agreed time",
        "04 10:30 two goes to zoe",
        "04 10:30 two zoe starts first_call 1",
        *accepted("04 12:00", "one", "ann", 180),
        *accepted("04 13:30", "two", "zoe", 240),
    ]


def test_a_lead_nobody_ever_takes_up_is_forgotten(tmp_path):
    """Agreed: one working hour from Friday 16:30, that is Monday 09:30; five days of shelf life."""
    text = (
        OFFICE
        + """
    teams: {sdr: {reps: {ann: {}}, habits: {never_worked: 100%}}}
    sla: {respond_within: 1 h}
    shelf_life: {mql: 5 days}
    """
    )
    assert traced(tmp_path, "one,2027-01-08 16:30", outdent(text)) == lines("""
        08 16:30 one arrives as mql
        08 16:30 one is an MQL (visit 1)
        08 16:30 one goes to ann
        11 09:30 one waits beyond the agreed time
        13 16:30 one goes cold in mql: forgotten
    """)


def test_a_lag_before_the_lead_is_noticed(tmp_path):
    """Two working hours from Friday 16:00 end on Monday 10:00; the delay counts wall time."""
    text = (
        OFFICE
        + """
    teams: {sdr: {reps: {ann: {}}, habits: {notices_after: 2 business h}}}
    handoff: {delay: 30 min}
    """
    )
    assert traced(tmp_path, "one,2027-01-08 15:30", outdent(text)) == [
        "08 15:30 one arrives as mql",
        "08 15:30 one is an MQL (visit 1)",
        "08 16:00 one goes to ann",
        "11 10:00 one waits for ann: first_call",
        "11 10:00 one ann starts first_call 1",
        *accepted("11 10:00", "one", "ann", 3990),
    ]


def test_follow_ups_come_after_gaps_of_working_time(tmp_path):
    """4 h from Friday 15:15 end on Monday 11:15, a day from Monday 11:30 on Tuesday 11:30."""
    text = (
        OFFICE
        + ONE_REP
        + """
    calls: {first_call_reaches: 0%, later_calls_reach: [0%], gaps: [4 h, 1 day], takes: 15 min}
    """
    )
    assert traced(tmp_path, "one,2027-01-08 15:00", outdent(text)) == [
        *arrives("08 15:00", "one", "ann"),
        "08 15:00 one ann starts first_call 1",
        *missed("08 15:15", "one", "ann"),
        "11 11:15 one waits for ann: follow_up",
        "11 11:15 one ann starts follow_up 2",
        *missed("11 11:30", "one", "ann", "follow_up"),
        "12 11:30 one waits for ann: follow_up",
        "12 11:30 one ann starts follow_up 3",
        *missed("12 11:45", "one", "ann", "follow_up"),
        "12 11:45 one is recycled: unreached",
    ]


def test_planned_calls_that_are_not_kept(tmp_path):
    text = """
    teams: {sdr: {reps: {ann: {}}, habits: {calls_kept: 0%}}}
    calls: {first_call_reaches: 0%, later_calls_reach: [100%], gaps: [4 h], then: drop}
    """
    assert traced(tmp_path, "one,9 h", outdent(text)) == [
        *arrives("04 09:00", "one", "ann"),
        "04 09:00 one ann starts first_call 1",
        *missed("04 09:00", "one", "ann"),
        "04 09:00 one is dropped: unreached",
    ]


def test_the_second_call_reaches(tmp_path):
    """Hours count from the hot signal to the conversation, wall time."""
    text = (
        ONE_REP
        + """
    calls: {first_call_reaches: 0%, later_calls_reach: [100%], gaps: [1 wall day], takes: 20 min}
    """
    )
    assert traced(tmp_path, "one,9 h", outdent(text)) == [
        *arrives("04 09:00", "one", "ann"),
        "04 09:00 one ann starts first_call 1",
        *missed("04 09:20", "one", "ann"),
        "05 09:20 one waits for ann: follow_up",
        "05 09:20 one ann starts follow_up 2",
        *accepted("05 09:40", "one", "ann", 24 * 60 + 40, "follow_up"),
    ]


def test_fresh_leads_are_routed_before_follow_ups_of_the_tick(tmp_path):
    """At 10:00 `two` arrives and the follow-up of `one` is due: first calls come first."""
    text = (
        ONE_REP
        + """
    calls: {first_call_reaches: 0%, later_calls_reach: [100%], gaps: [50 min], takes: 10 min}
    """
    )
    assert traced(tmp_path, "one,9 h\ntwo,10 h", outdent(text), sets=["horizon=1 day"])[:13] == [
        *arrives("04 09:00", "one", "ann"),
        "04 09:00 one ann starts first_call 1",
        *missed("04 09:10", "one", "ann"),
        "04 10:00 one waits for ann: follow_up",
        *arrives("04 10:00", "two", "ann"),
        "04 10:00 two ann starts first_call 1",
    ]


def test_late_between_two_calls(tmp_path):
    text = (
        ONE_REP
        + """
    calls: {first_call_reaches: 0%, later_calls_reach: [100%], gaps: [1 wall day], takes: 1 h}
    shelf_life: {mql: 5 h}
    """
    )
    assert traced(tmp_path, "one,9 h", outdent(text)) == [
        *arrives("04 09:00", "one", "ann"),
        "04 09:00 one ann starts first_call 1",
        *missed("04 10:00", "one", "ann"),
        "04 14:00 one goes cold in mql: late",
    ]


@pytest.mark.parametrize(("takes", "end"), [("5 h", "14:00"), ("6 h", "15:00")])
def test_late_at_the_end_of_a_call(tmp_path, takes, end):
    """No clock acts during work; after a miss a shelf life that is over, or over now, counts."""
    text = (
        ONE_REP
        + f"""
    calls: {{first_call_reaches: 0%, later_calls_reach: [100%], gaps: [1 h], takes: {takes}}}
    shelf_life: {{mql: 5 h}}
    """
    )
    assert traced(tmp_path, "one,9 h", outdent(text)) == [
        *arrives("04 09:00", "one", "ann"),
        "04 09:00 one ann starts first_call 1",
        *missed(f"04 {end}", "one", "ann"),
        f"04 {end} one goes cold in mql: late",
    ]


def test_reached_beyond_the_shelf_life_is_reached(tmp_path):
    text = ONE_REP + "calls: {takes: 6 h}\nshelf_life: {mql: 5 h}\n"
    assert traced(tmp_path, "one,9 h", text) == [
        *arrives("04 09:00", "one", "ann"),
        "04 09:00 one ann starts first_call 1",
        *accepted("04 15:00", "one", "ann", 360),
    ]


def test_expiry_beats_a_start_at_its_tick(tmp_path):
    """ann is free at 10:00, when the half hour of `two` is over; `three` has a minute more."""
    leads = "id,time,shelf_life\none,9 h,never\ntwo,9.5 h,30 min\nthree,9.5 h,31 min"
    assert traced(tmp_path, leads, ONE_REP + "calls: {takes: 1 h}") == [
        *arrives("04 09:00", "one", "ann"),
        "04 09:00 one ann starts first_call 1",
        *arrives("04 09:30", "two", "ann"),
        *arrives("04 09:30", "three", "ann"),
        *accepted("04 10:00", "one", "ann", 60),
        "04 10:00 two goes cold in mql: unworked",
        "04 10:00 three ann starts first_call 1",
        *accepted("04 11:00", "three", "ann", 90),
    ]


NOT_READY = "conversation: {fit: {accepted: 0%, not_ready: 100%}, takes: 30 min}\n"


def test_recycled_and_won_back(tmp_path):
    """Not ready; two days later a mail is answered, which hands over at once; then never again."""
    text = (
        ONE_REP
        + NOT_READY
        + """
    nurture:
      back:
        for: {state: [recycled]}
        after: 2 days
        max_times: 1
        touches: {mail: {responses: {reply: 100%}}}
    """
    )
    assert traced(tmp_path, "one,9 h", outdent(text)) == [
        *arrives("04 09:00", "one", "ann"),
        "04 09:00 one ann starts first_call 1",
        "04 09:00 one ann reaches it after 0 min",
        "04 09:30 one ann finishes first_call, free at 04 09:30",
        "04 09:30 one is recycled: not_ready",
        "06 09:30 one gets back.mail: reply",
        "06 09:30 one reply, score 15",
        "06 09:30 one is back: reply",
        *handed_over("06 09:30", "one", "ann", visit=2),
        "06 09:30 one ann starts first_call 1",
        "06 09:30 one ann reaches it after 0 min",
        "06 10:00 one ann finishes first_call, free at 06 10:00",
        "06 10:00 one is recycled: not_ready",
    ]


@pytest.mark.parametrize(
    ("outcome", "end"),
    [
        (NOT_READY + "calls: {then: drop}", "is dropped: not_ready"),
        (NOT_READY.replace("}, takes", "}, annoyed: 100%, takes"), "unsubscribed"),
        (NOT_READY.replace("not_ready", "not_interested"), "is lost: not_interested"),
        (NOT_READY.replace("not_ready", "bad_fit"), "is lost: bad_fit"),
    ],
)
def test_ends_of_a_conversation(tmp_path, outcome, end):
    assert traced(tmp_path, "one,9 h", ONE_REP + outcome) == [
        *arrives("04 09:00", "one", "ann"),
        "04 09:00 one ann starts first_call 1",
        "04 09:00 one ann reaches it after 0 min",
        "04 09:30 one ann finishes first_call, free at 04 09:30",
        f"04 09:30 one {end}",
    ]
