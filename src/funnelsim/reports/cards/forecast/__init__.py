"""Cards of a forecast, one module for each part of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from funnelsim.experiments.forecast import Forecast
from funnelsim.reports.cards.card import Card
from funnelsim.reports.cards.forecast import (
    answer,
    flow,
    funnel,
    luck,
    money,
    pace,
    sources,
    teams,
    times,
)

MAKERS: tuple[Callable[[Forecast], Iterator[Card]], ...] = (
    answer.cards,
    pace.cards,
    luck.cards,
    flow.cards,
    funnel.cards,
    times.cards,
    teams.cards,
    sources.cards,
    money.cards,
)


def cards(forecast: Forecast) -> Iterator[Card]:
    """All that a forecast has to show; what it has nothing for is left out."""
    for make in MAKERS:
        yield from make(forecast)
