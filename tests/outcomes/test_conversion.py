"""Conversion rates in three readings."""

from funnelsim.model.codes import Cause, Status
from funnelsim.model.tables import OpenDeal, ReplayLead
from funnelsim.outcomes.conversion import READINGS
from funnelsim.outcomes.spans import DAY, HOUR


def rate(told, name):
    sums = told.fold().sums
    return {r: (sums[f"{name}_{r}_hits"], sums[f"{name}_{r}_of"]) for r in READINGS}


def test_three_readings_of_the_same_story(story):
    told = story(days=10, run_off=10, warm_up=10)
    told.arrives(at=-5 * DAY).mql(-4 * DAY).sql(1 * DAY).wins(2 * DAY, 1.0)  # came before
    told.arrives(at=1 * DAY).mql(2 * DAY).sql(3 * DAY).wins(4 * DAY, 1.0)
    told.arrives(at=1 * DAY).mql(2 * DAY).sql(12 * DAY).wins(13 * DAY, 1.0)  # after the end
    told.arrives(at=1 * DAY).mql(11 * DAY)
    told.arrives(at=11 * DAY).mql(12 * DAY)
    assert rate(told, "lead_to_mql") == {"period": (2, 3), "cohort": (2, 3), "ultimate": (3, 3)}
    assert rate(told, "mql_to_sql") == {"period": (2, 2), "cohort": (1, 2), "ultimate": (2, 3)}
    assert rate(told, "sql_to_customer") == {"period": (2, 2), "cohort": (1, 1), "ultimate": (2, 2)}
    assert rate(told, "lead_to_customer") == {
        "period": (2, 3), "cohort": (1, 3), "ultimate": (2, 3),
    }  # fmt: skip


def test_a_status_reached_twice_counts_once(story):
    told = story()
    told.arrives().mql(HOUR).recycled(2 * HOUR).mql(3 * HOUR).sql(4 * HOUR)
    assert rate(told, "lead_to_mql")["period"] == (1, 1)
    assert rate(told, "mql_to_sql")["ultimate"] == (1, 1)


def test_leads_take_part_from_where_they_entered(story):
    told = story()
    told.arrives()
    told.arrives(entry=Status.MQL).mql(0)
    told.arrives(entry=Status.SQL).sql(0)
    assert rate(told, "lead_to_mql")["period"] == (0, 1)
    assert rate(told, "mql_to_sql")["period"] == (0, 1)
    assert rate(told, "sql_to_customer")["period"] == (0, 1)
    assert rate(told, "lead_to_customer")["period"] == (0, 3)
    sums = told.fold().sums
    assert [sums[f"entered_{s}"] for s in ("lead", "mql", "sql")] == [1, 1, 1]


def test_a_first_meeting_makes_an_opportunity(story):
    told = story()
    told.arrives(entry=Status.SQL).sql(0).meeting(0, HOUR, 2 * HOUR).lost(DAY)
    told.arrives(entry=Status.SQL).sql(0).assigned(0, "carl").cold(DAY, Cause.STALLED)
    assert rate(told, "sql_to_opportunity")["ultimate"] == (1, 2)


def test_opt_in_counts_leads_from_traffic(story):
    told = story(replay=[ReplayLead(0, 99, 0, "leads.csv:2")], days=10)
    told.visitors(0, 30)
    told.visitors(DAY, 10)
    told.visitors(10 * DAY, 500)
    told.arrives("web", at=HOUR)
    told.arrives("web", at=HOUR, identity=99)  # given, not drawn from visitors
    told.arrives("ads", at=HOUR)  # a channel that counts no visitors
    assert rate(told, "opt_in") == dict.fromkeys(READINGS, (1, 40))


def test_open_deals_are_in_no_cohort(story):
    told = story(pipeline=[OpenDeal(0, 5, "crm.csv", 0, 0.0), OpenDeal(0, 6, "crm.csv", 2, DAY)])
    told.arrives(identity=5).mql(HOUR)
    told.arrives(identity=6, entry=Status.SQL).wins(HOUR, 1.0)
    assert rate(told, "lead_to_mql") == {"period": (1, 0), "cohort": (0, 0), "ultimate": (0, 0)}
    assert rate(told, "mql_to_sql")["period"] == (0, 1)
    assert rate(told, "sql_to_customer")["period"] == (1, 0)
    sums = told.fold().sums
    assert (sums["leads"], sums["open_deals"], sums["sql"], sums["customers"]) == (0, 2, 0, 1)


def test_still_open(story):
    told = story(days=10, run_off=10)
    told.arrives()
    told.arrives().cold(12 * DAY)
    told.arrives().mql(0).recycled(DAY)
    told.arrives(at=11 * DAY)
    told.arrives().cold(DAY).reactivated(2 * DAY)
    sums = told.fold().sums
    assert (sums["still_open"], sums["cohort"]) == (3, 4)
