"""Empirical distributions: sorted values with cumulative weights, slices of shared pools.

Slice ``[start, start + size)`` of ``values`` is ascending; the same slice of ``cumulative`` holds
the share of weight at or below each value and ends at exactly 1. Only the listed values occur.
"""

from __future__ import annotations

from funnelsim.rules.columns import Floats
from funnelsim.rules.numerics import *
from funnelsim.rules.raw import *


def empirical_quantile(
    values: Floats, cumulative: Floats, start: int, size: int, u: float
) -> float:
    """Smallest value at or below which more than ``u`` of the weight lies; NaN where empty."""
    return quantile_of(floats(values), floats(cumulative), start, size, u)


def quantile_of(values: Floats, cumulative: Floats, start: int, size: int, u: float) -> float:
    """:func:`empirical_quantile`, see ``raw``."""
    if size <= 0:
        return NAN
    low = start
    high = start + size - 1
    while low < high:
        middle = (low + high) // 2
        if cumulative[middle] > u:
            high = middle
        else:
            low = middle + 1
    return values[low]


def empirical_given_survival(
    values: Floats,
    cumulative: Floats,
    start: int,
    size: int,
    age: float,
    u: float,
) -> float:
    """Total life at ``u`` given that it is longer than ``age``; ``age`` where none is."""
    return given_survival_of(floats(values), floats(cumulative), start, size, age, u)


def given_survival_of(
    values: Floats, cumulative: Floats, start: int, size: int, age: float, u: float
) -> float:
    """:func:`empirical_given_survival`, see ``raw``."""
    dead = share_at_most_of(values, cumulative, start, size, age)
    if dead >= 1.0:
        return age
    life = quantile_of(values, cumulative, start, size, dead + u * (1.0 - dead))
    return max(age, life)


def empirical_share_at_most(
    values: Floats, cumulative: Floats, start: int, size: int, x: float
) -> float:
    """Share of the weight at or below ``x``; 1 where empty."""
    return share_at_most_of(floats(values), floats(cumulative), start, size, x)


def share_at_most_of(values: Floats, cumulative: Floats, start: int, size: int, x: float) -> float:
    """:func:`empirical_share_at_most`, see ``raw``."""
    if size <= 0:
        return 1.0
    low = start
    high = start + size
    while low < high:
        middle = (low + high) // 2
        if values[middle] <= x:
            low = middle + 1
        else:
            high = middle
    return cumulative[low - 1] if low > start else 0.0


def empirical_mean(values: Floats, cumulative: Floats, start: int, size: int) -> float:
    """Weighted mean; NaN where empty."""
    if size <= 0:
        return NAN
    total = 0.0
    below = 0.0
    for i in range(start, start + size):
        total += values[i] * (cumulative[i] - below)
        below = cumulative[i]
    return total
