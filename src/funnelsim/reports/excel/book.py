"""A workbook made of sheets of sentences and tables, ready for reading, filtering and printing."""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from funnelsim.reports.excel.text import clean, number_format
from funnelsim.reports.pictures import Unit

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Cell = str | float | bool | dt.date | None

CREATED = dt.datetime(2000, 1, 1)
"""The same for every workbook, so that the same run has the same bytes."""

NARROWEST, WIDEST = 9, 58
"""Characters in a column."""

NEAR_TOP = 5
"""Rows above a head that stays in sight."""

LINE = 15
"""Points of a line."""

PARAGRAPH = 110
"""Characters of a line of sentences, about."""

WHEN, DAY = "yyyy-mm-dd hh:mm", "yyyy-mm-dd"

MARKS: dict[str, dict[str, Any]] = {
    "": {},
    "changed": {"bg_color": "#FFF2CC"},
    "muted": {"font_color": "#767676"},
    "strong": {"bold": True},
}
"""How a row looks."""

LONGEST_LABEL = 200

INK, HEAD = "#1F3A5F", "#DCE6F1"
A4 = 9
CHART_SIZE = {"x_offset": 4, "y_offset": 4, "object_position": 2}


@dataclass(frozen=True)
class Column:
    """A column of a table: its name, and the unit of its numbers."""

    name: str
    unit: Unit = "text"


@dataclass(frozen=True)
class Placed:
    """Where a table stands: rows and columns count from 0; `last` is that of its last row."""

    sheet: str
    head: int
    first: int
    last: int

    def cells(self, column: int, first: int | None = None, last: int | None = None) -> list[Any]:
        """A column of the table, or a part of it, as a chart takes it."""
        return [self.sheet, self.first if first is None else first, column,
                self.last if last is None else last, column]  # fmt: skip


