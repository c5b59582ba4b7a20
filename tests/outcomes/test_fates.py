"""What became of a lead: one story for every fate, and what counts as its last loss."""

import numpy as np
import pytest

from funnelsim.model.codes import FIRST_STAGE, Cause, ItemClass, Row, Status
from funnelsim.outcomes.fates import ABSENT, FATES, Fates
from funnelsim.outcomes.spans import DAY, HOUR
from funnelsim.outcomes.wins import Wins, in_horizon, of_cohort

END = 31 * DAY
SDR, AE = 0, 1
PLANT, SHOP = 0, 2  # class of web leads from the north


def fate(told, lead):
    """The fate of one lead, chosen or won, by name."""
    fates = Fates(np.array([lead.id]), END)
    fates.look(told.history())
    found = fates[lead.id]
    return FATES[found.fate], found.stage, found.cls, found.team, found.tick


def worked(told, **arrival):
    """A lead that a rep has tried to reach once."""
    lead = told.arrives(**arrival).mql(HOUR).assigned(2 * HOUR, "anna").queued(2 * HOUR)
    return lead.starts(3 * HOUR)


@pytest.mark.parametrize("cause", [c for c in Cause if c <= Cause.NURTURE])
def test_cold(story, cause):
    told = story()
    lead = told.arrives(segment="shop").mql(HOUR).assigned(HOUR, "anna").cold(DAY, cause)
    assert fate(told, lead) == (cause.name.lower(), Status.MQL, SHOP, SDR, DAY)


def test_lost_for_other_reasons(story):
    told = story()
    recycled = worked(told).unreached(3 * HOUR).finishes(3 * HOUR).recycled(DAY, Cause.UNREACHED)
    not_ready = worked(told).reached(3 * HOUR).finishes(4 * HOUR).recycled(4 * HOUR)
    says_no = worked(told).reached(3 * HOUR).finishes(4 * HOUR).says_no(4 * HOUR)
    bad_fit = worked(told).reached(3 * HOUR).finishes(4 * HOUR).says_no(4 * HOUR, Cause.BAD_FIT)
    unfit = told.arrives().disqualified(HOUR)
    gone = told.arrives().left(5 * HOUR)
    elsewhere = worked(told).unreached(3 * HOUR).finishes(3 * HOUR).to_competitor(9 * HOUR)
    quiet = told.arrives().unsubscribed(6 * HOUR)
    assert fate(told, recycled) == ("unreached", Status.MQL, PLANT, SDR, DAY)
    assert fate(told, not_ready) == ("not_ready", Status.MQL, PLANT, SDR, 4 * HOUR)
    assert fate(told, says_no) == ("not_interested", Status.MQL, PLANT, SDR, 4 * HOUR)
    assert fate(told, bad_fit) == ("bad_fit", Status.MQL, PLANT, SDR, 4 * HOUR)
    assert fate(told, unfit) == ("disqualified", Status.LEAD, PLANT, -1, HOUR)
    assert fate(told, gone) == ("contact_left", Status.LEAD, PLANT, -1, 5 * HOUR)
    assert fate(told, elsewhere) == ("competitor", Status.MQL, PLANT, SDR, 9 * HOUR)
    assert fate(told, quiet) == ("unsubscribed", Status.LEAD, PLANT, -1, 6 * HOUR)


def test_a_deal_lost_with_the_team_that_had_it_last(story):
    told = story()
    lead = worked(told).reached(3 * HOUR).finishes(4 * HOUR).sql(4 * HOUR)
    lead.meeting(5 * HOUR, 6 * HOUR, 7 * HOUR).advances(2 * DAY, "proposal").lost(3 * DAY)
    assert fate(told, lead) == ("lost_deal", FIRST_STAGE + 1, PLANT, AE, 3 * DAY)


def test_still_under_way(story):
    told = story()
    nurtured = told.arrives(at=HOUR).touched(2 * DAY).signals(3 * DAY)
    at_work = worked(told)
    sql = told.arrives(entry=Status.SQL).sql(HOUR).assigned(HOUR, "carl")
    sql.queued(HOUR, ItemClass.MEETING)
    deal = told.arrives(entry=Status.SQL).sql(HOUR).meeting(HOUR, 2 * HOUR, 3 * HOUR)
    assert fate(told, nurtured) == ("open", Status.LEAD, PLANT, -1, HOUR)  # touches move nothing
    assert fate(told, at_work) == ("open", Status.MQL, PLANT, SDR, 3 * HOUR)
    assert fate(told, sql) == ("open", Status.SQL, PLANT, AE, HOUR)
    assert fate(told, deal) == ("open", FIRST_STAGE, PLANT, AE, 3 * HOUR)


def test_won(story):
    told = story()
    lead = told.arrives(entry=Status.SQL).sql(0).meeting(0, HOUR, 2 * HOUR).wins(DAY, 70.0)
    assert fate(told, lead) == ("for_less", FIRST_STAGE, PLANT, AE, DAY)
    back = told.arrives().cold(HOUR).reactivated(2 * HOUR).mql(3 * HOUR).sql(4 * HOUR)
    back.meeting(4 * HOUR, 5 * HOUR, 6 * HOUR).wins(2 * DAY, 70.0)  # whatever was before
    assert fate(told, back) == ("for_less", FIRST_STAGE, PLANT, AE, 2 * DAY)


