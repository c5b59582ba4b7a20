"""The total order of events: (tick, kind, entity, sub), each compared as a signed number."""

from __future__ import annotations

from funnelsim.rules.event_kinds import *


def before(
    tick1: int,
    kind1: int,
    entity1: int,
    sub1: int,
    tick2: int,
    kind2: int,
    entity2: int,
    sub2: int,
) -> bool:
    """Whether the first event acts before the second; false where their keys are equal."""
    if tick1 != tick2:
        return tick1 < tick2
    if kind1 != kind2:
        return kind1 < kind2
    if entity1 != entity2:
        return entity1 < entity2
    return sub1 < sub2
