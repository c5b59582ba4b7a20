"""The lead table: one row per lead of a replication, zombies apart."""

from __future__ import annotations

from funnelsim.outcomes.history import History
from funnelsim.outcomes.spans import Table


def lead_table(history: History) -> Table:
    """One row of `records.LEADS` per lead, by identity."""
    return history.lives.leads
