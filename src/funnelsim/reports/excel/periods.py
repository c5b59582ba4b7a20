"""The sheet of months: every figure with its range, what adds up, and charts of both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from funnelsim.experiments.run_data import PERIOD_FIGURES
from funnelsim.reports.excel.book import INK, Book, Cell, Column, Placed, Sheet, heading, label_of
from funnelsim.reports.excel.source import Source
from funnelsim.reports.excel.summary import date, quantile
from funnelsim.reports.excel.text import number_format, unit_of

MEAN, LOW, HIGH = "mean", "10 % lie below", "10 % lie above"
BANDS: Mapping[str, Callable[[Mapping[str, Any]], float | None]] = {
    MEAN: lambda found: found["mean"],
    LOW: lambda found: quantile(found, "0.1"),
    HIGH: lambda found: quantile(found, "0.9"),
}
PACE = "pace"
SO_FAR = ("customers", "revenue")
PALE, GREY = "#8FAADC", "#7F7F7F"
SIZE = {"width": 760, "height": 340}


def periods(book: Book, source: Source) -> None:
    """Add the sheet."""
    found = source.result["periods"]
    if not found:
        return
    sheet = book.sheet("Periods")
    sheet.title("Month by month")
    partial = " * is not a whole month." if any(month["partial"] for month in found) else ""
    sheet.caption(
        f"Means first, then the ends of the range in which 8 of 10 futures lie, each month by "
        f"itself.{partial} Charts are below the tables."
    )
    sheet.gap()
    shown = [name for name in PERIOD_FIGURES if any(month[name]["mean"] for month in found)]
    heads = [Column("what"), Column("month"), *(_head(source, name) for name in shown)]
    rows = [[what, _month(month), *(get(month[name]) for name in shown)]
            for what, get in BANDS.items() for month in found]  # fmt: skip
    marks = [""] * len(found) + ["muted"] * 2 * len(found)
    monthly = sheet.table(heads, rows, marks, main=True)
    so_far = _so_far(source, sheet)
    if so_far is not None:
        _cumulative(book, source, sheet, so_far)
    if "customers" in shown:
        _customers(book, source, sheet, monthly, len(found), 2 + shown.index("customers"))


def _head(source: Source, name: str) -> Column:
    return Column(source.label(name), unit_of(name))


def _month(month: Mapping[str, Any]) -> str:
    return f"{date(month['start']):%Y-%m}{' *' if month['partial'] else ''}"


def _so_far(source: Source, sheet: Sheet) -> Placed | None:
    """What is added up by the end of each month, or week of a short horizon."""
    table = source.table(PACE)
    if table is None:
        return None
    rows = {name: [row for row in table if row["figure"] == name] for name in SO_FAR}
    if not all(rows.values()):
        return None
    sheet.title("So far", 12)
    sheet.caption("Added up from the first day to the end of each period, and where 8 of 10 lie.")
    heads = [Column("by"), Column("")]
    for name in SO_FAR:
        unit = unit_of(name)
        heads += [_head(source, name), Column("8 of 10 from", unit), Column("to", unit)]
    ends: Sequence[dt.date] = [row["end"] for row in rows[SO_FAR[0]]]
    cells: list[list[Cell]] = [
        [end, None, *(rows[name][i][key] for name in SO_FAR for key in ("mean", "low80", "high80"))]
        for i, end in enumerate(ends)
    ]
    return sheet.table(heads, cells)


def _cumulative(book: Book, source: Source, sheet: Sheet, at: Placed) -> None:
    """Revenue so far: the mean, and the two ends of the range."""
    chart, label = book.chart("line"), source.label("revenue")
    lines = {
        "8 of 10 futures, upper end": (7, PALE, "dash"),
        f"mean {label} so far": (5, INK, "solid"),
        "8 of 10 futures, lower end": (6, PALE, "dash"),
    }
    for name, (column, color, dash) in lines.items():
        chart.add_series(
            {
                "name": label_of(name),
                "categories": at.cells(0),
                "values": at.cells(column),
                "line": {"color": color, "width": 2.25, "dash_type": dash},
            }
        )
    _dress(chart, f"{label} so far", number_format("money", source.currency, 1e6), "dd mmm yy")
    sheet.chart(chart, f"Mean {label} so far by month, with the range of 8 of 10 futures.")


def _customers(
    book: Book, source: Source, sheet: Sheet, at: Placed, months: int, column: int
) -> None:
    """Customers per month: the mean as a column, the range as two marks."""
    chart, marks, label = book.chart("column"), book.chart("line"), source.label("customers")
    spans = [(at.first + i * months, at.first + (i + 1) * months - 1) for i in range(3)]
    for (first, last), name in zip(spans, ("mean", "8 of 10, from", "8 of 10, to"), strict=True):
        series: dict[str, Any] = {
            "name": name,
            "categories": at.cells(1, *spans[0]),
            "values": at.cells(column, first, last),
        }
        if name == "mean":
            chart.add_series(series | {"fill": {"color": PALE}, "gap": 60})
        else:
            mark = {
                "type": "long_dash",
                "size": 9,
                "fill": {"color": INK},
                "border": {"color": INK},
            }
            marks.add_series(series | {"line": {"none": True}, "marker": mark})
    chart.combine(marks)
    _dress(chart, f"{label} a month", "0", None)
    sheet.chart(chart, f"Mean {label} won in each month, with the range of 8 of 10 futures.")


def _dress(chart: Any, title: str, pattern: str, day: str | None) -> None:
    """Size, title and axes of a chart."""
    chart.set_title(heading(title))
    chart.set_size(SIZE)
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis(
        {"num_format": pattern, "min": 0, "line": {"none": True},
         "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}}
    )  # fmt: skip
    axis: dict[str, Any] = {"num_font": {"rotation": -45}}
    chart.set_x_axis(axis | ({"num_format": day, "text_axis": True} if day else {}))
