"""How much room texts and numbers take, about: a workbook does not say until it is open."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable

Cell = str | float | bool | dt.date | None

SHORT = 14
"""Characters of a head that stays on one line."""

BOLD = 1.15
"""How much wider bold text is."""


def lines_of(text: str, room: float, size: float) -> int:
    """Lines that a text needs in so many characters of room, about."""
    return sum(math.ceil(max(1, len(line)) * size / room) for line in text.split("\n"))


def head_width(name: str) -> float:
    """Characters of a head: on one line if it is short, else as long as its longest word."""
    words = [name] if len(name) <= SHORT else name.split()
    return max(map(len, words), default=0) * BOLD


class Numbers:
    """What the numbers among some cells are like.

    Attributes
    ----------
    most
        The largest absolute value; 0 without any.
    whole
        Whether all are whole.
    """

    def __init__(self, cells: Iterable[Cell]) -> None:
        found = [
            cell for cell in cells
            if isinstance(cell, (int, float)) and not isinstance(cell, bool) and math.isfinite(cell)
        ]  # fmt: skip
        self.most = max(map(abs, found), default=0.0)
        self.whole = all(cell == round(cell) for cell in found)


def digits(value: float, pattern: str) -> int:
    """Characters of a number in its format, about."""
    if pattern == "General":
        return len(f"{value:.10g}") + 1
    shown = value * 100 if "%" in pattern else value
    quoted = sum(len(part) for part in pattern.split(";")[0].split('"')[1::2])
    return len(f"{shown:,.1f}") + quoted + 2
