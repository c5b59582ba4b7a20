"""Costs: accrual, unit costs, who bears what."""

from datetime import date

import numpy as np
import pytest

from funnelsim.model.codes import Status
from funnelsim.model.dtypes import CHANNEL, ONE_OFF, UNIT_COST
from funnelsim.model.tables import Target
from funnelsim.outcomes import spans
from funnelsim.outcomes.figures import alarms, break_even_customers, figure
from funnelsim.outcomes.money import accrued
from funnelsim.outcomes.spans import DAY, HOUR
from funnelsim.rules.money import accrued as accrued_by_rules

EVER = -(2**62), 2**62
FIXED, PAY, TECHNOLOGY, POLICY = range(4)


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


def cost(told):
    return told.fold().sums["cost"]


def test_a_month_is_a_month_whatever_its_length(story):
    told = story(days=59, streams=[stream(TECHNOLOGY, 1000.0)])
    assert cost(told) == pytest.approx(2000)
    assert told.fold().months["cost"].tolist() == pytest.approx([1000, 1000])


def test_half_a_month_costs_its_share(story):
    told = story(origin=date(2027, 4, 16), days=15, streams=[stream(TECHNOLOGY, 1000.0)])
    assert cost(told) == pytest.approx(500)


def test_a_stream_counts_while_it_is_in_force(story):
    told = story(days=31, streams=[stream(PAY, 310.0, 10 * DAY, 12 * DAY, group=0)])
    assert cost(told) == pytest.approx(20)


def test_the_warm_up_and_the_run_off_cost_nothing(story):
    told = story(days=31, warm_up=60, run_off=60, streams=[stream(TECHNOLOGY, 100.0)])
    told.arrives(at=-DAY).touched(-DAY, 7.0).touched(32 * DAY, 7.0)
    assert cost(told) == pytest.approx(100)


