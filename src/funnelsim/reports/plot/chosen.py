"""Which card of a result a figure shows."""

from __future__ import annotations

from collections.abc import Iterator

from funnelsim.errors import UsageError
from funnelsim.experiments.cold.price import Cold
from funnelsim.experiments.forecast import Forecast
from funnelsim.experiments.trace import Trace
from funnelsim.reports.cards.card import Card
from funnelsim.reports.cards.forecast import cards as forecast_cards
from funnelsim.reports.cards.life import life_card, traced_card
from funnelsim.reports.cards.studies import cards_of as study_cards
from funnelsim.reports.said import Result


def card_of(result: Result, name: str) -> Card:
    """The first card with a picture whose name is, or begins with, `name`.

    Raises
    ------
    UsageError
        There is none; says which there are.
    """
    seen = []
    for card in _cards(result):
        if card.picture is not None:
            if card.id == name or (name.endswith("-") and card.id.startswith(name)):
                return card
            seen.append(card.id)
    some = f"it has {', '.join(seen)}" if seen else "it has none"
    raise UsageError(f"this result has no picture '{name}'; {some}")


def _cards(result: Result) -> Iterator[Card]:
    return forecast_cards(result) if isinstance(result, Forecast) else study_cards(result)


def life_of_lead(result: Cold | Trace, lead: int | str | None) -> tuple[Card, str]:
    """The card of a lead, and the currency; parameters as in `plot.life`.

    Raises
    ------
    UsageError
        There is no such lead.
    """
    if isinstance(result, Trace):
        return traced_card(result, "cold" if lead is None else lead), result.model.currency
    only = () if lead is None else (str(lead),)
    found = result.explain(1, only=only)
    if not found.leads:
        raise UsageError(f"future no. {found.replication} has no such lead")
    return life_card(result, found.leads[0]), result.model.currency
