"""Columns of CSV files named inside values: `empirical(FILE; value)`, `~ draws(FILE; column)`."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from funnelsim.scenario.faults import BadValue, Fault
from funnelsim.scenario.units import reading_context

LARGEST_FILE = 20_000_000
"""Bytes; larger files are refused before they are read."""
_SHOWN_FAULTS = 3


def read_column(
    text: str, file: str, column: str, parse: Callable[[str], float]
) -> tuple[float, ...]:
    """Return one column of a CSV file, each cell read by `parse`.

    The file lies relative to the folder of the scenario. BadValue names the first faulty rows
    by their line in the file (the header is line 1).
    """
    path = reading_context().folder / file
    rows = _rows(text, path, file)
    header = [name.strip() for name in rows[0][1]] if rows else []
    if column not in header:
        cure = f"its columns are {', '.join(header) or 'none'}"
        raise BadValue(text, f"a column of {file}", cure, Fault.FILE)
    place = header.index(column)
    values: list[float] = []
    faults: list[str] = []
    for line, row in rows[1:]:
        try:
            cell = row[place] if place < len(row) else ""
            values.append(parse(cell.strip()))
        except BadValue as fault:
            faults.append(f"{file}:{line}: {fault}")
    if faults:
        more = len(faults) - _SHOWN_FAULTS
        tail = f" and {more} more rows" if more > 0 else ""
        cure = "correct " + "; ".join(faults[:_SHOWN_FAULTS]) + tail
        raise BadValue(text, f"a readable column of {file}", cure, Fault.FILE)
    if not values:
        raise BadValue(text, f"a column of {file}", "the file has no rows", Fault.FILE)
    return tuple(values)


def _rows(text: str, path: Path, file: str) -> list[tuple[int, list[str]]]:
    try:
        if path.stat().st_size > LARGEST_FILE:
            cure = f"use a file below {LARGEST_FILE // 1_000_000} MB"
            raise BadValue(text, "a readable data file", cure, Fault.FILE)
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream)
            return [(reader.line_num, row) for row in reader if any(row)]
    except (OSError, UnicodeDecodeError, csv.Error, ValueError) as reason:
        if isinstance(reason, BadValue):
            raise
        cure = f"{file} beside the scenario cannot be read: {_plain(reason)}"
        raise BadValue(text, "a readable CSV file", cure, Fault.FILE) from reason


def _plain(reason: Exception) -> str:
    if isinstance(reason, OSError):
        return (reason.strerror or "it cannot be opened").lower()
    if isinstance(reason, UnicodeDecodeError):
        return "it is not UTF-8 text"
    return str(reason)
