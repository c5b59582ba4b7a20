"""Traces of leads that go cold in nurture, and of those that come back."""

import pytest
from told import ONE_REP, accepted, handed_over, lines, outdent, traced

LEAD = "04 09:00 one arrives as lead"
UNREACHABLE = "qualification: {threshold: 1000, hand_over_at_once: []}\n"
WIN_BACK = """
shelf_life: {lead: 2 days}
nurture:
  back:
    for: {state: [cold]}
    after: 1 day
    max_times: TIMES
    touches: {mail: {responses: {ANSWER: 100%}}}
"""


def test_a_cold_lead_comes_back_and_is_handed_over(tmp_path):
    text = ONE_REP + WIN_BACK.replace("TIMES", "1").replace("ANSWER", "reply")
    assert traced(tmp_path, "one,9 h", text, "lead") == [
        LEAD,
        "06 09:00 one goes cold in lead: nurture",
        "07 09:00 one gets back.mail: reply",
        "07 09:00 one reply, score 15",
        "07 09:00 one is back: reply",
        *handed_over("07 09:00", "one", "ann"),
        "07 09:00 one ann starts first_call 1",
        *accepted("07 09:00", "one", "ann", 0),
    ]


@pytest.mark.parametrize("times", [1, 2])
def test_win_back_at_most_so_many_times(tmp_path, times):
    """Opened but never enough: back for two days, cold again, won back until no longer tried."""
    text = ONE_REP + UNREACHABLE
    text += WIN_BACK.replace("TIMES", str(times)).replace("ANSWER", "email_open")
    expected = [LEAD, "06 09:00 one goes cold in lead: nurture"]
    for day in (7, 10)[:times]:
        expected += [
            f"{day:02} 09:00 one gets back.mail: email_open",
            f"{day:02} 09:00 one email_open, score 5",
            f"{day:02} 09:00 one is back: email_open",
            f"{day + 2:02} 09:00 one goes cold in lead: nurture",
        ]
    assert traced(tmp_path, "one,9 h", text, "lead") == expected


def test_a_positive_signal_renews_the_shelf_life(tmp_path):
    """Two days from the arrival would end on the 6th at 09:00; the open on the 5th adds a day."""
    text = (
        ONE_REP
        + UNREACHABLE
        + """
    shelf_life: {lead: 2 days}
    nurture:
      welcome:
        for: {state: [new]}
        touches: {mail: {after: 1 day, responses: {email_open: 100%}}}
    """
    )
    assert traced(tmp_path, "one,9 h", outdent(text), "lead") == lines("""
        04 09:00 one arrives as lead
        05 09:00 one gets welcome.mail: email_open
        05 09:00 one email_open, score 5
        07 09:00 one goes cold in lead: nurture
    """)


def test_expiry_beats_the_touch_of_its_tick(tmp_path):
    text = (
        ONE_REP
        + UNREACHABLE
        + """
    shelf_life: {lead: 1 day}
    nurture:
      welcome:
        for: {state: [new]}
        touches: {mail: {after: 1 day, responses: {reply: 100%}}}
    """
    )
    assert traced(tmp_path, "one,9 h", outdent(text), "lead") == lines("""
        04 09:00 one arrives as lead
        05 09:00 one goes cold in lead: nurture
    """)
