"""The leads behind the price of cold leads: both their lives, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from funnelsim.experiments.cold.explain import Explanation, TwoLives
from funnelsim.experiments.cold.price import Cold
from funnelsim.reports import numbers
from funnelsim.reports.cold import CAUSES
from funnelsim.reports.layout import folded
from funnelsim.reports.story import Storyteller, stamp

HEAD, TAIL = 9, 4
"""Events told of a long part of a life: so many at its beginning, and at its end."""


def stories(cold: Cold, explanation: Explanation, whole: bool = False) -> Iterator[str]:
    """Lines that tell every lead of an explanation.

    Parameters
    ----------
    whole
        Whether long lives are told in full.
    """
    yield ""
    if not explanation.leads:
        yield f"Future no. {explanation.replication} has no such lead."
        return
    many = explanation.found
    yield (
        f"Future no. {explanation.replication}: {many:,} such lead{'s' if many != 1 else ''}, "
        f"{_money(cold, explanation.revenue)} of revenue."
    )
    for lead in explanation.leads:
        yield ""
        yield from _two_lives(cold, lead, whole)


def _two_lives(cold: Cold, lead: TwoLives, whole: bool) -> Iterator[str]:
    yield folded(headline(cold, lead), 80)
    actual, twin = (Storyteller(trace).lines() for trace in (lead.actual, lead.twin))
    if lead.common:
        last = lead.actual.time(int(lead.actual.log["tick"][lead.common - 1]))
        yield f"Both lives are alike until {stamp(last)}:"
        yield from _shortened(actual[: lead.common], whole)
    yield "From there, as it is:" if lead.common else "As it is:"
    yield from _shortened(actual[lead.common :], whole)
    yield f"{'From there, i' if lead.common else 'I'}f no lead went cold:"
    yield from _shortened(twin[lead.common :], whole)


def headline(cold: Cold, lead: TwoLives) -> str:
    """What a lead would bring more if none went cold, and what becomes of it."""
    words = cold.bundle.scenario.words
    stage, cause = numbers.label(lead.stage, words), CAUSES[lead.cause]
    where = ", ".join(word for word in (lead.channel, lead.segment) if word)
    noun = numbers.label("lead", words)
    verb = "more" if lead.revenue > 0 else "less"
    return (
        f"{noun[:1].upper()}{noun[1:]} {lead.lead} ({where}): "
        f"{_money(cold, abs(lead.revenue))} {verb} if no lead went cold. As it is: {cause}, as "
        f"{stage}."
    )


def _shortened(lines: list[str], whole: bool) -> Iterator[str]:
    """Lines, the middle of many left out."""
    if not lines:
        yield "nothing happens"
        return
    left_out = len(lines) - HEAD - TAIL
    if whole or left_out <= 1:
        yield from lines
        return
    yield from lines[:HEAD]
    yield f"... {left_out} events more, which -v tells ..."
    yield from lines[-TAIL:]


def _money(cold: Cold, value: float) -> str:
    return numbers.money(value, cold.model.currency)
