"""Figures of money, counted by hand in a year in which nothing is left to chance."""

import pytest
from stories import Story

from funnelsim.outcomes.figures import alarms, figure

YEAR = """
kind: blank
from: 2027-01-01
until: 2027-12-31
warm_up: none
run_off: none
deal: 20k
channels:
  web:
    batches: [{date: 2027-02-01, leads: 30}]
    cost: {fixed: 1k/month, per_lead: 100}
  fair:
    batches: [{date: 2027-03-01, leads: 10}]
    cost: {per_batch: 8k}
  cold-calls:
    origin: sales
    enters: sql
    batches: [{date: 2027-04-01, leads: 5}]
    cost: {per_lead: 400}
qualification: {threshold: 5}
nurture:
  welcome:
    for: {channels: [web, fair]}
    touches: {hello: {after: 1 day, cost: 2, responses: {subscribe: 100%}}}
teams: {sales: {reps: 1, cost_each: 5k/month, assign: pool}}
stages: {deal: {by: sales, buyer_takes: 10 days}}
money: {margin: 50%, fixed_costs: {technology: 500/month, labour: 2k/month}}
"""


def test_ratios_of_a_year_counted_by_hand():
    sums = Story(text=YEAR).sums
    web, fair, calls = 12_000 + 30 * 102, 8_000 + 10 * 2, 5 * 400
    marketing = web + fair + 12 * 2_500
    total = marketing + calls + 12 * 5_000
    assert sums["customers"] == 45
    assert sums["revenue"] == 45 * 20_000
    assert sums["marketing_cost"] == pytest.approx(marketing)
    assert sums["cost"] == pytest.approx(total)
    expected = {
        "cpl": marketing / 40,
        "cac": total / 45,
        "deal_size": 20_000,
        "clv": 10_000,
        "clv_to_cac": 10_000 / (total / 45),
        "roi": (45 * 10_000 - total) / total,
        "marketing_roi": (40 * 10_000 - marketing) / marketing,
        "max_cpl": 10_000,
        "marketing_originated": 40 / 45,
    }
    assert {name: figure(name, sums) for name in expected} == pytest.approx(expected)
    assert alarms(sums) == ()


def test_a_customer_that_costs_more_than_it_brings_rings():
    sums = Story("deal=3k", text=YEAR).sums
    assert alarms(sums) == ("cac_above_clv",)
    assert figure("cac", sums) < 3_000
    sums = Story("deal=2k", text=YEAR).sums
    assert alarms(sums) == ("cac_above_deal", "cac_above_clv")


def test_customers_that_sales_found_are_not_marketings():
    story = Story(text=YEAR)
    assert story.sums["marketing_customers"] == 40
    assert story.sums["customers"] == 45
    by_origin = dict(zip(("marketing", "sales"), story.by("origin", "customers")[:2], strict=True))
    assert by_origin == {"marketing": 40, "sales": 5}


def test_it_pays_back_in_the_month_in_which_profit_so_far_is_no_longer_negative():
    story = Story(text=YEAR)
    profit = story.outcomes.months["profit"].cumsum()
    months = int((profit < 0).nonzero()[0].max()) + 2
    assert story.outcomes.spreads["payback_months"] == months
