"""What the rules accept as a column of numbers.

Interpreted, anything indexed by position; compiled, a contiguous buffer of int64 or float64 (NumPy
arrays, ``array.array``), read only.
"""

from __future__ import annotations

from typing import Protocol


class Ints(Protocol):
    """Column of whole numbers."""

    def __len__(self) -> int: ...

    def __getitem__(self, index: int, /) -> int: ...


class Floats(Protocol):
    """Column of floating-point numbers."""

    def __len__(self) -> int: ...

    def __getitem__(self, index: int, /) -> float: ...
