"""Where finished chunks of a run are kept until all are there.

In memory while they are few; beyond that, and for a run that can be resumed, in files, one for
each chunk. A file is written under another name, flushed and renamed, so a chunk is there whole
or not at all, whenever the power goes.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import Protocol

from funnelsim.errors import OutputError, RunError
from funnelsim.experiments.record import Part, read_part, write_part

MOST_IN_MEMORY = 64 * 2**20
"""Bytes of chunks beyond which they are kept in a temporary folder."""

_NAME = re.compile(r"(\d+)-(\d+)\.npz")


class Store(Protocol):
    """Finished chunks, each put once."""

    @property
    def folder(self) -> Path | None:
        """Folder with room for more files; None for the usual one of temporary files."""

    def spans(self) -> Iterable[tuple[int, int]]:
        """First replication and number of replications of every chunk, in any order."""

    def put(self, part: Part) -> None:
        """Keep a chunk."""

    def parts(self, beside: Container[int] = ()) -> Iterator[Part]:
        """All chunks in replication order, one at a time.

        Parameters
        ----------
        beside
            First replications of chunks that are not wanted.
        """


class FolderStore:
    """Chunks as files ``FIRST-COUNT.npz`` of a folder, which is made if need be."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self._folder, self._durable = folder, durable
        self._unwritten: list[Part] = []
        folder.mkdir(parents=True, exist_ok=True)
        for draft in folder.glob(".*.part"):
            draft.unlink()

    @property
    def folder(self) -> Path | None:
        """See `Store`."""
        return self._folder

    def spans(self) -> Iterable[tuple[int, int]]:
        """See `Store`."""
        named = [_NAME.fullmatch(path.name) for path in self._folder.iterdir()]
        return [
            *((int(one[1]), int(one[2])) for one in named if one),
            *((int(part.numbers[0]), part.n) for part in self._unwritten),
        ]

    def put(self, part: Part) -> None:
        """See `Store`.

        Raises
        ------
        OutputError
            It cannot be written. It is kept in memory, so that nothing computed is lost.
        """
        path = self._folder / f"{part.numbers[0]:09d}-{part.n}.npz"
        try:
            write_part(part, path, durable=self._durable)
        except OSError as error:
            self._unwritten.append(part)
            raise OutputError(
                f"finished replications could not be written to {self._folder}: "
                f"{error.strerror or error}"
            ) from error

    def parts(self, beside: Container[int] = ()) -> Iterator[Part]:
        """See `Store`.

        Raises
        ------
        RunError
            A file is damaged.
        """
        found: dict[int, Path | Part] = {int(part.numbers[0]): part for part in self._unwritten}
        for path in self._folder.iterdir():
            if named := _NAME.fullmatch(path.name):
                found[int(named[1])] = path
        for first, place in sorted(found.items(), key=lambda item: item[0]):
            if first not in beside:
                yield place if isinstance(place, Part) else _read(place)


def _read(path: Path) -> Part:
    part, named = read_part(path), _NAME.fullmatch(path.name)
    if named is None or (part.numbers[0], part.n) != (int(named[1]), int(named[2])):
        raise RunError(f"{path} holds other replications than its name says; delete it")
    return part


class MemoryStore:
    """Chunks in memory; in a temporary folder as soon as they are too large for it."""

    def __init__(self, most: int | None = None) -> None:
        self._most = MOST_IN_MEMORY if most is None else most
        self._bytes = 0
        self._held: list[Part] = []
        self._spilled: FolderStore | None = None
        self._temporary: tempfile.TemporaryDirectory[str] | None = None

    @property
    def folder(self) -> Path | None:
        """See `Store`."""
        return None

    def spans(self) -> Iterable[tuple[int, int]]:
        """See `Store`."""
        spilled = self._spilled.spans() if self._spilled is not None else ()
        return [*spilled, *((int(part.numbers[0]), part.n) for part in self._held)]

    def put(self, part: Part) -> None:
        """See `Store`."""
        if self._spilled is not None:
            self._spilled.put(part)
            return
        self._held.append(part)
        self._bytes += part.nbytes
        if self._bytes > self._most:
            self._spill()

    def parts(self, beside: Container[int] = ()) -> Iterator[Part]:
        """See `Store`."""
        if self._spilled is not None:
            yield from self._spilled.parts(beside)
        for part in sorted(self._held, key=lambda part: int(part.numbers[0])):
            if int(part.numbers[0]) not in beside:
                yield part

    def _spill(self) -> None:
        self._temporary = tempfile.TemporaryDirectory(prefix="funnelsim-")
        self._spilled = FolderStore(Path(self._temporary.name), durable=False)
        for part in self._held:
            self._spilled.put(part)
        self._held = []
