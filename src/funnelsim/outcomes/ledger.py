"""The ledger of lost leads: tick, lead, stage, cause, book value, and what came back.

A loss is recovered at the tick at which the lead is again at that stage or beyond it, or wins.
Paper loss is what went **cold** in the horizon, at book value (gross), less those of them that
came back by its end (recovered). Losses with another cause are in the ledger with
their book value and in no paper loss. Unknown book values count 0.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from funnelsim.model.codes import COLD_CAUSES, FIRST_STAGE, Cause, ItemClass, Row, Status
from funnelsim.model.tables import Model
from funnelsim.outcomes.history import History
from funnelsim.outcomes.leads import NO_CAUSE, loss_causes
from funnelsim.outcomes.spans import NEVER, Flags, Table, Ticks, month_edges

LOSSES = np.dtype(
    [
        ("tick", np.int64),
        ("lead", np.int64),
        ("who", np.int64),  # row of the lead table
        ("stage", np.int16),  # Status, or FIRST_STAGE + stage index
        ("cause", np.int16),
        ("book", np.float64),  # money, 0 if unknown
        ("recovered", np.int64),  # tick, or NEVER
    ]
)

LOSS_SUMS = np.dtype(
    [
        ("leads", np.float64),  # losses in the horizon (a lead may be lost more than once)
        ("book", np.float64),  # their book value
        ("recovered_leads", np.float64),  # of these, recovered in the horizon
        ("recovered", np.float64),  # book value recovered in the horizon
    ]
)

LOSS_CELL = np.dtype(
    [
        ("stage", np.int16),
        ("cause", np.int16),
        ("channel", np.int16),
        ("segment", np.int16),
        ("month", np.int16),  # index of the month of the horizon
        *((name, np.float64) for name in LOSS_SUMS.names or ()),
    ]
)

_BOOK_IN_ROW = (Row.COLD, Row.LOST, Row.LEFT, Row.COMPETITOR, Row.UNSUBSCRIBED)
_WON_LEVEL = 2**15
_NO_LEVEL = -1


def ledger(history: History, leads: Table) -> Table:
    """Every loss of a replication, by lead in the lead's own order."""
    rows, who = history.rows, history.who
    causes = loss_causes(rows)
    lost = causes != NO_CAUSE
    table = np.zeros(np.count_nonzero(lost), LOSSES)
    table["tick"], table["lead"], table["who"] = rows["tick"][lost], rows["lead"][lost], who[lost]
    table["stage"], table["cause"] = rows["stage"][lost], causes[lost]
    model = history.model
    cls = leads["cls"][table["who"]]
    stated = np.isin(rows["kind"][lost], _BOOK_IN_ROW)
    book = np.where(stated, rows["value"][lost], model.book[cls, table["stage"]])
    table["book"] = np.where(np.isfinite(book), book, 0.0)
    table["recovered"] = _recovery(history, lost)
    return table


def _levels(history: History) -> NDArray[np.int64]:
    """Stage at which each row shows its lead to be, _NO_LEVEL if it shows none."""
    rows, kind = history.rows, history.kinds
    level = np.full(len(rows), _NO_LEVEL, np.int64)
    back = (kind == Row.REACTIVATED) | (kind == Row.RETURNED)
    level[back] = Status.LEAD
    level[kind == Row.MQL] = Status.MQL
    level[kind == Row.SQL] = Status.SQL
    ready = (kind == Row.QUEUED) & (rows["c"] == ItemClass.MEETING)
    level[ready] = rows["stage"][ready]
    level[kind == Row.ADVANCED] = rows["a"][kind == Row.ADVANCED]
    level[kind == Row.WON] = _WON_LEVEL
    return level


def _recovery(history: History, lost: Flags) -> Ticks:
    """Tick at which each loss was made good, NEVER if it was not.

    One pass per status: the next row that shows at least this level is a running minimum of row
    numbers from the end.
    """
    rows, who = history.rows, history.who
    level = _levels(history)
    at = np.flatnonzero(lost)
    stage = rows["stage"][at]
    result = np.full(len(at), NEVER, np.int64)
    n = len(rows)
    for status in np.unique(stage):
        marks = np.where(level >= status, np.arange(n), n)
        following = np.minimum.accumulate(marks[::-1])[::-1]
        here = np.flatnonzero(stage == status)
        found = following[at[here]]
        again = found < n
        here, found = here[again], found[again]
        same = who[found] == who[at[here]]
        result[here[same]] = rows["tick"][found[same]]
    return result


def loss_sums(losses: Table, model: Model) -> Table:
    """`LOSS_SUMS` over the horizon, per [status, cause]."""
    shape = (FIRST_STAGE + len(model.names.stages), len(Cause))
    here = losses[_in_horizon(losses, model)]
    cell = here["stage"].astype(np.int64) * shape[1] + here["cause"]
    return _sums(here, cell, shape[0] * shape[1], model.end).reshape(shape)


def loss_cells(losses: Table, leads: Table, model: Model) -> Table:
    """The same by stage, cause, channel, segment and month: one `LOSS_CELL` per cell in use."""
    here = losses[_in_horizon(losses, model)]
    edges = month_edges(model.origin, model.end)
    keys = np.zeros((len(here), 5), np.int64)
    keys[:, 0], keys[:, 1] = here["stage"], here["cause"]
    keys[:, 2], keys[:, 3] = leads["channel"][here["who"]], leads["segment"][here["who"]]
    keys[:, 4] = np.searchsorted(edges, here["tick"], side="right") - 1
    cells, cell = np.unique(keys, axis=0, return_inverse=True)
    table = np.zeros(len(cells), LOSS_CELL)
    for i, name in enumerate(("stage", "cause", "channel", "segment", "month")):
        table[name] = cells[:, i]
    sums = _sums(here, cell.reshape(-1), len(cells), model.end)
    for name in LOSS_SUMS.names or ():
        table[name] = sums[name]
    return table


def paper_loss(losses: Table, begin: int, end: int) -> dict[str, float]:
    """Book value gone cold within [begin, end), in money.

    ``paper_gross``, of which ``paper_recovered`` came back before `end`; ``paper_loss`` is net.
    """
    inside = (losses["tick"] >= begin) & (losses["tick"] < end)
    cold = losses[inside & np.isin(losses["cause"], COLD_CAUSES)]
    gross = float(cold["book"].sum())
    recovered = float(cold["book"][cold["recovered"] < end].sum())
    return {
        "paper_gross": gross,
        "paper_recovered": recovered,
        "paper_loss": gross - recovered,
    }


def _in_horizon(losses: Table, model: Model) -> Flags:
    return np.asarray((losses["tick"] >= 0) & (losses["tick"] < model.end))


def _sums(losses: Table, cell: NDArray[np.int64], n: int, end: int) -> Table:
    back = losses["recovered"] < end
    table = np.zeros(n, LOSS_SUMS)
    table["leads"] = np.bincount(cell, minlength=n)
    table["book"] = np.bincount(cell, losses["book"], n)
    table["recovered_leads"] = np.bincount(cell[back], minlength=n)
    table["recovered"] = np.bincount(cell[back], losses["book"][back], n)
    return table
