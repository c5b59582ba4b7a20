"""Visits of leads to sales: one per hand-over from marketing."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from funnelsim.model.codes import ItemClass, Row, Status
from funnelsim.model.tables import Model
from funnelsim.outcomes.history import History, Who, last_before
from funnelsim.outcomes.spans import DAY, NEVER, Flags, Ticks, epoch_at, is_open, open_before

OFFICE_HOURS, EVENING, WEEKEND = 0, 1, 2
ARRIVES = ("office_hours", "evening", "weekend")
"""When a lead is handed over: while the calling team is open; else on a Saturday or Sunday; else
(nights and holidays included) in the evening."""


@dataclass(frozen=True)
class Visits:
    """Columns of equal length, by lead and visit.

    A lead that comes back from nurture and is handed over again makes a second visit. What an
    open deal has behind it is none.
    """

    who: Who
    number: NDArray[np.int32]
    cls: NDArray[np.int32]
    handed_over: Ticks  # the lead became MQL
    assigned: Ticks  # first routed to a rep or pool; NEVER
    first_call: Ticks  # first attempt started; NEVER
    reached: Ticks  # first conversation; NEVER
    team: NDArray[np.int64]  # first assigned to, else the one that makes the calls
    breached: Flags
    arrives: NDArray[np.int64]  # index into ARRIVES
    wall: Ticks  # ms from handed_over to first_call, -1 if never called
    working: Ticks  # of these, open hours of the team

    def chosen(self, mask: Flags) -> Visits:
        return Visits(**{f.name: getattr(self, f.name)[mask] for f in fields(self)})


def sales_visits(history: History) -> Visits:
    """All visits of a replication."""
    rows, who, kind, model = history.rows, history.who, history.kinds, history.model
    begins = (kind == Row.MQL) & ~_restated(history)
    visit = np.cumsum(begins) - 1
    start = last_before(begins)
    belongs = (start >= 0) & (who[start] == who)
    n = int(np.count_nonzero(begins))
    attempt = belongs & (kind == Row.STARTED) & (rows["c"] != ItemClass.MEETING)

    def first(chosen: Flags) -> Ticks:
        result = np.full(n, NEVER, np.int64)
        # With a repeated index the last value is kept, hence the reversal.
        result[visit[chosen][::-1]] = rows["tick"][chosen][::-1]
        return result

    arrived = np.flatnonzero(kind == Row.ARRIVED)
    cls = rows["b"][arrived][who[begins]]
    handed_over = rows["tick"][begins]
    first_call = first(attempt)
    team = model.lead["calls_team"][epoch_at(model, handed_over), cls].astype(np.int64)
    assigned = belongs & (kind == Row.ASSIGNED)
    team[visit[assigned][::-1]] = rows["a"][assigned][::-1]
    breached = np.zeros(n, np.bool_)
    breached[visit[belongs & (kind == Row.BREACHED)]] = True
    arrives, working = _by_calendar(model, team, handed_over, first_call)
    called = first_call < NEVER
    return Visits(
        who=who[begins],
        number=rows["a"][begins],
        cls=cls,
        handed_over=handed_over,
        assigned=first(assigned),
        first_call=first_call,
        reached=first(belongs & (kind == Row.REACHED)),
        team=team,
        breached=breached,
        arrives=arrives,
        wall=np.where(called, first_call - handed_over, -1),
        working=working,
    )


def _restated(history: History) -> Flags:
    """Rows that only repeat the status with which an open deal entered."""
    if not history.model.pipeline:
        return np.zeros(len(history.rows), np.bool_)
    deals = [deal.lead for deal in history.model.pipeline if deal.status >= Status.MQL]
    entered = history.rows["tick"][history.kinds == Row.ARRIVED]
    at_entry = history.rows["tick"] == entered[history.who]
    return np.asarray(at_entry & np.isin(history.rows["lead"], deals))


def _by_calendar(
    model: Model, team: NDArray[np.int64], handed_over: Ticks, first_call: Ticks
) -> tuple[NDArray[np.int64], Ticks]:
    """When each visit begins, and its response time in open hours of the team (-1: never)."""
    weekday = (handed_over // DAY + model.origin.weekday()) % 7
    arrives = np.where(weekday >= 5, WEEKEND, EVENING)
    working = np.full(len(team), -1, np.int64)
    called = first_call < NEVER
    calendar = calendar_of_team(model, team, handed_over)
    for index in np.unique(calendar):
        hours, here = model.calendars[index], calendar == index
        arrives[here & is_open(hours, handed_over)] = OFFICE_HOURS
        done = here & called
        working[done] = open_before(hours, first_call[done]) - open_before(hours, handed_over[done])
    return arrives, working


def calendar_of_team(model: Model, team: NDArray[np.int64], ticks: Ticks) -> NDArray[np.int64]:
    """Index of the calendar of each team in force at each tick; the last one without a team."""
    result = np.full(len(team), len(model.calendars) - 1)
    known = team >= 0
    result[known] = model.team["calendar"][epoch_at(model, ticks[known]), team[known]]
    return result
