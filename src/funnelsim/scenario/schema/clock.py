"""Dates, calendar spans, opening hours and shapes of the year."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Annotated

from funnelsim.scenario.faults import BadValue, Fault, outline
from funnelsim.scenario.schema.base import Raw, Reads
from funnelsim.scenario.schema.types import optional
from funnelsim.scenario.units import DAY, duration
from funnelsim.scenario.values import is_off

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Week = tuple[tuple[tuple[int, int], ...], ...]
"""Openings [open, close) in minutes after 00:00 for monday..sunday."""
DAY_MINUTES = 24 * 60
ALWAYS: Week = (((0, DAY_MINUTES),),) * 7
_TIME = re.compile(r"(\d{1,2}):(\d{2})")
_MONTHS = re.compile(r"\s*(\d+)\s*(months?|quarters?|years?)\s*")
_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}


def date_of(raw: Raw) -> dt.date:
    """Return a date; YAML usually has read it already."""
    if isinstance(raw, dt.date) and not isinstance(raw, dt.datetime):
        return raw
    try:
        return dt.date.fromisoformat(str(raw).strip())
    except ValueError:
        pass
    real = re.fullmatch(r"\s*\d{4}-\d{1,2}-\d{1,2}\s*", str(raw))
    cure = "there is no such day" if real else "write year-month-day, e.g. 2027-03-16"
    raise BadValue(raw, "a date", cure, Fault.CLOCK_TIME)


def minute_of(raw: Raw) -> int:
    """Return minutes after 00:00 of a time of day `09:00`; `24:00` is allowed."""
    match = _TIME.fullmatch(str(raw).strip())
    if match is None or int(match[2]) > 59:
        raise BadValue(raw, "a time of day", "write e.g. 09:00", Fault.CLOCK_TIME)
    minute = int(match[1]) * 60 + int(match[2])
    if minute > DAY_MINUTES:
        raise BadValue(raw, "a time of day", "write 00:00 to 24:00", Fault.CLOCK_TIME)
    return minute


def clock_text(minute: int) -> str:
    """Return a minute of the day as `09:00`."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


@dataclass(frozen=True, slots=True)
class Span:
    """A length of the calendar: whole months, or ms of wall time."""

    months: int
    ms: int
    text: str

    def after(self, day: dt.date) -> int:
        """Return ms from 00:00 of `day` to the end of the span that starts there."""
        return (add_months(day, self.months) - day).days * int(DAY) + self.ms

    def before(self, day: dt.date) -> int:
        """Return ms from the start of the span that ends at 00:00 of `day`, to that day."""
        return (day - add_months(day, -self.months)).days * int(DAY) + self.ms


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day some calendar months later, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9998:
        raise BadValue(f"{months} months", "a span of this calendar", "write less")
    first = dt.date(year, month + 1, 1)
    following = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return first.replace(day=min(day.day, (following - first).days))


def span_of(raw: Raw) -> Span:
    """Return a calendar span: `12 months` are calendar months, other units are exact."""
    if isinstance(raw, Span):
        return raw
    months = _MONTHS.fullmatch(str(raw))
    if months:
        return Span(int(months[1]) * _MONTHS_IN[months[2].rstrip("s")], 0, str(raw))
    if isinstance(raw, bool) or raw is None:
        raise BadValue(raw, "a length of time", "write e.g. 12 months", Fault.WRONG_SHAPE)
    ms, _ = duration(str(raw))
    if ms == float("inf"):
        raise BadValue(raw, "a finite length", "write e.g. 12 months", Fault.OUT_OF_RANGE)
    return Span(0, round(ms), str(raw))


def _warm_up_of(raw: Raw) -> Span | str | None:
    if raw == "auto":
        return "auto"
    return None if raw is None or raw == "none" or is_off(raw) else span_of(raw)


def _span_text(value: Raw) -> Raw:
    return value.text if isinstance(value, Span) else "none" if value is None else value


