"""Traces of programmes, signals, scores, going cold in nurture and coming back."""

import pytest
from told import ONE_REP, accepted, handed_over, lines, outdent, traced

LEAD = "04 09:00 one arrives as lead"
UNREACHABLE = "qualification: {threshold: 1000, hand_over_at_once: []}\n"


@pytest.mark.parametrize(
    ("after", "more", "when"),
    [
        ("10 h 59 min", "", "04 19:59"),
        ("11 h", "", "05 09:00"),
        ("15 h", "", "05 09:00"),
        ("23 h 59 min", "", "05 09:00"),
        ("24 h", "", "05 09:00"),
        ("24 h 1 min", "", "05 09:01"),
        ("11 h", ", any_time: true", "04 20:00"),
        ("15 h", ", any_time: true", "05 00:00"),
    ],
)
def test_touches_due_between_20_and_9_wait_for_the_morning(tmp_path, after, more, when):
    text = f"nurture: {{welcome: {{touches: {{mail: {{after: {after}{more}}}}}}}}}"
    told = traced(tmp_path, "one,9 h", ONE_REP + text, "lead")
    assert told == [LEAD, f"{when} one gets welcome.mail: nothing"]


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (1, ["05 mail", "06 card", "09 card", "12 card", "15 card"]),
        (
            2,
            [
                "05 mail",
                "06 card",
                "08 mail",
                "09 card",
                "11 mail",
                "12 card",
                "14 mail",
                "15 card",
            ],
        ),
    ],
)
def test_the_last_touches_repeat(tmp_path, last, expected):
    text = (
        ONE_REP
        + f"""
    nurture:
      welcome:
        touches: {{mail: {{after: 1 day}}, card: {{after: 2 days, kind: post}}}}
        repeat: {{last: {last}, every: 3 days}}
    """
    )
    told = traced(tmp_path, "one,9 h", outdent(text), "lead", ["horizon=12 days"])
    days = [line.split(" ") for line in expected]
    assert told == [
        LEAD,
        *(f"{day} 09:00 one gets welcome.{touch}: nothing" for day, touch in days),
    ]


def test_every_third_unopened_mail_in_a_row_costs_points(tmp_path):
    """Daily mails never opened: 30 points fall by 10 on days 3, 6, 9 and stay at 0."""
    text = (
        ONE_REP
        + UNREACHABLE
        + """
    nurture:
      welcome:
        touches: {mail: {after: 1 day, responses: {email_open: 0%}, otherwise: ignored_email}}
        repeat: {last: 1, every: 1 day}
    """
    )
    told = traced(
        tmp_path, "one,9 h", outdent(text), "lead",
        ["horizon=13 days", "channels.in.entry_score=30"],
    )  # fmt: skip
    expected = [LEAD]
    for day in range(5, 17):
        expected.append(f"{day:02} 09:00 one gets welcome.mail: nothing")
        if day in (7, 10, 13, 16):
            score = {7: 20, 10: 10, 13: 0, 16: 0}[day]
            expected.append(f"{day:02} 09:00 one ignored_email, score {score}")
    assert told == expected


def test_an_opened_mail_starts_the_count_again(tmp_path):
    """Two ignored, one opened, three ignored: only the last of these costs points."""
    text = (
        ONE_REP
        + UNREACHABLE
        + """
    nurture:
      welcome:
        touches:
          m1: {after: 1 day, responses: {email_open: 0%}, otherwise: ignored_email}
          m2: {after: 2 days, responses: {email_open: 0%}, otherwise: ignored_email}
          m3: {after: 3 days, responses: {email_open: 100%}, otherwise: ignored_email}
          m4: {after: 4 days, responses: {email_open: 0%}, otherwise: ignored_email}
          m5: {after: 5 days, responses: {email_open: 0%}, otherwise: ignored_email}
          m6: {after: 6 days, responses: {email_open: 0%}, otherwise: ignored_email}
    """
    )
    told = traced(tmp_path, "one,9 h", outdent(text), "lead", ["channels.in.entry_score=30"])
    assert told == lines("""
        04 09:00 one arrives as lead
        05 09:00 one gets welcome.m1: nothing
        06 09:00 one gets welcome.m2: nothing
        07 09:00 one gets welcome.m3: email_open
        07 09:00 one email_open, score 35
        08 09:00 one gets welcome.m4: nothing
        09 09:00 one gets welcome.m5: nothing
        10 09:00 one gets welcome.m6: nothing
        10 09:00 one ignored_email, score 25
    """)


def test_a_booked_call_is_cancelled(tmp_path):
    text = (
        ONE_REP
        + UNREACHABLE
        + """
    behaviour: {cancels: 100% of book_call after exactly 2 days}
    nurture: {welcome: {touches: {mail: {after: 1 day, responses: {book_call: 100%}}}}}
    """
    )
    assert traced(tmp_path, "one,9 h", outdent(text), "lead") == lines("""
        04 09:00 one arrives as lead
        05 09:00 one gets welcome.mail: book_call
        05 09:00 one book_call, score 25
        07 09:00 one cancel_call, score 20
    """)


