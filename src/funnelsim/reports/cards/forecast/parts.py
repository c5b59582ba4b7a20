"""What several cards of a forecast share."""

from __future__ import annotations

from collections.abc import Sequence

from funnelsim.experiments.forecast import Forecast
from funnelsim.experiments.summaries import Summary
from funnelsim.reports import numbers
from funnelsim.reports.cards.card import Cell
from funnelsim.reports.pictures import Unit


def mean_and_ends(found: Summary, most: float | None = None) -> list[Cell]:
    """Three cells: the mean and its 95 % interval, within what is possible (`possible`)."""
    return [found["mean"], *possible(found["ci95"], most)]


def possible(ends: Sequence[float | None] | None, most: float | None = None) -> list[float | None]:
    """The two ends of an interval of what is never below 0, nor above `most`."""
    return [
        None if end is None else max(0.0, end if most is None else min(end, most))
        for end in ends or (None, None)
    ]


def money(forecast: Forecast, value: float | None) -> str:
    """An amount in the currency of the scenario."""
    return numbers.money(value, forecast.bundle.scenario.currency)


def ends_heads(unit: Unit) -> list[tuple[str, Unit]]:
    """Columns of the interval of the column before."""
    return [("95 % sure from", unit), ("to", unit)]
