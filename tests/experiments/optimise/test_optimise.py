"""The best setting of a small scenario, against all of them."""

import numpy as np
import pytest

from funnelsim.experiments import optimise as optimising
from funnelsim.experiments.optimise import optimise
from funnelsim.experiments.search import optimum
from small_funnels import batch

LEADS = "channels.in.batches.start.leads"
# A lead costs 30k up to the 40 there are, a customer brings 100k: at 40 % more leads pay.
POLICIES = """
policies:
  sharp: {cost: {once: 250k}, set: {stages.offer.converts: 40%}}
  blunt: {set: {stages.offer.converts: 20%}}
"""


@pytest.fixture(scope="module")
def made():
    """Leads and one of two policies; 100 futures in place of 2,000 for the honest value."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(optimum, "FINAL_REPLICATIONS", 100)
        patch.setattr(optimising, "FINAL_REPLICATIONS", 100)
        yield optimise(
            batch(POLICIES), [f"{LEADS}=10..30"], 7, policies=["sharp", "blunt"], budget=480,
            final_replications=100, threads=1,
        )  # fmt: skip


def profit(leads, policy):
    """Expected, in money: leads at 1k, won at 100k each."""
    rate, once = {"none": (0.25, 0), "sharp": (0.4, 250_000), "blunt": (0.2, 0)}[policy]
    return leads * (rate * 100_000 - 1_000) - once


def test_the_winner_is_the_best_of_all_settings(made):
    settings = [(leads, policy) for leads in range(10, 31) for policy in made.options]
    best = max(settings, key=lambda setting: profit(*setting))
    assert best == (30, "sharp")
    leads, policy = made.result.winner
    assert profit(leads, policy) >= profit(*best) - 100_000
    assert made.result.winner in made.result.best_set


def test_the_honest_value_covers_what_is_true(made):
    assert made.result.honest_value.covers(profit(*made.result.winner))
    assert made.data["honest_value"]["mean"] == made.result.honest_value.value


def test_the_gain_is_over_the_scenario_as_it_is(made):
    assert made.gain.covers(profit(*made.result.winner) - profit(40, "none"))


def test_shrinkage_is_what_the_search_promised_too_much(made):
    result = made.result
    assert result.shrinkage.value == pytest.approx(
        result.search_value.value - result.honest_value.value
    )


def test_finalists_are_ranked(made):
    means = [one.second.value for one in made.result.finalists]
    assert means == sorted(means, reverse=True)
    assert made.to_polars().height == len(means)


def test_less_is_better_for_costs(monkeypatch):
    monkeypatch.setattr(optimum, "FINAL_REPLICATIONS", 10)
    found = optimise(
        batch(), [f"{LEADS}=10..20"], 7, objective="cost", budget=240, final_replications=10,
        threads=1,
    )  # fmt: skip
    (leads,) = found.result.winner
    assert found.data["honest_value"]["mean"] == leads * 1_000
    assert leads == min(one.design[0] for one in found.result.finalists)
    assert found.data["gain"]["mean"] == (leads - 40) * 1_000


def test_a_chance_is_between_0_and_1(monkeypatch):
    monkeypatch.setattr(optimum, "FINAL_REPLICATIONS", 20)
    found = optimise(
        batch(), [f"{LEADS}=20..60"], 7, objective="chance", budget=240, final_replications=20,
        threads=1,
    )  # fmt: skip
    assert found.data["objective"].startswith("chance of at least 10 customers")
    assert 0 <= found.data["honest_value"]["mean"] <= 1
    assert np.isfinite(found.data["gain"]["mean"])
