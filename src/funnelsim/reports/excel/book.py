"""A workbook made of sheets of sentences and tables, ready for reading, filtering and printing."""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from funnelsim.reports.excel.measure import BOLD, Cell, Numbers, digits, head_width, lines_of
from funnelsim.reports.excel.tables import Column, Placed
from funnelsim.reports.excel.text import INK, WHOLE, clean, number_format
from funnelsim.reports.pictures import Unit

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

CREATED = dt.datetime(2000, 1, 1)
"""The same for every workbook, so that the same run has the same bytes."""

NARROWEST, WIDEST = 9, 50
"""Characters in a column."""

NEAR_TOP = 5
"""Rows above a head that stays in sight."""

LINE = 15
"""Points of a line."""

PARAGRAPH = 110
"""Characters of a line of sentences, about."""

DEFAULT_WIDTH = 8.43
POINTS, TALLEST = 11, 409
"""Points of plain text, and of the tallest row."""

WHEN, DAY = "yyyy-mm-dd hh:mm", "yyyy-mm-dd"

MARKS: dict[str, dict[str, Any]] = {
    "": {},
    "changed": {"bg_color": "#FFF2CC"},
    "muted": {"font_color": "#767676"},
    "strong": {"bold": True},
}
"""How a row looks."""

HEAD = "#DCE6F1"
A4 = 9
CHART_SIZE: dict[str, Any] = {"x_offset": 4, "y_offset": 4, "object_position": 2}


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
    _paragraphs: list[tuple[int, str, Format, float]] = field(default_factory=list)
    _texts: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    _heads: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._sheet.set_landscape()
        self._sheet.set_paper(A4)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self._sheet.set_footer("&L&A&RPage &P of &N")
        self._sheet.hide_gridlines(2)

    def title(self, text: str, size: int = 14) -> None:
        """A line in large letters."""
        self.say([text], bold=True, font_size=size, font_color=INK)

    def say(self, sentences: Iterable[str], **looks: Any) -> None:
        """One paragraph for each sentence, across the sheet."""
        size = looks.get("font_size", POINTS) / POINTS
        for sentence in sentences:
            form = self.book.format(text_wrap=True, **looks)
            self._paragraphs.append((self._row, clean(sentence), form, size))
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
            Whether its head filters. Where it is the only table of its sheet, near the top, it
            stays when the sheet is scrolled and is printed on each page.
        units
            Of each row, where rows and not columns have units: of the columns of unit ``number``.
        """
        head = self._row
        self._heads.append(head)
        for i, column in enumerate(columns):
            place = _indent(i) if column.unit == "text" else {"align": "right"}
            form = self.book.format(bold=True, bg_color=HEAD, text_wrap=True, bottom=1, **place)
            self._sheet.write_string(head, i, clean(column.name), form)
            self._texts.setdefault(head, []).append((i, column.name))
            self._widen(i, head_width(column.name) + (4 if main else 2))
        kinds = [Numbers(row[i] for row in rows) for i in range(len(columns))]
        for j, row in enumerate(rows):
            looks = MARKS[marks[j]] if marks else {}
            for i, cell in enumerate(row):
                unit = columns[i].unit
                if units is not None and unit == "number":
                    pattern = self._pattern(units[j], Numbers(row), whole=Numbers([cell]).whole)
                else:
                    pattern = self._pattern(unit, kinds[i], whole=kinds[i].whole)
                self._cell(head + 1 + j, i, cell, pattern, looks)
        last = head + max(1, len(rows))
        if main:
            self._sheet.autofilter(head, 0, last, len(columns) - 1)
        self._row = last + 2
        return Placed(self.name, head, head + 1, last)

    def _pattern(self, unit: Unit, numbers: Numbers, *, whole: bool) -> str:
        if unit == "count" and whole:
            return WHOLE
        return number_format(unit, self.book.currency, numbers.most)

    def charts(self, charts: Iterable[tuple[Chart, str]], height: int, width: int = 0) -> None:
        """Put charts below what is there, beside one another.

        Parameters
        ----------
        charts
            Each with what it shows, for those who cannot see it.
        height, width
            Of each, pixels; the width only matters for several.
        """
        for i, (chart, says) in enumerate(charts):
            offset = CHART_SIZE["x_offset"] + i * (width + 12)
            options = CHART_SIZE | {"x_offset": offset, "description": clean(says)[:255]}
            self._sheet.insert_chart(self._row, 0, chart, options)
        self._row += height // 20 + 2

    def one_page(self) -> None:
        """Print it on one page."""
        self._sheet.fit_to_pages(1, 1)

    def _cell(self, row: int, column: int, cell: Cell, pattern: str, looks: dict[str, Any]) -> None:
        if cell is None or (isinstance(cell, float) and not math.isfinite(cell)):
            if looks:
                self._sheet.write_blank(row, column, None, self.book.format(**looks))
        elif isinstance(cell, bool):
            self._text(row, column, "yes" if cell else "no", looks)
        elif isinstance(cell, dt.date):
            timed = isinstance(cell, dt.datetime)
            pattern, place = WHEN if timed else DAY, {"align": "left"} | _indent(column)
            form = self.book.format(num_format=pattern, **place, **looks)
            self._sheet.write_datetime(row, column, cell, form)
            self._widen(column, 17 if timed else 11)
        elif isinstance(cell, (int, float)):
            place = {"align": "left"} | _indent(column) if pattern == "General" else {}
            form = self.book.format(num_format=pattern, **place, **looks)
            self._sheet.write_number(row, column, cell, form)
            self._widen(column, digits(cell, pattern))
        else:
            self._text(row, column, cell, looks)

    def _text(self, row: int, column: int, text: str, looks: dict[str, Any]) -> None:
        form = self.book.format(text_wrap=True, **_indent(column), **looks)
        self._sheet.write_string(row, column, clean(text), form)
        self._texts.setdefault(row, []).append((column, text))
        self._widen(column, max(map(len, text.split("\n")), default=0) + 3)

    def _widen(self, column: int, width: float) -> None:
        asked = min(max(width, NARROWEST), WIDEST)
        self._widths[column] = max(self._widths.get(column, 0), asked)

    def finish(self) -> None:
        """Set widths and heights, write the sentences, and keep in sight what names the columns."""
        for column, width in self._widths.items():
            self._sheet.set_column(column, column, width)
        self._heights()
        self._said()
        if len(self._heads) == 1 and self._heads[0] <= NEAR_TOP:
            self._sheet.freeze_panes(self._heads[0] + 1, 1)
            self._sheet.repeat_rows(self._heads[0])
        elif self._heads:
            # The head of one table says nothing of the next.
            self._sheet.freeze_panes(0, 1)

    def _heights(self) -> None:
        """Rows with text that is longer than its column: not every program finds these heights."""
        for row, texts in self._texts.items():
            bold = BOLD if row in self._heads else 1.0
            lines = max(lines_of(text, self._widths[i], bold) for i, text in texts)
            if lines > 1:
                self._sheet.set_row(row, min(LINE * lines, TALLEST))

    def _said(self) -> None:
        """The sentences, each in one cell across as many columns as make a line."""
        last, room = 0, self._widths.get(0, NARROWEST)
        while room < PARAGRAPH:
            last += 1
            room += self._widths.get(last, DEFAULT_WIDTH)
        for row, text, form, size in self._paragraphs:
            if last:
                self._sheet.merge_range(row, 0, row, last, "", form)
            self._sheet.write_string(row, 0, text, form)
            lines = lines_of(text, room, size)
            self._sheet.set_row(row, min(LINE * size * lines + 3, TALLEST))


def _indent(column: int) -> dict[str, Any]:
    """Room between a text and the number before it."""
    return {"align": "left", "indent": 1} if column else {}
