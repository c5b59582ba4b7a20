"""Memory for what is made of the rows of one part.

Fresh memory must be given by the system page by page, which took a third of the time of a fold;
so a thread that folds one part after the other keeps its memory.
"""

from __future__ import annotations

from threading import local
from typing import Any

import numpy as np

from funnelsim.outcomes.columns import Ints, Rows
from funnelsim.outcomes.records import COMPILED, blank


class Room:
    """Memory that nobody else uses."""

    def table(self, name: str, n: int, dtype: np.dtype[Any]) -> Rows:
        """A table of `n` records, not filled."""
        return blank(n, dtype)

    def column(self, name: str, n: int, fill: int | None = None) -> Ints:
        """A column of `n` whole numbers; what they are is not said unless `fill` is given."""
        if not COMPILED:
            return [0 if fill is None else fill] * n
        column: Any = self.table(name, n, np.dtype(np.int64))
        if fill is not None:
            column.fill(fill)
        return column  # type: ignore[no-any-return]


class KeptRoom(Room, local):
    """Memory of each thread, used again for each part: what was there before is written over."""

    LARGEST = 1 << 25
    """Bytes per table; of what is larger nothing is kept."""

    def __init__(self) -> None:
        self._kept: dict[str, np.ndarray] = {}

    def table(self, name: str, n: int, dtype: np.dtype[Any]) -> Rows:
        """A table of `n` records, not filled, until the next one of this name."""
        size = n * dtype.itemsize
        if not COMPILED or size > self.LARGEST:
            return blank(n, dtype)
        kept = self._kept.get(name)
        if kept is None or len(kept) < size:
            kept = self._kept[name] = np.empty(size + size // 4, np.uint8)
        return kept[:size].view(dtype)
