"""Cards of a forecast, one module for each part of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from funnelsim.experiments.forecast import Forecast
from funnelsim.reports.cards.card import Card

MAKERS: tuple[Callable[[Forecast], Iterator[Card]], ...] = ()


def cards(forecast: Forecast) -> Iterator[Card]:
    """All that a forecast has to show; what it has nothing for is left out."""
    for make in MAKERS:
        yield from make(forecast)
