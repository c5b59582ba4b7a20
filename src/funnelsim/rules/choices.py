"""Choices among named things and the keys by which work is taken up."""

from __future__ import annotations

from funnelsim.rules.numerics import *
from funnelsim.rules.survival import *


def race(u: float, weight: float) -> float:
    """Finishing time of one runner; the smallest wins, with chance in proportion to its weight.

    Each named thing runs on its own uniform, so a changed mix moves only the leads it must. Ties
    go to the smaller code. Infinity for weight 0.
    """
    return -log(u) / weight if weight > 0.0 else INFINITY


def perishable_key(book: float, chance_expires: float) -> float:
    """Book value expected to expire within the next business day; the largest is taken first."""
    return book * chance_expires


def overhead(duration: float, selling_time: float) -> float:
    """Working time in ms that a rep is busy elsewhere after an item of ``duration`` ms.

    ``selling_time`` is the share of a rep's working time spent on items, in (0, 1].
    """
    return duration * (1.0 / selling_time - 1.0)
