"""Load by hour of the week and open opportunities, as stories tell them."""

from datetime import date

import numpy as np

from funnelsim.model.codes import Cause, ItemClass, Status
from funnelsim.model.dtypes import REP
from funnelsim.model.tables import OpenDeal
from funnelsim.outcomes.load import HOURS
from funnelsim.outcomes.spans import DAY, HOUR

MONDAY = date(2027, 1, 4)
SDR, AE = 0, 1
FOREVER = 2**62


def at(weekday, hour):
    return 24 * weekday + hour


def hours_of(told, what, team=SDR):
    """Hours of the week with some of `what`, in hours of time."""
    found = told.fold().hours[team, :, HOURS.index(what)]
    return {int(i): found[i] / HOUR for i in np.flatnonzero(found)}


def waiting(told, tick, rep="anna"):
    return told.arrives(at=tick, entry=Status.MQL).mql(tick).assigned(tick, rep).queued(tick)


def test_a_wait_lies_in_the_hours_it_passes(story):
    told = story(origin=MONDAY)
    waiting(told, 9 * HOUR + HOUR // 2).starts(11 * HOUR + HOUR // 4)
    assert hours_of(told, "queue_ms") == {at(0, 9): 0.5, at(0, 10): 1, at(0, 11): 0.25}


def test_the_week_begins_on_monday_wherever_the_horizon_does(story):
    told = story(origin=date(2027, 1, 2))  # a Saturday
    waiting(told, DAY + 23 * HOUR).starts(2 * DAY + HOUR)
    assert hours_of(told, "queue_ms") == {at(6, 23): 1, at(0, 0): 1}


def test_a_wait_of_weeks_passes_every_hour(story):
    told = story(origin=MONDAY)
    waiting(told, 12 * HOUR).starts(14 * DAY + 14 * HOUR)
    expected = dict.fromkeys(range(168), 2.0) | {at(0, 12): 3.0, at(0, 13): 3.0}
    assert hours_of(told, "queue_ms") == expected


def test_only_the_horizon_counts(story):
    told = story(origin=MONDAY, days=7, run_off=7, warm_up=7)
    waiting(told, -3 * HOUR).starts(HOUR)
    waiting(told, 7 * DAY - HOUR)
    waiting(told, 8 * DAY).starts(9 * DAY)
    assert hours_of(told, "queue_ms") == {at(0, 0): 1, at(6, 23): 1}


def test_work_is_in_working_hours(story, office):
    told = story(origin=MONDAY, weekly=office)
    begin = 16 * HOUR + HOUR // 2
    waiting(told, begin).starts(begin).finishes(18 * HOUR, DAY + 10 * HOUR + HOUR // 2)
    assert hours_of(told, "busy_ms") == {at(0, 16): 0.5, at(1, 9): 1, at(1, 10): 0.5}


def test_reps_are_there_in_their_hours(story, office):
    rep = np.zeros((1, 3), REP)
    rep["present"], rep["ends"] = 1, FOREVER
    rep["ends"][0, 1] = DAY + 12 * HOUR  # ben leaves on Tuesday at noon
    away = [{"rep": 0, "begin": 3 * DAY, "end": 4 * DAY}]  # anna has a free Thursday
    told = story(origin=MONDAY, days=7, weekly=office, rep=rep, absences=away)
    staffed = hours_of(told, "staffed_ms")
    assert staffed[at(0, 9)] == staffed[at(1, 11)] == 2
    assert staffed[at(1, 12)] == staffed[at(4, 16)] == 1
    assert at(3, 9) not in staffed
    assert at(0, 17) not in staffed


def test_a_team_without_a_limit_works_and_is_never_full(story):
    told = story(origin=MONDAY, unlimited=[SDR])
    waiting(told, 0).starts(0).finishes(HOUR)
    assert hours_of(told, "busy_ms") == {0: 1}
    assert hours_of(told, "staffed_ms") == {}
    assert told.fold().desks["employed_ms"].tolist() == [0, 31 * DAY]


def test_reps_count_for_their_group_while_they_are_employed(story):
    rep = np.zeros((1, 3), REP)
    rep["present"], rep["ends"] = 1, FOREVER
    rep["starts"][0, 0] = 21 * DAY
    away = [{"rep": 1, "begin": 3 * DAY, "end": 4 * DAY}]
    told = story(rep=rep, absences=away)
    assert told.fold().desks["employed_ms"].tolist() == [41 * DAY, 31 * DAY]


# -- open opportunities ---------------------------------------------------------------------


def open_hours(told):
    return (told.fold().desks["open_ms"] / HOUR).tolist()


def deal(told, at=0):
    """An SQL whose first meeting is at `at`."""
    lead = told.arrives(at=at, entry=Status.SQL).sql(at, rep=-1)
    return lead.meeting(at, at, at + HOUR)


def test_an_opportunity_is_open_from_its_first_meeting_until_it_is_won(story):
    told = story()
    lead = told.arrives(entry=Status.SQL).sql(0, rep=-1)
    lead.meeting(HOUR, 5 * HOUR, 6 * HOUR).wins(30 * HOUR, 10.0)
    assert open_hours(told) == [0, 25]


def test_lost_or_cold_is_open_no_more(story):
    told = story()
    deal(told).lost(2 * HOUR)
    deal(told).assigned(HOUR, "carl").queued(HOUR, ItemClass.MEETING).cold(4 * HOUR, Cause.STALLED)
    assert open_hours(told) == [0, 6]


def test_what_is_open_at_the_end_counts_to_the_end(story):
    told = story(days=2)
    deal(told, DAY).wins(5 * DAY, 1.0)
    assert open_hours(told) == [0, 24]


def test_an_opportunity_is_with_the_rep_who_has_it(story):
    told = story()
    deal(told).assigned(3 * HOUR, "anna").lost(10 * HOUR)
    assert open_hours(told) == [7, 3]


def test_an_open_deal_counts_from_the_start_once_somebody_has_it(story):
    told = story(pipeline=[OpenDeal(0, 5, "crm.csv:2", 3, age=2.0 * DAY)])
    told.arrives(identity=5, entry=3).assigned(2 * HOUR, "carl").lost(6 * HOUR)
    assert open_hours(told) == [0, 4]


def test_a_lead_that_never_meets_anybody_is_no_opportunity(story):
    told = story()
    told.arrives(entry=Status.SQL).sql(0, rep=-1).assigned(0, "carl").queued(0, ItemClass.MEETING)
    assert open_hours(told) == [0, 0]
