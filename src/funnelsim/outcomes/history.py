"""One part of a log arranged for the folds: rows by lead, in each lead's own order.

The folds never look at the global order of a log, so an engine may hand it over in any order.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from funnelsim.model.codes import Row
from funnelsim.model.tables import Model
from funnelsim.outcomes import records
from funnelsim.outcomes.cells import Frame, Tally
from funnelsim.outcomes.columns import Ints, Rows
from funnelsim.outcomes.frames import layout_of
from funnelsim.outcomes.log import ROW
from funnelsim.outcomes.records import ints, rows_of, table_of
from funnelsim.outcomes.room import Room
from funnelsim.outcomes.spans import Table, Ticks

loops: Any = import_module(f"funnelsim.outcomes.{'unlocked' if records.COMPILED else 'plain'}")
"""The loops, compiled if they are."""

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
    """The rows of some leads, by lead.

    Attributes
    ----------
    ids
        Identities of all leads but zombies, ascending; "who" is an index into it.
    log, who
        All rows as they came, and the lead of each; -1 for none.
    rows, first
        What happened to leads, except touches and signals: by lead, then own row number. The rows
        of lead k are ``rows[first[k]:first[k + 1]]``.
    signs, first_sign
        Ticks of the positive signals, likewise.
    zombies
        Number of open deals too old for the rules of the scenario; they take part in nothing else.
    of_kind
        Number of rows of each kind.
    """

    frame: Frame
    room: Room
    ids: Ticks
    log: Rows
    who: Ints
    rows: Rows
    first: Ints
    signs: Ints
    first_sign: Ints
    zombies: int
    of_kind: list[int]

    @property
    def most_losses(self) -> int:
        """The losses among the rows are at most so many."""
        return sum(self.of_kind[kind] for kind in _LOSSES)

    @cached_property
    def read(self) -> tuple[Rows, ...]:
        """Leads, moves, visits, spells, waits, losses as the loops fill them, and their ends."""
        kinds, n, room = self.of_kind, len(self.ids), self.room
        tables = (
            room.table("leads", n, records.LEADS),
            room.table("moves", len(self.rows), records.MOVES),
            room.table("visits", kinds[Row.MQL], records.VISITS),
            room.table("spells", kinds[Row.STARTED], records.SPELLS),
            room.table("waits", kinds[Row.QUEUED] + kinds[Row.ASSIGNED], records.WAITS),
            room.table("losses", self.most_losses, records.LOSSES),
            room.column("ends", 5 * (n + 1), 0),
        )
        loops.read_lives(self.frame, self.rows, self.first, self.signs, self.first_sign, *tables)
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
    loops.count_lives(
        history.frame, history.log, history.who, history.rows, history.first, *history.read, tally
    )


def arrange(
    log: Table, model: Model, frame: Frame | None = None, room: Room | None = None
) -> History:
    """Split rows and put what happened to each lead into the order of its own row numbers.

    Parameters
    ----------
    log
        Rows of `outcomes.log.ROW`, in any order.
    frame
        Of this model; made if it is not given.
    room
        Where to put what is made of the rows; by default in memory of its own.

    Raises
    ------
    ValueError
        A lead's rows begin without its arrival.
    """
    rows, room = rows_of(log), Room() if room is None else room
    of_kind = ints(np.zeros(len(Row)))
    loops.count_kinds(rows, of_kind)
    counts = [int(n) for n in of_kind]
    who, ids, zombie = _numbered(rows, counts[Row.ARRIVED] + counts[Row.ZOMBIE], room)
    alive = np.flatnonzero(zombie == 0)
    order = alive[np.argsort(ids[alive])]
    rank = np.full(len(ids), -1, np.int64)
    rank[order] = np.arange(len(order))
    return History(
        frame if frame is not None else layout_of(model).frame(model), room, ids[order], rows, who,
        *_handed_out(rows, who, ints(rank), len(order), room), counts[Row.ZOMBIE], counts,
    )  # fmt: skip


def _numbered(rows: Rows, most: int, room: Room) -> tuple[Ints, Ticks, Ticks]:
    """Number of the lead of each row, identities by number, and whether each is a zombie."""
    who = room.column("who", len(rows))
    ids, zombie = ints(np.zeros(most)), ints(np.zeros(most))
    slots = room.column("slots", 1 << (2 * most + 1).bit_length(), -1)
    found = loops.number_leads(rows, slots, ids, zombie, who)
    if found < 0:
        raise ValueError(_NO_ARRIVAL)
    return who, np.asarray(ids, np.int64)[:found], np.asarray(zombie, np.int64)[:found]


def _handed_out(
    rows: Rows, who: Ints, rank: Ints, n: int, room: Room
) -> tuple[Rows, Ints, Ints, Ints]:
    """Rows and signs by lead, each with where those of each lead begin."""
    first, first_sign = ints(np.zeros(n + 1)), ints(np.zeros(n + 1))
    loops.rank_rows(rows, who, rank, first, first_sign)
    lives = room.table("lives", int(first[n]), ROW)
    signs = room.column("signs", int(first_sign[n]))
    at, at_sign = ints(np.array(first)), ints(np.array(first_sign))
    if loops.hand_out(rows, who, lives, signs, at, at_sign, first, first_sign) >= 0:
        raise ValueError(_NO_ARRIVAL)
    return lives, first, signs, first_sign


_NO_ARRIVAL = "rows of a lead begin without its arrival: a part needs all rows of its leads"
