"""Visits of leads to sales: one per hand-over from marketing."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from funnelsim.outcomes.history import History, Who
from funnelsim.outcomes.spans import Flags, Ticks

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


def sales_visits(history: History) -> Visits:
    """All visits of a replication."""
    table = history.lives.visits
    return Visits(**{f.name: table[f.name] for f in fields(Visits)})
