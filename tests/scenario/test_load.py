"""Layers, settings and policies of a loaded scenario, and what it knows about itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from funnelsim.errors import ScenarioError
from funnelsim.scenario.load import examine, load, policies_named

PLAN = """\
kind: b2b-industrial
from: 2027-01-01
until: 2027-12-31
channels: {web: {leads: 20/month}}
teams: {sdr: {reps: 1}, ae: {reps: 2}}
policies:
  fast: {set: {handoff.delay: 1 h}}
"""


def test_layers_lie_in_order_preset_extended_file_setting(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(
        PLAN + "qualification: {threshold: 50, after_recycle: 5}\n", encoding="utf-8"
    )
    child = tmp_path / "child.yaml"
    child.write_text("extends: base.yaml\nqualification: {threshold: 60}\n", encoding="utf-8")
    rule = load(child, sets=["qualification.ignored_after=2"]).scenario.qualification
    assert rule.threshold.nominal == 60
    assert rule.after_recycle.nominal == 5
    assert rule.ignored_after == 2
    assert rule.bad_fit_passes.nominal == 0.25  # of the preset


def test_the_base_is_the_files_without_settings_and_policies() -> None:
    bundle = load(text=PLAN, sets=["channels.web.leads=40/month"], with_=["fast"])
    stated = bundle.base_scenario.channels["web"].leads
    used = bundle.scenario.channels["web"].leads
    assert used.nominal == pytest.approx(2 * stated.nominal)
    assert bundle.scenario.handoff.delay.nominal == 0
    assert bundle.base_data["channels"]["web"]["leads"] == "20/month"
    assert bundle.data["channels"]["web"]["leads"] == "40/month"


def test_kind_of_the_child_and_of_a_setting_choose_the_preset(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text("kind: agency\nfrom: 2027-01-01\n", encoding="utf-8")
    child = tmp_path / "child.yaml"
    child.write_text("extends: base.yaml\nkind: saas-sales\n", encoding="utf-8")
    assert load(child).scenario.kind == "saas-sales"
    assert load(child, sets=["kind=blank"]).kind == "blank"
    assert load(child, sets=["kind=blank"]).scenario.stages.named == {}


def test_files_of_an_extended_scenario_lie_beside_it(tmp_path: Path) -> None:
    below = tmp_path / "shared"
    below.mkdir()
    (below / "arrivals.csv").write_text("time\n7 h\n", encoding="utf-8")
    (below / "lags.csv").write_text("value,weight\n1 day,1\n3 days,1\n", encoding="utf-8")
    (below / "base.yaml").write_text(
        "from: 2027-01-01\nchannels: {in: {replay: arrivals.csv, enters: sql}}\n"
        "shelf_life: {sql: empirical(lags.csv; value; weight)}\n",
        encoding="utf-8",
    )
    child = tmp_path / "child.yaml"
    child.write_text("extends: shared/base.yaml\n", encoding="utf-8")
    scenario = load(child).scenario
    assert scenario.channels["in"].replay == "shared/arrivals.csv"
    assert scenario.shelf_life.sql.nominal == 2 * 86_400_000


def test_problems_come_in_file_order_and_all_at_once() -> None:
    text = "from: 2027-01-01\nhandoff: {dealy: 4 h}\ncalls: {then: forget}\ndeal: 4 apples\n"
    with pytest.raises(ScenarioError) as refused:
        load(text=text, sets=["sla.respond=1 h", "x"], name="p.yaml")
    places = [(p.file, p.line) for p in refused.value.problems]
    assert places[:3] == [("p.yaml", 2), ("p.yaml", 3), ("p.yaml", 4)]
    assert {file for file, _ in places[3:]} == {"--set sla.respond=1 h", "--set x"}


def test_one_wrong_word_does_not_hide_wrong_names_and_dates() -> None:
    text = (
        "from: 2027-01-01\nhandoff: {dealy: 4 h}\nchannels: {web: {leads: 1/week, enters: mql}}\n"
        "sla: {respond_within: 1 h, on_breach: {escalate: boss}}\n"
        "targets: [{customers: 1, by: 2031-01-01}]\n"
    )
    _, problems = examine(text=text)
    assert [p.code for p in problems if p.severity == "error"] == ["FS104", "FS301", "FS402"]


def test_what_follows_from_a_reported_fault_is_not_reported() -> None:
    text = "from: 2027-01-01\nteams: {sdr: {reps: two}}\ncalls: {by: sdr}\n"
    _, problems = examine(text=text)
    assert [p.line for p in problems if p.severity == "error"] == [2]


def test_policies_stack_in_the_order_given() -> None:
    assert policies_named(["a+b", "c,a", " d "]) == ("a", "b", "c", "d")
    with pytest.raises(ScenarioError, match="unknown policy 'slow'; did you mean"):
        load(text=PLAN.replace("fast", "slower"), with_=["slow"])


def test_same_scenario_same_hash_whatever_its_spelling() -> None:
    one = load(text=PLAN)
    other = load(text="# a comment\n" + PLAN.replace("{reps: 1}", "{reps: {core: {count: 1}}}"))
    assert one.hash == other.hash
    assert len(one.hash) == 64
    assert one.hash != load(text=PLAN, with_=["fast"]).hash
    assert one.hash != load(text=PLAN, sets=["deal=1"]).hash


def test_the_hash_speaks_for_the_data_files_too(tmp_path: Path) -> None:
    data = tmp_path / "arrivals.csv"
    lags = tmp_path / "lags.csv"
    lags.write_text("value,weight\n1 day,1\n", encoding="utf-8")
    text = (
        "from: 2027-01-01\nchannels: {in: {replay: arrivals.csv, enters: sql}}\n"
        "shelf_life: {sql: empirical(lags.csv; value; weight)}\n"
    )
    found = []
    for row in ("7 h", "8 h"):
        data.write_text(f"time\n{row}\n", encoding="utf-8")
        bundle = load(tmp_path / "plan.yaml", text=text)
        assert bundle.files == ("arrivals.csv", "lags.csv")
        found.append(bundle.hash)
    assert found[0] != found[1]


def test_extends_is_no_setting() -> None:
    with pytest.raises(ScenarioError, match="belongs into the file"):
        load(text=PLAN, sets=["extends=other.yaml"])


def test_a_name_like_an_inherited_one_is_called_out_unless_only_its_number_differs() -> None:
    text = PLAN.replace("{web: ", "{north-1: ")
    for name, codes in (("north-2", []), ("nort-1", ["FS612"])):
        leads = f"channels.{name}.leads=3/week"
        assert [p.code for p in load(text=text, sets=[leads]).problems] == codes


def test_assumptions_are_what_the_planner_did_not_state() -> None:
    found = {entry["key"]: entry for entry in load(text=PLAN).assumptions()}
    assert found["hazards.changes_job"]["value"] == "2.1%/month"
    assert found["hazards.changes_job"]["grade"] == "C"
    assert "MarketingSherpa" in found["hazards.changes_job"]["source"]
    assert "channels.web.leads" not in found
    assert "hazards.changes_job" not in {
        entry["key"]
        for entry in load(text=PLAN, sets=["hazards.changes_job=1%/month"]).assumptions()
    }
    assert all(set(entry) == {"key", "value", "source", "grade"} for entry in found.values())
    assert {entry["grade"] for entry in found.values()} <= {"A", "A-", "B", "B-", "C", "-"}


def test_loading_imports_no_arrays() -> None:
    code = (
        "import sys; from funnelsim.scenario.load import load; from funnelsim.scenario.init import "
        "write; from funnelsim.scenario.codes import explain; from funnelsim.scenario.show import "
        "show; show(load(text=write({}))); "
        "print(sorted({'numpy', 'scipy', 'polars', 'simpy', 'holidays'} & set(sys.modules)))"
    )
    path = Path(__file__).parent.parent.parent / "src"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=True, env={"PYTHONPATH": str(path)},
    )  # fmt: skip
    assert done.stdout.strip() == "[]"
