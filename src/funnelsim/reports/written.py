"""A raw number as it is written in its unit; the same on the page, in figures and in tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from funnelsim.reports import numbers
from funnelsim.reports.cards.card import Cell
from funnelsim.reports.pictures import Unit

Write = Callable[[float, str], str]

_NUMBERS: Mapping[str, Write] = {
    "count": lambda value, _: numbers.count(value),
    "money": numbers.money,
    "share": lambda value, _: numbers.share(value),
    "chance": lambda value, _: numbers.chance(value),
    "ratio": lambda value, _: numbers.ratio(value),
    "hours": lambda value, _: numbers.hours(value),
    "days": lambda value, _: numbers.days(value),
    "number": lambda value, _: f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}",
}


def written(value: Cell, unit: Unit, currency: str) -> str:
    """A cell as text: ``$1.24M``, ``46 %``, ``yes``; a dash where nothing is known."""
    if value is None:
        return numbers.UNKNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    # What has no unit comes as it is, but no planner wants 15 digits.
    return _NUMBERS.get(unit, _NUMBERS["number"])(value, currency)


def span(ends: list[float] | tuple[float, float] | None, unit: Unit, currency: str) -> str:
    """``$478k to $1.39M``; empty where there is no interval."""
    if ends is None:
        return ""
    low, high = (written(end, unit, currency) for end in ends)
    return low if low == high else f"{low} to {high}"
