"""Adds visits, work, waits, places, losses and rep groups to the tally."""

from __future__ import annotations

from funnelsim.outcomes.columns import Rows, TheFrame, TheTally
from funnelsim.outcomes.counting import *
from funnelsim.outcomes.exact import *
from funnelsim.outcomes.hour_counting import *
from funnelsim.outcomes.lookup import *
from funnelsim.outcomes.row_codes import *
from funnelsim.outcomes.tally_codes import *


def count_visits(frame: TheFrame, visits: Rows, first: int, n: int, tally: TheTally) -> None:
    """Response times by time of arrival, and who answered in time: visits of the horizon."""
    for k in range(first, n):
        if inside(frame, visits[k].handed_over):
            count_response(frame, visits, k, tally)
            at = epoch_at(frame, visits[k].handed_over) * frame.n_classes + visits[k].cls
            if frame.has_sla[at] and visits[k].team >= 0:
                cell = visits[k].team * N_TEAM
                if visits[k].breached:
                    tally.teams[cell + TEAM_SLA_BREACHED] += 1
                elif visits[k].first_call < NEVER:
                    tally.teams[cell + TEAM_SLA_MET] += 1


def count_response(frame: TheFrame, visits: Rows, k: int, tally: TheTally) -> None:
    """One visit among those that began at the same kind of time."""
    arrives = visits[k].arrives
    tally.arrives[arrives * N_ARRIVE + ARRIVE_VISITS] += 1
    if visits[k].first_call < NEVER:
        tally.arrives[arrives * N_ARRIVE + ARRIVE_CALLED] += 1
        tally.arrives[arrives * N_ARRIVE + ARRIVE_WALL_MS] += visits[k].wall
        tally.arrives[arrives * N_ARRIVE + ARRIVE_WORKING_MS] += visits[k].working
        by_arrival = HISTOGRAM_BY_ARRIVAL + 2 * arrives
        count_duration(frame, tally, HISTOGRAM_RESPONSE_WALL, visits[k].wall)
        count_duration(frame, tally, HISTOGRAM_RESPONSE_WORKING, visits[k].working)
        count_duration(frame, tally, by_arrival, visits[k].wall)
        count_duration(frame, tally, by_arrival + 1, visits[k].working)


def count_spells(
    frame: TheFrame, leads: Rows, spells: Rows, first: int, n: int, tally: TheTally
) -> None:
    """Working time spent, by team, by the warmth of the lead, and on leads that do not fit."""
    for k in range(first, n):
        rep = spells[k].rep
        begin = spells[k].start
        busy = count_work(frame, tally, spells[k].team, rep, begin, spells[k].free)
        tally.teams[spells[k].team * N_TEAM + TEAM_BUSY_MS] += busy
        tally.teams[spells[k].team * N_TEAM + TEAM_STARTS] += inside(frame, begin)
        since = begin - spells[k].interest
        if since <= 7 * DAY:
            tally.scalars[SUM_EFFORT_HOT_MS] += busy
        elif since <= 90 * DAY:
            tally.scalars[SUM_EFFORT_WARM_MS] += busy
        else:
            tally.scalars[SUM_EFFORT_COLD_MS] += busy
        if not leads[spells[k].who].fit:
            tally.groups[frame.rep_group[rep] * N_GROUP + GROUP_UNFIT_MS] += busy


def count_waits(
    frame: TheFrame, spells: Rows, waits: Rows, first: int, n: int, tally: TheTally
) -> None:
    """Waits by team and item: those ready in the horizon, and the time of all of them in it."""
    for k in range(first, n):
        cell = (waits[k].team * N_ITEMS + waits[k].item) * N_WAIT
        ready = waits[k].ready
        leaves = waits[k].leaves
        known = min(leaves, frame.stop)
        if inside(frame, ready):
            at_once = waits[k].started and leaves == ready
            tally.items[cell + WAIT_ITEMS] += 1
            tally.items[cell + WAIT_WAITED] += not at_once
            tally.items[cell + WAIT_COLD] += waits[k].cold
            tally.items[cell + WAIT_SETTLED] += leaves < NEVER
            tally.items[cell + WAIT_WAIT_MS] += known - ready
            if waits[k].spell >= 0 and spells[waits[k].spell].finish < NEVER:
                tally.items[cell + WAIT_FINISHED] += 1
                tally.items[cell + WAIT_STAY_MS] += spells[waits[k].spell].finish - ready
        begin = within(frame, ready)
        end = within(frame, known)
        if begin < end:
            tally.items[cell + WAIT_QUEUE_MS] += end - begin
            count_stretch(frame, tally, waits[k].team, HOURS_QUEUE, begin, end)


