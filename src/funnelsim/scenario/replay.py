"""Arrivals from a file: `replay: FILE.csv`."""

from __future__ import annotations

import datetime
import difflib
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from funnelsim.scenario.csvfile import DataFault, Row, read_csv
from funnelsim.scenario.faults import BadValue
from funnelsim.scenario.units import DAY, Clock, duration, money

COLUMNS = ("time", "id", "enters", "segment", "region", "fit", "value", "work", "shelf_life")
"""Columns with a meaning; others are left alone unless they are misspelt."""

_STAGES = ("lead", "mql", "sql")
_TRUTH = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)?")
_MAX_FAULTS = 20
_NEAR = 0.8
"""A column name as near as this to a known one is a slip, not a column of the planner's own."""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Replayed:
    """One row; what is None is drawn.

    Attributes
    ----------
    line : int
        Line of the file.
    id : str
        Identity of the lead: column `id`, else the line.
    offset : int
        Arrival in ms after `from` 00:00; negative in the warm-up.
    enters, segment, region : str or None
        Names.
    fit : bool or None
    value : float or None
        Money.
    work, shelf_life : float or None
        ms; the rep time of the first stage in open time, and every renewal of the shelf life in
        wall time. Infinite for `never`.
    work_in_days : bool
        The work was written in business days: its ms count 24 h a day.
    """

    line: int
    id: str
    offset: int
    enters: str | None = None
    segment: str | None = None
    region: str | None = None
    fit: bool | None = None
    value: float | None = None
    work: float | None = None
    shelf_life: float | None = None
    work_in_days: bool = False


def read_replay(path: Path, start: datetime.date) -> tuple[list[Replayed], list[DataFault]]:
    """Read the rows of a replay file.

    Parameters
    ----------
    path : Path
        CSV with a column `time` (a date, a date with time, or a length since `from`).
    start : date
        The scenario's `from`.

    Returns
    -------
    (list of Replayed, list of DataFault)
        Rows in file order, and at most 20 faults with their lines.
    """
    try:
        header, rows = read_csv(path, ["time"])
    except DataFault as fault:
        return [], [fault]
    faults = _misspelt(header)
    leads: list[Replayed] = []
    first_line: dict[str, int] = {}
    for row in rows:
        if len(faults) >= _MAX_FAULTS:
            break
        try:
            lead = _lead(row, start)
            if lead.id in first_line:
                raise DataFault(
                    "FS503",
                    f"the id '{lead.id}' is taken by line {first_line[lead.id]}",
                    row.line,
                    "give each lead its own id",
                )
        except DataFault as fault:
            faults.append(fault)
            continue
        first_line[lead.id] = row.line
        leads.append(lead)
    return leads, faults


def _misspelt(header: list[str]) -> list[DataFault]:
    faults = []
    for name in header:
        near = difflib.get_close_matches(name.lower(), COLUMNS, 1, _NEAR)
        if name not in COLUMNS and near:
            faults.append(
                DataFault("FS502", f"unknown column '{name}'", 1, f"did you mean '{near[0]}'?")
            )
    return faults


def _lead(row: Row, start: datetime.date) -> Replayed:
    def cell(column: str, read: Callable[[str], _T]) -> _T | None:
        text = row.cells.get(column, "")
        if not text:
            return None
        try:
            return read(text)
        except (BadValue, ValueError) as reason:
            said = f"{reason.allowed}; {reason.cure}" if isinstance(reason, BadValue) else reason
            raise DataFault(
                "FS503", f"'{text[:60]}' in column {column} is not {said}", row.line
            ) from None

    offset = cell("time", lambda text: offset_of(text, start))
    if offset is None:
        raise DataFault(
            "FS503",
            "the column time is empty",
            row.line,
            "write a date or a length since `from`, e.g. 7 h",
        )
    work = cell("work", _work)
    return Replayed(
        row.line,
        row.cells.get("id") or f"line {row.line}",
        offset,
        cell("enters", _stage),
        cell("segment", str),
        cell("region", str),
        cell("fit", _truth),
        cell("value", money),
        None if work is None else work[0],
        cell("shelf_life", _life),
        work is not None and work[1] is Clock.OPEN_DAYS,
    )


def offset_of(text: str, start: datetime.date) -> int:
    """Return ms after `start` 00:00 of a date, a date with time, or a length.

    Raises
    ------
    ValueError
        For anything else.
    """
    if _DATE.fullmatch(text):
        try:
            moment = datetime.datetime.fromisoformat(text)
        except ValueError:
            raise ValueError("a day that the calendar has") from None
        since = moment - datetime.datetime.combine(start, datetime.time())
        return since.days * int(DAY) + since.seconds * 1000 + round(since.microseconds / 1000)
    ms, _ = duration(text)
    if not math.isfinite(ms):
        raise ValueError("a finite length")
    return round(ms)


def _work(text: str) -> tuple[float, Clock]:
    return (math.inf, Clock.OPEN) if text == "never" else duration(text, bare_business=True)


def _life(text: str) -> float:
    if text == "never":
        return math.inf
    length, clock = duration(text)
    if clock is not Clock.WALL:
        raise ValueError("a length of wall time; write e.g. 7 days for 5 business days")
    return length


def _stage(text: str) -> str:
    if text not in _STAGES:
        raise ValueError(f"one of {', '.join(_STAGES)}")
    return text


def _truth(text: str) -> bool:
    if text.lower() not in _TRUTH:
        raise ValueError("yes or no")
    return _TRUTH[text.lower()]
