"""What the loops accept: columns of numbers and tables of records, both indexed by position.

Interpreted, anything of that kind; compiled, contiguous buffers (int64, float64, the structs of
records.pxd).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from funnelsim.outcomes import cells

    TheFrame = cells.Frame
    TheMoney = cells.Money
    TheTally = cells.Tally
else:
    # Compiled loops have these types from C and cannot have them a second time.
    TheFrame = TheMoney = TheTally = object


class Ints(Protocol):
    """Column of whole numbers that may be written to."""

    def __len__(self) -> int: ...

    def __getitem__(self, index: int, /) -> int: ...

    def __setitem__(self, index: int, value: int, /) -> None: ...


class Floats(Protocol):
    """Column of floating-point numbers that may be written to."""

    def __len__(self) -> int: ...

    def __getitem__(self, index: int, /) -> float: ...

    def __setitem__(self, index: int, value: float, /) -> None: ...


Rows = Any
"""Table of records: `log.ROW` or one of records.py."""
