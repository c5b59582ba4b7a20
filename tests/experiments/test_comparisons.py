"""Stated rates against simulated ones, and policies without effect."""

from funnelsim.experiments.forecast import forecast
from funnelsim.experiments.idle import idle_policies
from funnelsim.experiments.stated import stated_rates
from funnelsim.scenario.load import load


def test_a_stated_rate_that_the_run_does_not_produce(tiny_forecast):
    (rate,) = stated_rates(tiny_forecast)
    sums = tiny_forecast.stack.sums
    won = sums["sql_to_customer_ultimate_hits"].sum() / sums["sql_to_customer_ultimate_of"].sum()
    assert (rate.key, rate.stated) == ("plan.win_rate", 0.6)
    assert rate.simulated.value == won
    assert not rate.agrees


def test_a_stated_rate_inside_the_interval_agrees(tiny, tiny_forecast):
    sums = tiny_forecast.stack.sums
    won = sums["sql_to_customer_ultimate_hits"].sum() / sums["sql_to_customer_ultimate_of"].sum()
    near = load(tiny.path, sets=[f"plan.win_rate={won * 100:.3f}%"])
    (rate,) = stated_rates(forecast(near, threads=1))
    assert rate.agrees


def test_a_policy_without_effect_is_named_with_its_keys(tiny):
    made = forecast(load(tiny.path, with_=["idle+quick"]), 3, threads=1)
    (idle,) = idle_policies(made, threads=1)
    assert (idle.policy, idle.keys) == ("idle", ("hazards.return_after",))
    assert idle.compared == 3
    assert not idle.costs


def test_a_policy_that_only_costs(tiny):
    dear = load(tiny.path, sets=["policies.idle.cost.per_month=200"], with_=["idle"])
    (idle,) = idle_policies(forecast(dear, 2, threads=1), threads=1)
    assert idle.costs


def test_no_policy_no_comparison(tiny_forecast):
    assert idle_policies(tiny_forecast) == []
