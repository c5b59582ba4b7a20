"""Where leads are, and Little's law as an identity in ticks."""

import numpy as np
import pytest

from funnelsim.model.codes import Cause, ItemClass, Place, Status
from funnelsim.model.dtypes import LEAD
from funnelsim.model.tables import OpenDeal
from funnelsim.outcomes.places import moves, numbers_in_places, place_at, times_in_places
from funnelsim.outcomes.spans import DAY, HOUR


def hours_in_places(told):
    moved = moves(told.history())
    by_lead = times_in_places(moved, told.model.end)
    by_time = numbers_in_places(moved, told.model.end)
    assert by_lead.tolist() == by_time.tolist()
    return {place.name: by_lead[place] / HOUR for place in Place if by_lead[place]}


def test_a_life_from_place_to_place(story):
    told = story(days=1)
    lead = told.arrives(at=1 * HOUR).mql(3 * HOUR).assigned(4 * HOUR, "anna").queued(5 * HOUR)
    lead.starts(6 * HOUR).unreached(7 * HOUR).finishes(7 * HOUR)
    lead.queued(9 * HOUR, ItemClass.FOLLOW_UP).starts(10 * HOUR).reached(10 * HOUR)
    lead.finishes(11 * HOUR).sql(11 * HOUR).meeting(11 * HOUR, 13 * HOUR, 16 * HOUR)
    lead.wins(20 * HOUR, 1.0)
    assert hours_in_places(told) == {
        "NURTURE": 2, "HANDOFF": 1, "QUEUED": 2 + 1 + 2, "WORKED": 1 + 1 + 3, "BETWEEN": 2,
        "BUYER": 4, "GONE": 4,
    }  # fmt: skip


def test_stays_are_cut_to_the_horizon(story):
    told = story(days=1, warm_up=2)
    told.arrives(at=-DAY).cold(DAY + HOUR)
    told.arrives(at=-DAY).cold(-HOUR)
    told.arrives(at=DAY + HOUR)
    assert hours_in_places(told) == {"NURTURE": 24, "COLD": 24}


def test_coming_back(story):
    told = story(days=1)
    told.arrives().cold(HOUR).reactivated(3 * HOUR).to_competitor(6 * HOUR, returns=True).returned(
        10 * HOUR
    )
    assert hours_in_places(told) == {"NURTURE": 1 + 3 + 14, "COLD": 2, "GONE": 4}


def test_recycled_leads_are_nurtured_dropped_ones_gone(story):
    told = story(days=1)
    told.arrives(entry=Status.MQL).mql(0).recycled(12 * HOUR, Cause.UNREACHED)
    told.arrives(entry=Status.MQL).mql(0).recycled(18 * HOUR, Cause.UNREACHED, dropped=True)
    assert hours_in_places(told) == {"HANDOFF": 12 + 18, "NURTURE": 12, "GONE": 6}


@pytest.mark.parametrize("leaves_first", [True, False])
def test_who_left_during_the_meeting_gives_the_buyer_nothing_to_decide(story, leaves_first):
    told = story(days=1)
    lead = told.arrives(entry=Status.SQL).sql(0).assigned(0, "carl").queued(0, ItemClass.MEETING)
    lead.starts(0)
    if leaves_first:
        lead.left(6 * HOUR).finishes(6 * HOUR)
    else:
        lead.finishes(6 * HOUR).left(6 * HOUR)
    assert hours_in_places(told) == {"WORKED": 6, "GONE": 18}


def test_open_deals_wait_for_the_buyer_unless_queued(story):
    deals = [OpenDeal(0, i, "crm.csv", 3 if i == 1 else 2, age=0.0) for i in (1, 2)]
    told = story(days=1, pipeline=deals)
    told.arrives(identity=1, entry=3).assigned(0, "carl").wins(6 * HOUR, 1.0)
    told.arrives(identity=2, entry=2).assigned(0, "carl").queued(0, ItemClass.MEETING)
    assert hours_in_places(told) == {"BUYER": 6, "GONE": 18, "QUEUED": 24}


def test_without_stages_an_sql_is_the_end_of_the_story(story):
    lead = np.zeros((1, 12), LEAD)
    lead["first_stage"] = -1
    told = story(days=1, lead=lead)
    told.arrives(entry=Status.SQL).sql(HOUR)
    assert hours_in_places(told) == {"QUEUED": 1, "BUYER": 23}


def test_the_place_just_before_a_tick(story):
    told = story()
    told.arrives(at=HOUR).mql(2 * HOUR)
    history = told.history()
    moved = moves(history)
    places = [int(place_at(history, moved, t)[0]) for t in (HOUR, HOUR + 1, 2 * HOUR + 1)]
    assert places == [-1, Place.NURTURE, Place.HANDOFF]
