"""When reps work: open hours, while they are employed and not absent."""

from __future__ import annotations

import numpy as np

from funnelsim.model.calendar import Calendar
from funnelsim.model.tables import Model
from funnelsim.outcomes.spans import Flags, Ticks


def working_hours(model: Model, rep: int) -> tuple[Ticks, Ticks]:
    """Spans in which a rep works in the horizon: open hours, while employed and not absent.

    Overtime (a call that runs on past closing) is no working time.

    Returns
    -------
    (ndarray, ndarray)
        Ticks at which they begin and end; in order, without overlap.
    """
    calendar = model.calendars[model.rep_calendar[rep]]
    away = model.absences[model.absences["rep"] == rep]
    there = _without(employed(model, rep), _merged(away["begin"], away["end"]))
    parts = [_cut(calendar, begin, end) for begin, end in there]
    if not parts:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    opens, closes = (np.concatenate(column) for column in zip(*parts, strict=True))
    return opens, closes


def limited_reps(model: Model) -> Flags:
    """Reps of teams that have a limited number of them: only these can be busy to a share."""
    result: Flags = ~model.team_unlimited[model.rep_team].astype(np.bool_)
    return result


def _cut(calendar: Calendar, begin: int, end: int) -> tuple[Ticks, Ticks]:
    """Open hours of a calendar within [begin, end)."""
    first = np.searchsorted(calendar.closes, begin, side="right")
    last = np.searchsorted(calendar.opens, end, side="left")
    opens, closes = calendar.opens[first:last], calendar.closes[first:last]
    return np.maximum(opens, begin), np.minimum(closes, end)


def _without(spans: list[tuple[int, int]], gaps: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """What is left of ordered spans without ordered gaps."""
    left = []
    for begin, end in spans:
        for low, high in gaps:
            if low < end and high > begin:
                if begin < low:
                    left.append((begin, low))
                begin = max(begin, high)
        if begin < end:
            left.append((begin, end))
    return left


def employed(model: Model, rep: int) -> list[tuple[int, int]]:
    """Spans [begin, end) of the horizon in which a rep is in the team."""
    begins = np.maximum(model.epoch_ticks, 0)
    ends = np.append(model.epoch_ticks[1:], model.end)
    table = model.rep[:, rep]
    low = np.maximum(begins, table["starts"])
    high = np.minimum(np.minimum(ends, table["ends"]), model.end)
    kept = (table["present"] == 1) & (low < high)
    return [(int(a), int(b)) for a, b in zip(low[kept], high[kept], strict=True)]


def _merged(begins: Ticks, ends: Ticks) -> list[tuple[int, int]]:
    """Spans without overlap that cover the same time."""
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(zip(begins.tolist(), ends.tolist(), strict=True)):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged
