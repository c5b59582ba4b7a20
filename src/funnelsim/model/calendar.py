"""Calendars: weekly openings and holidays laid out as intervals of open ticks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

MINUTE_MS = 60_000
DAY_MS = 86_400_000

Interval = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Calendar:
    """When work may start.

    Attributes
    ----------
    opens, closes
        Ticks (int64): interval ``i`` is open on ``[opens[i], closes[i])``; sorted, neither
        overlapping nor touching.
    before
        Open ms (int64) before interval ``i``.
    business_day_ms
        Mean open ms of a weekday that is open at all; 0 where none is.
    """

    opens: NDArray[np.int64]
    closes: NDArray[np.int64]
    before: NDArray[np.int64]
    business_day_ms: float


def build_calendar(
    weekly: Sequence[Sequence[Interval]],
    holidays: Collection[date],
    first_day: date,
    start_tick: int,
    end_tick: int,
    shift_ms: int = 0,
    absences: Iterable[Interval] = (),
) -> Calendar:
    """Lay out a weekly pattern over a span of ticks.

    Parameters
    ----------
    weekly
        For Monday to Sunday the openings as ``(open_minute, close_minute)`` of the day, half-open;
        1440 is midnight at its end, later minutes belong to the following day's night.
    holidays
        Dates on which nothing opens, on the team's clock; an opening that began the day before
        runs on.
    first_day
        Date of tick 0.
    start_tick, end_tick
        Span to cover, half-open; openings are cut at both ends.
    shift_ms
        How far the team's clock is ahead of the scenario's: an opening at 09:00 of a team 6 h
        ahead lies at 03:00.
    absences
        Half-open spans of ticks that are taken out.

    Raises
    ------
    ValueError
        Not seven weekdays, or an opening that does not end after it starts.
    """
    if len(weekly) != 7:
        raise ValueError(f"a week has 7 days, not {len(weekly)}")
    for opened, closed in (opening for day in weekly for opening in day):
        if not 0 <= opened < closed:
            raise ValueError(
                f"opening from minute {opened} to {closed} does not end after it starts"
            )
    laid = _openings(weekly, holidays, first_day, start_tick, end_tick, shift_ms)
    intervals = _without(_merged(laid), _merged(sorted(absences)))
    opens = np.array([a for a, _ in intervals], dtype=np.int64)
    closes = np.array([b for _, b in intervals], dtype=np.int64)
    before = np.zeros(len(intervals), dtype=np.int64)
    np.cumsum((closes - opens)[:-1], out=before[1:])
    return Calendar(opens, closes, before, _business_day_ms(weekly))


def _openings(
    weekly: Sequence[Sequence[Interval]],
    holidays: Collection[date],
    first_day: date,
    start_tick: int,
    end_tick: int,
    shift_ms: int,
) -> list[Interval]:
    """Openings of every day that may reach into the span, cut to it, sorted by start."""
    longest = max((closed for day in weekly for _, closed in day), default=0) * MINUTE_MS
    first = (start_tick + shift_ms - longest) // DAY_MS
    last = (end_tick + shift_ms) // DAY_MS
    found = []
    for day in range(first, last + 1):
        today = first_day + timedelta(days=day)
        if today in holidays:
            continue
        midnight = day * DAY_MS - shift_ms
        for opened, closed in weekly[today.weekday()]:
            a = max(start_tick, midnight + opened * MINUTE_MS)
            b = min(end_tick, midnight + closed * MINUTE_MS)
            if a < b:
                found.append((a, b))
    return sorted(found)


def _merged(intervals: Iterable[Interval]) -> list[Interval]:
    """Sorted intervals with overlapping and touching ones joined."""
    joined: list[Interval] = []
    for a, b in intervals:
        if joined and a <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(b, joined[-1][1]))
        elif a < b:
            joined.append((a, b))
    return joined


def _without(intervals: list[Interval], holes: list[Interval]) -> list[Interval]:
    left = []
    for a, b in intervals:
        for hole_a, hole_b in holes:
            if hole_b <= a or hole_a >= b:
                continue
            if a < hole_a:
                left.append((a, hole_a))
            a = max(a, min(b, hole_b))
        if a < b:
            left.append((a, b))
    return left


def _business_day_ms(weekly: Sequence[Sequence[Interval]]) -> float:
    per_day = [sum(b - a for a, b in _merged(sorted(day))) for day in weekly]
    opened = [minutes for minutes in per_day if minutes > 0]
    return MINUTE_MS * sum(opened) / len(opened) if opened else 0.0
