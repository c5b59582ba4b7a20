"""The reverse chain and the volumes that reach a number of wins with a probability."""

from math import exp, factorial

import pytest
from runs import THEORY

from funnelsim.experiments.plan import plan
from funnelsim.scenario.load import load


def planned(name, *sets):
    return plan(load(THEORY / f"{name}.yaml", sets=sets))


def volumes(found):
    return {link.name: link.volume for link in found.links}


def test_ten_millions_backwards():
    """$10M / $50k = 200 deals / 25 % = 800 SQL / 20 % = 4,000 MQL."""
    found = planned("plan-10M")
    assert found.deal == 50_000
    chain = volumes(found)
    assert (chain["customers"], chain["sql"], chain["mql"]) == (200, 800, 4000)
    assert not found.warnings


def test_the_printed_chain_contradicts_its_deal_size():
    """400 deals for $10M imply a deal of $25k, not of $50k."""
    found = planned("plan-10M", "targets=[{revenue: 10M}, {customers: 400}]")
    (warning,) = found.warnings
    assert "a deal of 25,000" in warning
    assert "200 customers" in warning


def test_certain_volumes_for_ten_customers():
    found = planned("ten-customers", "plan.win_rate=25%")
    assert volumes(found)["sql"] == 40
    assert round(found.at_ratio, 3) == 0.560
    at_least_ten = 1 - sum(exp(-10) * 10**k / factorial(k) for k in range(10))
    assert found.at_ratio_flow == pytest.approx(at_least_ten, rel=1e-12)
    assert round(at_least_ten, 3) == 0.542
    assert [c.chance for c in found.certainties] == [0.8, 0.9, 0.95]
    assert [c.batch for c in found.certainties] == [49, 55, 60]
    assert [c.flow for c in found.certainties] == [51, 57, 63]


def test_certain_volumes_where_the_rate_is_a_count():
    found = planned("ten-customers", "plan.win_rate=10 of 40")
    assert [c.counted for c in found.certainties][:2] == [54, 64]
