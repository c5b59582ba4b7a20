"""The model's arrays as plain Python rows: readable, and quick to read one field at a time."""

from __future__ import annotations

from collections import namedtuple
from functools import cache
from typing import Any

import numpy as np


@cache
def _row_type(dtype: np.dtype) -> Any:
    names = dtype.names or ()
    return namedtuple("row", names)


@cache
def _nested(dtype: np.dtype) -> tuple[tuple[int, np.dtype], ...]:
    fields: Any = dtype.fields or {}
    return tuple(
        (i, fields[name][0])
        for i, name in enumerate(dtype.names or ())
        if fields[name][0].names is not None
    )


def rows(table: np.ndarray) -> Any:
    """Nested lists of named tuples with the shape of a structured array."""
    return _convert(table.tolist(), table.ndim, table.dtype)


def slices(owners: Any, members: Any, start: str, size: str) -> Any:
    """By epoch, class and owner: the rows of `members` that the owner names by start and size."""
    return [
        [
            [its[getattr(o, start) : getattr(o, start) + getattr(o, size)] for o in row]
            for row, its in zip(classes, members_of, strict=True)
        ]
        for classes, members_of in zip(owners, members, strict=True)
    ]


def _convert(value: Any, depth: int, dtype: np.dtype) -> Any:
    if depth:
        return [_convert(v, depth - 1, dtype) for v in value]
    if dtype.names is None:
        return value
    parts = list(value)
    for i, inner in _nested(dtype):
        parts[i] = _convert(parts[i], 0, inner)
    return _row_type(dtype)(*parts)
