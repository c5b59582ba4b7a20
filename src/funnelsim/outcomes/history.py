"""One replication arranged for the folds: rows by lead, in each lead's own order.

The folds never look at the global order of a log, so an engine may hand it over in any order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from funnelsim.model.codes import Row
from funnelsim.model.tables import Model
from funnelsim.outcomes.spans import NEVER, Flags, Table, Ticks

Who = NDArray[np.int64]


@dataclass(frozen=True)
class History:
    """The log of one replication, split and sorted.

    Attributes
    ----------
    ids
        Identities of all leads but zombies, ascending; "who" is an index into it.
    rows, who
        What happened to leads, except touches and signals: by lead, then own row number.
    touches, touch_who, signals, signal_who
        The frequent rows, in the same order.
    visitors
        Rows of anonymous visitors, by day and channel.
    zombies
        Open deals too old for the rules of the scenario; they take part in nothing else.
    """

    model: Model
    ids: Ticks
    rows: Table
    who: Who
    touches: Table
    touch_who: Who
    signals: Table
    signal_who: Who
    visitors: Table
    zombies: Table

    @property
    def kinds(self) -> NDArray[np.int16]:
        return np.asarray(self.rows["kind"])

    def first_tick(self, chosen: Flags) -> Ticks:
        """Tick of each lead's first chosen row, NEVER without one."""
        result = np.full(len(self.ids), NEVER, np.int64)
        # With a repeated index the last value is kept, hence the reversal.
        result[self.who[chosen][::-1]] = self.rows["tick"][chosen][::-1]
        return result

    def count(self, chosen: Flags) -> NDArray[np.intp]:
        """Number of chosen rows of each lead."""
        return np.bincount(self.who[chosen], minlength=len(self.ids))


def arrange(log: Table, model: Model) -> History:
    """Split a log and sort what happened to each lead by the lead's own row numbers.

    Parameters
    ----------
    log
        Rows of `outcomes.log.ROW`, in any order.
    """
    kind = log["kind"]
    zombies = log[kind == Row.ZOMBIE]
    ids = np.unique(log["lead"][kind == Row.ARRIVED])
    ids = ids[~np.isin(ids, zombies["lead"])]
    touched, signalled, alone = kind == Row.TOUCHED, kind == Row.SIGNAL, log["lead"] < 0
    life = ~(touched | signalled | alone)
    if len(zombies):
        life &= ~np.isin(log["lead"], zombies["lead"])
    rows, who = _by_lead(log, life, ids)
    touches, touch_who = _by_lead(log, touched, ids)
    signals, signal_who = _by_lead(log, signalled, ids)
    visitors = log[kind == Row.VISITORS]
    return History(
        model=model,
        ids=ids,
        rows=rows,
        who=who,
        touches=touches,
        touch_who=touch_who,
        signals=signals,
        signal_who=signal_who,
        visitors=visitors[np.lexsort((visitors["a"], visitors["tick"]))],
        zombies=zombies,
    )


def _by_lead(log: Table, chosen: Flags, ids: Ticks) -> tuple[Table, Who]:
    """Rows by lead and own row number: money adds up to the same bits from any order."""
    at = np.flatnonzero(chosen)
    who = np.searchsorted(ids, log["lead"][at])
    order = np.argsort(who << 32 | log["seq"][at])
    return log[at[order]], who[order]


def last_before(chosen: Flags) -> NDArray[np.int64]:
    """Index of the latest chosen row at or before each row, -1 before the first."""
    return np.maximum.accumulate(np.where(chosen, np.arange(len(chosen)), -1))
