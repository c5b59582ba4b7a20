"""What a benchmark says: a table with a heading and a note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """Rows of text; the first column to the left, all others to the right."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""

    def markdown(self) -> str:
        marks = ["---", *["---:"] * (len(self.head) - 1)]
        lines = [_line(self.head), _line(marks), *map(_line, self.rows)]
        parts = [f"## {self.title}", "\n".join(lines), self.note]
        return "\n\n".join(part for part in parts if part)


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def amount(value: float) -> str:
    """Three figures, thousands apart: 3,710,000; 12.4; 0.0153."""
    if value == 0:
        return "0"
    rounded = float(f"{value:.3g}")
    return f"{rounded:,.0f}" if abs(rounded) >= 100 else f"{rounded:.3g}"


def times(value: float) -> str:
    """A ratio."""
    return f"{amount(value)} x"
