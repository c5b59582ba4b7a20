"""Facts by period, breakdowns, and what holds of every fold."""

from datetime import date

import numpy as np
import pytest

from funnelsim.model.codes import Cause, Status
from funnelsim.model.tables import OpenDeal, Target
from funnelsim.outcomes.facts import change, per_business_day
from funnelsim.outcomes.figures import figure
from funnelsim.outcomes.fold import fold
from funnelsim.outcomes.log import ROW
from funnelsim.outcomes.spans import DAY, HOUR


def test_months_and_weeks(story):
    told = story(origin=date(2027, 1, 15), days=31, run_off=10)
    told.visitors(0, 3)
    told.arrives(at=0).mql(17 * DAY - 1).sql(17 * DAY).wins(30 * DAY, 100.0)
    told.arrives(at=31 * DAY)
    outcomes = told.fold()
    months = outcomes.months
    assert (months["begin"] / DAY).tolist() == [0, 17]
    assert months["partial"].tolist() == [True, True]
    assert months["leads"].tolist() == [1, 0]
    assert months["mql"].tolist() == [1, 0]
    assert months["sql"].tolist() == [0, 1]
    assert months["revenue"].tolist() == [0, 100]
    assert months["visitors"].tolist() == [3, 0]
    weeks = outcomes.weeks
    assert (weeks["end"] / DAY).tolist() == [3, 10, 17, 24, 31]
    assert weeks["sql"].tolist() == [0, 0, 0, 1, 0]


def test_the_same_volume_in_fewer_business_days_needs_a_higher_rate(story, office):
    told = story(origin=date(2030, 1, 1), days=59, weekly=office)
    for i in range(40):
        told.arrives(at=14 * DAY + i)
        told.arrives(at=45 * DAY + i)
    months = told.fold().months
    per_day = per_business_day(months["leads"], months["business_days"])
    assert per_day.tolist() == [40 / 23, 2]
    assert change(per_day)[1] == pytest.approx(0.15)
    assert np.isnan(change(per_day)[0])


def test_change_after_nothing_is_undefined():
    assert np.isnan(change(np.array([0.0, 5.0]))).all()
    assert np.isnan(per_business_day(np.array([3.0]), np.array([0.0]))).all()


def test_breakdowns_by_what_the_lead_is(story):
    told = story()
    told.visitors(0, 50, "web")
    told.arrives("web", segment="shop").mql(HOUR).sql(2 * HOUR).wins(DAY, 80.0)
    told.arrives("hunting", region="south").cold(DAY)
    told.arrives("hunting", region="south")
    by = told.fold().by
    assert by["channel"]["visitors"].tolist() == [50, 0, 0]
    assert by["channel"]["leads"].tolist() == [1, 0, 2]
    assert by["origin"]["customers"].tolist() == [1, 0, 0, 0, 0]
    assert by["segment"]["revenue"].tolist() == [0, 80]
    assert by["segment"]["gross_profit"].tolist() == [0, 40]
    assert by["region"]["cold"].tolist() == [0, 1]
    assert by["region"]["still_open"].tolist() == [0, 1]
    assert by["region"]["cohort_customers"].tolist() == [1, 0]
    assert np.isnan(by["segment"]["visitors"]).all()


def test_rep_groups_are_credited_with_what_their_reps_did(story):
    told = story()
    lead = told.arrives().mql(0).assigned(0, "anna").queued(0).starts(HOUR).reached(HOUR)
    lead.finishes(HOUR).sql(HOUR).meeting(HOUR, 2 * HOUR, 3 * HOUR)
    lead.advances(DAY, "proposal").meeting(DAY, DAY, DAY).wins(2 * DAY, 10.0, "carl")
    told.arrives().mql(0).assigned(0, "ben").assigned(HOUR, "anna").cold(DAY, Cause.FORGOTTEN)
    told.arrives().mql(0).cold(DAY, Cause.UNWORKED)  # on its way, nobody had it
    pooled = told.arrives().mql(0).assigned(0, None).queued(0).starts(HOUR, "ben")
    pooled.finishes(HOUR).recycled(HOUR).cold(2 * DAY)  # in nurture
    table = told.fold().by["rep_group"]
    assert table["leads"].tolist() == [3, 1]
    assert table["mql"].tolist() == [3, 0]
    assert table["sql"].tolist() == [1, 0]
    assert table["opportunities"].tolist() == [0, 1]
    assert table["customers"].tolist() == [0, 1]
    assert table["revenue"].tolist() == [0, 10]
    assert table["cold"].tolist() == [1, 0]


def test_the_next_meeting_of_an_open_deal_is_no_new_opportunity(story):
    told = story(pipeline=[OpenDeal(0, 5, "crm.csv:2", 3, age=0.0)])
    told.arrives(identity=5, entry=3).assigned(0, "carl").advances(DAY, "proposal").meeting(
        DAY, DAY, DAY
    )
    outcomes = told.fold()
    assert outcomes.by["rep_group"]["opportunities"].tolist() == [0, 0]
    assert outcomes.sums["opportunities"] == 0


def test_a_lead_that_entered_as_sql_was_accepted_by_no_rep(story):
    told = story()
    told.arrives(entry=Status.SQL).sql(0)
    table = told.fold().by["rep_group"]
    assert table["sql"].tolist() == [0, 0]


def test_cycle_times(story):
    told = story()
    told.arrives(segment="shop").mql(0).sql(DAY).wins(3 * DAY, 1.0)
    told.arrives(at=DAY).mql(DAY).sql(4 * DAY).wins(5 * DAY, 1.0)
    outcomes = told.fold()
    assert figure("cycle", outcomes.sums) == 3.5 * DAY
    assert figure("cycle_from_sql", outcomes.sums) == 1.5 * DAY
    assert outcomes.durations["cycle.shop"].sum() == 1
    assert outcomes.durations["cycle"].sum() == 2


def test_an_open_deal_counts_from_its_age_but_not_from_an_unknown_sql(story):
    told = story(pipeline=[OpenDeal(0, 5, "crm.csv:2", int(Status.SQL), age=4.0 * DAY)])
    told.arrives(identity=5, entry=Status.SQL).wins(DAY, 1.0)
    sums = told.fold().sums
    assert (sums["cycle_ms"], sums["cycle_from_sql_n"]) == (5 * DAY, 0)


def test_an_empty_log(story):
    told = story(targets=[Target("cac", 1.0, False, 0, DAY, 0.0, "")])
    outcomes = fold(np.zeros(0, ROW), told.model)
    assert outcomes.sums["leads"] == 0
    assert np.isnan(outcomes.targets).all()
    assert all(np.isfinite(value) for value in outcomes.sums.values())


def test_visitors_without_a_lead(story):
    told = story()
    told.visitors(0, 12)
    assert told.fold().sums["visitors"] == 12


@pytest.mark.parametrize("kind", ["arrived", "queued", "started", "won"])
def test_a_log_that_ends_anywhere(story, kind):
    told = story()
    lead = told.arrives(entry=Status.SQL)
    if kind != "arrived":
        lead.sql(0).assigned(0, "carl").queued(0, 2)
    if kind in ("started", "won"):
        lead.starts(HOUR)
    if kind == "won":
        lead.finishes(2 * HOUR).wins(3 * HOUR, 5.0)
    assert told.fold().sums["customers"] == (kind == "won")
