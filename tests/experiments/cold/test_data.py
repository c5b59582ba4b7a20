"""The object of ``cold --json`` and the tables agree with one another and with the records."""

import json
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from funnelsim.errors import UsageError
from funnelsim.experiments.cold.price import cold
from funnelsim.scenario.load import load

ROOT = Path(__file__).parents[3]
SCHEMA = json.loads((ROOT / "docs" / "schemas" / "cold-1.json").read_text(encoding="utf-8"))


def test_it_is_what_its_schema_says(tiny_cold):
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(json.loads(tiny_cold.json()), SCHEMA)


@pytest.mark.parametrize("name", ["overload", "trade-show", "consumer-afternoon"])
def test_so_are_shipped_scenarios(name):
    made = cold(load(ROOT / "scenarios" / f"{name}.yaml"), 2, 7, threads=1)
    jsonschema.validate(json.loads(made.json()), SCHEMA)


def test_sums_agree(tiny_cold):
    data = tiny_cold.data
    loss = data["real_loss"]["revenue"]["mean"]
    near = pytest.approx(loss, rel=1e-9)
    assert sum(part["fair"]["mean"] for part in data["attribution"]) == near
    assert sum(row["revenue"] for row in data["ledger"]) == near
    for rows in data["ledger_by"].values():
        assert sum(row["revenue"] for row in rows) == near
    chain = data["capacity"]
    steps = sum(chain[name] for name in ("congestion", "policy", "impermanence"))
    assert steps == pytest.approx(chain["total"], rel=1e-9)


def test_a_change_that_changes_nothing_costs_exactly_nothing(tiny_cold):
    """Sums are rounded once, so the order of the deals leaves no crumbs."""
    idle = tiny_cold.data["recoverable"][1]
    assert idle["policy"] == "idle"
    assert idle["revenue"]["mean"] == 0


def test_tables_hold_every_replication(tiny_cold):
    frame = tiny_cold.to_polars("replications")
    assert frame["replication"].to_list() == list(range(12))
    assert np.allclose(frame["real_loss"], tiny_cold.loss())
    fair = [name for name in frame.columns if name.startswith("fair ")]
    assert np.allclose(frame.select(fair).sum_horizontal(), frame["real_loss"])
    assert set(tiny_cold.table_names) >= {"attribution", "ledger", "delay_price", "policies"}
    with pytest.raises(UsageError, match="there is no table 'mine'"):
        tiny_cold.to_polars("mine")


def test_a_notebook_shows_the_attribution(tiny_cold):
    assert "<th>reach</th>" in tiny_cold._repr_html_()


def test_the_biggest_assumption_is_behind_the_largest_part_that_is_assumed():
    bundle = load(None, ["run.seed=7", "run.replications=4"], text=ASSUMED, name="a.yaml")
    made = cold(bundle, 4, 7, threads=1)
    found = made.biggest_assumption
    order = [player.mechanism for player in made.attribution()]
    assert found["mechanism"] == order[0]
    assert found["grade"]
    assert found["key"] in {entry["key"] for entry in bundle.assumptions()}


def test_what_is_stated_is_no_assumption(tiny_cold):
    assert tiny_cold.biggest_assumption is None


ASSUMED = b"""
kind: b2b-industrial
from: 2027-01-01
until: 2027-06-30
country: US
deal: 40k..250k
channels: {website: {leads: 45/month, cost: 6k/month}}
teams: {sdr: {reps: 1, cost_each: 5k/month}, ae: {reps: 1, cost_each: 9k/month}}
stages: {win_rate: 10 of 40, sales_cycle: 75 days}
"""
