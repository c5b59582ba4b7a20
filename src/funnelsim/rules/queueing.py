"""Which waiting item a free rep takes: the order inside a queue.

A queue's key is (rank of the item class, this key, lead identity), smallest first.
"""

from __future__ import annotations

OLDEST = 0
NEWEST = 1
HIGHEST_SCORE = 2
HIGHEST_VALUE = 3
MOST_PERISHABLE = 4
EARLIEST_DEADLINE = 5


def work_first_key(
    work_first: int, ready: int, score: float, value: float, deadline: int, perishable: float
) -> float:
    """Smallest goes first; ticks below 2**53 are exact in a double.

    Parameters
    ----------
    ready
        Tick at which the item became visible.
    score
        Score at hand-over.
    value
        Deal value.
    deadline
        Tick of the response deadline; NEVER_TICK for items without one.
    perishable
        Book value times the chance to expire within the next business day.
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
