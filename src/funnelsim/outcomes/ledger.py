"""The ledger of lost leads: tick, lead, stage, cause, book value, and what came back.

A loss is recovered at the tick at which the lead is again at that stage or beyond it, or wins.
Paper loss is what went **cold** in the horizon, at book value (gross), less those of them that
came back by its end (recovered). Losses with another cause are in the ledger with
their book value and in no paper loss. Unknown book values count 0.
"""

from __future__ import annotations

import numpy as np

from funnelsim.model.codes import COLD_CAUSES, Cause
from funnelsim.outcomes.history import History
from funnelsim.outcomes.spans import Table
from funnelsim.outcomes.tallies import Exact, Sums, grouped

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


def ledger(history: History) -> Table:
    """Every loss of a replication, by lead in the lead's own order: `records.LOSSES`."""
    return history.lives.losses


def loss_cells(sums: Sums) -> Table:
    """Losses of the horizon by stage, cause, channel, segment and month: cells in use, sorted."""
    frame, cells, book = sums.frame, sums.loss_cells, sums.loss_books.rounded()
    order = np.argsort(cells[:, 0])
    cells, book = cells[order], book[order]
    table = np.zeros(len(cells), LOSS_CELL)
    key = cells[:, 0]
    sizes = {"month": frame.n_months, "segment": frame.n_segments, "channel": frame.n_channels}
    for name, size in (sizes | {"cause": len(Cause)}).items():
        key, table[name] = np.divmod(key, size)
    table["stage"] = key
    table["leads"], table["recovered_leads"] = cells[:, 1], cells[:, 2]
    table["book"], table["recovered"] = book[:, 0], book[:, 1]
    return table


def loss_sums(sums: Sums) -> Table:
    """`LOSS_SUMS` over the horizon, per [status, cause]."""
    frame, cells = sums.frame, sums.loss_cells
    shape = (frame.n_statuses, len(Cause))
    key = cells[:, 0] // (frame.n_channels * frame.n_segments * frame.n_months)
    n = shape[0] * shape[1]
    counts = grouped(cells, key, n)
    book = sums.loss_books.mapped(lambda column: grouped(column, key, n)).rounded()
    table = np.zeros(n, LOSS_SUMS)
    table["leads"], table["recovered_leads"] = counts[:, 1], counts[:, 2]
    table["book"], table["recovered"] = book[:, 0], book[:, 1]
    return table.reshape(shape)


def paper_loss(losses: Table) -> dict[str, float]:
    """Book value gone cold within the horizon, from its `loss_sums`.

    ``paper_gross``, of which ``paper_recovered`` came back before its end; ``paper_loss`` is net.
    """
    cold = losses[:, list(COLD_CAUSES)]
    return _paper(float(cold["book"].sum()), float(cold["recovered"].sum()))


def paper_losses_of_targets(sums: Sums) -> list[dict[str, float]]:
    """The same within the window of each target."""
    money = Exact.of(sums.tally.paper, -1, 2).rounded().tolist()
    return [_paper(gross, recovered) for gross, recovered in money]


def _paper(gross: float, recovered: float) -> dict[str, float]:
    return {
        "paper_gross": gross,
        "paper_recovered": recovered,
        "paper_loss": gross - recovered,
    }
