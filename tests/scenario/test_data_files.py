"""CSV files beside the scenario: rows, lines, and what is wrong with them."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path

import pytest

from funnelsim.scenario.csvfile import DataFault, read_csv
from funnelsim.scenario.load import load
from funnelsim.scenario.pipeline import read_pipeline
from funnelsim.scenario.replay import offset_of, read_replay

START = dt.date(2027, 1, 4)
HOUR, DAY = 3_600_000, 86_400_000


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("7 h", 7 * HOUR),
        ("0 h", 0),
        ("1 day 2 h", DAY + 2 * HOUR),
        ("2027-01-04", 0),
        ("2027-01-05 10:30", DAY + 10 * HOUR + HOUR // 2),
        ("2027-01-05T10:30:00.25", DAY + 10 * HOUR + HOUR // 2 + 250),
        ("2027-01-03 23:00", -HOUR),
    ],
)
def test_times_are_ticks_since_the_first_day(text: str, offset: int) -> None:
    assert offset_of(text, START) == offset


@pytest.mark.parametrize("text", ["soon", "7", "2027-02-30", "never", "-3 h", "10:30", ""])
def test_other_times_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        offset_of(text, START)


def test_replay_columns_replace_draws(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text(
        "time,id,work,shelf_life,segment,fit,value,enters,note\n"
        "7 h,a,11 h,never,big,yes,4k,sql,hello\n"
        "\n"
        "8 h,,,,,,,,\n",
        encoding="utf-8",
    )
    (first, second), faults = read_replay(path, START)
    assert faults == []
    assert (first.line, first.id, first.offset) == (2, "a", 7 * HOUR)
    assert (first.work, first.shelf_life, first.value) == (11 * HOUR, math.inf, 4000)
    assert (first.segment, first.fit, first.enters) == ("big", True, "sql")
    assert (second.line, second.id) == (4, "line 4")
    assert second.work is second.value is second.fit is second.enters is None


def test_faulty_rows_are_named_by_line_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("time,id\n1 h,a\nlater,b\n2 h,a\n3 h,c\n", encoding="utf-8")
    rows, faults = read_replay(path, START)
    assert [row.id for row in rows] == ["a", "c"]
    assert [fault.line for fault in faults] == [3, 4]


@pytest.mark.parametrize(
    ("raw", "code", "line"),
    [
        (b"", "FS504", None),
        (b"time\n", "FS504", None),
        (b"when\n1 h\n", "FS502", 1),
        (b"time,time\n1 h,2 h\n", "FS502", 1),
        (b"time\n1 h,2 h\n", "FS503", 2),
        (b"time\n\xff\n", "FS501", None),
        (b"time\n" + b"a" * 200_000 + b"\n", "FS501", None),
    ],
)
def test_files_that_are_no_table(tmp_path: Path, raw: bytes, code: str, line: int | None) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(raw)
    with pytest.raises(DataFault) as refused:
        read_csv(path, ["time"])
    assert (refused.value.code, refused.value.line) == (code, line)


def test_quoted_cells_keep_their_commas_and_lines(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text('a,b\n"1,5","two\nlines"\n3,4\n', encoding="utf-8")
    columns, rows = read_csv(path)
    assert columns == ["a", "b"]
    assert [(row.line, row.cells["a"]) for row in rows] == [(3, "1,5"), (4, "3")]


PIPELINE = """\
from: 2018-01-01
until: 2018-06-30
teams: {t: {reps: 1}}
channels: {web: {leads: 1/week, enters: sql}}
stages: {discovery: {converts: 60%}, proposal: {converts: 50%}}
pipeline:
  file: crm.csv
  as_of: 2017-12-31
  dates: month/day/year
  columns: {id: key, since: engaged, value: amount, rep: agent}
  stages: {Engaging: proposal, Prospecting: discovery, Won: skip}
"""


def test_open_deals_keep_what_the_file_says(tmp_path: Path) -> None:
    (tmp_path / "crm.csv").write_text(
        "key,stage,engaged,amount,agent\n"
        "A,Engaging,11/3/2016,,Ann\nB,Won,1/2/2017,500,Bo\nC,Prospecting,,4k,\n",
        encoding="utf-8",
    )
    bundle = load(tmp_path / "plan.yaml", text=PIPELINE)
    assert bundle.scenario.pipeline is not None
    found = read_pipeline(bundle.scenario.pipeline, bundle.folder)
    assert [(row.line, row.id, row.stage) for row in found.rows] == [
        (2, "A", "proposal"),
        (4, "C", "discovery"),
    ]
    assert found.rows[0].since == dt.date(2016, 11, 3)
    assert (found.rows[0].rep, found.rows[1].value) == ("Ann", 4000)
    assert (found.skipped, found.undated, found.unvalued) == (1, 1, 1)
    assert found.faults == []
