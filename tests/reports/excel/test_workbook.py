"""A run as a workbook: the numbers of its JSON, every word as text, the same bytes again."""

import datetime as dt
import json
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import polars as pl
import pytest

from funnelsim.errors import OutputError, RunError
from funnelsim.experiments.compare.contest import compare
from funnelsim.experiments.forecast import forecast
from funnelsim.experiments.trace import trace
from funnelsim.reports.excel import workbook
from funnelsim.reports.excel.text import LONGEST, clean, number_format
from funnelsim.scenario.load import load
from reports_written import written
from workbooks import MAIN, Workbook

HOSTILE = (
    "=cmd|' /C calc'!A0", "+1", "@x", "<script>alert(1)</script>", '"]]>&', "🦊 名前",
    "\N{RIGHT-TO-LEFT OVERRIDE}עברית", "_x000D_", "http://a.b", "x" * 200,
)  # fmt: skip


@pytest.fixture(scope="module")
def run(tiny_forecast, tmp_path_factory):
    return written(tiny_forecast, tmp_path_factory.mktemp("excel") / "run", "run")


@pytest.fixture(scope="module")
def made(run):
    return Workbook(workbook(run, run / "report.xlsx"))


@pytest.fixture(scope="module")
def cold_run(tiny_cold, tmp_path_factory):
    return written(tiny_cold, tmp_path_factory.mktemp("excel") / "cold", "cold")


@pytest.fixture(scope="module")
def contest_run(tiny_contest, tmp_path_factory):
    return written(tiny_contest, tmp_path_factory.mktemp("excel") / "compare", "compare")


POLICIES = ("<script", "🦊 名前", "\N{RIGHT-TO-LEFT OVERRIDE}עברית", "_x000D_", "x" * 200)
"""Of these, what may name a policy."""


def same(expected):
    """Equal to the 16 digits that a workbook keeps."""
    if isinstance(expected, list):
        return [same(one) for one in expected]
    if expected is None:
        return None
    return pytest.approx(expected, rel=1e-15, abs=0.0)


def result_of(folder, name):
    return json.loads((folder / name).read_text(encoding="utf-8"))


def test_sheets_of_each_kind_of_run(made, cold_run, contest_run):
    ends = ["Leads", "Manifest"]
    assert list(made.xml) == ["Summary", "Inputs", "Periods", "Ledger", *ends]
    for folder, own in ((cold_run, "Ledger"), (contest_run, "Policies")):
        found = Workbook(workbook(folder, folder / "report.xlsx"))
        assert list(found.xml) == ["Summary", "Inputs", own, *ends]


def test_figures_are_those_of_the_json(run, made):
    outcomes = result_of(run, "forecast.json")["outcomes"]
    rows = {row["figure"]: row for row in made.table("Summary", "figure")}
    assert len(rows) == len(outcomes)
    for name, label in (("leads", "leads"), ("revenue", "revenue"), ("sql", "Qualified inquiry"),
                        ("mean_cycle_days", "mean cycle days")):  # fmt: skip
        found, row = outcomes[name], rows[label]
        assert row["mean"] == same(found["mean"])
        assert [row["95 % sure from"], row["to"]] == same(found["ci95"] or [None, None])
        futures = pl.read_parquet(run / "tables" / "replications.parquet")[name].drop_nulls()
        reached = [x for x in futures if (futures >= x).mean() >= 0.9]
        within = [x for x in futures if (futures <= x).mean() >= 0.9]
        known = len(futures) == 12
        assert row["8 of 10 futures from"] == same(max(reached) if known else None)
        assert row["to 5"] == same(min(within) if known else None)
        assert row["median"] == same(found["quantiles"]["0.5"]["value"])


def test_targets_with_their_chances(run, made):
    targets = result_of(run, "forecast.json")["targets"]
    rows = made.table("Summary", "target")
    assert [row["chance"] for row in rows[:-1]] == same([one["probability"] for one in targets])
    assert [row["goal"] for row in rows[:-1]] == [one["target"] for one in targets]
    assert "(wanted with 80 %)" in rows[1]["target"]
    assert rows[-1]["chance"] == same(result_of(run, "forecast.json")["joint_probability"])


