"""What sales does with one lead: its visits, the work on it, its waits in queues.

Functions and arguments as in `lives`.
"""

from __future__ import annotations

from funnelsim.outcomes.c_math import *
from funnelsim.outcomes.columns import Ints, Rows, TheFrame
from funnelsim.outcomes.lives import *
from funnelsim.outcomes.lookup import *
from funnelsim.outcomes.row_codes import *


def visit(
    frame: TheFrame, rows: Rows, low: int, high: int, leads: Rows, who: int, visits: Rows, n: int
) -> int:
    """Every hand-over from marketing; what an open deal had behind it is none."""
    first = n
    deal = deal_of(frame, leads[who].lead)
    restated = deal >= 0 and frame.deal_status[deal] >= STATUS_MQL
    for i in range(low, high):
        kind = rows[i].kind
        if kind == ROW_MQL:
            if not restated or rows[i].tick != rows[low].tick:
                begin_visit(frame, rows, i, leads[who].cls, visits, n)
                visits[n].who = who
                n += 1
        elif n > first:
            follow_visit(rows, i, visits, n - 1)
    for k in range(first, n):
        time_visit(frame, visits, k)
    note_first_visit(leads, who, visits, first, n)
    return n


def begin_visit(frame: TheFrame, rows: Rows, i: int, cls: int, visits: Rows, n: int) -> None:
    """A visit that nothing has happened in yet; its team is the one that makes the calls."""
    at = epoch_at(frame, rows[i].tick) * frame.n_classes + cls
    visits[n].number = rows[i].a
    visits[n].cls = cls
    visits[n].handed_over = rows[i].tick
    visits[n].assigned = NEVER
    visits[n].first_call = NEVER
    visits[n].reached = NEVER
    visits[n].team = frame.calls_team[at]
    visits[n].breached = False


def follow_visit(rows: Rows, i: int, visits: Rows, n: int) -> None:
    """Take what a row says about the visit it belongs to."""
    kind = rows[i].kind
    if kind == ROW_STARTED:
        if rows[i].c != ITEM_MEETING and visits[n].first_call == NEVER:
            visits[n].first_call = rows[i].tick
    elif kind == ROW_ASSIGNED:
        if visits[n].assigned == NEVER:
            visits[n].assigned = rows[i].tick
            visits[n].team = rows[i].a
    elif kind == ROW_REACHED:
        if visits[n].reached == NEVER:
            visits[n].reached = rows[i].tick
    elif kind == ROW_BREACHED:
        visits[n].breached = True


def time_visit(frame: TheFrame, visits: Rows, n: int) -> None:
    """When a visit begins, and its response time: wall time and open hours of the team."""
    begin = visits[n].handed_over
    call = visits[n].first_call
    calendar = frame.last_calendar
    if visits[n].team >= 0:
        calendar = frame.team_calendar[epoch_at(frame, begin) * frame.n_teams + visits[n].team]
    # Ten thousand weeks keep it positive: C divides negative numbers another way than Python.
    weekday = ((begin + 70_000 * DAY) // DAY + frame.weekday) % 7
    visits[n].arrives = ARRIVES_WEEKEND if weekday >= 5 else ARRIVES_EVENING
    if opened_at(frame, calendar, begin):
        visits[n].arrives = ARRIVES_OFFICE_HOURS
    visits[n].wall = -1
    visits[n].working = -1
    if call != NEVER:
        visits[n].wall = call - begin
        visits[n].working = open_ms_before(frame, calendar, call) - open_ms_before(
            frame, calendar, begin
        )


def note_first_visit(leads: Rows, who: int, visits: Rows, first: int, n: int) -> None:
    """Copy to the lead how its first visit went."""
    leads[who].visits = n - first
    leads[who].handed_over = NEVER
    leads[who].first_call = NEVER
    leads[who].response_wall = -1
    leads[who].response_working = -1
    leads[who].breached = False
    if n > first:
        leads[who].handed_over = visits[first].handed_over
        leads[who].first_call = visits[first].first_call
        leads[who].response_wall = visits[first].wall
        leads[who].response_working = visits[first].working
        leads[who].breached = visits[first].breached


def work(rows: Rows, low: int, high: int, who: int, spells: Rows, n: int) -> int:
    """Every item that a rep started, with the row that finished it, if that is the next one."""
    working = False
    for i in range(low, high):
        kind = rows[i].kind
        if kind == ROW_STARTED:
            spells[n].who = who
            spells[n].stage = rows[i].stage
            spells[n].team = rows[i].a
            spells[n].rep = rows[i].b
            spells[n].item = rows[i].c
            spells[n].start = rows[i].tick
            spells[n].finish = NEVER
            spells[n].free = NEVER
            working = True
            n += 1
        elif kind == ROW_FINISHED and working:
            spells[n - 1].finish = rows[i].tick
            spells[n - 1].free = llrint(rows[i].value)
            working = False
    return n


def date_interest(
    rows: Rows,
    low: int,
    high: int,
    signs: Ints,
    sign: int,
    last_sign: int,
    leads: Rows,
    spells: Rows,
    first: int,
    n: int,
) -> None:
    """The lead's last sign of interest at or before the start of each of its spells.

    A positive signal (``signs[sign:last_sign]`` are their ticks), becoming an SQL, or else the
    arrival.
    """
    row = low
    latest = BEFORE
    for k in range(first, n):
        while sign < last_sign and signs[sign] <= spells[k].start:
            latest = max(latest, signs[sign])
            sign += 1
        while row < high and rows[row].tick <= spells[k].start:
            if rows[row].kind == ROW_SQL:
                latest = max(latest, rows[row].tick)
            row += 1
        spells[k].interest = latest if latest > BEFORE else leads[spells[k].who].created


def wait(rows: Rows, low: int, high: int, spell: int, waits: Rows, n: int) -> int:
    """Every wait of a visible item in a team's queue.

    Parameters
    ----------
    spell
        The first spell of this lead; spells are counted in the order of their rows.
    """
    visible = False
    waiting = False
    item = 0
    for i in range(low, high):
        kind = rows[i].kind
        if kind == ROW_QUEUED or (kind == ROW_ASSIGNED and visible):
            visible = True
            # Another rep of the same team does not end the wait.
            if not waiting or waits[n - 1].team != rows[i].a:
                if waiting:
                    waits[n - 1].leaves = rows[i].tick
                if kind == ROW_QUEUED:
                    item = rows[i].c
                begin_wait(rows, i, item, waits, n)
                waiting = True
                n += 1
        elif leaves_queue(kind):
            if waiting:
                waits[n - 1].leaves = rows[i].tick
                waits[n - 1].cold = kind == ROW_COLD
                if kind == ROW_STARTED:
                    waits[n - 1].started = True
                    waits[n - 1].spell = spell
            visible = False
            waiting = False
        if kind == ROW_STARTED:
            spell += 1
    return n


def begin_wait(rows: Rows, i: int, item: int, waits: Rows, n: int) -> None:
    """A wait that nothing has ended yet. An assignment names no item: it is the one shown."""
    waits[n].team = rows[i].a
    waits[n].item = item
    waits[n].ready = rows[i].tick
    waits[n].leaves = NEVER
    waits[n].started = False
    waits[n].cold = False
    waits[n].spell = -1


def leaves_queue(kind: int) -> bool:
    """Whether a kind of row takes an item out of its queue."""
    return kind in (ROW_MQL, ROW_STARTED, ROW_SQL, ROW_RECYCLED, ROW_COLD) or goes_for_good(kind)
