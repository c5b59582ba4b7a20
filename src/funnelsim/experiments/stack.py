"""Outcomes of many replications, one row per replication."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from funnelsim.experiments.columns import ByName, Columns, InFile, InMemory, table_of
from funnelsim.experiments.record import NO_HOURS, Part, leaves
from funnelsim.outcomes.durations import Counts
from funnelsim.outcomes.ledger import LOSS_CELL, LOSS_SUMS
from funnelsim.outcomes.load import Hours
from funnelsim.outcomes.spans import Floats, Table, Ticks

MOST_IN_MEMORY = 64 * 2**20
"""Bytes of records beyond which columns are read from a file."""

KEYS = {"stage": 8, "cause": 6, "channel": 15, "segment": 15, "month": 15}
"""Bits for each key of a loss cell: causes and stages are few, the others are int16."""

AMOUNTS = LOSS_SUMS.names or ()


@dataclass(frozen=True)
class Stack:
    """`fold.Outcomes` of several replications; the first axis is the replication.

    Attributes
    ----------
    n
        Number of replications.
    records
        Everything that each replication has once; the other tables are its fields.
    durations
        Counts added over the replications.
    hours
        `load.HOURS` by team and hour of the week, shape (teams, 168, 3), added over the
        replications.
    loss_cells
        Rows of `ledger.LOSS_CELL`, one per cell in use, added over the replications.
    """

    n: int
    records: Columns
    durations: dict[str, Counts]
    loss_cells: Table
    hours: Hours

    @property
    def sums(self) -> Mapping[str, Floats]:
        """Counts and money, shape (replications,) each."""
        return ByName(self.records["sums"])

    @property
    def spreads(self) -> Mapping[str, Floats]:
        """Figures that are neither sums nor ratios of sums."""
        return ByName(self.records["spreads"])

    @property
    def by(self) -> Mapping[str, Columns]:
        """`breakdown.BREAKDOWN` by dimension."""
        return ByName(self.records["by"])

    @property
    def targets(self) -> Floats:
        """Value of each target, shape (replications, targets)."""
        found: Floats = self.records["targets"]
        return found

    @property
    def places(self) -> Ticks:
        """Lead-ms in each place, shape (replications, places)."""
        found: Ticks = self.records["places"]
        return found

    @property
    def flows(self) -> np.ndarray:
        """New leads by `flows.AXES`, shape (replications, entries, furthest, ends)."""
        found: np.ndarray = self.records["flows"]
        return found

    @property
    def months(self) -> Columns:
        """`facts.PERIOD` by calendar month."""
        return self._table("months")

    @property
    def weeks(self) -> Columns:
        """`facts.PERIOD` by ISO week."""
        return self._table("weeks")

    @property
    def teams(self) -> Columns:
        """`teams.TEAM` by team."""
        return self._table("teams")

    @property
    def items(self) -> Columns:
        """`teams.ITEMS` by team and class of item."""
        return self._table("items")

    @property
    def desks(self) -> Columns:
        """`load.DESK` by rep group."""
        return self._table("desks")

    @property
    def responses(self) -> Columns:
        """`response.RESPONSE`, cells as in `visits.ARRIVES`."""
        return self._table("responses")

    @property
    def losses(self) -> Columns:
        """`ledger.LOSS_SUMS` by status and cause."""
        return self._table("losses")

    def _table(self, name: str) -> Columns:
        found: Columns = self.records[name]
        return found

    def equals(self, other: Stack) -> bool:
        """Whether both hold the same numbers, bit by bit."""
        if self.n != other.n or self.records.dtype != other.records.dtype:
            return False
        if self.durations.keys() != other.durations.keys():
            return False
        counts = all(_same(self.durations[k], other.durations[k]) for k in self.durations)
        return (
            counts
            and _same(self.loss_cells, other.loss_cells)
            and _same(self.hours, other.hours)
            and all(_same(self._leaf(path), other._leaf(path))
                    for path, _, _ in leaves(self.records.dtype))
        )  # fmt: skip

    def _leaf(self, path: tuple[str, ...]) -> np.ndarray:
        found: Any = self.records
        for name in path:
            found = found[name]
        return np.asarray(found)


def stacked(
    parts: Iterable[Part], n: int, *, most: int | None = None, folder: Path | None = None
) -> Stack:
    """Parts of one model, in replication order, as a stack.

    Parameters
    ----------
    parts
        At least one; each is looked at once.
    n
        Their replications altogether.
    most
        Bytes of records that may stay in memory, by default `MOST_IN_MEMORY`.
    folder
        Where a file may be kept; by default where temporary files go.
    """
    source: InMemory | InFile | None = None
    durations: dict[str, Counts] = {}
    hours = NO_HOURS
    cells = _Cells()
    done, dtype = 0, np.dtype([])
    for part in _batches(parts):
        if source is None:
            dtype = part.records.dtype
            fits = dtype.itemsize * n <= (MOST_IN_MEMORY if most is None else most)
            source = InMemory(dtype, n) if fits else InFile(dtype, n, folder)
        source.put(done, part.records)
        cells.add(part.loss_cells)
        for name, counts in part.durations.items():
            durations[name] = durations[name] + counts if name in durations else counts
        hours = part.hours if done == 0 else hours + part.hours
        done += part.n
    if source is None or done != n:
        raise ValueError(f"{done} replications where {n} were announced")
    return Stack(n, table_of(source, dtype, n), durations, cells.rows(), hours)


BATCH = 8 * 2**20
"""Bytes of records that are turned into columns at one go."""


def _batches(parts: Iterable[Part]) -> Iterable[Part]:
    """Small parts together: writing a column costs a system call, however short it is."""
    held: list[Part] = []
    size = 0
    for part in parts:
        held.append(part)
        size += part.nbytes
        if size >= BATCH:
            yield _joined(held)
            held, size = [], 0
    if held:
        yield _joined(held)


def _joined(parts: list[Part]) -> Part:
    if len(parts) == 1:
        return parts[0]
    return Part(
        np.concatenate([part.numbers for part in parts]),
        np.concatenate([part.records for part in parts]),
        np.concatenate([part.loss_cells for part in parts]),
        {name: np.sum([part.durations[name] for part in parts], axis=0, dtype=np.int64)
         for name in parts[0].durations},
        np.sum([part.hours for part in parts], axis=0, dtype=np.int64),
    )  # fmt: skip


class _Cells:
    """Adds up loss cells in the order in which they come, however they are cut."""

    def __init__(self) -> None:
        self._codes = np.zeros(0, np.int64)
        self._sums = np.zeros((0, len(AMOUNTS)))

    def add(self, rows: Table) -> None:
        if not len(rows):
            return
        known = len(self._codes)
        codes, where = np.unique(np.concatenate([self._codes, _code(rows)]), return_inverse=True)
        sums = np.zeros((len(codes), len(AMOUNTS)))
        sums[where[:known]] = self._sums
        for i, name in enumerate(AMOUNTS):
            np.add.at(sums[:, i], where[known:], rows[name].astype(np.float64))
        self._codes, self._sums = codes, sums

    def rows(self) -> Table:
        found = np.zeros(len(self._codes), LOSS_CELL)
        rest = self._codes
        for name, bits in reversed(KEYS.items()):
            found[name] = rest & (2**bits - 1)
            rest = rest >> bits
        for i, name in enumerate(AMOUNTS):
            found[name] = self._sums[:, i]
        return found


def _code(rows: Table) -> Ticks:
    """The keys of cells as one number, in their order."""
    code = np.zeros(len(rows), np.int64)
    for name, bits in KEYS.items():
        key = rows[name].astype(np.int64)
        if key.min() < 0 or key.max() >= 2**bits:
            raise ValueError(f"loss cells: {name} outside 0 to {2**bits - 1}")
        code = code << bits | key
    return code


def _same(left: np.ndarray, right: np.ndarray) -> bool:
    return left.dtype == right.dtype and left.tobytes() == right.tobytes()
