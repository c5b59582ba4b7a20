"""Queues, waits, stays, utilisation and SLA of teams."""

import numpy as np
import pytest

from funnelsim.model.codes import Cause, ItemClass, Status
from funnelsim.model.dtypes import LEAD, REP
from funnelsim.outcomes.frames import layout_of
from funnelsim.outcomes.lookup import worked_before
from funnelsim.outcomes.spans import DAY, HOUR

SDR, AE = 0, 1
FOREVER = 2**62


def items_of(told, team=SDR, item=ItemClass.FIRST_CALL):
    row = told.fold().items[team, item]
    return {name: row[name] for name in row.dtype.names}


def waiting(told, at=0, rep="anna"):
    """An MQL in the queue of a rep since `at`."""
    return told.arrives(at=at, entry=Status.MQL).mql(at).assigned(at, rep).queued(at)


def test_a_call_that_waits(story):
    told = story()
    waiting(told).starts(2 * HOUR).unreached(3 * HOUR).finishes(3 * HOUR, 4 * HOUR)
    assert items_of(told) == {
        "items": 1, "waited": 1, "cold": 0, "settled": 1, "wait_ms": 2 * HOUR, "finished": 1,
        "stay_ms": 3 * HOUR, "queue_ms": 2 * HOUR,
    }  # fmt: skip


def test_a_start_at_the_tick_of_becoming_visible_is_no_wait(story):
    told = story()
    waiting(told, at=HOUR).starts(HOUR)
    found = items_of(told)
    assert (found["items"], found["waited"], found["settled"], found["finished"]) == (1, 0, 1, 0)


def test_cold_at_once_has_waited(story):
    told = story()
    waiting(told).cold(0, Cause.UNWORKED)
    found = items_of(told)
    assert (found["waited"], found["cold"], found["wait_ms"]) == (1, 1, 0)


def test_other_exits_end_the_wait_and_are_not_cold(story):
    told = story()
    waiting(told).left(HOUR)
    waiting(told).to_competitor(2 * HOUR)
    found = items_of(told)
    assert (found["settled"], found["cold"], found["wait_ms"]) == (2, 0, 3 * HOUR)


def test_what_still_waits_is_not_settled_but_in_the_queue(story):
    told = story(days=1, run_off=1)
    waiting(told, at=23 * HOUR)
    found = items_of(told)
    assert (found["items"], found["waited"], found["settled"]) == (1, 1, 0)
    assert found["queue_ms"] == HOUR


def test_items_are_those_of_the_horizon_the_queue_is_everybodys(story):
    told = story(days=1, warm_up=1)
    waiting(told, at=-3 * HOUR).starts(2 * HOUR)
    waiting(told, at=DAY).starts(DAY + HOUR)
    found = items_of(told)
    assert (found["items"], found["wait_ms"], found["queue_ms"]) == (0, 0, 2 * HOUR)


def test_another_rep_of_the_team_does_not_end_the_wait(story):
    told = story()
    waiting(told).breached(HOUR).assigned(HOUR, "ben").starts(3 * HOUR).finishes(4 * HOUR)
    assert items_of(told)["items"] == 1
    assert items_of(told)["wait_ms"] == 3 * HOUR


@pytest.mark.parametrize("shown_again", [True, False])
def test_moving_to_another_team_ends_one_wait_and_begins_another(story, shown_again):
    told = story()
    lead = waiting(told).breached(HOUR).assigned(HOUR, "carl")
    if shown_again:
        lead.queued(HOUR)
    lead.starts(3 * HOUR).finishes(4 * HOUR)
    left, taken = items_of(told), items_of(told, AE)
    assert (left["items"], left["waited"], left["wait_ms"], left["finished"]) == (1, 1, HOUR, 0)
    assert (taken["items"], taken["wait_ms"], taken["stay_ms"]) == (1, 2 * HOUR, 3 * HOUR)


def test_escalation_before_anybody_saw_it_is_no_wait_in_the_first_team(story):
    told = story()
    lead = told.arrives(entry=Status.MQL).mql(0).assigned(0, "anna").breached(HOUR)
    lead.assigned(HOUR, "carl").queued(2 * HOUR).starts(3 * HOUR)
    assert items_of(told)["items"] == 0
    assert items_of(told, AE)["wait_ms"] == HOUR


def test_follow_ups_and_meetings_are_classes_of_their_own(story):
    told = story()
    lead = waiting(told).starts(0).unreached(0).finishes(0)
    lead.queued(5 * HOUR, ItemClass.FOLLOW_UP).starts(6 * HOUR).reached(6 * HOUR)
    lead.finishes(7 * HOUR).sql(7 * HOUR).meeting(7 * HOUR, 9 * HOUR, 12 * HOUR)
    assert items_of(told, SDR, ItemClass.FOLLOW_UP)["wait_ms"] == HOUR
    assert items_of(told, AE, ItemClass.MEETING)["stay_ms"] == 5 * HOUR


