"""Response times, temperature of the database, effort."""

from datetime import date

import numpy as np
import pytest

from funnelsim.model.calendar import build_calendar
from funnelsim.model.codes import Cause, ItemClass, Signal, Status
from funnelsim.model.dtypes import LEAD, TEAM
from funnelsim.model.tables import OpenDeal
from funnelsim.outcomes.durations import EDGES, count_durations, pooled_quantile
from funnelsim.outcomes.figures import figure
from funnelsim.outcomes.spans import DAY, HOUR

OFFICE_HOURS, EVENING, WEEKEND = 0, 1, 2
MONDAY = 3 * DAY  # the horizon begins on Friday 1 January 2027


def called(told, at, start):
    lead = told.arrives(at=at, entry=Status.MQL).mql(at).assigned(at, "anna").queued(at)
    return lead.starts(start)


def test_wall_and_working_time(story, office):
    told = story(weekly=office)
    called(told, at=16 * HOUR, start=MONDAY + 10 * HOUR)
    row = told.fold().responses[OFFICE_HOURS]
    assert (row["visits"], row["called"], row["never_called"]) == (1, 1, 0)
    assert (row["wall_ms"], row["working_ms"]) == (MONDAY - 6 * HOUR, 2 * HOUR)


@pytest.mark.parametrize(
    ("at", "kind"),
    [
        (MONDAY + 9 * HOUR, OFFICE_HOURS),
        (MONDAY + 17 * HOUR, EVENING),
        (MONDAY + 3 * HOUR, EVENING),
        (DAY, WEEKEND),
        (3 * DAY - 1, WEEKEND),
        (10 * DAY + 12 * HOUR, EVENING),  # a Monday off
    ],
)
def test_when_a_lead_is_handed_over(story, office, at, kind):
    told = story(weekly=office, holidays=[date(2027, 1, 11)])
    called(told, at=at, start=at + DAY)
    assert told.fold().responses["visits"].tolist() == [float(kind == i) for i in range(3)]


def test_saturday_is_office_hours_where_the_team_works_on_saturday(story):
    told = story(weekly=[[(540, 1020)]] * 6 + [[]])
    called(told, at=DAY + 10 * HOUR, start=DAY + 10 * HOUR)
    assert told.fold().responses["visits"].tolist() == [1, 0, 0]


def test_the_delay_of_the_hand_over_is_part_of_the_response(story):
    told = story()
    lead = told.arrives().mql(HOUR).assigned(5 * HOUR, "anna").queued(6 * HOUR).starts(7 * HOUR)
    lead.unreached(7 * HOUR).finishes(7 * HOUR)
    lead.queued(9 * HOUR, ItemClass.FOLLOW_UP).starts(9 * HOUR)
    assert told.fold().sums["response_wall_ms"] == 6 * HOUR


def test_every_visit_counts_those_of_the_horizon_only(story):
    told = story(days=10, warm_up=1)
    called(told, at=-HOUR, start=HOUR)
    lead = called(told, at=HOUR, start=2 * HOUR).unreached(2 * HOUR).finishes(2 * HOUR)
    lead.recycled(2 * HOUR).mql(DAY).assigned(DAY, "anna").cold(2 * DAY, Cause.FORGOTTEN)
    called(told, at=10 * DAY, start=10 * DAY)
    sums = told.fold().sums
    assert (sums["visits"], sums["called"], sums["uncalled"]) == (2, 1, 1)
    assert figure("never_called", sums) == 0.5


def test_an_open_deal_was_handed_over_before(story):
    told = story(pipeline=[OpenDeal(0, 5, "crm.csv", int(Status.MQL), age=9.0)])
    lead = told.arrives(identity=5, entry=Status.MQL).mql(0).assigned(0, "anna").queued(0)
    lead.starts(HOUR).reached(HOUR).finishes(HOUR).recycled(HOUR)
    assert told.fold().sums["visits"] == 0
    lead.mql(DAY).assigned(DAY, "anna").queued(DAY).starts(DAY)
    assert told.fold().sums["visits"] == 1


def test_each_team_has_its_own_hours(story, office):
    always = build_calendar([[(0, 1440)]] * 7, set(), date(2027, 1, 1), 0, 41 * DAY)
    team = np.zeros((1, 2), TEAM)
    team["calendar"] = [0, 1]
    lead = np.zeros((1, 12), LEAD)
    lead["calls_team"][0, 4:] = 1  # channels ads and hunting are called by the second team
    told = story(weekly=office, team=team, lead=lead)
    object.__setattr__(told.model, "calendars", (told.model.calendars[0], always))
    for channel, rep in (("web", "anna"), ("ads", "carl")):
        visit = told.arrives(channel, at=20 * HOUR).mql(20 * HOUR).assigned(20 * HOUR, rep)
        visit.queued(20 * HOUR).starts(21 * HOUR)
    assert told.fold().responses["working_ms"].tolist() == [HOUR, 0, 0]


