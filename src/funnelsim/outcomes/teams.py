"""Teams: how busy, how prompt, and how long each kind of item waits.

Everything is a sum or a count, so that ratios can be formed over replications.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from funnelsim.model.codes import ItemClass, Row
from funnelsim.outcomes.history import History, Who, last_before
from funnelsim.outcomes.spans import NEVER, Flags, Floats, Table, Ticks, epoch_at
from funnelsim.outcomes.visits import Visits
from funnelsim.outcomes.work import Spells, WorkingTime

TEAM = np.dtype(
    [
        ("busy_ms", np.float64),  # working time from start until free again, in the horizon
        ("available_ms", np.float64),  # working time of the reps employed; 0 if unlimited
        ("sla_met", np.float64),  # visits of the horizon called in time
        ("sla_breached", np.float64),
        ("starts", np.float64),  # items started in the horizon
    ]
)

ITEMS = np.dtype(
    [
        ("items", np.float64),  # became visible to reps in the horizon
        ("waited", np.float64),  # of these, not started at that tick
        ("cold", np.float64),  # of these, went cold in the queue
        ("settled", np.float64),  # of these, started or out of the queue before the log ends
        ("wait_ms", np.float64),  # of all, ready until start, exit or the end of the log
        ("finished", np.float64),  # of these, finished before the log ends
        ("stay_ms", np.float64),  # of the finished, ready to finished
        ("queue_ms", np.float64),  # number waiting, integrated over the horizon
    ]
)

_LEAVES_QUEUE = (
    Row.MQL, Row.DISQUALIFIED, Row.STARTED, Row.SQL, Row.RECYCLED, Row.NOT_INTERESTED,
    Row.WON, Row.LOST, Row.COLD, Row.LEFT, Row.COMPETITOR, Row.UNSUBSCRIBED,
)  # fmt: skip


@dataclass(frozen=True)
class Items:
    """Columns of equal length: one per time an item waited in a team's queue.

    Handing an item to another rep of the team does not end its wait; moving it to another team
    does, and it becomes ready there.
    """

    team: NDArray[np.int32]
    item: NDArray[np.int32]  # ItemClass
    ready: Ticks
    leaves: Ticks  # start, cold or other exit; NEVER if the log ends before
    started: Flags
    cold: Flags
    finish: Ticks  # NEVER unless started and finished


def queue_items(history: History, spells: Spells) -> Items:
    """Every wait in a queue, from the rows that begin, move and end it."""
    rows, who, waiting = _queue_rows(history)
    at = np.flatnonzero(waiting)
    following = np.minimum(at + 1, len(rows) - 1)
    ends = (at + 1 < len(rows)) & (who[following] == who[at])
    how = rows["kind"][following]
    started = ends & (how == Row.STARTED)
    # Rows and spells have the same order, so the n-th STARTED is the n-th spell.
    spell = np.cumsum(rows["kind"] == Row.STARTED) - 1
    finish = np.full(len(at), NEVER, np.int64)
    finish[started] = spells.finish[spell[following[started]]]
    # An assignment names no item class: it is that of the row that made the item visible.
    shown = last_before(rows["kind"] == Row.QUEUED)[at]
    return Items(
        team=rows["a"][at],
        item=rows["c"][shown],
        ready=rows["tick"][at],
        leaves=np.where(ends, rows["tick"][following], NEVER),
        started=started,
        cold=ends & (how == Row.COLD),
        finish=finish,
    )


def _queue_rows(history: History) -> tuple[Table, Who, Flags]:
    """Rows that put a visible item into a team's queue or take it out, and which put it in."""
    kind, who = history.kinds, history.who
    assigned, leaves = kind == Row.ASSIGNED, np.isin(kind, _LEAVES_QUEUE)
    latest = last_before((kind == Row.QUEUED) | leaves)
    visible = (latest >= 0) & (kind[latest] == Row.QUEUED) & (who[latest] == who)
    waiting = visible & (assigned | (kind == Row.QUEUED))
    chosen = waiting | leaves
    rows, who, waiting = history.rows[chosen], who[chosen], waiting[chosen]
    stays = np.zeros(len(rows), np.bool_)
    stays[1:] = waiting[1:] & waiting[:-1] & (who[1:] == who[:-1])
    stays[1:] &= rows["a"][1:] == rows["a"][:-1]
    return rows[~stays], who[~stays], waiting[~stays]


def item_sums(items: Items, n_teams: int, end: int, stop: int) -> Table:
    """Sums per [team, ItemClass] over the items that became ready in the horizon [0, end).

    Parameters
    ----------
    stop
        Last tick of the log: what still waits then has waited, how long is not known.
    """
    shape = (n_teams, len(ItemClass))
    cell = items.team * len(ItemClass) + items.item
    ready = (items.ready >= 0) & (items.ready < end)
    settled = ready & (items.leaves < NEVER)
    finished = ready & (items.finish < NEVER)
    table = np.zeros(shape, ITEMS)

    def add(field: str, chosen: Flags, weights: Ticks | None = None) -> None:
        given = None if weights is None else weights[chosen].astype(np.float64)
        table[field] = np.bincount(cell[chosen], given, shape[0] * shape[1]).reshape(shape)

    add("items", ready)
    add("waited", ready & ~(items.started & (items.leaves == items.ready)))
    add("cold", ready & items.cold)
    add("settled", settled)
    add("wait_ms", ready, np.minimum(items.leaves, stop) - items.ready)
    add("finished", finished)
    add("stay_ms", finished, items.finish - items.ready)
    waiting = np.clip(np.minimum(items.leaves, stop), 0, end) - np.clip(items.ready, 0, end)
    add("queue_ms", waiting > 0, waiting)
    return table


def team_sums(
    history: History, visits: Visits, spells: Spells, working: WorkingTime, busy: Floats
) -> Table:
    """Sums per team over the horizon."""
    model = history.model
    n = len(model.team_unlimited)
    table = np.zeros(n, TEAM)
    table["busy_ms"] = np.bincount(spells.team, busy, n)
    limited = ~model.team_unlimited[model.rep_team].astype(np.bool_)
    table["available_ms"] = np.bincount(model.rep_team[limited], working.available()[limited], n)
    here = (spells.start >= 0) & (spells.start < model.end)
    table["starts"] = np.bincount(spells.team[here], minlength=n)
    has_sla = np.isfinite(model.lead["sla"][epoch_at(model, visits.handed_over), visits.cls])
    counted = has_sla & (visits.handed_over >= 0) & (visits.handed_over < model.end)
    late = counted & visits.breached
    met = counted & ~visits.breached & (visits.first_call < NEVER)
    table["sla_breached"] = np.bincount(visits.team[late], minlength=n)
    table["sla_met"] = np.bincount(visits.team[met], minlength=n)
    return table