def test_a_lead_nobody_takes_up_is_in_no_queue(story):
    told = story()
    told.arrives(entry=Status.MQL).mql(0).assigned(0, "anna").cold(DAY, Cause.FORGOTTEN)
    assert items_of(told)["items"] == 0


# -- utilisation ----------------------------------------------------------------------------


def hours_of(told, team=SDR):
    row = told.fold().teams[team]
    return row["busy_ms"] / HOUR, row["available_ms"] / HOUR


def test_work_is_measured_in_working_time(story, office):
    told = story(days=31, weekly=office)  # from Friday 1 January; 21 open days
    friday = 15 * HOUR
    waiting(told, at=friday).starts(friday).finishes(3 * DAY + 10 * HOUR)
    busy, available = hours_of(told)
    assert (busy, available) == (2 + 1, 2 * 21 * 8)


def test_overhead_after_the_item_is_busy_time_overtime_is_not(story, office):
    told = story(weekly=office)
    waiting(told).starts(16 * HOUR).finishes(18 * HOUR, 3 * DAY + 11 * HOUR)
    assert hours_of(told)[0] == 1 + 2


def test_busy_time_is_cut_to_the_horizon(story):
    told = story(days=1, warm_up=1)
    waiting(told, at=-2 * HOUR).starts(-2 * HOUR).finishes(3 * HOUR)
    waiting(told, at=20 * HOUR, rep="ben").starts(20 * HOUR).finishes(DAY + 5 * HOUR)
    assert hours_of(told) == (3 + 4, 2 * 24)


def test_an_item_unfinished_when_the_log_ends_keeps_its_rep_busy(story):
    told = story(days=1, run_off=1)
    waiting(told, at=20 * HOUR).starts(20 * HOUR)
    assert hours_of(told)[0] == 4


def test_reps_count_while_they_are_employed_and_not_absent(story):
    rep = np.zeros((1, 3), REP)
    rep["present"], rep["ends"] = 1, FOREVER
    rep["starts"][0, 0], rep["ends"][0, 0] = 10 * DAY, 20 * DAY
    absences = [
        {"rep": 0, "begin": 8 * DAY, "end": 12 * DAY},
        {"rep": 0, "begin": 11 * DAY, "end": 13 * DAY},
        {"rep": 1, "begin": 30 * DAY, "end": 99 * DAY},
    ]
    told = story(days=31, rep=rep, absences=absences)
    assert hours_of(told) == (0, 24 * (7 + 30))


def test_a_rep_present_in_one_epoch_only(story):
    rep = np.zeros((2, 3), REP)
    rep["present"], rep["ends"] = 1, FOREVER
    rep["present"][0, 1] = 0
    told = story(days=31, epochs=[21 * DAY], rep=rep)
    assert hours_of(told) == (0, 24 * (31 + 10))


def test_teams_without_a_limit_have_no_utilisation(story):
    told = story(unlimited=[SDR])
    waiting(told).starts(0).finishes(HOUR)
    assert hours_of(told) == (1, 0)
    assert told.fold().sums["busy_ms"] == 0


def test_working_time_up_to_a_tick(story, office):
    told = story(weekly=office, absences=[{"rep": 0, "begin": 5 * DAY, "end": 6 * DAY}])
    frame = layout_of(told.model).frame(told.model)
    ticks = (-DAY, 0, 4 * DAY, 5 * DAY + 12 * HOUR, 31 * DAY, 35 * DAY)
    worked = [worked_before(frame, 0, tick) / HOUR for tick in ticks]
    assert worked == [0, 0, 16, 24, 160, 160]


# -- SLA ------------------------------------------------------------------------------------


def sla_of(told):
    row = told.fold().teams[SDR]
    return row["sla_met"], row["sla_breached"]


def test_called_in_time_or_not(story):
    told = story(sla=float(HOUR))
    waiting(told).starts(HOUR)
    waiting(told).breached(HOUR).starts(2 * HOUR)
    waiting(told).breached(HOUR).cold(DAY, Cause.UNWORKED)
    assert sla_of(told) == (1, 2)


def test_gone_before_the_deadline_is_neither(story):
    told = story(sla=float(HOUR))
    waiting(told).left(HOUR // 2)
    assert sla_of(told) == (0, 0)


def test_without_an_sla_nothing_is_counted(story):
    told = story()
    waiting(told).starts(HOUR)
    assert sla_of(told) == (0, 0)


def test_a_breach_is_charged_to_the_team_that_had_the_lead_first(story):
    told = story(sla=float(HOUR))
    waiting(told).breached(HOUR).assigned(HOUR, "carl").starts(2 * HOUR)
    assert sla_of(told) == (0, 1)
    assert told.fold().teams[AE]["sla_met"] == 0


def test_the_sla_in_force_at_the_hand_over_decides(story):
    lead = np.zeros((2, 12), LEAD)
    lead["sla"] = [[np.inf] * 12, [float(HOUR)] * 12]
    told = story(epochs=[DAY], lead=lead)
    waiting(told, at=DAY - 1).starts(2 * DAY)
    waiting(told, at=DAY).starts(DAY + HOUR)
    assert sla_of(told) == (1, 0)
