"""What holds of every fold: parts make the whole, and the order of rows does not matter."""

import pickle

import numpy as np
import pytest

from funnelsim.model.dtypes import ONE_OFF, UNIT_COST
from funnelsim.model.tables import Target
from funnelsim.outcomes.breakdown import DIMENSIONS, names_of
from funnelsim.outcomes.conversion import RATES
from funnelsim.outcomes.facts import FACTS
from funnelsim.outcomes.figures import RATIOS, figure
from funnelsim.outcomes.fold import fold
from funnelsim.outcomes.log import sort_log
from funnelsim.outcomes.places import moves, numbers_in_places, times_in_places
from funnelsim.outcomes.spans import DAY
from funnelsim.scenario.schema.targets import METRICS

EVER = -(2**62), 2**62
FIXED, PAY, TECHNOLOGY, POLICY = range(4)


@pytest.mark.parametrize("seed", range(20))
def test_littles_law_is_an_identity(wander, seed):
    told = wander(seed)
    moved = moves(told.history())
    times = times_in_places(moved, told.model.end)
    assert times.tolist() == numbers_in_places(moved, told.model.end).tolist()
    arrived = told.leads()["created"]
    inside = (told.model.end - np.clip(arrived, 0, told.model.end)).sum()
    assert times.sum() == inside  # exactly one place at any time
    assert (times > 0).all()


@pytest.mark.parametrize("seed", range(5))
def test_parts_add_up(wander, seed):
    outcomes = wander(seed).fold()
    rows = outcomes.responses
    assert (rows["visits"] == rows["called"] + rows["never_called"]).all()
    assert rows["called"].sum() == outcomes.durations["response_wall"].sum()
    by_kind = sum(outcomes.durations[f"response_wall.{k}"] for k in ("office_hours", "evening"))
    rest = outcomes.durations["response_wall.weekend"]
    assert (by_kind + rest == outcomes.durations["response_wall"]).all()
    assert (rows["working_ms"] <= rows["wall_ms"]).all()


@pytest.mark.parametrize("seed", range(10))
def test_readings_nest(wander, seed):
    sums = wander(seed).fold().sums
    for name in RATES:
        for reading in ("cohort", "ultimate"):
            assert (
                sums[f"{name}_{reading}_hits"] <= sums[f"{name}_{reading}_of"] or name == "opt_in"
            )
        assert sums[f"{name}_cohort_hits"] <= sums[f"{name}_ultimate_hits"]
        assert sums[f"{name}_cohort_of"] <= sums[f"{name}_ultimate_of"]
    assert sums["lead_to_customer_ultimate_of"] == sums["cohort"] == sums["leads"]


def stream(item, per_month, begin=EVER[0], end=EVER[1], channel=-1, group=-1):
    return {
        "item": item, "per_month": per_month, "begin": begin, "end": end,
        "channel": channel, "group": group,
    }  # fmt: skip


def unit_cost(**prices):
    table = np.zeros((1, 3), UNIT_COST)
    for name, value in prices.items():
        table[name] = value
    return table


@pytest.mark.parametrize("seed", range(6))
def test_money_adds_up(wander, seed):
    streams = [
        stream(FIXED, 100.0, channel=0),
        stream(FIXED, 70.0, 3 * DAY, 9 * DAY, channel=1),
        stream(PAY, 500.0, group=0),
        stream(PAY, 300.0, 10 * DAY, group=1),
        stream(TECHNOLOGY, 30.0),
        stream(POLICY, 5.0),
    ]
    outcomes = wander(
        seed,
        streams=streams,
        unit_cost=unit_cost(per_visitor=0.1, per_lead=2.0, per_batch=50.0),
        batches=[{"channel": 1, "tick": 4 * DAY}],
        policy_once=np.array([(0, 12.0)], ONE_OFF),
    ).fold()
    sums, by = outcomes.sums, outcomes.by
    shared = 30.0 + 5.0 + 12.0
    paid = by["rep_group"]["cost"].sum()
    assert by["channel"]["cost"].sum() + paid + shared == pytest.approx(sums["cost"])
    for dimension in ("segment", "region"):
        assert by[dimension]["cost"].sum() == pytest.approx(by["channel"]["cost"].sum())
    for table in (outcomes.months, outcomes.weeks):
        assert table["cost"].sum() == pytest.approx(sums["cost"])
        assert table["marketing_cost"].sum() == pytest.approx(sums["marketing_cost"])
    assert sums["profit"] == pytest.approx(sums["gross_profit"] - sums["cost"])
    assert sums["marketing_cost"] < sums["cost"]


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
