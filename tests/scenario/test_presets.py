"""Presets: complete, sourced, inside the published bands; the page and the JSON Schema agree."""

import datetime as dt
import importlib.util
import math
import sys
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from funnelsim.scenario.json_schema import json_schema
from funnelsim.scenario.layers import preset_sources
from funnelsim.scenario.schema import Scenario
from funnelsim.scenario.schema.top import KINDS

ROOT = Path(__file__).resolve().parents[2]
PRESETS = ROOT / "src" / "funnelsim" / "scenario" / "presets"
FULL = Path(__file__).parent / "data" / "full.yaml"
REAL = [kind for kind in KINDS if kind != "blank"]


def read(path):
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


def preset(kind):
    return Scenario.model_validate({**read(PRESETS / f"{kind}.yaml"), "from": "2027-01-01"})


@pytest.fixture(scope="module")
def docs():
    spec = importlib.util.spec_from_file_location("docs", ROOT / "scripts/make_scenario_docs.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["docs"] = module
    spec.loader.exec_module(module)
    return module


def test_there_is_one_file_for_each_kind():
    names = {path.stem for path in PRESETS.glob("*.yaml")}
    assert names == set(KINDS)
    assert all(read(PRESETS / f"{kind}.yaml")["kind"] == kind for kind in KINDS)


def test_blank_sets_nothing():
    assert read(PRESETS / "blank.yaml") == {"kind": "blank"}


@pytest.mark.parametrize("kind", REAL)
def test_presets_state_nothing_that_is_the_planners(kind):
    stated = set(read(PRESETS / f"{kind}.yaml"))
    assert stated.isdisjoint({"channels", "targets", "segments", "regions", "policies", "from"})
    assert all(not team.reps for team in preset(kind).teams.values())


@pytest.mark.parametrize("kind", REAL)
def test_every_number_has_source_and_grade(kind, docs):
    sources = preset_sources()[kind]
    paths = [path for path, _ in docs.leaves(read(PRESETS / f"{kind}.yaml")) if path != "kind"]
    used = set()
    for path in paths:
        source = docs.source_of(sources, path)
        assert source["source"], path
        assert source["grade"] in ("A", "A-", "B", "B-", "C", "-"), path
        used |= {key for key in sources if path == key or path.startswith(key + ".")}
    assert set(sources) == used


@pytest.mark.parametrize("kind", REAL)
def test_presets_point_at_their_own_teams_and_stages(kind):
    s = preset(kind)
    assert s.calls.by in s.teams
    assert {stage.by for stage in s.stages.named.values()} <= set(s.teams)


@pytest.mark.parametrize("kind", ["b2b-industrial", "saas-sales", "agency"])
def test_win_rate_from_sql_lies_in_the_published_band(kind):
    wins = math.prod(stage.converts.nominal for stage in preset(kind).stages.named.values())
    assert 0.15 <= wins <= 0.35


@pytest.mark.parametrize("kind", REAL)
def test_response_habits_reproduce_the_audit_of_2241_firms(kind):
    s = preset(kind)
    habits = s.teams[s.calls.by].habits
    assert habits.never_worked.nominal == 0.23
    assert habits.notices_after.nominal / 3_600_000 == pytest.approx(42, rel=0.05)


@pytest.mark.parametrize("kind", REAL)
def test_clicks_by_mail_reproduce_the_measured_rate(kind):
    responses = preset(kind).nurture["welcome"].touches["hello"].responses
    clicks = responses["email_open"].chance.nominal * responses["email_click"].chance.nominal
    assert clicks == pytest.approx(0.029, rel=0.01)


def test_shelf_life_of_an_sql_is_a_month_in_industry_and_an_afternoon_with_consumers():
    assert preset("b2b-industrial").shelf_life.sql.nominal == pytest.approx(30 * 86_400_000)
    assert preset("consumer-appointment").shelf_life.sql.nominal < 6 * 3_600_000


def test_the_page_of_keys_is_up_to_date(docs):
    assert (ROOT / "docs" / "scenario.md").read_text(encoding="utf-8") == docs.page()


def plain(data):
    """The data as JSON would hold it."""
    if isinstance(data, dict):
        return {str(name): plain(body) for name, body in data.items()}
    if isinstance(data, list):
        return [plain(item) for item in data]
    return data.isoformat() if isinstance(data, dt.date) else data


@pytest.fixture(
    scope="module", params=[jsonschema.Draft202012Validator, jsonschema.Draft7Validator]
)
def editor(request):
    request.param.check_schema(json_schema())
    return request.param(json_schema())


@pytest.mark.parametrize("path", [FULL, *PRESETS.glob("[!s]*.yaml"), PRESETS / "saas-sales.yaml"],
                         ids=lambda path: path.stem)  # fmt: skip
def test_editors_accept_right_files(editor, path):
    assert [error.message for error in editor.iter_errors(plain(read(path)))] == []


@pytest.mark.parametrize(
    "data",
    [
        {"handoff": {"dealy": "4 h"}},
        {"lumpy": 1},
        {"channels": {"w": {"leeds": "1/day"}}},
        {"teams": {"t": {"reps": {"core": {"cuont": 2}}}}},
        {"stages": {"offer": {"convert": "5%"}}},
        {"teams": {"t": {"work_first": "loudest"}}},
    ],
)
def test_editors_refuse_wrong_keys(editor, data):
    assert list(editor.iter_errors(data))


@pytest.mark.parametrize(
    "data",
    [
        {"hazards": "off", "channels": {"w": "off"}, "sla": "off"},
        {"teams": {"t": {"reps": 2}}, "channels": {"w": {"cost": "6k/month", "lumpiness": "low"}}},
        {"hazards": {"competitor": "never"}, "stages": {"win_rate": "10 of 40"}},
        {"channels": {"w": {"batches": [{"date": "2027-03-16", "leads": 5}]}}},
        {"segments": {"a": {"fit": {"w": "60%", "otherwise": 0.35}}}},
    ],
)
def test_editors_accept_short_forms(editor, data):
    assert [error.message for error in editor.iter_errors(data)] == []


def test_every_key_of_the_json_schema_is_described():
    def keys(node):
        if isinstance(node, dict):
            for name, body in node.get("properties", {}).items():
                if "description" in body:
                    yield name, body
            for body in node.values():
                yield from keys(body)
        for item in node if isinstance(node, list) else ():
            yield from keys(item)

    described = list(keys(json_schema()))
    assert len(described) > 200
    for name, body in described:
        assert {"unit", "source", "grade", "examples"} <= set(body), name
