"""Choices among named things."""

from __future__ import annotations

from funnelsim.rules.columns import Floats
from funnelsim.rules.numerics import *
from funnelsim.rules.raw import *


def race(u: float, weight: float) -> float:
    """Finishing time of one runner; the smallest wins, with chance in proportion to its weight.

    Each named thing runs on its own uniform, so a changed mix moves only the leads it must. Ties
    go to the smaller code. Infinity for weight 0.
    """
    return -log(u) / weight if weight > 0.0 else INFINITY


def pick(shares: Floats, start: int, size: int, u: float) -> int:
    """Index of the share (of shares that sum to 1) in which ``u`` falls; the last takes the rest.

    -1 where there are none.
    """
    return picked(floats(shares), start, size, u)


def picked(shares: Floats, start: int, size: int, u: float) -> int:
    """:func:`pick`, see ``raw``."""
    total = 0.0
    for i in range(size):
        total += shares[start + i]
        if u < total:
            return i
    return size - 1
