"""The cards of every study, by its class."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from funnelsim.experiments.cold.price import Cold
from funnelsim.experiments.compare.contest import Contest
from funnelsim.experiments.compare.select import Chosen
from funnelsim.experiments.drivers.result import Drivers
from funnelsim.experiments.optimise import Optimised
from funnelsim.experiments.planned import Planned
from funnelsim.experiments.reverse_plan import ReversePlan
from funnelsim.experiments.sweep import Sweep
from funnelsim.reports.cards.card import Card
from funnelsim.reports.cards.studies import (
    cold,
    compare,
    drivers,
    optimise,
    plan,
    select,
    sweep,
)
from funnelsim.reports.contents import Study

_CARDS: Mapping[type, Callable[[Any], Iterator[Card]]] = {
    Cold: cold.cards,
    Contest: compare.cards,
    Chosen: select.cards,
    Sweep: sweep.cards,
    Drivers: drivers.cards,
    Planned: plan.cards,
    ReversePlan: plan.cards,
    Optimised: optimise.cards,
}


def cards_of(result: Study | ReversePlan) -> Iterator[Card]:
    """The cards of a study, in the order in which a page shows them within their sections.

    Raises
    ------
    TypeError
        It is no study.
    """
    for kind, made in _CARDS.items():
        if isinstance(result, kind):
            return made(result)
    raise TypeError(f"no cards for a {type(result).__name__}")
