"""Tables for the terminal, with sentences below them; none needs more than 80 columns."""

from __future__ import annotations

import copy
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.measure import Measurement
from rich.table import Column, Table
from rich.text import Text

from funnelsim.experiments.intervals import FloatArray
from funnelsim.reports.sentences import central

_UNIT = re.compile(r"(?<=\d) (?=%|min\b|h\b|s\b|days\b)")

LONGEST_HEAD = 10
LEAST_CAPTION = 56
"""Captions are not folded narrower than that."""

LEAST_NAME = 12
"""Columns of names are not folded narrower than that."""

BETWEEN = 2
"""Spaces between two columns."""


@dataclass(frozen=True)
class Block:
    """A table with sentences below it.

    Attributes
    ----------
    table
        The table, or a line in its place.
    captions
        One paragraph each, as wide as the table.
    """

    table: Table | Text
    captions: list[str] = field(default_factory=list)

    def width(self, console: Console) -> int:
        """Columns that the block takes where there is room."""
        natural = Measurement.get(console, console.options, self.table).maximum
        return max(natural, LEAST_CAPTION) if self.captions else natural

    def render(self, console: Console, room: int) -> RenderableType:
        """The block within `room` columns; says which columns of the table find none."""
        table, dropped = self.table, list[str]()
        if isinstance(table, Table):
            table, dropped = fitted(table, room)
        captions = list(self.captions)
        if dropped:
            captions.append(f"A wider terminal shows more: {', '.join(dropped)}.")
        width = min(room, self.width(console))
        notes = [Text(folded(caption, width), style="dim") for caption in captions]
        return Group(table, *notes)


def fitted(table: Table, room: int) -> tuple[Table, list[str]]:
    """The table within `room` columns, and the heads of the columns that were left out.

    Where it is too wide, heads are broken within words, then names folded, then the last columns
    left out. Figures are never cut.
    """
    if _width(table, None) <= room:
        return table, []
    made = copy.deepcopy(table)
    for column in made.columns:
        column.header = Text(_broken(str(column.header)), style=_style(column.header))
        if column.justify == "left":
            column.no_wrap, column.overflow = False, "fold"
            column.min_width = min(LEAST_NAME, _column_width(column))
    dropped: list[str] = []
    while _width(made, LEAST_NAME) > room and len(made.columns) > 2:
        gone = table.columns[len(made.columns) - 1]
        dropped.insert(0, " ".join(str(gone.header).split()))
        made.columns.pop()
    return made, dropped


def _width(table: Table, least_name: int | None) -> int:
    """Columns that a table takes with its names folded to `least_name`, or not folded."""
    widths = [
        min(_column_width(column), least_name)
        if least_name is not None and column.justify == "left"
        else _column_width(column)
        for column in table.columns
    ]
    return sum(widths) + BETWEEN * (len(widths) - 1)


def _column_width(column: Column) -> int:
    texts = [str(column.header), *map(str, column.cells)]
    return max(cell_len(line) for text in texts for line in text.split("\n"))


def _style(header: RenderableType) -> str:
    return str(header.style) if isinstance(header, Text) else ""


def _broken(name: str) -> str:
    """A column name on lines of at most `LONGEST_HEAD`, words broken where they are longer."""
    return textwrap.fill(" ".join(name.split()), LONGEST_HEAD)


def headed(name: str) -> str:
    """A long column name on several lines."""
    return textwrap.fill(name, LONGEST_HEAD, break_long_words=False)


def glued(text: str) -> str:
    """The text with units that stay on the line of their number."""
    return _UNIT.sub("\N{NO-BREAK SPACE}", text)


def folded(text: str, width: int) -> str:
    """Text on lines of at most `width` columns; a number stays with its unit."""
    kept = glued(text)
    lines = textwrap.wrap(kept, width, break_on_hyphens=False)
    return "\n".join(lines).replace("\N{NO-BREAK SPACE}", " ")


def table(title: str, *columns: str) -> Table:
    """A plain table; its title heads the first column, left, and the others stand right."""
    made = Table(box=None, padding=(0, BETWEEN, 0, 0), pad_edge=False, show_edge=False)
    made.add_column(Text(title, style="bold"), overflow="fold")
    for name in columns:
        made.add_column(Text(name, style="dim"), justify="right", no_wrap=True)
    return made


def spread(values: FloatArray, show: Callable[[float], str]) -> str:
    """``60 to 81``: where 8 of 10 futures lie; empty where that cannot be said."""
    found = central(values)
    if found is None:
        return ""
    low, high = (show(end) for end in found)
    return low if low == high else f"{low} to {high}"