def count_places(frame: TheFrame, moves: Rows, first: int, n: int, tally: TheTally) -> None:
    """Time spent in each place within the horizon."""
    for k in range(first, n):
        until = frame.end
        if k + 1 < n:
            until = within(frame, moves[k + 1].tick)
        tally.places[moves[k].place] += until - within(frame, moves[k].tick)


def count_losses(
    frame: TheFrame, leads: Rows, losses: Rows, first: int, n: int, tally: TheTally
) -> None:
    """Losses of the horizon by cell, and paper losses in the windows of the targets."""
    for k in range(first, n):
        if inside(frame, losses[k].tick):
            cell = cell_of_loss(frame, leads, losses, k, tally)
            tally.cells[3 * cell + 1] += 1
            add(tally.cell_money, 2 * cell, losses[k].book)
            if losses[k].recovered < frame.end:
                tally.cells[3 * cell + 2] += 1
                add(tally.cell_money, 2 * cell + 1, losses[k].book)
        if losses[k].cause <= CAUSE_NURTURE:
            for t in range(frame.n_targets):
                end = frame.window_end[t]
                if frame.window_begin[t] <= losses[k].tick and losses[k].tick < end:
                    add(tally.paper, 2 * t, losses[k].book)
                    if losses[k].recovered < end:
                        add(tally.paper, 2 * t + 1, losses[k].book)


def cell_of_loss(frame: TheFrame, leads: Rows, losses: Rows, k: int, tally: TheTally) -> int:
    """Number of the cell (stage, cause, channel, segment, month) of a loss."""
    who = losses[k].who
    key = losses[k].stage * N_CAUSES + losses[k].cause
    key = key * frame.n_channels + leads[who].channel
    key = key * frame.n_segments + leads[who].segment
    key = key * frame.n_months + frame.month_of[losses[k].tick // DAY]
    if tally.cell_of[key] < 0:
        tally.cell_of[key] = tally.n_cells
        tally.cells[3 * tally.n_cells] = key
        tally.n_cells += 1
    return tally.cell_of[key]


def count_groups(
    frame: TheFrame, rows: Rows, low: int, high: int, leads: Rows, who: int, tally: TheTally
) -> None:
    """What the lead gives to rep groups: whom it came to, who accepted, met, won or lost it."""
    holder = -1
    handed_over = False
    accepted = False
    met = False
    for i in range(low, high):
        kind = rows[i].kind
        rep = rows[i].b
        here = inside(frame, rows[i].tick)
        if (kind in (ROW_ASSIGNED, ROW_STARTED)) and rep >= 0:
            holder = frame.rep_group[rep]
            first = tally.seen[holder] != tally.n_leads
            tally.seen[holder] = tally.n_leads
            tally.groups[holder * N_GROUP + GROUP_LEADS] += here and first
            tally.groups[holder * N_GROUP + GROUP_MQL] += here and handed_over
            handed_over = False
        if kind == ROW_STARTED and rows[i].c == ITEM_MEETING and not met:
            met = True
            new = here and rep >= 0 and leads[who].opportunity == rows[i].tick
            if new:
                tally.groups[frame.rep_group[rep] * N_GROUP + GROUP_OPPORTUNITIES] += 1
        elif kind == ROW_SQL and not accepted:
            accepted = True
            if here and rep >= 0:
                tally.groups[frame.rep_group[rep] * N_GROUP + GROUP_SQL] += 1
        elif kind == ROW_WON and here and rows[i].a >= 0:
            win_of_group(frame, leads, who, frame.rep_group[rows[i].a], tally)
        elif kind == ROW_COLD and here and holder >= 0:
            tally.groups[holder * N_GROUP + GROUP_COLD] += 1
        elif kind in (ROW_MQL, ROW_RECYCLED, ROW_REACTIVATED):
            handed_over = handed_over or kind == ROW_MQL
            holder = -1


def win_of_group(frame: TheFrame, leads: Rows, who: int, group: int, tally: TheTally) -> None:
    """A customer won by one of the group's reps."""
    tally.groups[group * N_GROUP + GROUP_CUSTOMERS] += 1
    add(tally.group_money, 2 * group, leads[who].revenue)
    add(tally.group_money, 2 * group + 1, leads[who].gross_profit)
