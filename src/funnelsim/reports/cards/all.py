"""All cards of a result, in the order of a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from funnelsim.experiments.forecast import Forecast
from funnelsim.reports.cards import provenance
from funnelsim.reports.cards.card import Card
from funnelsim.reports.cards.forecast import cards as forecast_cards
from funnelsim.reports.cards.studies import cards_of as study_cards
from funnelsim.reports.said import Result


def cards_of(made: Result, begun: Mapping[str, Any]) -> Iterator[Card]:
    """Cards of what was computed, then where it comes from.

    Parameters
    ----------
    begun
        From `manifest.beginning`.
    """
    yield from forecast_cards(made) if isinstance(made, Forecast) else study_cards(made)
    yield from provenance.cards(begun)