def test_the_score_halves(tmp_path):
    """In a day: 40 points of arrival are 20 when the mail is opened, 25 with it, then 17.5."""
    text = (
        ONE_REP
        + """
    qualification: {threshold: 1000, hand_over_at_once: [], score_half_life: 1 day}
    nurture:
      welcome:
        touches:
          m1: {after: 1 day, responses: {email_open: 100%}}
          m2: {after: 2 days, responses: {email_open: 100%}}
    """
    )
    told = traced(tmp_path, "one,9 h", outdent(text), "lead", ["channels.in.entry_score=40"])
    assert told == lines("""
        04 09:00 one arrives as lead
        05 09:00 one gets welcome.m1: email_open
        05 09:00 one email_open, score 25
        06 09:00 one gets welcome.m2: email_open
        06 09:00 one email_open, score 17.5
    """)


def test_unsubscribing_ends_it(tmp_path):
    """Answers act in list order: the open counts, the third answer finds nobody."""
    text = (
        ONE_REP
        + UNREACHABLE
        + """
    nurture:
      welcome:
        touches:
          m1: {after: 1 day, responses: {email_open: 100%, unsubscribe: 100%, reply: 100%}}
          m2: {after: 2 days}
    """
    )
    assert traced(tmp_path, "one,9 h", outdent(text), "lead") == lines("""
        04 09:00 one arrives as lead
        05 09:00 one gets welcome.m1: email_open, reply, unsubscribe
        05 09:00 one email_open, score 5
        05 09:00 one unsubscribe, score 0
        05 09:00 one unsubscribed
    """)


VERDICT = """
qualification: {threshold: 15, good_fit_passes: GOOD, bad_fit_passes: BAD}
nurture: {welcome: {touches: {mail: {after: 1 day, responses: {reply: 100%}}}}}
"""


@pytest.mark.parametrize(("fit", "good", "bad"), [("yes", "0%", "100%"), ("no", "100%", "0%")])
def test_disqualified_by_the_verdict_on_fit(tmp_path, fit, good, bad):
    text = ONE_REP + VERDICT.replace("GOOD", good).replace("BAD", bad)
    assert traced(tmp_path, f"id,time,fit\none,9 h,{fit}", text, "lead") == lines("""
        04 09:00 one arrives as lead
        05 09:00 one gets welcome.mail: reply
        05 09:00 one reply, score 15
        05 09:00 one disqualified
    """)


@pytest.mark.parametrize(("fit", "good", "bad"), [("yes", "100%", "0%"), ("no", "0%", "100%")])
def test_passed_by_the_verdict_on_fit(tmp_path, fit, good, bad):
    text = ONE_REP + VERDICT.replace("GOOD", good).replace("BAD", bad)
    text += "conversation: {unfit: {accepted: 100%}}"
    assert traced(tmp_path, f"id,time,fit\none,9 h,{fit}", text, "lead") == [
        LEAD,
        "05 09:00 one gets welcome.mail: reply",
        "05 09:00 one reply, score 15",
        *handed_over("05 09:00", "one", "ann"),
        "05 09:00 one ann starts first_call 1",
        *accepted("05 09:00", "one", "ann", 0),
    ]


def test_the_threshold_is_reached_not_only_passed(tmp_path):
    """Opens of 5 points each and a threshold of 10: the second one hands over."""
    text = (
        ONE_REP
        + """
    qualification: {threshold: 10}
    nurture:
      welcome: {touches: {m1: {after: 1 day, responses: {email_open: 100%}},
                          m2: {after: 2 days, responses: {email_open: 100%}},
                          m3: {after: 3 days, responses: {email_open: 100%}}}}
    """
    )
    assert traced(tmp_path, "one,9 h", outdent(text), "lead") == [
        LEAD,
        "05 09:00 one gets welcome.m1: email_open",
        "05 09:00 one email_open, score 5",
        "06 09:00 one gets welcome.m2: email_open",
        "06 09:00 one email_open, score 10",
        *handed_over("06 09:00", "one", "ann"),
        "06 09:00 one ann starts first_call 1",
        *accepted("06 09:00", "one", "ann", 0),
    ]


def test_entry_mixes(tmp_path):
    """Leads with the threshold on arrival are judged at once; MQL and SQL skip what lies before."""
    text = (
        ONE_REP
        + """
    qualification: {threshold: 10}
    stages: {demo: {rep_time: 1 h}}
    """
    )
    leads = "id,time,enters\na,9 h,lead\nb,12 h,mql\nc,15 h,sql"
    told = traced(tmp_path, leads, outdent(text), "lead", ["channels.in.entry_score=10"])
    met = [
        "waits for ann: meeting",
        "ann starts meeting",
        "enters demo",
    ]
    won = ["ann finishes meeting, free at 04 {}", "is won: 1000"]
    assert told == [
        "04 09:00 a arrives as lead",
        *handed_over("04 09:00", "a", "ann"),
        "04 09:00 a ann starts first_call 1",
        *accepted("04 09:00", "a", "ann", 0),
        *(f"04 09:00 a {row}" for row in met),
        *(f"04 10:00 a {row}".format("10:00") for row in won),
        *arrives_as_mql("04 12:00", "b"),
        *accepted("04 12:00", "b", "ann", 0),
        *(f"04 12:00 b {row}" for row in met),
        *(f"04 13:00 b {row}".format("13:00") for row in won),
        "04 15:00 c arrives as sql",
        "04 15:00 c is an SQL",
        "04 15:00 c goes to ann",
        *(f"04 15:00 c {row}" for row in met),
        *(f"04 16:00 c {row}".format("16:00") for row in won),
    ]


def arrives_as_mql(when, lead):
    return [
        f"{when} {lead} arrives as mql",
        *handed_over(when, lead, "ann"),
        f"{when} {lead} ann starts first_call 1",
    ]
