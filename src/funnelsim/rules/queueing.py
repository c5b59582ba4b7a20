"""Which waiting item a free rep takes: the order inside a queue.

A queue's key is (rank of the item class, this key, lead identity), smallest first.
"""

from __future__ import annotations

from funnelsim.rules.work_orders import *


def work_first_key(
    work_first: int, ready: int, score: float, value: float, deadline: int, perishable: float
) -> float:
    """Smallest goes first; ticks below 2**53 are exact in a double.

    Parameters
    ----------
    work_first
        Code from ``work_orders``.
    ready
        Tick at which the item became visible.
    score
        Score at hand-over.
    value
        Deal value.
    deadline
        Tick of the response deadline; NEVER_TICK for items without one.
    perishable
        :func:`perishable_key`.
    """
    if work_first == OLDEST:
        return float(ready)
    if work_first == NEWEST:
        return -float(ready)
    if work_first == HIGHEST_SCORE:
        return -score
    if work_first == HIGHEST_VALUE:
        return -value
    if work_first == MOST_PERISHABLE:
        return -perishable
    return float(deadline)


def perishable_key(book: float, chance_expires: float) -> float:
    """Book value expected to expire within the next business day."""
    return book * chance_expires
