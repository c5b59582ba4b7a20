"""Adds work and waits by hour of the week, and open opportunities by rep group, to the tally.

A stretch of time is not cut into hours. It leaves two edges, its begin and its end, each in the
hour of the week in which it falls: from the edges of all stretches together the time in each hour
follows (`load.hours_of_week`). So a wait of three weeks costs no more than one of a minute.
"""

from __future__ import annotations

from funnelsim.outcomes.columns import Rows, TheFrame, TheTally
from funnelsim.outcomes.counting import *
from funnelsim.outcomes.lives import *
from funnelsim.outcomes.lookup import *
from funnelsim.outcomes.row_codes import *
from funnelsim.outcomes.tally_codes import *
from funnelsim.rules.raw import *
from funnelsim.rules.working_time import *


def count_stretch(
    frame: TheFrame, tally: TheTally, team: int, kind: int, begin: int, end: int
) -> None:
    """Add [begin, end) of the horizon to the hours of a team."""
    week = (team * N_HOURS + kind) * HOURS_OF_WEEK
    count_edge(frame, tally, week, begin, -1)
    count_edge(frame, tally, week, end, 1)


def count_edge(frame: TheFrame, tally: TheTally, week: int, tick: int, sign: int) -> None:
    """Add the time from the Monday before the horizon to a tick, or take it away."""
    hours = tick // HOUR
    since_monday = hours + 24 * frame.weekday
    weeks = since_monday // HOURS_OF_WEEK
    cell = (week + since_monday - weeks * HOURS_OF_WEEK) * N_EDGE
    tally.hours[cell + EDGE_NUMBER] += sign
    tally.hours[cell + EDGE_MS] += sign * (tick - hours * HOUR)
    tally.hours[cell + EDGE_WEEKS] += sign * weeks


def count_work(frame: TheFrame, tally: TheTally, team: int, rep: int, begin: int, end: int) -> int:
    """Add the working time of a rep in [begin, end) to the hours of the team; how much it is."""
    low = frame.rep_first[rep]
    n = frame.rep_first[rep + 1] - low
    i = low + max(0, last_of(ints_from(frame.rep_opens, low), n, begin))
    busy = 0
    while i < low + n and frame.rep_opens[i] < end:
        opens = max(begin, frame.rep_opens[i])
        closes = min(end, frame.rep_closes[i])
        if opens < closes:
            count_stretch(frame, tally, team, HOURS_BUSY, opens, closes)
            busy += closes - opens
        i += 1
    return busy


def count_open(
    frame: TheFrame, rows: Rows, low: int, high: int, leads: Rows, who: int, tally: TheTally
) -> None:
    """Time in which the lead is an open opportunity, to the group of the rep who has it."""
    if leads[who].opportunity == NEVER:
        return
    holder = -1
    since = NEVER
    for i in range(low, high):
        kind = rows[i].kind
        tick = rows[i].tick
        if kind in (ROW_ASSIGNED, ROW_STARTED) and rows[i].b >= 0:
            if since < NEVER:
                hold_open(frame, tally, holder, since, tick)
                since = tick
            holder = frame.rep_group[rows[i].b]
        if since == NEVER:
            if is_open_deal(rows, i):
                since = tick
        elif kind in (ROW_COLD, ROW_RECYCLED) or goes_for_good(kind):
            hold_open(frame, tally, holder, since, tick)
            since = NEVER
        if kind in (ROW_MQL, ROW_RECYCLED, ROW_REACTIVATED):
            holder = -1
    if since < NEVER:
        hold_open(frame, tally, holder, since, frame.end)


def hold_open(frame: TheFrame, tally: TheTally, holder: int, since: int, until: int) -> None:
    """Add [since, until) of an open opportunity to a rep group; nobody's is not counted."""
    if holder >= 0:
        cell = holder * N_GROUP + GROUP_OPEN_MS
        tally.groups[cell] += within(frame, until) - within(frame, since)


def is_open_deal(rows: Rows, i: int) -> bool:
    """Whether a row makes its lead an open opportunity: it arrives as one, or meets sales."""
    entered = NO_LEVEL
    if rows[i].kind == ROW_ARRIVED:
        entered = rows[i].stage
    elif rows[i].kind == ROW_ADVANCED:
        entered = rows[i].a
    return entered >= FIRST_STAGE
