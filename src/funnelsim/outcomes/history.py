"""One part of a log arranged for the folds: rows by lead, in each lead's own order.

The folds never look at the global order of a log, so an engine may hand it over in any order.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from funnelsim.model.codes import Row
from funnelsim.model.tables import Model
from funnelsim.outcomes import records
from funnelsim.outcomes.columns import Ints, Rows
from funnelsim.outcomes.cells import Frame
from funnelsim.outcomes.frames import layout_of
from funnelsim.outcomes.log import ROW
from funnelsim.outcomes.records import blank, ints, rows_of, table_of
from funnelsim.outcomes.spans import Table, Ticks
from funnelsim.outcomes.cells import Tally

if records.COMPILED:
    from funnelsim.outcomes import unlocked as loops
else:
    from funnelsim.outcomes import plain as loops

Who = NDArray[np.int64]

_LOSSES = (
    Row.COLD, Row.LOST, Row.RECYCLED, Row.NOT_INTERESTED, Row.DISQUALIFIED,
    Row.LEFT, Row.COMPETITOR, Row.UNSUBSCRIBED,
)  # fmt: skip


@dataclass(frozen=True)
class Lives:
    """What the rows say, as tables of records.py; all by lead, then in the lead's own order.

    ``who`` in them is the row of the lead table.
    """

    leads: Table
    moves: Table
    visits: Table
    spells: Table
    waits: Table
    losses: Table


@dataclass(frozen=True)
class History:
    """The rows of some leads, split and sorted.

    Attributes
    ----------
    ids
        Identities of all leads but zombies, ascending; "who" is an index into it.
    log
        All rows as they came.
    rows, first
        What happened to leads, except touches and signals: by lead, then own row number. The rows
        of lead k are ``rows[first[k]:first[k + 1]]``.
    touches, first_touch, signals, first_signal
        The frequent rows, in the same order.
    zombies
        Number of open deals too old for the rules of the scenario; they take part in nothing else.
    of_kind
        Number of rows of each kind.
    """

    frame: Frame
    ids: Ticks
    log: Rows
    rows: Rows
    first: Ints
    touches: Rows
    first_touch: Ints
    signals: Rows
    first_signal: Ints
    zombies: int
    of_kind: list[int]

    @property
    def most_losses(self) -> int:
        """The losses among the rows are at most so many."""
        return sum(self.of_kind[kind] for kind in _LOSSES)

    @cached_property
    def read(self) -> tuple[Rows, ...]:
        """Leads, moves, visits, spells, waits, losses as the loops fill them, and their ends."""
        kinds, n = self.of_kind, len(self.ids)
        tables = (
            blank(n, records.LEADS),
            blank(len(self.rows), records.MOVES),
            blank(kinds[Row.MQL], records.VISITS),
            blank(kinds[Row.STARTED], records.SPELLS),
            blank(kinds[Row.QUEUED] + kinds[Row.ASSIGNED], records.WAITS),
            blank(self.most_losses, records.LOSSES),
            ints(np.zeros(5 * (n + 1))),
        )
        loops.read_lives(
            self.frame, self.rows, self.first, self.touches, self.first_touch, self.signals,
            self.first_signal, *tables,
        )  # fmt: skip
        return tables

    @cached_property
    def lives(self) -> Lives:
        """The same as arrays."""
        leads, *several, ends = self.read
        dtypes = (records.MOVES, records.VISITS, records.SPELLS, records.WAITS, records.LOSSES)
        filled = ends[-5:]
        tables = (table_of(*each) for each in zip(several, filled, dtypes, strict=True))
        return Lives(table_of(leads, len(self.ids), records.LEADS), *tables)


def count_history(history: History, tally: Tally) -> None:
    """Add all that the rows say to a tally."""
    loops.count_visitors(history.frame, history.log, tally)
    loops.count_lives(
        history.frame, history.rows, history.first, history.touches, history.first_touch,
        *history.read, tally,
    )  # fmt: skip


def arrange(log: Table, model: Model, frame: Frame | None = None) -> History:
    """Split rows and put what happened to each lead into the order of its own row numbers.

    Parameters
    ----------
    log
        Rows of `outcomes.log.ROW`, in any order.
    frame
        Of this model; made if it is not given.

    Raises
    ------
    ValueError
        A lead's rows begin without its arrival.
    """
    rows = rows_of(log)
    of_kind = ints(np.zeros(len(Row)))
    loops.count_kinds(rows, of_kind)
    counts = [int(n) for n in of_kind]
    who, ids, zombie = _numbered(rows, counts[Row.ARRIVED] + counts[Row.ZOMBIE])
    alive = np.flatnonzero(zombie == 0)
    order = alive[np.argsort(ids[alive])]
    rank = np.full(len(ids), -1, np.int64)
    rank[order] = np.arange(len(order))
    parts = _handed_out(rows, who, ints(rank), len(order))
    return History(
        frame=frame if frame is not None else layout_of(model).frame(model),
        ids=ids[order],
        log=rows,
        rows=parts[0], first=parts[1],
        touches=parts[2], first_touch=parts[3],
        signals=parts[4], first_signal=parts[5],
        zombies=counts[Row.ZOMBIE],
        of_kind=counts,
    )  # fmt: skip


def _numbered(rows: Rows, most: int) -> tuple[Ints, Ticks, Ticks]:
    """Number of the lead of each row, identities by number, and whether each is a zombie."""
    who, ids, zombie = ints(np.zeros(len(rows))), ints(np.zeros(most)), ints(np.zeros(most))
    slots = ints(np.full(1 << (2 * most + 1).bit_length(), -1))
    found = loops.number_leads(rows, slots, ids, zombie, who)
    if found < 0:
        raise ValueError(_NO_ARRIVAL)
    return who, np.asarray(ids, np.int64)[:found], np.asarray(zombie, np.int64)[:found]


def _handed_out(rows: Rows, who: Ints, rank: Ints, n: int) -> list[Any]:
    """Lives, touches and signals, each by lead, and where those of each lead begin."""
    firsts = [ints(np.zeros(n + 1)) for _ in range(3)]
    loops.count_rows(rows, who, rank, *firsts)
    tables = [blank(int(first[n]), ROW) for first in firsts]
    loops.hand_out(rows, who, rank, *tables, *(ints(np.array(first)) for first in firsts))
    for table, first in zip(tables, firsts, strict=True):
        loops.put_in_order(table, first)
    if loops.without_arrival(tables[0], firsts[0]) >= 0:
        raise ValueError(_NO_ARRIVAL)
    return [part for pair in zip(tables, firsts, strict=True) for part in pair]


_NO_ARRIVAL = "rows of a lead begin without its arrival: a part needs all rows of its leads"
