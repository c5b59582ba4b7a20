"""Where a report says its numbers come from."""

import json
from types import SimpleNamespace

import pytest

from funnelsim.model.compile import compile_model
from funnelsim.reports.cards.provenance import cards
from funnelsim.reports.inputs import inputs_of
from funnelsim.reports.manifest import beginning, recorded_bundle
from funnelsim.scenario.load import load
from reports_written import NOW

BASE = """
kind: b2b-industrial
name: Base
from: 2027-01-01
until: 2027-06-30
segments: {any: {share: 100%, fit: 50%}}
channels: {web: {leads: 3/week}}
teams: {sdr: {reps: 2, cost_each: 3k/month}, ae: {reps: 1, cost_each: 8k/month}}
handoff: {delay: 4 h}
policies:
  quick: {from: 2027-02-01, set: {handoff.delay: 0 min}}
  other-routes: {set: {teams.sdr.assign: performance}}
"""


def begun_of(folder, text, sets=(), with_=(), command="run"):
    file = folder / "plan.yaml"
    file.write_text(text, encoding="utf-8")
    bundle = load(file, sets, with_)
    made = SimpleNamespace(bundle=bundle, model=compile_model(bundle), seed=7, engine="compiled")
    return beginning(made, NOW, command)


def by_id(begun):
    return {card.id: card for card in cards(begun)}


def rows_of(begun):
    return {row.key: row for row in inputs_of(begun)}


def test_every_value_has_one_place_that_it_comes_from(tmp_path):
    rows = rows_of(begun_of(tmp_path, BASE))
    assert rows["handoff.delay"].origin == "plan.yaml"
    assert (rows["handoff.delay"].value, rows["handoff.delay"].grade) == ("4 h", "")
    assert rows["shelf_life.sql"].origin == "preset b2b-industrial"
    assert rows["shelf_life.sql"].grade == "C"
    assert (rows["run_off"].origin, rows["run_off"].grade) == ("default", "-")
    assert rows["says"].origin == "default, does not act"


def test_numbers_are_counted(tmp_path):
    begun = begun_of(tmp_path, BASE)
    card = by_id(begun)["provenance-evidence"]
    listed = {row[0]: row for row in card.grid["rows"]}
    assert set(listed) == {entry["key"] for entry in begun["assumptions"]}
    for entry in begun["assumptions"]:
        assert listed[entry["key"]][2:] == [entry["source"], entry["grade"]]
    own, total, rest, weak = (int(w) for w in card.finding.replace(";", "").split() if w.isdigit())
    assert own + rest == total
    # share, fit, leads, two teams' reps and costs, the delay
    assert own == 8
    digits = [
        entry for entry in begun["assumptions"]
        if any(c.isdigit() for c in str(entry["value"]))
        and ".reasons." not in entry["key"] and entry["key"] != "run.replications"
    ]  # fmt: skip
    assert rest == len(digits)
    assert weak == sum(entry["grade"][0] in "CD-" for entry in digits)


def test_assumed_curves_are_told_from_stated_ones(tmp_path):
    card = by_id(begun_of(tmp_path, BASE))["provenance-curves"]
    assert card.finding.startswith("7 ways of losing leads rest on assumed curves")
    text = BASE + "hazards: {changes_job: 3%/month, competitor: 1%/month}\n"
    card = by_id(begun_of(tmp_path, text))["provenance-curves"]
    assert card.finding.startswith("5 ways of losing leads")
    assert ["the contact leaves the firm", "hazards.changes_job", "3%/month", "plan.yaml"] in (
        card.grid["rows"]
    )


