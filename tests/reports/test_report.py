"""The report of a run: in every folder, rebuilt to the same bytes, side by side."""

import datetime as dt
import json
import shutil

import pytest
from typer.testing import CliRunner

from funnelsim.cli.app import app
from funnelsim.experiments.forecast import forecast
from funnelsim.reports.manifest import beginning
from funnelsim.reports.report import SCHEMA
from funnelsim.reports.run_folder import write_run, write_study

NOW = dt.datetime(2027, 1, 2, 3, 4, 5)


def written(made, folder, command="run", when=NOW):
    begun = beginning(made, when, command)
    write = write_run if command == "run" else write_study
    write(made, folder, begun, {"simulate": 1.0})
    return folder


@pytest.fixture(scope="module")
def folders(tiny_forecast, tiny_cold, tiny_contest, tmp_path_factory):
    place = tmp_path_factory.mktemp("runs")
    return {
        "run": written(tiny_forecast, place / "run"),
        "cold": written(tiny_cold, place / "cold", "cold"),
        "compare": written(tiny_contest, place / "compare", "compare"),
    }


def report(folder):
    return json.loads((folder / "report.json").read_text(encoding="utf-8"))


def edit(folder, change):
    data = report(folder)
    change(data)
    (folder / "report.json").write_text(json.dumps(data))


def called(*words):
    return CliRunner().invoke(app, ["report", *map(str, words)])


@pytest.mark.parametrize("verb", ["run", "cold", "compare"])
def test_a_report_says_what_the_terminal_says(verb, folders):
    made = report(folders[verb])
    assert made["schema"] == SCHEMA
    assert made["run"]["command"] == verb
    assert made["headline"]
    assert made["cards"][-1]["section"] == "provenance"
    ids = [card["id"] for card in made["cards"]]
    assert len(ids) == len(set(ids))
    page = (folders[verb] / "report.html").read_text(encoding="utf-8")
    assert made["headline"][0].split(";")[0].replace(" %", "\N{NO-BREAK SPACE}%") in page


def test_the_headline_is_the_terminals(folders, tiny_forecast):
    from funnelsim.reports.sentences import headline

    assert report(folders["run"])["headline"] == headline(tiny_forecast)


def test_the_same_run_has_the_same_bytes_anywhere_and_any_time(folders, tiny, tmp_path):
    again = forecast(tiny, threads=2)
    later = written(again, tmp_path / "other" / "place", when=NOW + dt.timedelta(days=400))
    for name in ("report.json", "report.html"):
        assert (later / name).read_bytes() == (folders["run"] / name).read_bytes()


@pytest.mark.parametrize("verb", ["run", "cold", "compare"])
def test_rebuilding_gives_the_same_page(verb, folders, tmp_path):
    copy = shutil.copytree(folders[verb], tmp_path / "copy")
    before = (copy / "report.html").read_bytes()
    (copy / "report.html").unlink()
    result = called(copy)
    assert result.exit_code == 0, result.output
    assert (copy / "report.html").read_bytes() == before


def test_several_runs_are_put_on_one_page(folders, tmp_path):
    target = tmp_path / "all.html"
    result = called(*folders.values(), "--out", target, "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["page"] == str(target)
    page = target.read_text(encoding="utf-8")
    assert page.count("<h1") == 3
    for verb in folders:
        for sentence in report(folders[verb])["headline"]:
            assert sentence.split()[-1] in page


def test_forecasts_side_by_side_are_compared(folders, tiny, tmp_path):
    from funnelsim.scenario.load import load

    quick = forecast(load(tiny.folder / "tiny.yaml", with_=["quick"]), 12, threads=1)
    other = written(quick, tmp_path / "quick")
    target = tmp_path / "both.html"
    assert called(folders["run"], other, "--out", target).exit_code == 0
    page = target.read_text(encoding="utf-8")
    means = [run["outcomes"]["customers"]["mean"] for run in (
        json.loads((folder / "forecast.json").read_text()) for folder in (folders["run"], other)
    )]  # fmt: skip
    for mean in means:
        assert f"{mean:.1f}" in page[page.index('id="side-by-side"') :]
    assert "Tiny, quick" in page


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda folder: (folder / "manifest.json").unlink(), "there is no finished run"),
        (lambda folder: (folder / "report.json").unlink(), "has no report.json; make it again"),
        (lambda folder: (folder / "report.json").write_text("{"), "cannot be read"),
        (lambda folder: (folder / "report.json").write_text("{}"), "no report of this version"),
        (lambda folder: edit(folder, lambda data: data.pop("cards")), "are damaged (KeyError"),
        (lambda folder: edit(folder, lambda data: data.update(run={})), "are damaged (KeyError"),
        (
            lambda folder: edit(
                folder, lambda data: data["cards"][0].update(picture={"kind": "x"})
            ),
            "are damaged (KeyError('x')); make it again: funnelsim cold",
        ),
    ],
)
def test_what_is_no_report_is_told(spoil, says, folders, tmp_path):
    copy = shutil.copytree(folders["cold"], tmp_path / "copy")
    spoil(copy)
    result = called(copy)
    assert result.exit_code == 1
    assert says in " ".join(result.output.split())
    assert "Traceback" not in result.output