# -- temperature ----------------------------------------------------------------------------


def classes(told):
    sums = told.fold().sums
    return {name: sums[name] for name in ("hot", "warm", "cold_stock", "database", "phantoms")}


def test_hot_warm_cold(story):
    told = story(days=200)
    end = 200 * DAY
    told.arrives(at=end - 7 * DAY)  # hot: arrived a week ago
    told.arrives(at=end - 7 * DAY - 1)  # warm
    told.arrives(at=end - 90 * DAY)  # warm
    told.arrives(at=end - 90 * DAY - 1)  # cold
    told.arrives().signals(end - DAY)  # hot again
    told.arrives(at=end - 2 * DAY).cold(end - DAY)  # went cold
    told.arrives().mql(HOUR)  # hot: with sales
    assert classes(told) == {
        "hot": 3, "warm": 2, "cold_stock": 2, "database": 7, "phantoms": 0,
    }  # fmt: skip


def test_negative_signals_warm_nobody(story):
    told = story(days=200)
    told.arrives().signals(199 * DAY, Signal.IGNORED_EMAIL)
    assert classes(told)["cold_stock"] == 1


def test_who_is_in_no_class(story):
    told = story(days=10)
    told.arrives().wins(DAY, 1.0)
    told.arrives().unsubscribed(DAY)
    told.arrives().disqualified(DAY)
    told.arrives().mql(0).says_no(DAY)
    told.arrives().to_competitor(DAY)
    told.arrives(at=10 * DAY)
    assert classes(told)["database"] == 0


def test_phantoms_stay_in_the_database(story):
    told = story(days=10)
    told.arrives().left(DAY)
    told.arrives().left(10 * DAY)  # after the horizon: still there at its end
    found = classes(told)
    assert (found["database"], found["phantoms"]) == (2, 1)


def test_effort_by_the_age_of_interest(story):
    told = story(days=150)
    called(told, at=0, start=HOUR).unreached(2 * HOUR).finishes(3 * HOUR)
    called(told, at=0, start=8 * DAY).unreached(8 * DAY + HOUR).finishes(8 * DAY + 5 * HOUR)
    called(told, at=0, start=91 * DAY).unreached(92 * DAY).finishes(91 * DAY + HOUR)
    lead = told.arrives(at=0, entry=Status.MQL).mql(0).assigned(0, "anna").queued(0)
    lead.signals(95 * DAY).starts(96 * DAY).finishes(96 * DAY + 7 * HOUR)
    sums = told.fold().sums
    hours = [sums[f"effort_{name}_ms"] / HOUR for name in ("hot", "warm", "cold")]
    assert hours == [2 + 7, 5, 1]


def test_a_later_signal_does_not_warm_an_earlier_call(story):
    told = story(days=150)
    call = called(told, at=0, start=10 * DAY).finishes(10 * DAY + HOUR)
    call.signals(11 * DAY)
    told.arrives(at=0).signals(9 * DAY)  # another lead's signal
    assert told.fold().sums["effort_warm_ms"] == HOUR


def test_becoming_an_sql_is_interest_from_that_tick_on(story):
    told = story(days=150)
    lead = called(told, at=0, start=0).reached(0).finishes(0).sql(100 * DAY)
    lead.meeting(100 * DAY, 100 * DAY, 100 * DAY + HOUR)
    assert told.fold().sums["effort_hot_ms"] == HOUR


# -- pooled durations -----------------------------------------------------------------------


def test_pooled_quantiles_are_close_to_those_of_the_pool():
    rng = np.random.default_rng(5)
    parts = [rng.lognormal(16, 1.5, 400).astype(np.int64) for _ in range(20)]
    pooled = sum(count_durations(part) for part in parts)
    for q in (0.05, 0.25, 0.5, 0.75, 0.95):
        exact = np.quantile(np.concatenate(parts), q)
        assert pooled_quantile(pooled, q) == pytest.approx(exact, rel=0.03)


def test_durations_at_the_ends_of_the_grid():
    counts = count_durations(np.array([0, 0, 999]))
    assert pooled_quantile(counts, 0.5) == 0
    counts = count_durations(np.array([2**61]))
    assert pooled_quantile(counts, 0.5) == EDGES[-1]
    assert np.isnan(pooled_quantile(count_durations(np.array([], np.int64)), 0.5))
    mixed = count_durations(np.array([0, 10**7]))
    assert pooled_quantile(mixed, 0.0) == 0
    assert pooled_quantile(mixed, 1.0) == pytest.approx(10**7, rel=0.13)
