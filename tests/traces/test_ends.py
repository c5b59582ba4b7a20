"""Traces of what ends a lead at work, of what comes back, and of what changes at a date."""

from meetings import DEMO, ONE_SELLER, comes, done, meets
from told import ONE_REP, accepted, arrives, lines, missed, outdent, traced

SOON = "exponential(mean=1 s)"


def test_a_competitor_who_comes_during_work_is_seen_at_its_end(tmp_path):
    """Not won although the meeting is held and everybody converts."""
    text = (
        DEMO + ONE_SELLER + f"hazards: {{competitor: {{lead: never, mql: never, sql: {SOON}}}}}\n"
    )
    assert traced(tmp_path, "one,9 h", text, "sql") == [
        *comes("04 09:00", "one", "ann"),
        *meets("04 09:00", "one", "ann"),
        *done("04 10:00", "one", "ann"),
        "04 10:00 one buys elsewhere in demo",
    ]


def test_a_contact_who_left_counts_before_a_competitor(tmp_path):
    text = DEMO + ONE_SELLER
    text += (
        f"hazards: {{changes_job: {SOON}, competitor: {{lead: never, mql: never, sql: {SOON}}}}}\n"
    )
    assert traced(tmp_path, "one,9 h", text, "sql") == [
        *comes("04 09:00", "one", "ann"),
        *meets("04 09:00", "one", "ann"),
        *done("04 10:00", "one", "ann"),
        "04 10:00 one has left in demo",
    ]


def test_a_competitor_during_an_attempt_in_vain(tmp_path):
    text = ONE_REP + f"hazards: {{competitor: {{lead: never, mql: {SOON}, sql: never}}}}\n"
    text += "calls: {first_call_reaches: 0%, takes: 1 h, then: drop}\n"
    assert traced(tmp_path, "one,9 h", text) == [
        *arrives("04 09:00", "one", "ann"),
        "04 09:00 one ann starts first_call 1",
        *missed("04 10:00", "one", "ann"),
        "04 10:00 one buys elsewhere in mql",
    ]


def test_back_from_the_competitor(tmp_path):
    """Lost within a minute of the hand-over, back after three days as a recycled lead; won back
    once, lost again, back again, and then left alone."""
    text = (
        ONE_REP
        + f"""
    handoff: {{delay: 1 day}}
    hazards:
      competitor: {{lead: never, mql: {SOON}, sql: never}}
      return_after: exactly 3 days
    nurture:
      back:
        for: {{state: [recycled]}}
        max_times: 1
        touches: {{mail: {{responses: {{reply: 100%}}}}}}
    """
    )
    assert traced(tmp_path, "one,9 h", outdent(text)) == lines("""
        04 09:00 one arrives as mql
        04 09:00 one is an MQL (visit 1)
        04 09:00 one buys elsewhere in mql
        07 09:00 one returns
        07 09:00 one gets back.mail: reply
        07 09:00 one reply, score 15
        07 09:00 one is back: reply
        07 09:00 one is an MQL (visit 2)
        07 09:00 one buys elsewhere in mql
        10 09:00 one returns
    """)


def test_who_left_the_firm_does_not_return(tmp_path):
    text = (
        ONE_REP
        + f"""
    handoff: {{delay: 1 day}}
    hazards:
      changes_job: exponential(mean=1 h)
      competitor: {{lead: never, mql: {SOON}, sql: never}}
      return_after: exactly 3 days
    """
    )
    assert traced(tmp_path, "one,9 h", outdent(text)) == lines("""
        04 09:00 one arrives as mql
        04 09:00 one is an MQL (visit 1)
        04 09:00 one buys elsewhere in mql
        07 09:00 one has left in mql
    """)


def test_unfit_leads_are_lost_at_the_last_decision(tmp_path):
    text = (
        ONE_SELLER
        + """
    stages:
      demo: {by: ae, rep_time: 1 h, buyer_takes: 1 day, reasons: {price: 100%}}
      offer: {by: ae, rep_time: 2 h, buyer_takes: 1 day, reasons: {price: 100%}}
    """
    )
    assert traced(tmp_path, "id,time,fit\none,9 h,no", outdent(text), "sql") == [
        *comes("04 09:00", "one", "ann"),
        *meets("04 09:00", "one", "ann"),
        *done("04 10:00", "one", "ann"),
        "05 10:00 one enters offer",
        "05 10:00 one waits for ann: meeting",
        "05 10:00 one ann starts meeting",
        *done("05 12:00", "one", "ann"),
        "06 12:00 one is lost: bad_fit (price)",
    ]


def test_a_decision_reads_the_table_of_its_own_tick(tmp_path):
    """From Wednesday nobody is reached and nothing delays the hand-over. `one` was delayed before,
    and is called after; `two` arrives at the first tick of Wednesday."""
    text = (
        ONE_REP
        + """
    handoff: {delay: 2 h}
    calls: {then: drop}
    changes:
      - {from: 2027-01-06, set: {handoff.delay: 0 min, calls.first_call_reaches: 0%}}
    """
    )
    assert traced(tmp_path, "zero,9 h\none,47 h\ntwo,48 h", outdent(text)) == [
        "04 09:00 zero arrives as mql",
        "04 09:00 zero is an MQL (visit 1)",
        "04 11:00 zero goes to ann",
        "04 11:00 zero waits for ann: first_call",
        "04 11:00 zero ann starts first_call 1",
        *accepted("04 11:00", "zero", "ann", 120),
        "05 23:00 one arrives as mql",
        "05 23:00 one is an MQL (visit 1)",
        *arrives("06 00:00", "two", "ann"),
        "06 00:00 two ann starts first_call 1",
        *missed("06 00:00", "two", "ann"),
        "06 00:00 two is dropped: unreached",
        "06 01:00 one goes to ann",
        "06 01:00 one waits for ann: first_call",
        "06 01:00 one ann starts first_call 1",
        *missed("06 01:00", "one", "ann"),
        "06 01:00 one is dropped: unreached",
    ]


NEGLECT = """
shelf_life: {mql: 3 days}
policies: {neglect: {from: 2027-01-06, set: {teams.sdr.habits.never_worked: 100%}}}
"""


def test_a_policy_acts_from_its_date(tmp_path):
    told = traced(tmp_path, "one,47 h\ntwo,48 h", ONE_REP + NEGLECT, with_=("neglect",))
    assert told == [
        *arrives("05 23:00", "one", "ann"),
        "05 23:00 one ann starts first_call 1",
        *accepted("05 23:00", "one", "ann", 0),
        "06 00:00 two arrives as mql",
        "06 00:00 two is an MQL (visit 1)",
        "06 00:00 two goes to ann",
        "09 00:00 two goes cold in mql: forgotten",
    ]


def test_a_policy_that_is_not_chosen_does_not_act(tmp_path):
    told = traced(tmp_path, "one,47 h\ntwo,48 h", ONE_REP + NEGLECT)
    assert told == [
        *arrives("05 23:00", "one", "ann"),
        "05 23:00 one ann starts first_call 1",
        *accepted("05 23:00", "one", "ann", 0),
        *arrives("06 00:00", "two", "ann"),
        "06 00:00 two ann starts first_call 1",
        *accepted("06 00:00", "two", "ann", 0),
    ]