def test_a_file_of_somebody_else_is_not_replaced(folders, tmp_path):
    mine = tmp_path / "mine.html"
    mine.write_text("<html>my own", encoding="utf-8")
    result = called(folders["run"], "--out", mine)
    assert result.exit_code == 1
    assert "is no report of funnelsim" in " ".join(result.output.split())
    assert mine.read_text(encoding="utf-8") == "<html>my own"


@pytest.mark.parametrize("damage", ["run", "assumptions", "versions", "seed"])
def test_a_damaged_manifest_is_told(damage, folders, tmp_path):
    copy = shutil.copytree(folders["run"], tmp_path / "copy")
    data = json.loads((copy / "manifest.json").read_text())
    data.pop(damage, None)
    if damage == "run":
        (copy / "forecast.json").write_text("{}")
    (copy / "manifest.json").write_text(json.dumps(data))
    result = called(copy, "--xlsx")
    assert "internal error" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)


@pytest.mark.parametrize("words", [["--png", ""], ["--png", __file__], ["--out", ""]])
def test_targets_that_are_none_are_refused_before_any_work(words, folders):
    result = called(folders["run"], *words)
    assert result.exit_code == 2


def test_a_run_beside_itself_says_once_what_is_the_same(folders, tmp_path):
    copy = shutil.copytree(folders["run"], tmp_path / "copy")
    target = tmp_path / "both.html"
    assert called(folders["run"], copy, "--out", target).exit_code == 0
    page = target.read_text(encoding="utf-8")
    assert page.count('id="provenance-scenario"') == 1
    assert "provenance-scenario-1" not in page
    assert called(folders["run"], folders["cold"], "--out", target).exit_code == 0
    page = target.read_text(encoding="utf-8")
    assert page.count('id="provenance-scenario"') == 1  # one scenario
    assert 'id="cold-loss-2"' in page


def test_pictures_and_workbooks_are_written_on_request(folders, tmp_path):
    copy = shutil.copytree(folders["compare"], tmp_path / "copy")
    result = called(copy, "--png", tmp_path / "png", "--xlsx")
    assert result.exit_code == 0, result.output
    charts = [card["id"] for card in report(copy)["cards"] if card["picture"]]
    assert {path.stem for path in (tmp_path / "png").iterdir()} == set(charts)
    assert (copy / "report.xlsx").read_bytes()[:2] == b"PK"


@pytest.mark.parametrize("words", [["run", "-n", "3"], ["compare", "-n", "2"]])
def test_a_verb_writes_its_workbook_on_request(words, tiny, tmp_path):
    place = tmp_path / "made"
    file = tiny.folder / "tiny.yaml"
    verb, *rest = words
    result = CliRunner().invoke(app, [verb, str(file), *rest, "--xlsx", "--out", str(place)])
    assert result.exit_code == 0, result.output
    assert (place / "report.xlsx").read_bytes()[:2] == b"PK"


def test_a_chain_by_formula_has_no_workbook(tiny):
    result = CliRunner().invoke(app, ["plan", str(tiny.folder / "tiny.yaml"), "--xlsx"])
    assert result.exit_code == 2
    assert "--xlsx" in result.output