def test_a_lead_is_lost_once_when_it_leaves_after_it_went_cold(story):
    told = story()
    lead = told.arrives().mql(HOUR).assigned(HOUR, "anna").cold(DAY, Cause.UNWORKED)
    lead.row(2 * DAY, Row.LEFT, c=1)
    other = told.arrives().cold(DAY).row(2 * DAY, Row.COMPETITOR, c=1)
    quiet = told.arrives().cold(DAY).row(2 * DAY, Row.UNSUBSCRIBED, c=1)
    assert fate(told, lead) == ("unworked", Status.MQL, PLANT, SDR, DAY)
    assert fate(told, other) == fate(told, quiet) == ("nurture", Status.LEAD, PLANT, -1, DAY)


def test_the_last_loss_counts(story):
    told = story()
    lead = worked(told).reached(3 * HOUR).finishes(4 * HOUR).recycled(4 * HOUR)
    lead.mql(2 * DAY).assigned(2 * DAY, "ben").cold(3 * DAY, Cause.UNWORKED)
    assert fate(told, lead) == ("unworked", Status.MQL, PLANT, SDR, 3 * DAY)
    left = worked(told).reached(3 * HOUR).finishes(4 * HOUR).recycled(4 * HOUR).left(5 * DAY)
    assert fate(told, left) == ("contact_left", Status.LEAD, PLANT, SDR, 5 * DAY)
    revived = told.arrives().cold(DAY).reactivated(2 * DAY).mql(3 * DAY)
    assert fate(told, revived) == ("nurture", Status.LEAD, PLANT, -1, DAY)  # it cost the time


def test_a_lead_that_comes_back_from_the_competitor(story):
    told = story()
    lead = worked(told).unreached(3 * HOUR).finishes(3 * HOUR).to_competitor(DAY, returns=True)
    lead.returned(5 * DAY).mql(6 * DAY)
    assert fate(told, lead) == ("competitor", Status.MQL, PLANT, SDR, DAY)
    lead.assigned(6 * DAY, "ben").cold(8 * DAY, Cause.UNWORKED)
    assert fate(told, lead) == ("unworked", Status.MQL, PLANT, SDR, 8 * DAY)
    phantom = told.arrives().to_competitor(DAY, returns=True).row(2 * DAY, Row.LEFT, c=1)
    assert fate(told, phantom) == ("competitor", Status.LEAD, PLANT, -1, DAY)


def test_what_happens_in_the_run_off_does_not_count(story):
    told = story()
    cold = told.arrives(at=HOUR).cold(END, Cause.NURTURE)
    won = told.arrives(entry=Status.SQL).sql(0).meeting(0, HOUR, 2 * HOUR).wins(END, 9.0)
    before = told.arrives(at=HOUR).cold(END - 1, Cause.NURTURE)
    assert fate(told, cold) == ("open", Status.LEAD, PLANT, -1, HOUR)
    assert fate(told, won) == ("open", FIRST_STAGE, PLANT, AE, 2 * HOUR)
    assert fate(told, before) == ("nurture", Status.LEAD, PLANT, -1, END - 1)


def test_only_leads_that_are_asked_for_or_won_have_a_fate(story):
    told = story()
    lead = told.arrives().cold(DAY)
    won = told.arrives(entry=Status.SQL).sql(0).meeting(0, HOUR, 2 * HOUR).wins(DAY, 70.0)
    fates = Fates(np.zeros(0, np.int64), END)
    fates.look(told.history())
    assert fates[lead.id] is ABSENT
    assert FATES[ABSENT.fate] == "never_came"
    assert FATES[fates[won.id].fate] == "for_less"


def test_wins_bear_the_margin_of_their_own_day_and_kind(story):
    margin = np.full((2, 12), 0.5)
    margin[1] = 0.25
    margin[1, SHOP] = 0.75
    told = story(epochs=(10 * DAY,), margin=margin)
    days = ((9, "shop"), (10, "shop"), (10, "plant"), (31, "plant"), (-1, "plant"))
    for tick, segment in ((day * DAY, segment) for day, segment in days):
        lead = told.arrives(at=min(0, tick), segment=segment, entry=Status.SQL)
        lead.row(tick, Row.WON, -1, value=100.0, stage=FIRST_STAGE)
    wins = Wins(told.model)
    wins.add(told.log())
    found = wins.table()
    assert found["tick"].tolist() == [9 * DAY, 10 * DAY, 10 * DAY, END]
    assert found["gross_profit"].tolist() == [50.0, 75.0, 25.0, 25.0]
    assert in_horizon(found, told.model).tolist() == [True, True, True, False]
    assert of_cohort(found, told.model).all()
    sums = told.fold().sums
    assert sums["revenue"] == found["revenue"][:3].sum()
    assert sums["gross_profit"] == found["gross_profit"][:3].sum()
