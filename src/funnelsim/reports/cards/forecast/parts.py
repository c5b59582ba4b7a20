"""What several cards of a forecast share."""

from __future__ import annotations

from funnelsim.experiments.forecast import Forecast
from funnelsim.experiments.summaries import Summary
from funnelsim.reports import numbers
from funnelsim.reports.cards.card import Cell
from funnelsim.reports.pictures import Unit


def mean_and_ends(found: Summary) -> list[Cell]:
    """Three cells: the mean and its 95 % interval."""
    return [found["mean"], *(found["ci95"] or (None, None))]


def money(forecast: Forecast, value: float | None) -> str:
    """An amount in the currency of the scenario."""
    return numbers.money(value, forecast.bundle.scenario.currency)


def ends_heads(unit: Unit) -> list[tuple[str, Unit]]:
    """Columns of the interval of the column before."""
    return [("95 % sure from", unit), ("to", unit)]
