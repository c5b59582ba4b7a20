"""Teams: how busy, how prompt, and how long each kind of item waits.

Everything is a sum or a count, so that ratios can be formed over replications.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from funnelsim.model.codes import ItemClass
from funnelsim.outcomes.history import History
from funnelsim.outcomes.hours import limited_reps
from funnelsim.outcomes.spans import NEVER, Flags, Table, Ticks
from funnelsim.outcomes.tallies import Sums, shaped
from funnelsim.outcomes.tally_codes import N_WAIT, TEAM_COUNTS, WAIT_SUMS
from funnelsim.outcomes.work import Spells

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
    """Every wait in a queue; `spells` are those of the same history."""
    waits = history.lives.waits
    started = waits["spell"] >= 0
    finish = np.full(len(waits), NEVER, np.int64)
    finish[started] = spells.finish[waits["spell"][started]]
    return Items(
        team=waits["team"],
        item=waits["item"],
        ready=waits["ready"],
        leaves=waits["leaves"],
        started=waits["started"],
        cold=waits["cold"],
        finish=finish,
    )


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


def items_by_team(sums: Sums) -> Table:
    """`ITEMS` of the horizon, shape (teams, item classes)."""
    shape = (sums.frame.n_teams, len(ItemClass))
    counts = shaped(sums.tally.items, *shape, N_WAIT)
    table = np.zeros(shape, ITEMS)
    for index, name in enumerate(WAIT_SUMS):
        table[name] = counts[..., index]
    return table


def team_sums(sums: Sums) -> Table:
    """`TEAM` of the horizon."""
    table = np.zeros(sums.frame.n_teams, TEAM)
    for index, name in enumerate(TEAM_COUNTS):
        table[name] = sums.teams[:, index]
    limited = limited_reps(sums.model)
    teams, available = sums.model.rep_team[limited], sums.layout.available[limited]
    table["available_ms"] = np.bincount(teams, available, len(table))
    return table
