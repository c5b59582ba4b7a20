"""Columns as the inner functions of the rules take them.

Compiled these are pointers (``raw.pxd``), so that the compiled engine, which holds its tables as
such, calls the same function; interpreted they are the columns themselves.
"""

from __future__ import annotations

from typing import Any

from funnelsim.rules.columns import Floats, Ints


def ints(column: Ints) -> Ints:
    """A column of whole numbers."""
    return column


def ints_from(column: Any, first: int) -> Any:
    """The part of a column of whole numbers that begins at ``first``."""
    return column[first:]


def floats(column: Floats) -> Floats:
    """A column of floating-point numbers."""
    return column