def test_accrual_equals_the_rules_of_the_engines(story):
    rng = np.random.default_rng(8)
    begins = rng.integers(0, 200 * DAY, 20)
    lengths = rng.integers(0, 200 * DAY, 20)
    streams = [
        stream(TECHNOLOGY, 100.0, int(b), int(b + n)) for b, n in zip(begins, lengths, strict=True)
    ]
    told = story(origin=date(2027, 2, 11), days=330, streams=streams)
    starts = [date(2027 + (1 + i) // 12, (1 + i) % 12 + 1, 1) for i in range(20)]
    ticks = np.array([(d - date(2027, 2, 11)).days * DAY for d in starts])
    edges = np.array([0, 330 * DAY])
    theirs = [
        accrued_by_rules(100.0, max(0, int(b)), min(330 * DAY, int(b + n)), ticks)
        for b, n in zip(begins, lengths, strict=True)
    ]
    assert accrued(told.model, edges)[:, 0] == pytest.approx(theirs, abs=1e-9)


def test_unit_costs(story):
    batches = [{"channel": 0, "tick": DAY, "leads": 2}, {"channel": 0, "tick": 40 * DAY}]
    told = story(
        batches=batches,
        unit_cost=unit_cost(per_visitor=0.5, per_lead=3.0, per_batch=1000.0),
        policy_once=np.array([(0, 250.0), (40 * DAY, 9.0)], ONE_OFF),
    )
    told.visitors(0, 40)
    told.visitors(31 * DAY, 40)
    told.arrives(at=HOUR).touched(2 * HOUR, 0.25)
    told.arrives(at=-HOUR)
    assert cost(told) == 40 * 0.5 + 3.0 + 1000.0 + 250.0 + 0.25


def test_clicks_are_the_visitors_a_budget_bought(story):
    channel = np.zeros((1, 3), CHANNEL)
    channel["saturates_at"] = np.inf
    channel["budget"][0, :2], channel["cost_per_click"][0, :2] = 6.0, 2.0  # 3 clicks per ms
    channel["visitors"][0, 0] = 1.0
    told = story(channel=channel, unit_cost=unit_cost(per_click=1.0))
    told.visitors(0, 100, "web")  # 3 of 4 by clicks
    told.visitors(0, 100, "ads")  # all of them
    told.visitors(0, 100, "hunting")  # none
    assert cost(told) == pytest.approx(175)


def test_a_batch_costs_what_its_epoch_says(story):
    prices = np.zeros((2, 3), UNIT_COST)
    prices["per_batch"][0], prices["per_batch"][1] = 1.0, 10.0
    batches = [
        {"channel": 0, "tick": 5 * DAY, "epoch": 0},
        {"channel": 0, "tick": 15 * DAY, "epoch": 1},
    ]
    told = story(epochs=[10 * DAY], unit_cost=prices, batches=batches)
    assert cost(told) == 11


def test_who_bears_what(story):
    streams = [
        stream(FIXED, 100.0, channel=0),
        stream(FIXED, 40.0, channel=2),
        stream(PAY, 500.0, group=1),
        stream(TECHNOLOGY, 30.0),
        stream(POLICY, 9.0),
    ]
    told = story(streams=streams, policy_once=np.array([(0, 11.0)], ONE_OFF))
    told.arrives("web", segment="plant").touched(0, 4.0)
    told.arrives("web", segment="plant", region="south")
    told.arrives("web", segment="shop")
    told.arrives("web", segment="shop")
    told.arrives("hunting", segment="shop").touched(0, 1.0)
    outcomes = told.fold()
    assert outcomes.by["channel"]["cost"].tolist() == [104, 0, 41]
    assert outcomes.by["origin"]["cost"].tolist() == [104, 41, 0, 0, 0]
    assert outcomes.by["rep_group"]["cost"].tolist() == [0, 500]
    assert outcomes.by["segment"]["cost"].tolist() == [25 + 25 + 4, 25 + 25 + 40 + 1]
    assert outcomes.by["region"]["cost"].tolist() == [120, 25]
    assert outcomes.sums["cost"] == 104 + 41 + 500 + 30 + 9 + 11
    assert outcomes.sums["marketing_cost"] == 104 + 30


def test_return_on_investment(story):
    told = story(streams=[stream(FIXED, 100.0, channel=0), stream(PAY, 100.0, group=0)])
    told.arrives("web").wins(DAY, 600.0)
    told.arrives("hunting", entry=Status.SQL).sql(0).wins(DAY, 200.0)
    sums = told.fold().sums
    assert figure("roi", sums) == (400 - 200) / 200
    assert figure("marketing_roi", sums) == (300 - 100) / 100
    assert figure("marketing_originated", sums) == 0.5
    assert figure("cac", sums) == 100
    assert figure("clv", sums) == 200
    assert figure("clv_to_cac", sums) == 2
    assert figure("max_cpl", sums) == 300
    assert break_even_customers(sums) == 1
    assert alarms(sums) == ()


def test_alarms(story):
    told = story(streams=[stream(FIXED, 900.0, channel=0)])
    told.arrives("web").wins(DAY, 600.0)
    assert alarms(told.fold().sums) == ("cpl_above_deal", "cac_above_deal", "cac_above_clv")
    told = story(streams=[stream(FIXED, 400.0, channel=0)])
    told.arrives("web").wins(DAY, 600.0)
    assert alarms(told.fold().sums) == ("cac_above_clv",)


def test_nothing_sold_rings_no_alarm_and_has_no_ratio(story):
    sums = story(streams=[stream(FIXED, 900.0, channel=0)]).fold().sums
    assert alarms(sums) == ()
    assert np.isnan(figure("cac", sums))
    assert np.isnan(break_even_customers(sums))
    assert figure("roi", sums) == -1
    with pytest.raises(KeyError):
        figure("happiness", sums)


def test_paid_channels(story):
    channel = np.zeros((1, 3), CHANNEL)
    channel["budget"][0, 1], channel["cost_per_click"][0, 1] = 1.0, 1.0
    told = story(
        channel=channel,
        streams=[stream(FIXED, 100.0, channel=0), stream(FIXED, 80.0, channel=1)],
    )
    told.arrives("web").wins(DAY, 1.0)
    told.arrives("ads").wins(DAY, 1.0)
    told.arrives("ads")
    sums = told.fold().sums
    assert figure("cac_paid", sums) == 80
    assert figure("cpl_paid", sums) == 40
    assert figure("cac", sums) == 90


def test_the_cost_of_chasing_unfit_leads(story):
    told = story(days=31, streams=[stream(PAY, 1488.0, group=0)])  # 2 reps x 744 h: 1 an hour
    for fit, hours in ((True, 10), (False, 3)):
        lead = told.arrives(entry=Status.MQL, fit=fit).mql(0).assigned(0, "anna").queued(0)
        lead.starts(0).unreached(hours * HOUR).finishes(hours * HOUR)
    sums = told.fold().sums
    assert sums["unfit_cost"] == pytest.approx(3)
    assert figure("unfit_share", sums) == pytest.approx(3 / 13)


def test_targets_are_valued_in_their_window(story):
    def target(metric, begin, end):
        return Target(metric, 1.0, True, begin, end, 0.0, "")

    told = story(
        days=59,
        streams=[stream(TECHNOLOGY, 100.0)],
        targets=[
            target("customers", 0, 59 * DAY),
            target("revenue", 31 * DAY, 59 * DAY),
            target("cac", 0, 31 * DAY),
            target("cac", 31 * DAY, 59 * DAY),
            target("roi", 31 * DAY, 59 * DAY),
            target("paper_loss", 0, 31 * DAY),
            target("cac", 50 * DAY, 59 * DAY),
        ],
    )
    told.arrives().wins(31 * DAY - 1, 70.0)
    told.arrives().wins(31 * DAY, 400.0)
    told.arrives().cold(DAY, book=5.0).reactivated(40 * DAY)
    values = told.fold().targets
    assert values[:6] == pytest.approx([2, 400, 100, 100, 1.0, 5.0])
    assert np.isnan(values[6])


def test_payback_and_swing(story):
    told = story(days=90, streams=[stream(TECHNOLOGY, 100.0)])
    told.arrives().wins(40 * DAY, 600.0)
    outcomes = told.fold()
    assert outcomes.spreads["payback_months"] == 2
    revenue = np.array([0.0, 600.0, 0.0])
    assert outcomes.spreads["volatility"] == pytest.approx(revenue.std(ddof=1) / revenue.mean())


def test_never_paid_back(story):
    told = story(days=59, streams=[stream(TECHNOLOGY, 100.0)])
    told.arrives().wins(DAY, 300.0)  # 150 of profit, gone in the second month
    assert np.isnan(told.fold().spreads["payback_months"])


def test_growth_is_the_second_half_over_the_first(story):
    told = story(days=90, run_off=10)
    told.arrives().wins(45 * DAY - 1, 100.0)
    told.arrives().wins(45 * DAY, 150.0)
    told.arrives().wins(90 * DAY, 999.0)
    assert figure("growth", told.fold().sums) == 0.5


def test_growth_from_nothing_is_undefined(story):
    told = story(days=90)
    told.arrives().wins(60 * DAY, 600.0)
    assert np.isnan(figure("growth", told.fold().sums))


def test_spans_of_no_length_cost_nothing(story):
    told = story(streams=[stream(TECHNOLOGY, 30.0)])
    assert accrued(told.model, np.array([5 * DAY, 5 * DAY]))[0, 0] == 0
    assert spans.by_period(np.array([5 * DAY]), np.array([5 * DAY, 5 * DAY])).tolist() == [0]
