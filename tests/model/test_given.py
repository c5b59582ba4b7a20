"""What files state: unknown names, arrivals before the warm-up; rules that find reps by tags."""

from __future__ import annotations

import pytest

from funnelsim.errors import ScenarioError
from funnelsim.model.codes import Row
from funnelsim.scenario.load import load
from two_engines import simulate

DAY = 86_400_000
PIPELINE = "pipeline={file: p.csv, as_of: 2027-01-03, columns: {%s: x}, stages: {w: first}}"


def found(tmp_path, compiled, *sets):
    compiled()
    return load(tmp_path / "scenario.yaml", sets=sets).problems


@pytest.mark.parametrize("column", ["channel", "segment", "region"])
def test_an_unknown_name_in_the_pipeline_is_an_error_in_its_line(compiled, tmp_path, column):
    (tmp_path / "p.csv").write_text("id,stage,x\n1,w,\n2,w,nowhere\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        found(tmp_path, compiled, PIPELINE % column, "warm_up=auto")
    assert [(p.code, p.line) for p in refused.value.problems] == [("FS503", 3)]


def test_unknown_reps_are_told_once(compiled, tmp_path):
    rows = "id,stage,x\n1,w,core\n2,w,ae core 2\n3,w,Jo\n4,w,Jim\n5,w,\n"
    (tmp_path / "p.csv").write_text(rows, encoding="utf-8")
    told = [
        p for p in found(tmp_path, compiled, PIPELINE % "rep", "warm_up=auto") if p.code == "FS503"
    ]
    assert [p.severity for p in told] == ["warning"]
    assert told[0].message.startswith("2 of 5 open deals")
    assert "'Jo' in line 4" in told[0].message


def test_a_computed_warm_up_reaches_back_to_what_is_dated(compiled, tmp_path):
    plain = compiled("warm_up=auto")
    batch = "channels.web.batches=[{date: 2026-03-01, leads: 20}]"
    model = compiled("warm_up=auto", batch)
    assert model.begin == -309 * DAY < plain.begin
    (tmp_path / "r.csv").write_text("time\n2026-02-01\n2027-01-08\n", encoding="utf-8")
    assert compiled("warm_up=auto", batch, "channels.old.replay=r.csv").begin == -337 * DAY


RULE = "teams.ae.assign={rules: [{when: {tier: top}, to: {language: german}}]}"
GROUPS = (
    "teams.ae.reps={core: off, anna: {tags: {language: german}}, bob: {}, "
    "carl: {tags: {language: french}}}"
)


def test_a_rule_finds_its_reps_by_their_tags(compiled):
    model = compiled(RULE, GROUPS, "segments.big.tags={tier: top}", "channels.web.enters=sql")
    assert model.rule["groups"].tolist() == [0b001, -1]
    log = simulate(model, 1, 0)
    segment = {
        int(row["lead"]): model.class_segment[int(row["b"])]
        for row in log[log["kind"] == Row.ARRIVED]
    }
    reps: dict[int, set[int]] = {0: set(), 1: set()}
    for row in log[log["kind"] == Row.ASSIGNED]:
        reps[segment[int(row["lead"])]].add(int(row["b"]))
    assert reps == {0: {0}, 1: {0, 1, 2}}


def test_tags_that_no_rep_bears_are_an_error(compiled):
    with pytest.raises(ScenarioError) as refused:
        compiled(RULE.replace("german", "germn"), GROUPS, "segments.big.tags={tier: top}")
    problem = refused.value.problems[0]
    assert problem.code == "FS305"
    assert "german" in problem.cure


def test_a_rule_by_tags_reads_back_as_written(compiled, tmp_path):
    compiled()
    scenario = load(tmp_path / "scenario.yaml", sets=[RULE, GROUPS]).scenario
    rule = scenario.plain()["teams"]["ae"]["assign"]["rules"][0]
    assert rule == {"when": {"tier": "top"}, "to": {"language": "german"}}
