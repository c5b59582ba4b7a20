"""The ledger of lost leads and paper loss."""

import numpy as np

from funnelsim.model.codes import Cause, ItemClass, Row, Status
from funnelsim.outcomes.ledger import ledger
from funnelsim.outcomes.spans import DAY, HOUR, NEVER

LEAD, MQL, SQL, DISCOVERY, PROPOSAL = range(5)


def entries(told):
    return ledger(told.history())


def paper(told):
    sums = told.fold().sums
    return sums["paper_gross"], sums["paper_recovered"], sums["paper_loss"]


def test_an_entry_of_the_ledger(story):
    told = story()
    lead = told.arrives().mql(HOUR).assigned(HOUR, "anna").cold(DAY, Cause.FORGOTTEN, 10.0)
    (loss,) = entries(told)
    assert (loss["tick"], loss["lead"], loss["recovered"]) == (DAY, lead.id, NEVER)
    assert (loss["stage"], loss["cause"], loss["book"]) == (MQL, Cause.FORGOTTEN, 10.0)
    assert paper(told) == (10, 0, 10)


def test_neglected_sql_lose_their_book_value(story):
    told = story()
    for _ in range(5):
        sql = told.arrives(entry=Status.SQL, deal=100_000.0).sql(0).assigned(0, "carl")
        sql.queued(0, ItemClass.MEETING).cold(0, Cause.STALLED, 25_000.0)
    assert paper(told) == (125_000, 0, 125_000)


def test_reactivation_recovers_a_lead_but_not_an_mql(story):
    told = story()
    told.arrives().cold(HOUR, book=1.0).reactivated(2 * HOUR)
    told.arrives().mql(0).cold(HOUR, Cause.UNWORKED, 10.0).reactivated(2 * HOUR)
    assert entries(told)["recovered"].tolist() == [2 * HOUR, NEVER]
    assert paper(told) == (11, 1, 10)


def test_an_mql_is_recovered_when_it_is_one_again(story):
    told = story()
    told.arrives().mql(0).cold(HOUR, Cause.UNWORKED, 10.0).reactivated(2 * HOUR).mql(3 * HOUR)
    assert entries(told)["recovered"].tolist() == [3 * HOUR]


def test_going_further_than_before_recovers_too(story):
    told = story()
    lead = told.arrives(entry=Status.SQL).sql(0).cold(HOUR, Cause.STALLED, 100.0)
    lead.stage = MQL
    lead.sql(5 * HOUR)
    assert entries(told)["recovered"].tolist() == [5 * HOUR]


def test_a_stage_is_recovered_at_that_stage_not_before(story):
    told = story()
    lead = told.arrives(entry=Status.SQL).sql(0).meeting(0, HOUR, 2 * HOUR)
    lead.advances(3 * HOUR, "proposal").queued(3 * HOUR, ItemClass.MEETING)
    lead.cold(4 * HOUR, Cause.STALLED, 400.0).reactivated(5 * HOUR).mql(6 * HOUR).sql(7 * HOUR)
    lead.meeting(7 * HOUR, 8 * HOUR, 9 * HOUR).advances(10 * HOUR, "proposal")
    (loss,) = entries(told)
    assert (loss["stage"], loss["recovered"]) == (PROPOSAL, 10 * HOUR)


def test_a_win_recovers_every_loss(story):
    told = story()
    lead = told.arrives().cold(HOUR, book=1.0)
    lead.row(2 * HOUR, Row.WON, -1, value=50.0)
    assert entries(told)["recovered"].tolist() == [2 * HOUR]


def test_the_second_loss_of_a_lead_is_a_loss_of_its_own(story):
    told = story()
    lead = told.arrives().cold(1, book=1.0).reactivated(2).cold(3, book=1.0)
    assert paper(told) == (2, 1, 1)
    lead.reactivated(4).cold(5, book=1.0)
    assert paper(told) == (3, 2, 1)


def test_another_lead_recovers_nothing(story):
    told = story()
    told.arrives().cold(HOUR, book=1.0)
    told.arrives().cold(DAY, book=1.0).reactivated(2 * DAY)
    assert entries(told)["recovered"].tolist() == [NEVER, 2 * DAY]


def test_only_the_horizon_counts(story):
    told = story(days=10, warm_up=5)
    told.arrives().cold(-DAY, book=1.0)
    told.arrives().cold(10 * DAY, book=2.0)
    told.arrives().cold(9 * DAY, book=4.0).reactivated(10 * DAY)  # comes back too late
    assert paper(told) == (4, 0, 4)
    assert told.fold().losses["recovered"].sum() == 0
    assert told.fold().sums["cold"] == 1


def test_losses_with_another_cause_are_no_paper_loss(story):
    told = story()
    told.arrives().left(HOUR, book=1.0)
    told.arrives().to_competitor(HOUR, book=2.0)
    told.arrives().unsubscribed(HOUR, book=4.0)
    told.arrives(entry=Status.SQL).sql(0).lost(HOUR, book=8.0)
    assert paper(told) == (0, 0, 0)
    assert entries(told)["book"].sum() == 15


def test_a_cold_lead_that_leaves_was_lost_once(story):
    told = story()
    lead = told.arrives().cold(HOUR, Cause.NURTURE, 10.0)
    lead.row(DAY, Row.LEFT, c=1)
    (loss,) = entries(told)
    assert (loss["cause"], loss["book"]) == (Cause.NURTURE, 10.0)
    assert told.leads()["cause"] == Cause.NURTURE


def test_book_values_of_rows_that_do_not_carry_one(story):
    told = story()
    told.arrives().mql(0).recycled(HOUR)
    told.arrives().mql(0).says_no(HOUR)
    told.arrives().disqualified(HOUR)
    assert sorted(entries(told)["book"].tolist()) == [1, 10, 10]


def test_an_unknown_book_value_counts_nothing(story):
    book = np.full((12, 5), np.nan)
    told = story(book=book)
    told.arrives().disqualified(HOUR)
    told.arrives().cold(HOUR, book=float("nan"))
    assert entries(told)["book"].tolist() == [0, 0]
    assert paper(told) == (0, 0, 0)


def test_sums_by_stage_and_cause(story):
    told = story(days=59)
    told.arrives(segment="shop").mql(0).cold(HOUR, Cause.UNWORKED, 10.0)
    told.arrives("ads").mql(0).cold(40 * DAY, Cause.UNWORKED, 10.0).reactivated(41 * DAY).mql(
        42 * DAY
    )
    told.arrives().left(HOUR, book=1.0)
    outcomes = told.fold()
    assert outcomes.losses[MQL, Cause.UNWORKED].tolist() == (2, 20, 1, 10)
    assert outcomes.losses[LEAD, Cause.CONTACT_LEFT].tolist() == (1, 1, 0, 0)
    assert outcomes.losses["leads"].sum() == 3
    assert outcomes.loss_cells.tolist() == [
        (LEAD, Cause.CONTACT_LEFT, 0, 0, 0, 1, 1, 0, 0),
        (MQL, Cause.UNWORKED, 0, 1, 0, 1, 10, 0, 0),
        (MQL, Cause.UNWORKED, 1, 0, 1, 1, 10, 1, 10),
    ]
