"""The sheet of a contest: what each policy brings more than the baseline, and how surely."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from funnelsim.reports.excel.book import Book, Sheet
from funnelsim.reports.excel.measure import Cell
from funnelsim.reports.excel.source import Source
from funnelsim.reports.excel.summary import ends
from funnelsim.reports.excel.tables import Column, Placed
from funnelsim.reports.excel.text import INK, heading, label_of, number_format, unit_of

MEANS = ("customers", "revenue", "gross_profit", "cost", "profit", "roi", "sql", "cold",
         "mean_response_hours", "utilisation")  # fmt: skip
DIFFERENCES = ("profit", "revenue", "customers", "cost")
PALE = "#8FAADC"
ROW_POINTS, CHART_POINTS = 24, 150
"""Height of a bar chart: for each bar, and beside the bars."""


def policies(book: Book, source: Source) -> None:
    """Add the sheet."""
    sheet = book.sheet("Policies")
    sheet.title("Policies")
    if "best_set" not in source.result:
        _chosen(source, sheet)
        return
    objective = source.result["objective"]
    rows = source.result["policies"]
    sheet.caption(
        f"Means of the period. First: share of the futures in which a policy comes first by "
        f"{source.label(objective)}. Maybe best: no other is surely better. Worst tenth: mean of "
        "the worst tenth of the futures."
    )
    sheet.gap()
    _means(source, sheet, rows, objective)
    placed = _differences(source, sheet, rows, objective)
    if placed is not None:
        _bars(book, source, sheet, placed, objective)
    _targets(sheet, rows)


def _means(source: Source, sheet: Sheet, rows: Sequence[Mapping[str, Any]], objective: str) -> None:
    heads = [Column("policy"), *(_head(source, name) for name in MEANS)]
    heads += [Column("first", "chance"), Column("maybe best"),
              Column("worst tenth", unit_of(objective)), Column("reps", "number"),
              Column("grade of its evidence")]  # fmt: skip
    cells: list[list[Cell]] = [
        [
            row["name"],
            *(row["outcomes"][name]["mean"] for name in MEANS),
            row["p_best"],
            row["in_best_set"],
            row["worst_tenth"]["mean"],
            row["headcount"],
            _evidence(row["evidence"]),
        ]
        for row in rows
    ]
    marks = ["strong" if row["in_best_set"] else "" for row in rows]
    sheet.table(heads, cells, marks, main=True)


def _evidence(found: Mapping[str, str | None]) -> str:
    return ", ".join(grade or "none stated" for grade in found.values())


def _differences(
    source: Source, sheet: Sheet, rows: Sequence[Mapping[str, Any]], objective: str
) -> Placed | None:
    """What each policy has more than the baseline; the objective first."""
    baseline = source.result["baseline"]
    others = [row for row in rows if row["name"] != baseline]
    if not others:
        return None
    figures = list(dict.fromkeys((objective, *DIFFERENCES)))
    figures = [name for name in figures if all(name in row["difference"] for row in others)]
    if not figures:
        return None
    sheet.title(f"More than {baseline}", 12)
    many = " The intervals of a figure hold for all policies at once." if len(others) > 1 else ""
    sheet.caption(
        f"Policy less {baseline}, future by future on the same leads; 95 % sure.{many} Empty: no "
        "interval, because too few futures differ."
    )
    heads = [Column("policy")]
    for name in figures:
        unit = unit_of(name)
        heads += [Column(f"more {source.label(name)}", unit), Column("from", unit),
                  Column("to", unit)]  # fmt: skip
    cells = [
        [row["name"], *(cell for name in figures for cell in _difference(row["difference"][name]))]
        for row in others
    ]
    return sheet.table(heads, cells)


def _difference(found: Mapping[str, Any]) -> Iterable[Cell]:
    return found["mean"], *ends(found)


def _bars(book: Book, source: Source, sheet: Sheet, at: Placed, objective: str) -> None:
    """The differences of the objective as bars."""
    chart = book.chart("bar")
    label = source.label(objective)
    title = f"More {label} than {source.result['baseline']}"
    chart.add_series(
        {
            "name": label_of(title),
            "categories": at.cells(0),
            "values": at.cells(1),
            "fill": {"color": PALE},
            "border": {"color": INK},
            "gap": 50,
            "data_labels": {"value": True},
        }
    )
    chart.set_title(heading(title))
    chart.set_legend({"none": True})
    count = at.last - at.first + 1
    height = CHART_POINTS + ROW_POINTS * count
    chart.set_size({"width": 820, "height": height})
    pattern = number_format(unit_of(objective), source.currency, 1e6)
    chart.set_x_axis({"num_format": pattern, "major_gridlines": {"visible": True,
                      "line": {"color": "#D9D9D9"}}})  # fmt: skip
    chart.set_y_axis({"reverse": True, "label_position": "low"})
    says = f"{title}, each policy as a bar; the intervals are in the table above."
    sheet.charts([(chart, says)], height)


def _targets(sheet: Sheet, rows: Sequence[Mapping[str, Any]]) -> None:
    """The chance of each target under each policy."""
    cells: list[list[Cell]] = [
        [row["name"], target["target"], target["probability"], *ends(target),
         *_difference(target["difference"] or {"mean": None})]
        for row in rows for target in row["targets"]
    ]  # fmt: skip
    if not cells:
        return
    sheet.title("Chances of the targets", 12)
    sheet.caption("More: points more than the baseline, 95 % sure.")
    heads = [Column("policy"), Column("target"), Column("chance", "chance"),
             Column("from", "chance"), Column("to", "chance"), Column("more", "chance"),
             Column("from", "chance"), Column("to", "chance")]  # fmt: skip
    sheet.table(heads, cells)


def _chosen(source: Source, sheet: Sheet) -> None:
    """The best of many, chosen with as few futures as it takes."""
    result = source.result
    unit = unit_of(result["objective"])
    sheet.caption("Chosen with as few futures as it takes: " + (result["reason"] or "as agreed."))
    sheet.gap()
    heads = [Column("policy"), Column(source.label(result["objective"]), unit),
             Column("futures", "count"), Column("dropped after", "count"),
             Column("outdone by"), Column("chosen")]  # fmt: skip
    sheet.table(
        heads,
        [
            [row["name"], row["mean"], row["replications"], row["dropped_at"], row["outdone_by"],
             row["name"] == result["selected"]]
            for row in result["policies"]
        ],
        ["strong" if row["name"] == result["selected"] else "" for row in result["policies"]],
        main=True,
    )  # fmt: skip


def _head(source: Source, name: str) -> Column:
    return Column(source.label(name), unit_of(name))