def parse_hours(raw: Raw) -> Week:
    """Return openings: `24/7`, `mon-fri 09:00-17:00`, a list of such, or `{sat: 10:00-14:00}`."""
    if isinstance(raw, tuple) and len(raw) == 7:
        return raw
    week: list[list[tuple[int, int]]] = [[] for _ in DAYS]
    for days, times in _lines(raw):
        if days == "24/7":
            return ALWAYS
        for day in _days_of(days, raw):
            week[day].extend(_openings(times, raw))
    for openings in week:
        openings.sort()
        if any(a[1] > b[0] for a, b in pairwise(openings)):
            raise BadValue(raw, "a set of openings that do not overlap", "write each opening once")
    if not any(week):
        raise _bad_hours(raw)
    return tuple(tuple(_joined(openings)) for openings in week)


def _lines(raw: Raw) -> list[tuple[str, str]]:
    if isinstance(raw, Mapping):
        return [(str(days), _times_text(times)) for days, times in raw.items() if not is_off(times)]
    if isinstance(raw, (list, tuple)):
        return [pair for item in raw for pair in _lines(item)]
    if not isinstance(raw, str):
        raise _bad_hours(raw)
    lines = []
    for part in raw.split(";"):
        days, _, times = part.strip().partition(" ")
        lines.append((days, times))
    return lines


def _times_text(times: Raw) -> str:
    return ", ".join(map(str, times)) if isinstance(times, (list, tuple)) else str(times)


def _days_of(text: str, raw: Raw) -> list[int]:
    found: list[int] = []
    for part in text.lower().split(","):
        first, _, last = part.strip().partition("-")
        if first not in DAYS or (last and last not in DAYS):
            raise _bad_hours(raw)
        start, end = DAYS.index(first), DAYS.index(last or first)
        found.extend((start + i) % 7 for i in range((end - start) % 7 + 1))
    return found


def _openings(text: str, raw: Raw) -> list[tuple[int, int]]:
    openings = []
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        if not dash:
            raise _bad_hours(raw)
        start, end = minute_of(first), minute_of(last)
        if start >= end:
            cure = "close after opening on the same day; write a night as two openings"
            raise BadValue(raw, "a set of opening hours", cure, Fault.OUT_OF_RANGE)
        openings.append((start, end))
    return openings


def _joined(openings: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in openings:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _bad_hours(raw: Raw) -> BadValue:
    return BadValue(
        outline(raw), "a set of opening hours", "write e.g. mon-fri 09:00-17:00 or 24/7"
    )


def hours_text(week: Week) -> str:
    """Return openings as text that reads back as the same: `mon-fri 09:00-17:00`."""
    if week == ALWAYS:
        return "24/7"
    parts = []
    for openings, days in groupby(range(7), key=lambda day: week[day]):
        if openings:
            run = list(days)
            names = DAYS[run[0]] if len(run) == 1 else f"{DAYS[run[0]]}-{DAYS[run[-1]]}"
            spans = ", ".join(f"{clock_text(a)}-{clock_text(b)}" for a, b in openings)
            parts.append(f"{names} {spans}")
    return "; ".join(parts)


def shift_of(raw: Raw) -> int:
    """Return ms by which a team's wall clock is ahead of the scenario's: `2 h`, `-6 h`."""
    text = str(raw).strip()
    sign = -1 if text.startswith("-") else 1
    ms, _ = duration(text.lstrip("+-").strip())
    if ms > DAY:
        raise BadValue(raw, "a shift below one day", "write e.g. -6 h", Fault.OUT_OF_RANGE)
    return sign * round(ms)


_DATE_JSON = {"type": "string", "format": "date"}
Day = Annotated[dt.date, Reads(date_of, lambda d: d, _DATE_JSON)]
MaybeDay = Annotated[dt.date | None, optional(Reads(date_of, lambda d: d, _DATE_JSON))]
Minute = Annotated[int, Reads(minute_of, clock_text, {"type": "string"})]
MaybeSpan = Annotated[Span | None, optional(Reads(span_of, _span_text, {"type": "string"}))]
WarmUp = Annotated[Span | str | None, Reads(_warm_up_of, _span_text, {"type": ["string", "null"]})]
RunOff = Annotated[
    Span | None,
    Reads(lambda r: _warm_up_of(None if r == "auto" else r), _span_text, {"type": "string"}),
]
_HOURS = Reads(parse_hours, hours_text, {"type": ["string", "array", "object"]})
Hours = Annotated[Week, _HOURS]
MaybeHours = Annotated[Week | None, optional(_HOURS)]
Shift = Annotated[int, Reads(shift_of, lambda ms: f"{ms / 3_600_000:.15g} h", {"type": "string"})]
