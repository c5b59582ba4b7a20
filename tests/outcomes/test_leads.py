"""The lead table, life by life."""

from types import SimpleNamespace

import numpy as np
import pytest

from funnelsim.model.codes import Cause, Place, Status
from funnelsim.model.tables import OpenDeal, ReplayLead
from funnelsim.outcomes.spans import BEFORE, DAY, HOUR, NEVER


def won_life(lead):
    lead.mql(3 * HOUR).assigned(3 * HOUR, "anna").queued(4 * HOUR).starts(5 * HOUR)
    lead.reached(5 * HOUR).finishes(6 * HOUR).sql(6 * HOUR)
    lead.meeting(6 * HOUR, 8 * HOUR, 9 * HOUR).advances(DAY, "proposal")
    return lead.meeting(DAY, 26 * HOUR, 27 * HOUR).wins(2 * DAY, 100.0)


def only(story):
    (row,) = story.leads()
    return SimpleNamespace(**{name: row[name] for name in row.dtype.names})


def test_a_customer(story):
    told = story()
    won_life(told.arrives("ads", at=2 * HOUR, segment="shop", region="south", deal=100.0))
    lead = only(told)
    assert (lead.channel, lead.segment, lead.region, lead.value) == (1, 1, 1, 100.0)
    assert (lead.created, lead.mql, lead.sql) == (2 * HOUR, 3 * HOUR, 6 * HOUR)
    assert (lead.opportunity, lead.won, lead.ended) == (8 * HOUR, 2 * DAY, 2 * DAY)
    assert (lead.revenue, lead.gross_profit) == (100.0, 50.0)
    assert (lead.place, lead.cause) == (Place.GONE, -1)
    assert (lead.visits, lead.attempts, lead.response_wall) == (1, 1, 2 * HOUR)


def test_a_lead_nobody_called(story):
    told = story()
    told.arrives(at=HOUR).mql(2 * HOUR).assigned(2 * HOUR, "anna").cold(5 * HOUR, Cause.FORGOTTEN)
    lead = only(told)
    assert (lead.place, lead.cause, lead.ended) == (Place.COLD, Cause.FORGOTTEN, 5 * HOUR)
    assert (lead.first_call, lead.response_wall, lead.response_working) == (NEVER, -1, -1)
    assert (lead.sql, lead.opportunity, lead.won) == (NEVER, NEVER, NEVER)


def test_a_lead_that_came_back_has_no_cause(story):
    told = story()
    told.arrives().cold(HOUR).reactivated(2 * HOUR)
    lead = only(told)
    assert (lead.place, lead.cause, lead.ended) == (Place.NURTURE, -1, NEVER)


def test_response_time_is_that_of_the_first_visit(story):
    told = story()
    lead = told.arrives().mql(HOUR).assigned(HOUR, "anna").queued(HOUR).starts(2 * HOUR)
    lead.reached(2 * HOUR).finishes(2 * HOUR).recycled(2 * HOUR)
    lead.mql(9 * HOUR).assigned(9 * HOUR, "anna").breached(10 * HOUR).queued(10 * HOUR)
    lead.starts(13 * HOUR).unreached(13 * HOUR).finishes(13 * HOUR)
    row = only(told)
    assert (row.visits, row.attempts, row.response_wall, row.breached) == (2, 2, HOUR, False)
    assert row.mql == HOUR


@pytest.mark.parametrize(
    ("loss", "cause"),
    [
        (lambda lead: lead.left(HOUR), Cause.CONTACT_LEFT),
        (lambda lead: lead.to_competitor(HOUR), Cause.COMPETITOR),
        (lambda lead: lead.unsubscribed(HOUR), Cause.UNSUBSCRIBED),
        (lambda lead: lead.disqualified(HOUR), Cause.DISQUALIFIED),
        (lambda lead: lead.says_no(HOUR, Cause.BAD_FIT), Cause.BAD_FIT),
        (lambda lead: lead.recycled(HOUR, Cause.UNREACHED, dropped=True), Cause.UNREACHED),
        (lambda lead: lead.lost(HOUR), Cause.LOST_DEAL),
    ],
)
def test_causes_of_leaving(story, loss, cause):
    told = story()
    loss(told.arrives())
    lead = only(told)
    assert (lead.place, lead.cause, lead.ended) == (Place.GONE, cause, HOUR)


def test_recycled_leads_are_open(story):
    told = story()
    told.arrives().mql(0).recycled(HOUR)
    assert only(told).place == Place.NURTURE


def test_positive_signals_count_others_do_not(story):
    told = story()
    lead = told.arrives(at=HOUR)
    lead.signals(3 * HOUR).signals(2 * HOUR)
    for negative in (8, 9, 10):
        lead.signals(5 * HOUR, negative)
    assert only(told).last_positive == 3 * HOUR


def test_touches_are_paid_by_the_channel_and_the_segment_of_their_lead(story):
    told = story()
    told.arrives("ads", segment="shop").touched(HOUR, 0.25).touched(2 * HOUR, 0.5)
    told.arrives()
    by = told.fold().by
    assert by["channel"]["cost"].tolist() == [0, 0.75, 0]
    assert by["segment"]["cost"].tolist() == [0, 0.75]


def test_an_open_deal_has_its_past_behind_it(story):
    deal = OpenDeal(0, 77, "crm.csv:2", int(Status.SQL), age=5.0 * DAY)
    told = story(pipeline=[deal])
    told.arrives(identity=77, entry=Status.SQL).meeting(0, HOUR, 2 * HOUR)
    told.arrives(at=HOUR)
    old, new = told.leads()
    assert (old["open_deal"], old["created"]) == (True, -5 * DAY)
    assert (old["mql"], old["sql"], old["opportunity"]) == (BEFORE, BEFORE, HOUR)
    assert (new["open_deal"], new["created"], new["mql"]) == (False, HOUR, NEVER)


def test_an_open_deal_in_a_stage_is_an_old_opportunity(story):
    told = story(pipeline=[OpenDeal(0, 77, "crm.csv:2", 4, age=0.0)])
    told.arrives(identity=77, entry=4).wins(DAY, 10.0)
    lead = only(told)
    assert (lead.opportunity, lead.won) == (BEFORE, DAY)


def test_zombies_are_counted_and_are_no_leads(story):
    told = story(pipeline=[OpenDeal(0, 77, "crm.csv:2", 4, age=9.0 * DAY, zombie=True)])
    told.arrives(identity=77, entry=4).zombie(0, 10.0)
    assert len(told.leads()) == 0
    assert told.fold().sums["zombies"] == 1
    assert told.fold().sums["open_deals"] == 0


def test_replayed_and_batch_leads_are_given(story):
    told = story(replay=[ReplayLead(0, 12345, 0, "leads.csv:2")])
    batch = 1 << 43 | 20_000 << 27 | 255 << 19 | 3
    drawn = 1 << 43 | 20_000 << 27 | 254 << 19 | 3
    for identity in (12345, batch, drawn):
        told.arrives(identity=identity)
    given = dict(zip(told.leads()["lead"].tolist(), told.leads()["given"].tolist(), strict=True))
    assert given == {12345: True, batch: True, drawn: False}


def test_gross_profit_uses_the_margin_in_force_at_the_win(story):
    margin = np.array([[0.5] * 12, [0.8] * 12])
    told = story(epochs=[DAY], margin=margin)
    told.arrives().wins(DAY - 1, 100.0)
    told.arrives().wins(DAY, 100.0)
    assert sorted(told.leads()["gross_profit"].tolist()) == [50.0, 80.0]
