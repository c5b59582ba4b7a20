"""Planning to a probability: by formula, and simulated against the formula."""

from pathlib import Path

import pytest
from scipy.special import gammaincinv

from funnelsim.errors import UsageError
from funnelsim.experiments.plan import plan
from funnelsim.scenario.load import load
from small_funnels import BATCH, batch, flow

SCENARIOS = Path(__file__).parents[3] / "scenarios"
LEADS = "channels.in.batches.start.leads"


def seek(bundle, by, probability=0.8, n=200, **options):
    return plan(bundle, probability, by, n, 7, threads=1, **options).sought


@pytest.mark.parametrize(("probability", "sql"), [(0.8, 49), (0.9, 55), (0.95, 60)])
def test_ten_customers_of_a_batch(probability, sql):
    made = plan(batch(), probability)
    assert made.sought.status == "exact"
    assert made.sought.value == sql
    assert made.sought.chance.value >= probability


def test_ten_customers_of_a_flow():
    made = plan(batch())
    assert [row.flow for row in made.certainties] == [51, 57, 63]
    assert made.at_ratio == pytest.approx(0.560, abs=5e-4)
    assert made.at_ratio_flow == pytest.approx(0.542, abs=5e-4)


@pytest.mark.parametrize(("probability", "sql"), [(0.8, 54), (0.9, 64)])
def test_known_only_as_ten_of_forty(probability, sql):
    bundle = load(text=BATCH + "plan: {win_rate: 10 of 40}", name="batch.yaml")
    assert plan(bundle, probability).sought.value == sql


def test_simulated_batch_agrees_with_the_binomial():
    found = seek(batch(), f"{LEADS}=30..70")
    assert found.status == "reached"
    low, high = found.ci95
    assert low <= 49 <= high
    assert high - low <= 12
    assert found.today.covers(0.560)


def test_simulated_flow_agrees_with_the_poisson():
    # 10 customers are expected as it is; 80 % need a mean of 12.52.
    exact = float(gammaincinv(10, 0.8)) / 10
    found = seek(flow(), "volume=x0.5..x2", n=150)
    low, high = found.ci95
    assert low <= exact <= high
    assert found.today.covers(0.542)


def test_unreachable_tells_the_best():
    found = seek(batch(), f"{LEADS}=10..20", n=60)
    assert found.status == "unreachable"
    assert found.value is None
    assert found.best == "20"
    assert found.chance.value == max(chance.value for _, chance in found.points)


def test_already_certain():
    found = seek(batch(), f"{LEADS}=90..99", n=30)
    assert (found.status, found.value) == ("already", 90)


def test_out_of_reach_everywhere_is_no_lack_of_effect():
    assert seek(batch(), f"{LEADS}=2..8", n=20).status == "unreachable"


def test_no_effect():
    found = seek(batch(), "deal=50k..90k", n=20)
    assert found.status == "no effect"
    assert len({chance.value for _, chance in found.points}) == 1


def test_more_leads_than_reps_can_take_lose_the_target_again():
    overload = load(SCENARIOS / "overload.yaml")
    found = seek(overload, "volume=x1..x3", 0.5, 30)
    assert found.until is not None
    chances = {values[0]: chance.value for values, chance in found.points}
    assert chances[found.until] >= 0.5
    assert all(chance < 0.5 for value, chance in chances.items() if value > found.until)


def test_the_cheapest_mix_is_the_cheapest_of_those_tried_that_suffice():
    more = "policies: {}\n"
    found = seek(batch(more), [f"{LEADS}=30..50", "stages.offer.converts=20%..40%"], n=30)
    assert found.status == "reached"
    assert found.cost is not None
    assert found.chance.value >= 0.8


@pytest.mark.parametrize("probability", [0.0, 1.0, -1.0, 1.5])
def test_probabilities_out_of_range(probability):
    with pytest.raises(UsageError, match="write a share between 0 and 1"):
        plan(batch(), probability)