def test_periods_have_means_and_ranges(run, made):
    months = pl.read_parquet(run / "tables" / "months.parquet")
    weeks = pl.read_parquet(run / "tables" / "weeks.parquet")
    rows = made.table("Periods", "what")
    table = weeks if "week" in rows[0] else months
    for what, column in (("mean", "mean"), ("8 of 10 from", "q0.1"), ("8 of 10 to", "q0.9")):
        for name, label in (("revenue", "revenue"), ("customers", "customers")):
            expected = table.filter(pl.col("figure") == name)[column].to_list()
            assert [row[label] for row in rows if row["what"] == what] == same(expected)
    total = result_of(run, "forecast.json")["outcomes"]["revenue"]["mean"]
    last = [row for row in rows if row["what"] == "mean"][-1]
    assert last["revenue so far"] == pytest.approx(total)


def test_charts_point_at_the_rows_they_draw(made):
    charts = [part for name, part in made.parts.items() if name.startswith("xl/charts/chart")]
    assert len(charts) == 2
    rows = made.rows("Periods")
    for part in charts:
        for place in ElementTree.fromstring(part).iter():
            if place.tag.endswith("}f") and "$B$" in (place.text or ""):
                first, last = (int(end.rpartition("$")[2]) for end in place.text.split(":"))
                assert all(rows[i - 1][0] == "mean" for i in range(first, last + 1))
                assert rows[first - 2][0] == "what"


def test_losses_are_those_of_the_json(run, made):
    losses = result_of(run, "forecast.json")["losses"]
    rows = made.table("Ledger", "why")
    assert [row["leads"] for row in rows] == same([one["leads"]["mean"] for one in losses])
    assert [row["book value"] for row in rows] == same([one["paper"]["mean"] for one in losses])


def test_the_ledger_of_cold_leads(cold_run):
    found = Workbook(workbook(cold_run, cold_run / "report.xlsx"))
    result = result_of(cold_run, "cold.json")
    rows = found.table("Ledger", "why")
    assert [row["revenue"] for row in rows] == same([one["revenue"] for one in result["ledger"]])
    parts = found.table("Ledger", "mechanism")
    fair = [one["fair"]["mean"] for one in result["attribution"]]
    assert [row["fair part"] for row in parts] == same(fair)
    assert sum(fair) == pytest.approx(result["real_loss"]["revenue"]["mean"])


def test_policies_of_a_contest(contest_run):
    found = Workbook(workbook(contest_run, contest_run / "report.xlsx"))
    result = result_of(contest_run, "compare.json")
    rows = found.table("Policies", "policy")
    assert [row["policy"] for row in rows] == [one["name"] for one in result["policies"]]
    revenue = [one["outcomes"]["revenue"]["mean"] for one in result["policies"]]
    assert [row["revenue"] for row in rows] == same(revenue)
    assert [row["maybe best"] for row in rows] == [
        "yes" if one["name"] in result["best_set"] else "no" for one in result["policies"]
    ]
    assert "xl/charts/chart1.xml" in found.parts


def test_leads_are_those_of_the_first_future(tiny, made):
    log = trace(tiny, 0, 5).log
    arrived = log[(log["kind"] == 1) & (log["tick"] >= 0) & (log["tick"] < 56 * 86_400_000)]
    rows = made.table("Leads", "lead")
    assert sorted(row["lead"] for row in rows) == sorted(map(str, arrived["lead"].tolist()))
    value = {
        str(lead): worth for lead, worth in zip(arrived["lead"], arrived["value"], strict=True)
    }
    assert all(row["worth"] == same(value[row["lead"]]) for row in rows)
    first = dt.datetime(2027, 1, 4) + dt.timedelta(milliseconds=int(arrived["tick"].min()))
    days = (first - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1)
    assert rows[0]["arrived"] == pytest.approx(days, abs=1e-8)
    won = set(log[(log["kind"] == 17)]["lead"].tolist())
    winners = [row for row in rows if row.get("revenue") is not None]
    assert {int(row["lead"]) for row in winners} == won & set(arrived["lead"].tolist())


