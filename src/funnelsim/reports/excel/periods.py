"""The sheet of months (weeks of a short horizon): figures with ranges, and charts of two."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from funnelsim.experiments.run_data import PERIOD_FIGURES
from funnelsim.reports.excel.book import Book
from funnelsim.reports.excel.measure import Cell
from funnelsim.reports.excel.source import Source
from funnelsim.reports.excel.tables import Column, Placed
from funnelsim.reports.excel.text import INK, heading, label_of, number_format, unit_of
from funnelsim.reports.pictures import Unit

SO_FAR = ("customers", "revenue")
BANDS = {
    "mean": ("mean", "mean"),
    "8 of 10 from": ("q0.1", "low80"),
    "8 of 10 to": ("q0.9", "high80"),
}
"""What a row says: its name in the table of periods, and in that of what adds up."""

PALE = "#8FAADC"
SIZE = {"width": 590, "height": 320}
ON_A_PAGE = 45
"""Rows that are printed with the charts on one page."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class _Figure:
    """A column: the rows of a table by the last day of the period."""

    label: str
    unit: Unit
    rows: Mapping[dt.date, Row]
    adds_up: bool

    def cell(self, what: str, end: dt.date) -> Cell:
        row = self.rows.get(end)
        value: Cell = None if row is None else row.get(BANDS[what][self.adds_up])
        return value


def periods(book: Book, source: Source) -> None:
    """Add the sheet."""
    months, pace = source.table("months"), source.table("pace") or []
    if not months:
        return
    in_weeks = {row["end"] for row in pace} > {row["end"] for row in months}
    table = (source.table("weeks") if in_weeks else None) or months
    first = [row for row in table if row["figure"] == PERIOD_FIGURES[0]]
    figures = _figures(source, table, PERIOD_FIGURES, "") + _figures(source, pace, SO_FAR, "so far")
    unit = "week" if table is not months else "month"
    sheet = book.sheet("Periods")
    sheet.title(f"{unit.capitalize()} by {unit}")
    partial = f" * is not a whole {unit}." if any(row["partial"] for row in first) else ""
    sheet.caption(
        f"Means first, then the range in which 8 of 10 futures lie, each {unit} by itself (its "
        f"10 % and 90 % quantiles). So far: added up from the first day.{partial} Charts are below "
        "the table."
    )
    sheet.gap()
    heads = [Column("what"), Column(unit), *(Column(one.label, one.unit) for one in figures)]
    rows = [
        [what, _name(row, unit), *(one.cell(what, row["end"]) for one in figures)]
        for what in BANDS
        for row in first
    ]
    marks = [""] * len(first) + ["muted"] * (len(BANDS) - 1) * len(first)
    placed = sheet.table(heads, rows, marks, main=True)
    charts = _Charts(book, placed, len(first), {one.label: 2 + i for i, one in enumerate(figures)})
    sheet.charts(_drawn(source, charts, unit), SIZE["height"], SIZE["width"])
    if len(rows) <= ON_A_PAGE:
        sheet.one_page()


def _drawn(source: Source, charts: _Charts, unit: str) -> Iterator[tuple[Any, str]]:
    """Revenue so far and customers a month, each with what it shows."""
    revenue, customers = source.label("revenue"), source.label("customers")
    if f"{revenue} so far" in charts.columns:
        pattern = number_format("money", source.currency, 1e6)
        says = f"Mean {revenue} so far, with the range of 8 of 10 futures."
        yield charts.band(f"{revenue} so far", pattern), says
    if customers in charts.columns:
        says = f"Mean {customers} of each {unit}, with the range of 8 of 10 futures."
        yield charts.columns_with_range(customers, f"{customers} a {unit}"), says


def _figures(
    source: Source, table: Sequence[Row], names: Sequence[str], more: str
) -> list[_Figure]:
    """The figures of a table that are not 0 throughout."""
    found = []
    for name in names:
        rows = {row["end"]: row for row in table if row["figure"] == name}
        if any(row["mean"] for row in rows.values()):
            label = f"{source.label(name)} {more}".strip()
            found.append(_Figure(label, unit_of(name), rows, bool(more)))
    return found


def _name(row: Row, unit: str) -> str:
    begin: dt.date = row["start"]
    name = f"{begin:%Y-%m}" if unit == "month" else f"{begin:%Y-%m-%d}"
    return f"{name}{' *' if row['partial'] else ''}"


@dataclass(frozen=True)
class _Charts:
    """Charts of the columns of a table in which each of `BANDS` has `n` rows."""

    book: Book
    at: Placed
    n: int
    columns: Mapping[str, int]

    def _series(self, what: str, figure: str) -> dict[str, Any]:
        first = self.at.first + list(BANDS).index(what) * self.n
        return {
            "name": label_of(what),
            "categories": self.at.cells(1, self.at.first, self.at.first + self.n - 1),
            "values": self.at.cells(self.columns[figure], first, first + self.n - 1),
        }

    def band(self, figure: str, pattern: str) -> Any:
        """The mean as a line, the ends of the range as dashed ones."""
        chart = self.book.chart("line")
        for what in reversed(BANDS):
            mean = what == "mean"
            line = {"color": INK if mean else PALE, "width": 2.25}
            dash = {} if mean else {"dash_type": "dash"}
            chart.add_series(self._series(what, figure) | {"line": line | dash})
        return _dressed(chart, figure, pattern)

    def columns_with_range(self, figure: str, title: str) -> Any:
        """The mean as a column, the ends of the range as dashes."""
        chart, marks = self.book.chart("column"), self.book.chart("line")
        chart.add_series(self._series("mean", figure) | {"fill": {"color": PALE}, "gap": 60})
        ink = {"color": INK}
        mark = {"type": "long_dash", "size": 9, "fill": ink, "border": ink}
        for what in list(BANDS)[1:]:
            dashes = {"line": {"none": True}, "marker": mark}
            marks.add_series(self._series(what, figure) | dashes)
        chart.combine(marks)
        return _dressed(chart, title, "0")


def _dressed(chart: Any, title: str, pattern: str) -> Any:
    """The chart with size, title and axes."""
    chart.set_title(heading(title))
    chart.set_size(SIZE)
    chart.set_legend({"position": "bottom"})
    lines = {"visible": True, "line": {"color": "#D9D9D9"}}
    chart.set_y_axis(
        {"num_format": pattern, "min": 0, "line": {"none": True}, "major_gridlines": lines}
    )
    chart.set_x_axis({"num_font": {"rotation": -45}})
    return chart
