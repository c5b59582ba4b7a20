"""Spans of time for the folds: months, weeks, open hours, counting by period.

Ticks are ms since 00:00 of the first day of the horizon; every span is half-open.
"""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from funnelsim.model.calendar import Calendar
from funnelsim.model.tables import Model

Ticks = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Table = NDArray[np.void]

NEVER = 2**62
"""Tick of what did not happen."""

BEFORE = -(2**62)
"""Tick of what happened before the records begin (an open pipeline)."""

HOUR = 3_600_000
DAY = 24 * HOUR


def month_edges(origin: date, end: int) -> Ticks:
    """Ticks at which calendar months begin inside [0, end), with 0 and `end` at the ends."""
    first = np.datetime64(origin, "M")
    last = np.datetime64(origin, "D") + np.timedelta64(-(-end // DAY), "D")
    months = np.arange(first, last.astype("M8[M]") + 1)
    return _edges((months.astype("M8[D]") - np.datetime64(origin, "D")).astype(np.int64) * DAY, end)


def week_edges(origin: date, end: int) -> Ticks:
    """Ticks of Mondays 00:00 (ISO weeks) inside [0, end), with 0 and `end` at the ends."""
    return _edges(np.arange(-origin.weekday() * DAY, end, 7 * DAY, dtype=np.int64), end)


def _edges(starts: Ticks, end: int) -> Ticks:
    inside = starts[(starts > 0) & (starts < end)]
    return np.concatenate(([0], inside, [end])).astype(np.int64)


def partial_months(origin: date, edges: Ticks) -> Flags:
    """Which spans between `edges` are not whole calendar months."""
    dates = np.datetime64(origin, "ms") + edges.astype("m8[ms]")
    on_first = dates == dates.astype("M8[M]").astype("M8[ms]")
    return np.asarray(~(on_first[:-1] & on_first[1:]))


def partial_weeks(edges: Ticks) -> Flags:
    """Which spans between the edges of weeks are shorter than seven days."""
    return np.asarray(np.diff(edges) != 7 * DAY)


def months_since_origin(origin: date, ticks: Ticks) -> Floats:
    """Calendar months, whole and fractions, from the origin's month start to each tick.

    A fraction is the share of its own month: 15 days are 0.5 of an April and 0.484 of a May.
    """
    dates = np.datetime64(origin, "ms") + ticks.astype("m8[ms]")
    month = dates.astype("M8[M]")
    start = month.astype("M8[ms]")
    length = ((month + 1).astype("M8[ms]") - start).astype(np.float64)
    whole = (month - np.datetime64(origin, "M")).astype(np.float64)
    result: Floats = whole + (dates - start).astype(np.float64) / length
    return result


def open_before(calendar: Calendar, ticks: Ticks) -> Ticks:
    """Open ms of a calendar before each tick."""
    if len(calendar.opens) == 0:
        return np.zeros(np.shape(ticks), np.int64)
    i = np.searchsorted(calendar.opens, ticks, side="right") - 1
    at = np.maximum(i, 0)
    inside = np.minimum(ticks, calendar.closes[at]) - calendar.opens[at]
    return np.where(i < 0, 0, calendar.before[at] + inside).astype(np.int64)


def is_open(calendar: Calendar, ticks: Ticks) -> Flags:
    """Whether a calendar is open at each tick."""
    if len(calendar.opens) == 0:
        return np.zeros(np.shape(ticks), np.bool_)
    i = np.searchsorted(calendar.opens, ticks, side="right") - 1
    return np.asarray((i >= 0) & (ticks < calendar.closes[np.maximum(i, 0)]))


def business_days(calendar: Calendar, edges: Ticks) -> Floats:
    """Number of days with open hours in each span between `edges` (whole days)."""
    days = np.arange(edges[0], edges[-1], DAY, dtype=np.int64)
    opened = open_before(calendar, np.minimum(days + DAY, edges[-1])) > open_before(calendar, days)
    return by_period(days[opened], edges)


def by_period(ticks: Ticks, edges: Ticks, weights: Floats | None = None) -> Floats:
    """Count, or add up the weights of, the ticks in each span [edges[i], edges[i + 1])."""
    inside = (ticks >= edges[0]) & (ticks < edges[-1])
    period = np.searchsorted(edges, ticks[inside], side="right") - 1
    chosen = None if weights is None else weights[inside]
    return np.bincount(period, chosen, len(edges) - 1).astype(np.float64)


def epoch_at(model: Model, ticks: Ticks) -> NDArray[np.intp]:
    """Index of the epoch in force at each tick."""
    return np.searchsorted(model.epoch_ticks, ticks, side="right") - 1
