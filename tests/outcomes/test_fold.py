"""Facts by period, breakdowns, and what holds of every fold."""

import pickle
from datetime import date

import numpy as np
import pytest

from funnelsim.model.codes import Cause, Status
from funnelsim.model.dtypes import UNIT_COST
from funnelsim.model.tables import Target
from funnelsim.outcomes.breakdown import DIMENSIONS, names_of
from funnelsim.outcomes.facts import FACTS, change, per_business_day
from funnelsim.outcomes.figures import RATIOS, figure
from funnelsim.outcomes.fold import fold
from funnelsim.outcomes.log import ROW, sort_log
from funnelsim.outcomes.spans import DAY, HOUR
from funnelsim.scenario.schema.targets import METRICS


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


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_log_does_not_matter_to_the_last_bit(wander, seed):
    prices = np.zeros((1, 3), UNIT_COST)
    prices["per_visitor"], prices["per_lead"] = 0.1, 0.7
    told = wander(seed, unit_cost=prices)
    expected = pickle.dumps(fold(sort_log(told.log()), told.model))
    for shuffle in range(1, 4):
        assert pickle.dumps(fold(told.log(shuffle), told.model)) == expected


@pytest.mark.parametrize("seed", range(8))
def test_parts_make_the_whole(wander, seed):
    outcomes = wander(seed, days=75).fold()
    sums, by = outcomes.sums, outcomes.by
    for name in FACTS.names:
        assert outcomes.months[name].sum() == pytest.approx(sums[name])
        assert outcomes.weeks[name].sum() == pytest.approx(sums[name])
    for dimension in ("channel", "segment", "region", "origin"):
        for name in ("leads", "mql", "sql", "opportunities", "customers", "revenue", "cold"):
            assert by[dimension][name].sum() == pytest.approx(sums[name])
    assert by["rep_group"]["customers"].sum() == sums["customers"]
    assert by["rep_group"]["opportunities"].sum() == sums["opportunities"]
    assert by["channel"]["still_open"].sum() == sums["still_open"]
    assert by["channel"]["visitors"].sum() == sums["visitors"]
    assert sums["hot"] + sums["warm"] + sums["cold_stock"] == sums["database"]
    assert sums["marketing_leads"] == by["channel"]["leads"][:2].sum()


@pytest.mark.parametrize("seed", range(4))
def test_another_day_of_warm_up_or_run_off_changes_no_count_of_the_horizon(wander, seed):
    told = wander(seed, run_off=10)
    before = told.fold()
    told.rows = [row for row in told.rows if row[0] < told.model.end]
    after = told.fold()
    for name in FACTS.names:
        assert after.sums[name] == before.sums[name]
    for reading in ("period", "cohort"):
        for rate in ("lead_to_mql", "mql_to_sql", "sql_to_customer"):
            name = f"{rate}_{reading}_hits"
            assert after.sums[name] == before.sums[name]
    assert (after.teams["busy_ms"] == before.teams["busy_ms"]).all()
    assert (after.losses["leads"] == before.losses["leads"]).all()


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


def test_every_ratio_finds_its_sums_and_has_a_name_of_its_own(wander):
    sums = wander(0).fold().sums
    assert not set(RATIOS) & set(sums)
    for name, ratio in RATIOS.items():
        assert figure(name, sums) == pytest.approx(
            sums[ratio.over] / sums[ratio.under] if sums[ratio.under] else np.nan, nan_ok=True
        )


def test_every_metric_of_a_target_is_known(wander):
    targets = [Target(metric, 1.0, True, 0, 31 * DAY, 0.0, "") for metric in METRICS]
    outcomes = wander(1, targets=targets).fold()
    for metric, value in zip(METRICS, outcomes.targets, strict=True):
        assert value == pytest.approx(figure(metric, outcomes.sums), nan_ok=True)


def test_outcomes_travel_and_stack(wander):
    many = [pickle.loads(pickle.dumps(wander(seed).fold())) for seed in range(3)]
    model = wander(0).model
    for dimension in DIMENSIONS:
        stacked = np.stack([outcomes.by[dimension] for outcomes in many])
        assert stacked.shape == (3, len(names_of(model, dimension)))
    for name in ("months", "weeks", "teams", "items", "responses", "losses", "targets"):
        assert np.stack([getattr(outcomes, name) for outcomes in many]).shape[0] == 3
    assert len(pickle.dumps(many[0])) < 40_000
