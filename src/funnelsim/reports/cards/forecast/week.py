"""A mean week of each team, hour by hour: where work waits, where reps are busy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from funnelsim.experiments.desks import WEEKDAYS, Week, weeks
from funnelsim.experiments.forecast import Forecast
from funnelsim.experiments.intervals import FloatArray
from funnelsim.reports import numbers
from funnelsim.reports.cards.card import Card, Grid, grid
from funnelsim.reports.pictures import Number

SECTION = "teams"
MOST_TEAMS = 4
NOBODY_WAITS = 0.1
"""Items; a mean queue below that is next to none."""

Cell = tuple[int, int]


@dataclass(frozen=True)
class Shown:
    """What of a team's week is drawn: the weekdays and hours in which anybody works.

    Attributes
    ----------
    values
        Of `week`, the mean queue, or where nothing waits the load.
    peak, low
        Weekday and hour of the largest and the smallest of them.
    """

    number: int
    name: str
    week: Week
    waits: bool
    values: FloatArray
    days: list[int]
    hours: list[int]
    peak: Cell
    low: Cell


def cards(forecast: Forecast) -> Iterator[Card]:
    """One card for each of the busiest four teams; with more teams the peaks of all."""
    found = [shown for i, week in enumerate(weeks(forecast))
             if (shown := _shown(forecast, i, week)) is not None]  # fmt: skip
    busiest = sorted(found, key=lambda shown: (-_whole_load(shown.week), shown.number))
    for shown in busiest[:MOST_TEAMS]:
        yield _card(shown)
    if len(found) > MOST_TEAMS:
        yield _peaks(found)


def _whole_load(week: Week) -> float:
    staffed = float(week.staffed.sum())
    return float(week.busy.sum()) / staffed if staffed else -1.0


def _shown(forecast: Forecast, number: int, week: Week) -> Shown | None:
    """None for a team that never works, or one without a limit where nothing waits."""
    used = (week.busy > 0) | (week.staffed > 0)
    days, hours = (np.flatnonzero(used.any(axis=axis)).tolist() for axis in (1, 0))
    queue = np.where(used, week.queue, np.nan)
    waits = bool(np.nansum(queue > NOBODY_WAITS))
    values = queue if waits else np.where(used, week.load, np.nan)
    if np.isnan(values).all():
        return None
    peak, low = (
        np.unravel_index(pick(values), values.shape) for pick in (np.nanargmax, np.nanargmin)
    )
    name = numbers.label(week.team, forecast.bundle.scenario.words)
    return Shown(number, name, week, waits, values, days, hours,
                 (int(peak[0]), int(peak[1])), (int(low[0]), int(low[1])))  # fmt: skip


def _card(shown: Shown) -> Card:
    days, hours, week = shown.days, shown.hours, shown.week
    what = "waiting on average" if shown.waits else "busy"
    return Card(
        id=f"hours-{shown.number + 1}",
        section=SECTION,
        title=f"The week of team {shown.name}",
        finding=_finding(shown),
        caption=(
            "Each cell is an hour of the week, averaged over the whole period and all futures: "
            + (
                "how many first calls, follow-ups and meetings wait for a rep then."
                if shown.waits
                else "the share of the working time in which the reps are busy then."
            )
            + " Hours in which nobody works are left out."
        ),
        picture={
            "kind": "heat",
            "x": {"label": "hour of the day", "unit": "text"},
            "y": {"label": "", "unit": "text"},
            "columns": [str(hour) for hour in hours],
            "rows": [WEEKDAYS[day] for day in days],
            "value": {"label": what, "unit": "count" if shown.waits else "share"},
            "values": [[_number(shown.values[day, hour]) for hour in hours] for day in days],
        },
        grid=_hours(week, days, hours),
    )


def _number(value: float) -> Number:
    return float(value) if np.isfinite(value) else None


def _hours(week: Week, days: list[int], hours: list[int]) -> Grid:
    return grid(
        [("weekday", "text"), ("hour", "text"), ("waiting on average", "count"),
         ("busy", "share"), ("rep hours in the period", "number")],
        [
            [WEEKDAYS[day], clock(hour), _number(week.queue[day, hour]),
             _number(week.load[day, hour]), float(week.staffed[day, hour])]
            for day in days for hour in hours
            if week.busy[day, hour] > 0 or week.staffed[day, hour] > 0
        ],
    )  # fmt: skip


def clock(hour: int) -> str:
    """``9 to 10``."""
    return f"{hour} to {hour + 1}"


def _when(cell: Cell) -> str:
    return f"{DAYS[cell[0]]} {clock(cell[1])}"


DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _finding(shown: Shown) -> str:
    """``The queue of sdr is longest on Monday 9 to 10: 1.9 wait on average, …``."""
    peak, low = float(shown.values[shown.peak]), float(shown.values[shown.low])
    load = shown.week.load[shown.peak]
    busy = f"; its reps are busy {numbers.share(float(load))} of that hour" if load == load else ""
    if not shown.waits and not peak:
        return f"Team {shown.name} has no work."
    if not shown.waits:
        return (
            f"Next to nothing waits for team {shown.name} while it works; it is busiest on "
            f"{_when(shown.peak)}, {numbers.share(peak)} of the time."
        )
    text = (
        f"The queue of team {shown.name} is longest on {_when(shown.peak)}: {numbers.count(peak)} "
        f"wait on average{busy}."
    )
    if low < NOBODY_WAITS:
        return f"{text} On {_when(shown.low)} next to nothing waits."
    return f"{text} It is shortest on {_when(shown.low)}, with {numbers.count(low)}."


def _peaks(found: list[Shown]) -> Card:
    """When the queue of every team is longest, and how busy the team is in its busiest hour."""
    rows = []
    for shown in found:
        week, waits = shown.week, shown.waits
        known = np.isfinite(week.load)
        top = np.unravel_index(np.argmax(np.where(known, week.load, -1.0)), week.load.shape)
        rows.append([
            shown.name,
            _when(shown.peak) if waits else None,
            _number(week.queue[shown.peak]) if waits else None,
            _when((int(top[0]), int(top[1]))) if known.any() else None,
            _number(week.load[top]) if known.any() else None,
        ])  # fmt: skip
    longest = max(found, key=lambda shown: (shown.waits, float(shown.values[shown.peak])))
    return Card(
        id="peak-hours",
        section=SECTION,
        title="Peak hours of all teams",
        finding=_finding(longest),
        caption="The hour of the week with the longest queue, and the one with the busiest reps.",
        picture=None,
        grid=grid(
            [("team", "text"), ("longest queue on", "text"), ("waiting on average", "count"),
             ("busiest on", "text"), ("busy", "share")],
            rows,
        ),
    )  # fmt: skip
