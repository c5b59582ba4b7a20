"""Tables of a workbook: their columns, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from funnelsim.reports.pictures import Unit


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
