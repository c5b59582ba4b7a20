"""The object of ``compare --json`` and the tables agree with the contest."""

import json
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from funnelsim.experiments.compare.contest import compare
from funnelsim.scenario.load import load

ROOT = Path(__file__).parents[3]
SCHEMA = json.loads((ROOT / "docs" / "schemas" / "compare-1.json").read_text(encoding="utf-8"))


def test_it_is_what_its_schema_says(tiny_contest):
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(json.loads(tiny_contest.json()), SCHEMA)


@pytest.mark.parametrize("name", ["overload", "ten-customers", "vendor-claims"])
def test_so_are_shipped_scenarios(name):
    made = compare(load(ROOT / "scenarios" / f"{name}.yaml"), None, 2, 7, threads=1)
    jsonschema.validate(json.loads(made.json()), SCHEMA)


def test_the_baseline_stands_first_and_differs_from_nothing(tiny_contest):
    first, *others = tiny_contest.data["policies"]
    assert (first["name"], first["difference"]) == ("baseline", {})
    assert [row["name"] for row in others] == ["quick", "idle", "quick+idle"]


def test_idle_keys_and_evidence(tiny_contest):
    idle = tiny_contest.data["policies"][2]
    assert (idle["identical"], idle["idle_keys"]) == (True, ["hazards.return_after"])
    assert idle["evidence"] == {"idle": None}
    assert idle["difference"]["revenue"] == {"mean": 0, "ci95": None, "reason": "identical"}
    assert idle["return_per_cost"] is None


def test_shares_of_first_places_add_up(tiny_contest):
    assert sum(row["p_best"] for row in tiny_contest.data["policies"]) == pytest.approx(1)


def test_tables(tiny_contest):
    frame = tiny_contest.to_polars("replications")
    assert frame.height == 4 * 40
    quick = frame.filter(policy="quick")["profit"].to_numpy()
    assert np.array_equal(quick, tiny_contest.column(1, "profit"))
    assert tiny_contest.to_polars().height == 4
    assert set(tiny_contest.to_polars("differences")["policy"]) == {"quick", "idle", "quick+idle"}
