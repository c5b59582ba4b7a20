"""Traces of working time: absences, ramps, time zones, overhead, closing time."""

from meetings import DEMO, OFFICE, ONE_SELLER, comes, held, meets, won
from told import ONE_REP, arrives, lines, traced


def test_an_absence_pauses_work_and_holds_new_leads(tmp_path):
    """Ten hours from Monday 15:00 over a Tuesday off; `two` comes on that day and is ann's on
    Wednesday at 00:00, when she is back."""
    text = OFFICE + DEMO
    text += "teams: {ae: {reps: {ann: {absences: [{from: 2027-01-05, until: 2027-01-05}]}}}}\n"
    leads = "id,time,work\none,15 h,10 h\ntwo,36 h,1 h"
    assert traced(tmp_path, leads, text, "sql") == [
        *comes("04 15:00", "one", "ann"),
        *meets("04 15:00", "one", "ann"),
        *held("05 12:00", "two"),
        "06 00:00 two goes to ann",
        *won("06 17:00", "one", "ann"),
        *meets("07 09:00", "two", "ann"),
        *won("07 10:00", "two", "ann"),
    ]


def test_a_new_rep_ramps_up(tmp_path):
    """Half speed in the first month of 30.4375 days, from 5 January 00:00 on."""
    text = DEMO + "teams: {ae: {reps: {ann: {starts: 2027-01-05, ramp: [50%]}}}}\n"
    leads = "id,time,work\none,9 h,2 h\ntwo,2027-02-04 10:29,2 h\nthree,2027-02-09 09:00,2 h"
    assert traced(tmp_path, leads, text, "sql", ["horizon=60 days"]) == [
        *held("04 09:00", "one"),
        "05 00:00 one goes to ann",
        *meets("05 00:00", "one", "ann"),
        *won("05 04:00", "one", "ann"),
        *comes("04 10:29", "two", "ann"),
        *meets("04 10:29", "two", "ann"),
        *won("04 14:29", "two", "ann"),
        *comes("09 09:00", "three", "ann"),
        *meets("09 09:00", "three", "ann"),
        *won("09 11:00", "three", "ann"),
    ]


def test_items_of_a_rep_who_leaves_go_to_others(tmp_path):
    """ann works to the end of the 4th; what she began she finishes, what waits goes to bob."""
    text = DEMO + "teams: {ae: {reps: {ann: {ends: 2027-01-04}, bob: {starts: 2027-01-05}}}}\n"
    leads = "id,time,work\none,20 h,6 h\ntwo,21 h,1 h"
    assert traced(tmp_path, leads, text, "sql") == [
        *comes("04 20:00", "one", "ann"),
        *meets("04 20:00", "one", "ann"),
        *comes("04 21:00", "two", "ann"),
        "05 00:00 two goes to bob",
        *meets("05 00:00", "two", "bob"),
        *won("05 01:00", "two", "bob"),
        *won("05 02:00", "one", "ann"),
    ]


def test_time_zones_shift_the_hours(tmp_path):
    """ann's 09:00 is 15:00 here, bob's 07:00: he takes the lead of 06:00, she that of 15:30."""
    text = OFFICE + DEMO
    text += "teams: {ae: {assign: pool, reps: {ann: {time_zone: -6 h}, bob: {time_zone: 2 h}}}}\n"
    told = traced(tmp_path, "one,6 h\ntwo,15.5 h\nthree,23 h", text, "sql")
    assert [line for line in told if "starts" in line or "finishes" in line] == lines("""
        04 07:00 one bob starts meeting
        04 08:00 one bob finishes meeting, free at 04 08:00
        04 15:30 two ann starts meeting
        04 16:30 two ann finishes meeting, free at 04 16:30
        05 07:00 three bob starts meeting
        05 08:00 three bob finishes meeting, free at 05 08:00
    """)


def test_a_rep_is_busy_elsewhere_after_an_item(tmp_path):
    """Half of the time sells: an hour of work costs another, over the weekend if need be."""
    text = OFFICE + DEMO + ONE_SELLER.replace("reps:", "selling_time: 50%, reps:")
    leads = "one,2027-01-08 13:00\ntwo,2027-01-08 13:30\nthree,2027-01-08 15:30"
    assert traced(tmp_path, leads, text, "sql") == [
        *comes("08 13:00", "one", "ann"),
        *meets("08 13:00", "one", "ann"),
        *comes("08 13:30", "two", "ann"),
        *won("08 14:00", "one", "ann", free="08 15:00"),
        *meets("08 15:00", "two", "ann"),
        *comes("08 15:30", "three", "ann"),
        *won("08 16:00", "two", "ann", free="08 17:00"),
        *meets("11 09:00", "three", "ann"),
        *won("11 10:00", "three", "ann", free="11 11:00"),
    ]


def test_a_call_runs_on_past_closing_time(tmp_path):
    text = OFFICE + ONE_REP + "calls: {takes: 40 min}\nconversation: {takes: 1 h}\n"
    assert traced(tmp_path, "one,2027-01-08 16:30\ntwo,2027-01-08 16:40", text) == [
        *arrives("08 16:30", "one", "ann"),
        "08 16:30 one ann starts first_call 1",
        *arrives("08 16:40", "two", "ann"),
        "08 17:10 one ann reaches it after 40 min",
        "08 18:10 one ann finishes first_call, free at 08 18:10",
        "08 18:10 one is an SQL",
        "11 09:00 two ann starts first_call 1",
        "11 09:40 two ann reaches it after 3900 min",
        "11 10:40 two ann finishes first_call, free at 11 10:40",
        "11 10:40 two is an SQL",
    ]
