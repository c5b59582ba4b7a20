"""The reverse chain: worked numbers of practice, and its limits."""

from pathlib import Path

import pytest

from funnelsim.errors import RunError
from funnelsim.experiments.plan import plan, up
from funnelsim.scenario.load import load

THEORY = Path(__file__).parents[2] / "scenarios" / "theory"

BASE = """
kind: blank
from: 2027-01-01
until: 2027-12-31
currency: USD
channels: {in: {leads: 10/month, cost: 2k/month}}
teams: {t: {reps: 1}}
stages: {sale: {converts: 25%}}
"""


def planned(text):
    return plan(load(text=BASE + text, name="plan.yaml"))


def volumes(found):
    return {link.name: link.volume for link in found.links}


def test_ten_million_at_fifty_thousand():
    found = plan(load(THEORY / "plan-10M.yaml"))
    assert volumes(found) == {"customers": 200, "sql": 800, "mql": 4000}
    assert not found.warnings


def test_four_hundred_deals_contradict_the_deal_size():
    found = planned(
        "targets: [{revenue: 10M}, {customers: 400}]\ndeal: 50k\n"
        "plan: {mql_to_sql: 20%, win_rate: 25%}"
    )
    assert volumes(found)["customers"] == 200
    (warning,) = found.warnings
    assert "implies a deal of 25,000" in warning
    assert "the mean deal is 50,000" in warning


def test_a_policy_in_force_changes_the_chain():
    text = (
        "targets: [{customers: 10}]\ndeal: 50k\n"
        "policies: {close-more: {set: {stages.sale.converts: 50%}}}\n"
    )
    by_policy = plan(load(text=BASE + text, name="plan.yaml", with_=["close-more"]))
    assert (volumes(planned(text))["sql"], volumes(by_policy)["sql"]) == (40, 20)


def test_agreeing_targets_are_no_contradiction():
    found = planned("targets: [{revenue: 10M}, {customers: 200}]\ndeal: 50k")
    assert not found.warnings


def test_a_plan_at_the_ratio_is_a_coin_toss():
    found = plan(load(THEORY / "ten-customers.yaml"))
    assert volumes(found) == {"customers": 10, "sql": 40}
    assert found.at_ratio == pytest.approx(0.560, abs=5e-4)
    assert found.at_ratio_flow == pytest.approx(0.542, abs=5e-4)
    assert [row.batch for row in found.certainties] == [49, 55, 60]
    assert [row.flow for row in found.certainties] == [51, 57, 63]
    assert [row.counted for row in found.certainties] == [None] * 3


def test_a_rate_known_as_counts_needs_more():
    found = planned("targets: [{customers: 10}]\nplan: {win_rate: 10 of 40}")
    assert found.counts == (10, 40)
    assert [row.counted for row in found.certainties][:2] == [54, 64]


def test_expected_rates_stand_in_for_stated_ones():
    found = planned("targets: [{customers: 10}]")
    sql = found.link("sql")
    assert (sql.volume, sql.rate) == (40, 0.25)
    assert sql.source == "expected from the scenario"
    stated = planned("targets: [{customers: 10}]\nplan: {win_rate: 50%, lead_to_mql: 10%}")
    assert stated.link("sql").source == "plan.win_rate"
    assert stated.link("leads").volume == stated.link("mql").volume * 10


def test_visitors_and_budget():
    found = planned(
        "targets: [{customers: 1}]\n"
        "plan: {win_rate: 50%, mql_to_sql: 50%, lead_to_mql: 10%, visitor_to_lead: 2%}"
    )
    assert volumes(found) == {"customers": 1, "sql": 2, "mql": 4, "leads": 40, "visitors": 2000}
    assert found.cost_per_lead == pytest.approx(200)
    assert found.budget == pytest.approx(8000)


def test_data_is_plain_and_complete():
    found = planned("targets: [{revenue: 100k, in: 2027-Q1}]\ndeal: 50k")
    data = found.data
    assert data["schema"] == "funnelsim.plan/1"
    assert data["target"] == {"metric": "revenue", "target": 100_000, "by": "2027-03-31"}
    assert data["chain"][0] == {"name": "customers", "volume": 2, "rate": None, "source": ""}
    assert "2 customers" in repr(found)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no target of customers or revenue"),
        ("targets: [{cac: 10k}]", "no target of customers or revenue"),
        ("targets: [{revenue: 1M}]", "needs a deal size"),
        ("targets: [{customers: 3}]\nplan: {win_rate: 0%}", "no SQL is ever won"),
    ],
)
def test_what_cannot_be_planned(text, message):
    with pytest.raises(RunError, match=message):
        planned(text)


def test_rounding_up_forgives_floats_only():
    assert up(200 / 0.25) == 800
    assert up(0.1 * 3 / 0.1) == 3
    assert up(2.001) == 3
    assert up(0) == 0
