"""What became of single leads within the horizon, for those that another world won.

The fate of a lead is its last loss before the end of the horizon, whether or not it came back
afterwards: that is what cost the time. A lead without one was still under way.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from funnelsim.model.codes import Cause, Row
from funnelsim.outcomes.history import History
from funnelsim.outcomes.spans import NEVER, Table, Ticks

OPEN, FOR_LESS, NEVER_CAME, CROWDED_OUT = range(len(Cause), len(Cause) + 4)
"""Fates beside the causes: still under way; won in both, for other money; not there; won here."""

FATES = (*(cause.name.lower() for cause in Cause), "open", "for_less", "never_came", "crowded_out")
"""Names by number."""

_FIXED_CAUSES = {
    Row.DISQUALIFIED: Cause.DISQUALIFIED,
    Row.LEFT: Cause.CONTACT_LEFT,
    Row.COMPETITOR: Cause.COMPETITOR,
    Row.UNSUBSCRIBED: Cause.UNSUBSCRIBED,
}
_NAMED_CAUSES = (Row.COLD, Row.LOST, Row.RECYCLED, Row.NOT_INTERESTED)
_ENTERS = {Row.MQL: 1, Row.SQL: 2}


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
        When it was lost, else when it last did anything; -1 if it never came.
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


def fate_of(rows: Table, end: int) -> Fate:
    """The fate of a lead from its rows, in its own order, without touches and signals."""
    fate, stage, team, tick, now = OPEN, 0, -1, -1, -1
    lost_at = 0
    cls = -1
    for row in rows:
        kind = _field(row, "kind")
        if _field(row, "tick") >= end:
            break
        now = _field(row, "tick")
        stage = _entered(row, kind)
        if kind == Row.ARRIVED:
            cls = _field(row, "b")
        elif kind == Row.ASSIGNED:
            team = _field(row, "a")
        elif kind == Row.WON:
            return Fate(FOR_LESS, stage, cls, team, now)
        cause = _cause(row, kind)
        if cause is not None:
            fate, lost_at, tick = cause, _field(row, "stage"), now
    if fate == OPEN:
        return Fate(OPEN, stage, cls, team, now)
    return Fate(fate, lost_at, cls, team, tick)


def _entered(row: Table, kind: int) -> int:
    """Status of the lead after a row."""
    if kind == Row.ADVANCED:
        return _field(row, "a")
    return _ENTERS.get(Row(kind), _field(row, "stage"))


def _cause(row: Table, kind: int) -> int | None:
    """Cause of a loss that a row reports; None for anything else, and for what was lost before."""
    if kind in _NAMED_CAUSES:
        return _field(row, "a")
    cause = _FIXED_CAUSES.get(Row(kind))
    return None if cause is None or _field(row, "c") == 1 else int(cause)


def _field(row: Table, name: str) -> int:
    found = row[name] if isinstance(row, np.void) else getattr(row, name)
    return int(found)
