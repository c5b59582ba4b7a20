"""Records of many replications by column: each figure of all replications lies together.

A column is read when it is asked for, from memory or from a file, so that a hundred thousand
replications need the memory of one column at a time. The bits and the layout of what is handed
out are the same wherever it comes from.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from funnelsim.experiments.record import leaves, values_at
from funnelsim.outcomes.spans import Table

LeafPath = tuple[str, ...]


class Source(Protocol):
    """Where columns are kept: per plain field a table of (cells, replications)."""

    def put(self, begin: int, records: Table) -> None:
        """Keep the records of replications `begin` and after."""

    def get(self, path: LeafPath, begin: int, end: int) -> np.ndarray:
        """Cells `begin` to `end` (not included) of a field, shape (cells, replications)."""


class InMemory:
    """Columns as arrays."""

    def __init__(self, dtype: np.dtype, n: int) -> None:
        self._tables = {
            path: np.empty((int(np.prod(shape)), n), plain) for path, plain, shape in leaves(dtype)
        }

    def put(self, begin: int, records: Table) -> None:
        """See `Source`."""
        for path, table in self._tables.items():
            found = values_at(records, path).reshape(len(records), -1)
            table[:, begin : begin + len(records)] = found.T

    def get(self, path: LeafPath, begin: int, end: int) -> np.ndarray:
        """See `Source`."""
        return self._tables[path][begin:end]


class InFile:
    """Columns in one file without a name, which is gone with the last reader.

    Plain reads, not a memory map: mapped pages count as memory of the process.
    """

    def __init__(self, dtype: np.dtype, n: int, folder: Path | None) -> None:
        self._n = n
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - lives as long as this
        self._lock = threading.Lock()
        self._places: dict[LeafPath, tuple[int, np.dtype]] = {}
        end = 0
        for path, plain, shape in leaves(dtype):
            self._places[path] = end, plain
            end += int(np.prod(shape)) * n * plain.itemsize
        self._file.truncate(end)

    def put(self, begin: int, records: Table) -> None:
        """See `Source`."""
        for path, (start, plain) in self._places.items():
            found = values_at(records, path).reshape(len(records), -1)
            for cell, column in enumerate(np.ascontiguousarray(found.T)):
                self._file.seek(start + (cell * self._n + begin) * plain.itemsize)
                self._file.write(column)

    def get(self, path: LeafPath, begin: int, end: int) -> np.ndarray:
        """See `Source`."""
        start, plain = self._places[path]
        found = np.empty((end - begin, self._n), plain)
        with self._lock:
            self._file.seek(start + begin * self._n * plain.itemsize)
            if found.size:
                self._file.readinto(found.reshape(-1).view(np.uint8).data)
        return found


class Columns:
    """What reads like a structured array, shape (replications, ...), and reads by column.

    ``table["leads"]`` is an array of one field; ``table[:, i]`` the same table at one cell;
    ``table[r]`` the records of one replication; ``table[:r]`` those of the first ones.
    """

    def __init__(
        self, source: Source, n: int, dtype: np.dtype, path: LeafPath, cells: np.ndarray
    ) -> None:
        self._source, self._n, self._path, self._cells = source, n, path, cells
        self.dtype = dtype

    @property
    def shape(self) -> tuple[int, ...]:
        """Replications, then the shape of one record."""
        return (self._n, *self._cells.shape)

    def __len__(self) -> int:
        return self._n

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str):
            return self._field((*self._path, key), self.dtype[key])
        if isinstance(key, tuple) and key[0] == slice(None):
            cells = np.asarray(self._cells[key[1:]])
            return Columns(self._source, self._n, self.dtype, self._path, cells)
        return self._records(key)

    def _field(self, path: LeafPath, dtype: np.dtype) -> Any:
        size = int(np.prod(dtype.shape))
        inner = np.arange(size).reshape(dtype.shape)
        cells = np.add.outer(self._cells * size, inner)
        if dtype.base.names is not None:
            return Columns(self._source, self._n, dtype.base, path, cells)
        return self._plain(path, cells)

    def _plain(self, path: LeafPath, cells: np.ndarray) -> np.ndarray:
        flat = cells.reshape(-1)
        if flat.size and flat[-1] - flat[0] + 1 == flat.size:
            found = self._source.get(path, int(flat[0]), int(flat[-1]) + 1)
        else:
            found = np.empty((flat.size, self._n), self._source.get(path, 0, 0).dtype)
            for i, cell in enumerate(flat.tolist()):
                found[i] = self._source.get(path, cell, cell + 1)[0]
        return np.moveaxis(found.reshape(*cells.shape, self._n), -1, 0)

    def _records(self, key: int | slice) -> Table:
        """Records as NumPy has them."""
        rows = np.arange(self._n)[key]
        found = np.zeros((*rows.shape, *self._cells.shape), self.dtype)
        for path, _, _ in leaves(self.dtype):
            columns: Any = self
            place: Any = found
            for name in path:
                columns, place = columns[name], place[name]
            place[...] = columns[key]
        return found


class ByName(Mapping[str, Any]):
    """The fields of a table as a mapping."""

    def __init__(self, table: Columns) -> None:
        self._table = table

    def __getitem__(self, name: str) -> Any:
        if name not in (self._table.dtype.names or ()):
            raise KeyError(name)
        return self._table[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._table.dtype.names or ())

    def __len__(self) -> int:
        return len(self._table.dtype.names or ())


def table_of(source: Source, dtype: np.dtype, n: int) -> Columns:
    """All records of a source."""
    return Columns(source, n, dtype, (), np.array(0))
