"""What cold leads cost: how much, by what, where, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator

from funnelsim.experiments.cold.price import Cold
from funnelsim.reports.cards.card import Card
from funnelsim.reports.cards.life import life_card
from funnelsim.reports.cards.studies.cold import ledger, loss, ways


def cards(cold: Cold) -> Iterator[Card]:
    """All cards of one price, the loss first."""
    yield loss.steps(cold)
    yield loss.mechanisms(cold)
    yield ledger.by_cause(cold)
    yield from ledger.by_dimension(cold)
    yield ways.delay(cold)
    yield from ways.policies(cold)
    yield from ways.habits(cold)
    yield from ways.reps(cold)
    yield ways.capacity(cold)
    yield loss.readings(cold)
    yield loss.roi(cold)
    # One lead says more than a mean: the dearest that a typical future loses.
    yield from (life_card(cold, lead) for lead in cold.explain(1).leads)
