"""Traces printed in the literature of this model, row by row, from the shipped scenarios."""

from told import SCENARIOS, story_of


def told(name):
    return story_of(SCENARIOS / "traces" / f"{name}.yaml")


def comes(when, lead):
    """The four rows with which an SQL arrives at the pool."""
    return [
        f"{when} {lead} arrives as sql",
        f"{when} {lead} is an SQL",
        f"{when} {lead} goes to the pool of t",
        f"{when} {lead} waits for anybody: meeting",
    ]


def starts(when, lead):
    return [f"{when} {lead} core starts meeting", f"{when} {lead} enters work"]


def ends(when, lead):
    return [
        f"{when} {lead} core finishes meeting, free at {when}",
        f"{when} {lead} is won: 1",
    ]


def cold(when, lead):
    return [f"{when} {lead} goes cold in sql: stalled"]


def test_every_second_lead_goes_cold():
    """Hours 7, 14, 21, 28; work 11 h, shelf life 3 h: cold at 17 h and 31 h."""
    assert told("trace-1") == [
        *comes("04 07:00", "lead 1"),
        *starts("04 07:00", "lead 1"),
        *comes("04 14:00", "lead 2"),
        *cold("04 17:00", "lead 2"),
        *ends("04 18:00", "lead 1"),
        *comes("04 21:00", "lead 3"),
        *starts("04 21:00", "lead 3"),
        *comes("05 04:00", "lead 4"),
        *cold("05 07:00", "lead 4"),
    ]


def test_two_leads_go_cold_at_one_tick():
    """Hours 3, 4, 5, 20; work 20 h; lives 100, 7, 6, 100 h: starts at 3 h and 23 h."""
    assert told("trace-2") == [
        *comes("04 03:00", "lead 1"),
        *starts("04 03:00", "lead 1"),
        *comes("04 04:00", "lead 2"),
        *comes("04 05:00", "lead 3"),
        *cold("04 11:00", "lead 2"),
        *cold("04 11:00", "lead 3"),
        *comes("04 20:00", "lead 4"),
        *ends("04 23:00", "lead 1"),
        *starts("04 23:00", "lead 4"),
        *ends("05 19:00", "lead 4"),
    ]


def test_a_rep_freed_at_an_instant_takes_the_lead_of_that_instant():
    expected = [*comes("04 00:00", "lead 1"), *starts("04 00:00", "lead 1")]
    for hour in range(1, 10):
        when = f"04 {hour:02}:00"
        expected += ends(when, f"lead {hour}")
        expected += comes(when, f"lead {hour + 1}") + starts(when, f"lead {hour + 1}")
    assert told("trace-3") == [*expected, *ends("04 10:00", "lead 10")]


def test_ten_hours_from_friday_afternoon_end_on_monday_at_closing_time():
    assert told("trace-friday") == [
        *comes("08 15:00", "lead 1"),
        *starts("08 15:00", "lead 1"),
        *ends("11 17:00", "lead 1"),
    ]


def test_an_item_of_friday_evening_waits_for_tuesday_over_a_holiday():
    assert told("trace-holiday") == [
        *comes("08 18:00", "lead 1"),
        *starts("12 09:00", "lead 1"),
        *ends("12 10:00", "lead 1"),
    ]