def test_inputs_name_where_each_value_comes_from(made):
    rows = {row["key"]: row for row in made.table("Inputs", "key")}
    assert rows["handoff.delay"]["from"] == "tiny.yaml"
    assert rows["run_off"]["value"] == "30 days"
    assert rows["qualification.points.reply"]["grade"] == "C"
    assert rows["teams.inside.cap"]["from"] == "default, does not act"


def test_the_same_run_has_the_same_bytes_anywhere(run, tmp_path):
    shutil.copytree(run, tmp_path / "copy")
    manifest = tmp_path / "copy" / "manifest.json"
    data = json.loads(manifest.read_text(encoding="utf-8"))
    data |= {"created": "2031-01-01T00:00:00", "timings": {}, "platform": "another", "git": None}
    manifest.write_text(json.dumps(data), encoding="utf-8")
    first, second = (
        workbook(folder, tmp_path / name).read_bytes()
        for folder, name in ((run, "1.xlsx"), (tmp_path / "copy", "2.xlsx"))
    )
    assert first == second
    assert str(run).encode() not in first


def test_a_workbook_of_an_earlier_run_does_not_stay(tiny_forecast, tmp_path):
    folder = written(tiny_forecast, tmp_path / "run", "run")
    workbook(folder, folder / "report.xlsx")
    written(tiny_forecast, folder, "run")
    assert not (folder / "report.xlsx").exists()


def test_words_of_planners_are_text(tmp_path):
    text = Path(__file__).parents[2].joinpath("tiny.yaml").read_text(encoding="utf-8")
    name = json.dumps(HOSTILE[0])
    words = {"customers": HOSTILE[0], "revenue": "=1+1", "mql": "+1", "leads": "@x"}
    policies = {name: {"set": {"handoff.delay": f"{i} min"}} for i, name in enumerate(POLICIES)}
    text = (
        text.replace("name: Tiny", f"name: {name}")
        .replace("words: {sql: Qualified inquiry}", f"words: {json.dumps(words)}")
        .replace("policies:", "policies:\n" + "".join(
            f"  {json.dumps(name, ensure_ascii=False)}: {json.dumps(value)}\n"
            for name, value in policies.items()
        ))
    )  # fmt: skip
    file = tmp_path / "=1.yaml"
    file.write_text(text, encoding="utf-8")
    bundle = load(file)
    folders = [
        written(forecast(bundle, 3, 1, threads=1), tmp_path / "run", "run"),
        written(compare(bundle, None, 4, 1, threads=1), tmp_path / "compare", "compare"),
    ]
    for folder in folders:
        found = Workbook(workbook(folder, folder / "report.xlsx"))
        assert HOSTILE[0] in found.strings
        for sheet in found.xml.values():
            assert not list(sheet.iter(f"{MAIN}f")), "no formulas"
            assert not list(sheet.iter(f"{MAIN}hyperlink"))
        for name, part in found.parts.items():
            if name.startswith("xl/charts/chart"):
                refers = [
                    e.text for e in ElementTree.fromstring(part).iter() if e.tag.endswith("}f")
                ]
                assert all(text.startswith(("Periods!", "Policies!")) for text in refers)
    names = [row["policy"] for row in found.table("Policies", "policy")]
    assert names == ["baseline", *(name.replace("_x000D_", "_x005F_x000D_") for name in POLICIES),
                     "quick", "idle"]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_read_as_it_was_written(tmp_path, text):
    from funnelsim.reports.excel.book import Book
    from funnelsim.reports.excel.tables import Column

    book = Book(text, "EUR")
    sheet = book.sheet("Sheet")
    sheet.title(text)
    sheet.table([Column("name"), Column(text, "count")], [[text, 1.0]], main=True)
    (tmp_path / "a.xlsx").write_bytes(book.bytes())
    found = Workbook(tmp_path / "a.xlsx")
    read = [cell.replace("_x005F_", "_") for row in found.rows("Sheet") for cell in row.values()
            if isinstance(cell, str)]  # fmt: skip
    assert read.count(text) == 3


