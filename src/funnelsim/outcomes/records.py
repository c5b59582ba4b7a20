"""What the loops over a log read and write, record by record.

Compiled, a table is a structured array and a record a C struct; interpreted, it is a list of
objects with the same fields, which Python reads faster than the scalars of an array.
"""

from __future__ import annotations

from collections import namedtuple
from types import SimpleNamespace
from typing import Any

import numpy as np

from funnelsim.outcomes import by_lead
from funnelsim.outcomes.cells import Money
from funnelsim.outcomes.columns import Rows
from funnelsim.outcomes.log import ROW
from funnelsim.outcomes.spans import Table

LEADS = np.dtype(
    [
        ("lead", np.int64),
        ("channel", np.int32),
        ("cls", np.int32),
        ("segment", np.int32),
        ("region", np.int32),
        ("entry", np.int16),  # Status at arrival
        ("open_deal", np.bool_),  # from the open pipeline: not a new lead
        ("given", np.bool_),  # from a replay file or a batch: not drawn from traffic
        ("fit", np.bool_),
        ("value", np.float64),  # deal value, money
        ("created", np.int64),  # ticks; open deals: tick 0 less their age
        ("mql", np.int64),  # first time; NEVER, or BEFORE for what an open deal has behind it
        ("sql", np.int64),
        ("opportunity", np.int64),  # first meeting started
        ("won", np.int64),
        ("revenue", np.float64),  # money, 0 unless won
        ("gross_profit", np.float64),
        ("place", np.int16),  # Place at the end of the log
        ("cause", np.int16),  # Cause of the last loss of a lead that is cold or gone; else -1
        ("ended", np.int64),  # tick at which it went cold or left; NEVER while open
        ("visits", np.int32),  # times handed to sales
        ("attempts", np.int32),  # calls started
        ("handed_over", np.int64),  # first visit, tick
        ("first_call", np.int64),  # first attempt of the first visit, tick
        ("response_wall", np.int64),  # ms from handed_over to first_call; -1 if never called
        ("response_working", np.int64),  # the same in open hours of the calling team
        ("breached", np.bool_),  # response time of the first visit exceeded
        ("last_positive", np.int64),  # tick of the last positive signal, else of arrival
        ("place_at_end", np.int16),  # Place just before the end of the horizon; -1: not arrived
        ("cause_at_end", np.int16),  # Cause of the last loss before then, -1 without one
        ("positive_by_end", np.int64),  # last_positive, signals before then only
    ]
)

MOVES = np.dtype([("who", np.int64), ("tick", np.int64), ("place", np.int64)])

VISITS = np.dtype(
    [
        ("who", np.int64),
        ("number", np.int32),
        ("cls", np.int32),
        ("handed_over", np.int64),
        ("assigned", np.int64),
        ("first_call", np.int64),
        ("reached", np.int64),
        ("team", np.int64),
        ("breached", np.bool_),
        ("arrives", np.int64),
        ("wall", np.int64),
        ("working", np.int64),
    ]
)

SPELLS = np.dtype(
    [
        ("who", np.int64),
        ("stage", np.int16),
        ("team", np.int32),
        ("rep", np.int32),
        ("item", np.int32),
        ("start", np.int64),
        ("finish", np.int64),
        ("free", np.int64),
        ("interest", np.int64),
    ]
)

WAITS = np.dtype(
    [
        ("team", np.int32),
        ("item", np.int32),
        ("ready", np.int64),
        ("leaves", np.int64),
        ("started", np.bool_),
        ("cold", np.bool_),
        ("spell", np.int64),
    ]
)

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

COMPILED = not str(by_lead.__file__).endswith(".py")
"""Whether the loops are compiled in this installation."""


class _Record(SimpleNamespace):
    """A record of an interpreted table."""


_InterpretedRow = namedtuple("_InterpretedRow", ROW.names or ())  # type: ignore[misc]


def rows_of(log: Table) -> Rows:
    """The rows of a log as the loops read them."""
    if COMPILED:
        return np.ascontiguousarray(log)
    return [_InterpretedRow._make(row) for row in log.tolist()]


def blank(n: int, dtype: np.dtype[Any]) -> Rows:
    """A table of `n` records for a loop to fill."""
    if COMPILED:
        return np.empty(n, dtype)
    if dtype == ROW:
        return [None] * n
    return [_Record() for _ in range(n)]


def table_of(records: Rows, n: int, dtype: np.dtype[Any]) -> Table:
    """The first `n` records as a structured array."""
    if COMPILED:
        found: Table = records[:n]
        return found
    names = dtype.names or ()
    if dtype == ROW:
        return np.array([tuple(row) for row in records[:n]], dtype)
    return np.array([tuple(getattr(r, name) for name in names) for r in records[:n]], dtype)


def ints(values: Any) -> Any:
    """Whole numbers as a column."""
    column = np.ascontiguousarray(values, np.int64).reshape(-1)
    return column if COMPILED else column.tolist()


def floats(values: Any) -> Any:
    """Floating-point numbers as a column."""
    column = np.ascontiguousarray(values, np.float64).reshape(-1)
    return column if COMPILED else column.tolist()


def money(n: int) -> Money:
    """Sums of money, all 0."""
    made = Money()
    made.whole, made.part = ints(np.zeros(n)), ints(np.zeros(n))
    made.beyond = floats(np.zeros(n))
    return made
