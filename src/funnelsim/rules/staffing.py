"""How long items keep a rep busy."""

from __future__ import annotations

from funnelsim.rules.columns import Floats
from funnelsim.rules.numerics import *
from funnelsim.rules.raw import *


def busy_time(duration: float, speed: float, ramp: float) -> float:
    """Time in ms that an item of ``duration`` takes a rep of this speed and productivity."""
    return duration / (speed * ramp)


def overhead(duration: float, selling_time: float) -> float:
    """Working time in ms that a rep is busy elsewhere after an item of ``duration`` ms.

    ``selling_time`` is the share of a rep's working time spent on items, in (0, 1].
    """
    return duration * (1.0 / selling_time - 1.0)


def ramp_factor(factors: Floats, start: int, size: int, since_start: float) -> float:
    """Productivity ``since_start`` ms after a rep joined: one factor a month, then 1.

    A month has 30.4375 days; 1 before the rep joined.
    """
    return ramped(floats(factors), start, size, since_start)


def ramped(factors: Floats, start: int, size: int, since_start: float) -> float:
    """:func:`ramp_factor`, see ``raw``."""
    month = llrint(floor(since_start / MONTH))
    if month < 0 or month >= size:
        return 1.0
    return factors[start + month]