def test_what_xml_forbids_goes_and_long_texts_end():
    assert clean("a\x00b\x1fc\ufffe\ud800d\te\n") == "abcd\te\n"
    assert len(clean("x" * 40_000)) == LONGEST
    assert len(clean("🦊" * 40_000).encode("utf-16-le")) // 2 <= LONGEST


@pytest.mark.parametrize(
    ("currency", "most", "shown"),
    [
        ("JPY", 1.0, '"¥"#,##0;-"¥"#,##0'),
        ("EUR", 1e6, '"€"#,##0;-"€"#,##0'),
        ("EUR", 12.5, '"€"#,##0.00;-"€"#,##0.00'),
        ("CHF", 1e4, '"CHF "#,##0;-"CHF "#,##0'),
    ],
)
def test_money_is_written_in_its_currency(currency, most, shown):
    assert number_format("money", currency, most) == shown


def test_heads_stay_in_sight_and_filter(made):
    for name in ("Inputs", "Periods", "Ledger", "Leads"):
        sheet = made.xml[name]
        pane = next(sheet.iter(f"{MAIN}pane"))
        assert pane.get("state") == "frozen"
        head = made.rows(name)[int(pane.get("ySplit")) - 1]
        assert head[0] in ("key", "what", "why", "lead")
        assert sheet.find(f"{MAIN}autoFilter") is not None
        assert sheet.find(f"{MAIN}pageSetup").get("orientation") == "landscape"
        assert sheet.find(f"{MAIN}pageSetup").get("fitToHeight") in ("0", None)


def test_one_future_has_no_intervals(tiny, tmp_path):
    folder = written(forecast(tiny, 1, 3, threads=1), tmp_path / "one", "run")
    found = Workbook(workbook(folder, tmp_path / "one.xlsx"))
    rows = {row["figure"]: row for row in found.table("Summary", "figure")}
    assert rows["leads"]["95 % sure from"] is None
    assert rows["leads"]["mean"] > 0


def test_a_data_file_that_is_gone_leaves_the_leads_out(run, tmp_path):
    shutil.copytree(run, tmp_path / "run")
    manifest = tmp_path / "run" / "manifest.json"
    data = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(data | {"inputs": {"gone.csv": "0"}}), encoding="utf-8")
    found = Workbook(workbook(tmp_path / "run", tmp_path / "a.xlsx"))
    assert "Leads" not in found.xml
    assert any("Leads are left out: the run used gone.csv" in text for text in found.strings)


def test_folders_that_are_no_run(tmp_path, run):
    with pytest.raises(RunError, match="cannot be read"):
        workbook(tmp_path, tmp_path / "a.xlsx")
    (tmp_path / "manifest.json").write_text("{}")
    with pytest.raises(RunError, match="no manifest of a run"):
        workbook(tmp_path, tmp_path / "a.xlsx")
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="could not be written"):
        workbook(run, tmp_path / "file" / "a.xlsx")


@pytest.mark.skipif(shutil.which("libreoffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it(run, made, tmp_path):
    shutil.copy(run / "report.xlsx", tmp_path / "a.xlsx")
    subprocess.run(
        ["libreoffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,"
         "false,3", "a.xlsx"],
        cwd=tmp_path, check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    (sheet,) = tmp_path.glob("*.csv")
    lines = sheet.read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if line.startswith("mean,")]) == len(
        [row for row in made.table("Periods", "what") if row["what"] == "mean"]
    )
    assert "Err:" not in "".join(lines)
