"""The event log: the only fact a simulation leaves behind."""

from __future__ import annotations

import numpy as np

from funnelsim.model.codes import Row

ROW = np.dtype(
    [
        ("tick", np.int64),  # ms since `from` 00:00
        ("lead", np.int64),  # identity; -1 for rows without a lead
        ("seq", np.int32),  # the lead's own row number, from 0
        ("kind", np.int16),  # model.codes.Row
        ("stage", np.int16),  # Status or FIRST_STAGE + stage index, before the row takes effect
        ("a", np.int32),
        ("b", np.int32),
        ("c", np.int32),
        ("value", np.float64),
    ]
)


def sort_log(log: np.ndarray) -> np.ndarray:
    """Return the log in its defining order: tick, lead identity, the lead's own row number.

    Rows without a lead (identity -1) are ordered by (kind, a).
    """
    leadless = log["lead"] == -1
    third = np.where(leadless, log["kind"].astype(np.int64), log["seq"])
    fourth = np.where(leadless, log["a"], 0)
    return log[np.lexsort((fourth, third, log["lead"], log["tick"]))]


def first_difference(left: np.ndarray, right: np.ndarray) -> str | None:
    """Compare two sorted logs field by field; None when they are equal in every bit.

    Returns a sentence naming the first row and the fields that differ.
    """
    shorter = min(len(left), len(right))
    unequal = (_bytes(left[:shorter]) != _bytes(right[:shorter])).any(axis=1)
    if unequal.any():
        return _of_row(left, right, int(unequal.argmax()))
    if len(left) == len(right):
        return None
    name, longer = ("left", left) if len(left) > len(right) else ("right", right)
    extra = longer[shorter]
    return (
        f"lengths {len(left)} != {len(right)}; the {name} log goes on with "
        f"{Row(int(extra['kind'])).name} of lead {extra['lead']} at tick {extra['tick']}"
    )


def _bytes(rows: np.ndarray) -> np.ndarray:
    """The bytes of each row: NaN equals itself, 0 and -0 differ."""
    return np.ascontiguousarray(rows, ROW).view(np.uint8).reshape(len(rows), ROW.itemsize)


def _of_row(left: np.ndarray, right: np.ndarray, i: int) -> str:
    one, other = left[i], right[i]
    names = [n for n in ROW.names or () if one[n].tobytes() != other[n].tobytes()]
    shown = ", ".join(f"{n}: {one[n]} != {other[n]}" for n in names)
    kinds = f"{Row(int(one['kind'])).name} / {Row(int(other['kind'])).name}"
    return f"row {i} (tick {one['tick']}, lead {one['lead']}, {kinds}): {shown}"
