"""Cards of studies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from funnelsim.experiments.cold.price import Cold
from funnelsim.experiments.compare.contest import Contest
from funnelsim.reports.cards.card import Card
from funnelsim.reports.cards.studies import cold, compare


def cards_of(made: Any) -> Iterator[Card]:
    """The cards of a study."""
    if isinstance(made, Cold):
        yield from cold.cards(made)
    elif isinstance(made, Contest):
        yield from compare.cards(made)
