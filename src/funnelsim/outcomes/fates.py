"""What became of single leads within the horizon, for those that another world won.

The fate of a lead is its last loss before the end of the horizon, whether or not it came back
afterwards: that is what cost the time. A lead without one was still under way.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from funnelsim.model.codes import Cause, Row, Status
from funnelsim.outcomes import records
from funnelsim.outcomes.columns import Rows
from funnelsim.outcomes.history import History
from funnelsim.outcomes.spans import NEVER, Ticks

OPEN, FOR_LESS, NEVER_CAME, CROWDED_OUT = range(len(Cause), len(Cause) + 4)
"""Fates beside the causes: still under way; won in both, for other money; not there; won here."""

FATES = (*(cause.name.lower() for cause in Cause), "open", "for_less", "never_came", "crowded_out")
"""Names by number."""

_FIXED_CAUSES: dict[int, int] = {
    Row.DISQUALIFIED: Cause.DISQUALIFIED,
    Row.LEFT: Cause.CONTACT_LEFT,
    Row.COMPETITOR: Cause.COMPETITOR,
    Row.UNSUBSCRIBED: Cause.UNSUBSCRIBED,
}
_NAMED_CAUSES = frozenset((Row.COLD, Row.LOST, Row.RECYCLED, Row.NOT_INTERESTED))
_ENTERS: dict[int, int] = {Row.MQL: Status.MQL, Row.SQL: Status.SQL}


class Fate(NamedTuple):
    """One lead at the end of the horizon.

    Attributes
    ----------
    fate
        A Cause or one of the other fates.
    stage
        Status (or stage of the pipeline) when it was lost, else the last one.
    cls
        Kind of lead; -1 if it never came.
    team
        The last that had it; -1 for none.
    tick
        When it was lost or won, else when it last moved on (touches and signals move nothing); -1
        if it never came.
    """

    fate: int
    stage: int
    cls: int
    team: int
    tick: int


ABSENT = Fate(NEVER_CAME, 0, -1, -1, -1)


class Fates:
    """Fates of the leads that are won, and of chosen ones, from a log that comes in parts.

    Parameters
    ----------
    leads
        Identities of those chosen, ascending.
    end
        End of the horizon, tick.
    """

    def __init__(self, leads: Ticks, end: int) -> None:
        self._leads, self._end = leads, end
        self._found: dict[int, Fate] = {}

    def look(self, history: History) -> None:
        """Take the leads of a part that count."""
        won = history.lives.leads["won"] < NEVER
        for k in np.flatnonzero(won | np.isin(history.ids, self._leads)).tolist():
            rows = history.rows[history.first[k] : history.first[k + 1]]
            self._found[int(history.ids[k])] = fate_of(rows, self._end)

    def __getitem__(self, lead: int) -> Fate:
        return self._found.get(lead, ABSENT)


def fate_of(rows: Rows, end: int) -> Fate:
    """The fate of a lead from its rows, in its own order, without touches and signals."""
    fate, stage, cls, team, tick, now, lost_at = OPEN, 0, -1, -1, -1, -1, 0
    # Plain tuples: a field of a structured scalar takes a microsecond to read.
    for at, _, _, kind, status, a, b, c, _ in rows.tolist() if records.COMPILED else rows:
        if at >= end:
            break
        now, stage = at, _entered(kind, status, a)
        if kind == Row.ARRIVED:
            cls = b
        elif kind == Row.ASSIGNED:
            team = a
        elif kind == Row.WON:
            return Fate(FOR_LESS, stage, cls, team, now)
        cause = _cause(kind, a, c)
        if cause is not None:
            fate, lost_at, tick = cause, status, now
    if fate == OPEN:
        return Fate(OPEN, stage, cls, team, now)
    return Fate(fate, lost_at, cls, team, tick)


def _entered(kind: int, status: int, a: int) -> int:
    """Status of the lead after a row."""
    return a if kind == Row.ADVANCED else _ENTERS.get(kind, status)


def _cause(kind: int, a: int, c: int) -> int | None:
    """Cause of a loss that a row reports; None for anything else, and for what was lost before."""
    if kind in _NAMED_CAUSES:
        return a
    return None if c == 1 else _FIXED_CAUSES.get(kind)