def test_settings_and_policies_are_marked(tmp_path):
    begun = begun_of(tmp_path, BASE, ["deal=1k..2k", "teams.sdr.reps=3"], ["quick", "other-routes"])
    rows = rows_of(begun)
    assert rows["handoff.delay"].origin == "policy quick from 2027-02-01"
    assert (rows["handoff.delay"].value, rows["handoff.delay"].was) == ("0 min", "4 h")
    assert (rows["deal"].origin, rows["deal"].was) == ("--set", "20k..150k")
    assert (rows["teams.sdr.reps.core.count"].value, rows["teams.sdr.reps.core.count"].was) == (
        3,
        2,
    )
    assert rows["teams.sdr.assign"].origin == "policy other-routes from 2027-01-01"
    marked = {row[0] for row in by_id(begun)["provenance-scenario"].grid["rows"]
              if row[-1] == "changed"}  # fmt: skip
    assert {"deal", "teams.sdr.reps.core.count", "handoff.delay", "teams.sdr.assign"} <= marked
    assert "shelf_life.sql" not in marked


def test_a_file_that_extends_another_is_marked_against_it(tmp_path):
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
    text = "extends: base.yaml\nname: Variant\nhandoff: {delay: 1 day}\nchannels: {web: off, fair: {leads: 1/week}}\n"  # noqa: E501
    begun = begun_of(tmp_path, text)
    rows = rows_of(begun)
    changed = {key for key, row in rows.items() if row.changed}
    assert changed == {"name", "handoff.delay", "channels.fair.leads"}
    assert (rows["handoff.delay"].was, rows["channels.fair.leads"].was) == ("4 h", None)
    assert rows["teams.ae.cost_each"].origin == "base.yaml"
    assert begun["base"]["name"] == "base.yaml"
    assert by_id(begun)["provenance-scenario"].finding.endswith("values differ from base.yaml.")


@pytest.mark.parametrize(
    ("setting", "gone"), [("policies.quick=off", "policies.quick"), ("handoff.delay=0 h", "")]
)
def test_what_a_setting_takes_away_is_off(tmp_path, setting, gone):
    rows = rows_of(begun_of(tmp_path, BASE, [setting]))
    if gone:
        assert (rows[gone].value, rows[gone].origin) == ("off", "--set")
    assert not any(key.startswith(f"{gone}.") for key in rows if gone)
    assert rows["handoff.delay"].value == ("4 h" if gone else "0 h")


def test_a_run_of_a_manifest_says_the_same(tmp_path):
    begun = json.loads(json.dumps(begun_of(tmp_path, BASE, ["deal=1k..2k"], ["quick"])))
    bundle = recorded_bundle(begun, "manifest.json")
    made = SimpleNamespace(bundle=bundle, model=compile_model(bundle), seed=7, engine="compiled")
    again = beginning(made, NOW)
    assert [card.plain() for card in cards(again)] == [card.plain() for card in cards(begun)]


def test_nothing_tells_of_the_machine_or_the_time(tmp_path):
    (tmp_path / "here").mkdir()
    text = json.dumps([card.plain() for card in cards(begun_of(tmp_path / "here", BASE))])
    assert str(tmp_path) not in text
    assert str(NOW.date()) not in text
    assert "plan.yaml" in text


@pytest.mark.parametrize("command", ["run", "cold"])
def test_cards_are_plain_and_say_how_to_repeat(tmp_path, command):
    made = by_id(begun_of(tmp_path, BASE, command=command))
    assert list(made) == [f"provenance-{n}" for n in ("run", "evidence", "curves", "scenario")]
    for card in made.values():
        assert card.section == "provenance"
        assert json.loads(json.dumps(card.plain(), allow_nan=False)) == card.plain()
        for row in card.grid["rows"]:
            assert len(row) == len(card.grid["head"])
    assert f"funnelsim {command} manifest.json" in made["provenance-run"].caption


def test_words_that_look_like_comments_are_values(tmp_path):
    says = "'x  # grade A: mine'"
    rows = rows_of(begun_of(tmp_path, BASE.replace("name: Base", f"name: {says}")))
    assert rows["name"].value == "x  # grade A: mine"
    assert (rows["name"].origin, rows["name"].grade) == ("plan.yaml", "")