class Book:
    """A workbook in memory.

    Parameters
    ----------
    title
        Name of the scenario.
    currency
        Of all money in it.
    """

    def __init__(self, title: str, currency: str) -> None:
        import xlsxwriter

        self.currency = currency
        self._bytes = io.BytesIO()
        self._book = xlsxwriter.Workbook(
            self._bytes,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self._book.set_properties({"title": clean(title)[:255], "created": CREATED})
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._sheets: list[Sheet] = []

    def sheet(self, name: str) -> Sheet:
        """A new sheet; names are ours, at most 31 letters."""
        made = Sheet(self, name, self._book.add_worksheet(name))
        self._sheets.append(made)
        return made

    def format(self, **looks: Any) -> Format:
        """A format, each made once."""
        key = tuple(sorted(looks.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"valign": "top", **looks})
        return self._formats[key]

    def chart(self, kind: str, subtype: str | None = None) -> Chart:
        """A chart of XlsxWriter's."""
        options = {"type": kind} | ({"subtype": subtype} if subtype else {})
        made: Chart = self._book.add_chart(options)
        return made

    def bytes(self) -> bytes:
        """The file."""
        for sheet in self._sheets:
            sheet.finish()
        self._book.close()
        return self._bytes.getvalue()


@dataclass
class Sheet:
    """One sheet, filled from top to bottom."""

    book: Book
    name: str
    _sheet: Worksheet
    _row: int = 0
    _widths: dict[int, float] = field(default_factory=dict)
    _paragraphs: list[tuple[int, str, Format]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._sheet.set_landscape()
        self._sheet.set_paper(A4)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self._sheet.set_footer("&L&A&RPage &P of &N")
        self._sheet.hide_gridlines(2)

    def title(self, text: str, size: int = 14) -> None:
        """A line in large letters."""
        looks = self.book.format(bold=True, font_size=size, font_color=INK)
        self._sheet.write_string(self._row, 0, clean(text), looks)
        self._sheet.set_row(self._row, size * 1.5)
        self._row += 1

    def say(self, sentences: Iterable[str], **looks: Any) -> None:
        """One paragraph for each sentence, across the sheet."""
        for sentence in sentences:
            written = self.book.format(text_wrap=True, **looks)
            self._paragraphs.append((self._row, clean(sentence), written))
            self._row += 1

    def caption(self, *sentences: str) -> None:
        """How to read what follows."""
        self.say(sentences, font_color="#595959")

    def gap(self, rows: int = 1) -> None:
        """Empty rows."""
        self._row += rows

    def table(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Cell]],
        marks: Sequence[str] = (),
        *,
        main: bool = False,
        units: Sequence[Unit] | None = None,
    ) -> Placed:
        """A table with its head.

        Parameters
        ----------
        marks
            How each row looks (`MARKS`); all plain without.
        main
            Whether its head filters and, near the top, stays when the sheet is scrolled and is
            printed on each page; of one table of a sheet.
        units
            Of each row, where rows and not columns have units: of the columns of unit ``number``.
        """
        head = self._row
        heading = self.book.format(bold=True, bg_color=HEAD, text_wrap=True, bottom=1)
        right = self.book.format(bold=True, bg_color=HEAD, text_wrap=True, bottom=1, align="right")
        for i, column in enumerate(columns):
            self._sheet.write_string(
                head, i, clean(column.name), heading if column.unit == "text" else right
            )
            self._widen(i, max(map(len, column.name.split()), default=0) + (3 if main else 1))
        most = [_most(row[i] for row in rows) for i in range(len(columns))]
        for j, row in enumerate(rows):
            looks = MARKS[marks[j]] if marks else {}
            for i, cell in enumerate(row):
                unit = columns[i].unit
                if units is not None and unit == "number":
                    pattern = number_format(units[j], self.book.currency, _most(row))
                else:
                    pattern = number_format(unit, self.book.currency, most[i])
                self._cell(head + 1 + j, i, cell, pattern, looks)
        last = head + max(1, len(rows))
        if main:
            if head <= NEAR_TOP:
                self._sheet.freeze_panes(head + 1, 1)
                self._sheet.repeat_rows(head)
            self._sheet.autofilter(head, 0, last, len(columns) - 1)
        self._row = last + 2
        return Placed(self.name, head, head + 1, last)

    def chart(self, chart: Chart, description: str, rows: int = 18, column: int = 0) -> None:
        """Put a chart below what is there.

        Parameters
        ----------
        description
            What it shows, for those who cannot see it.
        rows
            How many rows it covers.
        column
            Where it begins; a chart that does not begin at the left leaves the next its rows.
        """
        options = CHART_SIZE | {"description": clean(description)[:255]}
        self._sheet.insert_chart(self._row, column, chart, options)
        self._row += rows

    def _cell(self, row: int, column: int, cell: Cell, pattern: str, looks: dict[str, Any]) -> None:
        if cell is None or (isinstance(cell, float) and not math.isfinite(cell)):
            if looks:
                self._sheet.write_blank(row, column, None, self.book.format(**looks))
        elif isinstance(cell, bool):
            self._text(row, column, "yes" if cell else "no", looks)
        elif isinstance(cell, dt.date):
            timed = isinstance(cell, dt.datetime)
            form = self.book.format(num_format=WHEN if timed else DAY, align="left", **looks)
            self._sheet.write_datetime(row, column, cell, form)
            self._widen(column, 17 if timed else 11)
        elif isinstance(cell, (int, float)):
            align = {"align": "left"} if pattern == "General" else {}
            self._sheet.write_number(
                row, column, cell, self.book.format(num_format=pattern, **align, **looks)
            )
            self._widen(column, _digits(cell, pattern))
        else:
            self._text(row, column, cell, looks)

    def _text(self, row: int, column: int, text: str, looks: dict[str, Any]) -> None:
        form = self.book.format(text_wrap=True, **looks)
        self._sheet.write_string(row, column, clean(text), form)
        self._widen(column, max(map(len, text.split("\n")), default=0) + 1)

    def _widen(self, column: int, width: float) -> None:
        asked = min(max(width, NARROWEST), WIDEST)
        self._widths[column] = max(self._widths.get(column, 0), asked)

    def finish(self) -> None:
        """Set the widths, and write the sentences across them."""
        for column, width in self._widths.items():
            self._sheet.set_column(column, column, width)
        last, room = 0, self._widths.get(0, NARROWEST)
        while room < PARAGRAPH and last < max(self._widths, default=0):
            last += 1
            room += self._widths.get(last, NARROWEST)
        while room < PARAGRAPH:
            last += 1
            room += NARROWEST
        for row, text, looks in self._paragraphs:
            if last:
                self._sheet.merge_range(row, 0, row, last, "", looks)
            self._sheet.write_string(row, 0, text, looks)
            lines = sum(math.ceil(max(1, len(line)) / (room * 1.05)) for line in text.split("\n"))
            self._sheet.set_row(row, min(LINE * lines + 3, 409))


def label_of(text: str) -> str:
    """A text as the name of a chart or of what it shows, where ``=`` would begin a formula."""
    plain = clean(text)[:LONGEST_LABEL]
    return f" {plain}" if plain.startswith("=") else plain


def heading(text: str) -> dict[str, Any]:
    """The title of a chart."""
    name = label_of(f"{text[:1].upper()}{text[1:]}")
    return {"name": name, "name_font": {"size": 12, "color": INK}}


def _most(cells: Iterable[Cell]) -> float:
    return max(
        (abs(cell) for cell in cells if isinstance(cell, (int, float)) and math.isfinite(cell)),
        default=0.0,
    )


def _digits(value: float, pattern: str) -> int:
    """Characters of a number in its format, about."""
    if pattern == "General":
        return len(f"{value:.10g}") + 1
    shown = value * 100 if "%" in pattern else value
    quoted = sum(len(part) for part in pattern.split(";")[0].split('"')[1::2])
    return len(f"{shown:,.1f}") + quoted + 2
