"""Tables for the terminal, with sentences below them; none needs more than 80 columns."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field

from rich.console import Console, Group, RenderableType
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from funnelsim.experiments.intervals import FloatArray
from funnelsim.reports.sentences import central

_UNIT = re.compile(r"(?<=\d) (?=%|min\b|h\b|s\b|days\b)")

LONGEST_HEAD = 10
LEAST_CAPTION = 56
"""Captions are not folded narrower than that."""


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
        """The block, its captions folded to its own width."""
        width = min(room, self.width(console))
        notes = [Text(folded(caption, width), style="dim") for caption in self.captions]
        return Group(self.table, *notes)


def headed(name: str) -> str:
    """A long column name on several lines."""
    return textwrap.fill(name, LONGEST_HEAD, break_long_words=False)


def folded(text: str, width: int) -> str:
    """Text on lines of at most `width` columns; a number stays with its unit."""
    kept = _UNIT.sub("\N{NO-BREAK SPACE}", text)
    lines = textwrap.wrap(kept, width, break_on_hyphens=False)
    return "\n".join(lines).replace("\N{NO-BREAK SPACE}", " ")


def table(title: str, *columns: str) -> Table:
    """A plain table; its title heads the first column, left, and the others stand right."""
    made = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_edge=False)
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
