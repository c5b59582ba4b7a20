"""Calls and conversations: who is reached, who is accepted, what becomes of the others.

Delays are wall-time ms. Curves are slices ``[start, start + size)`` of shared pools, ascending in
their first column. Chances and shares lie in 0..1.
"""

from __future__ import annotations

from funnelsim.rules.columns import Floats
from funnelsim.rules.decay import *
from funnelsim.rules.numerics import *
from funnelsim.rules.raw import *
from funnelsim.rules.talk_outcomes import *


def first_call_reach(
    delays: Floats,
    chances: Floats,
    start: int,
    size: int,
    later: float,
    delay: float,
) -> float:
    """Chance that the first attempt reaches a lead ``delay`` ms after its hot signal.

    Up to the first knot its chance, between knots linear in the logarithm of the delay (in the
    delay itself above a knot at 0), beyond the last knot ``later``.
    """
    return first_reach(floats(delays), floats(chances), start, size, later, delay)


def first_reach(
    delays: Floats, chances: Floats, start: int, size: int, later: float, delay: float
) -> float:
    """:func:`first_call_reach`, see ``raw``."""
    last = start + size - 1
    if size <= 0 or delay > delays[last]:
        return later
    if delay <= delays[start]:
        return chances[start]
    i = _segment(delays, start, last, delay)
    low, high = delays[i], delays[i + 1]
    share = log(delay / low) / log(high / low) if low > 0.0 else (delay - low) / (high - low)
    return chances[i] + (chances[i + 1] - chances[i]) * share


def later_call_reach(values: Floats, start: int, size: int, k: int) -> float:
    """Chance that attempt ``k`` >= 2 reaches the lead; the last value repeats, 0 if none."""
    return later_reach(floats(values), start, size, k)


def later_reach(values: Floats, start: int, size: int, k: int) -> float:
    """:func:`later_call_reach`, see ``raw``."""
    if size <= 0:
        return 0.0
    return values[start + max(0, min(k - 2, size - 1))]


def accepted_at(scores: Floats, chances: Floats, start: int, size: int, score: float) -> float:
    """Chance of acceptance at a hand-over score: linear between knots, flat outside; 0 if none."""
    return acceptance(floats(scores), floats(chances), start, size, score)


def acceptance(scores: Floats, chances: Floats, start: int, size: int, score: float) -> float:
    """:func:`accepted_at`, see ``raw``."""
    if size <= 0:
        return 0.0
    last = start + size - 1
    if score <= scores[start]:
        return chances[start]
    if score >= scores[last]:
        return chances[last]
    i = _segment(scores, start, last, score)
    share = (score - scores[i]) / (scores[i + 1] - scores[i])
    return chances[i] + (chances[i + 1] - chances[i]) * share


def eagerness(delay: float, half_life: float, floor: float) -> float:
    """Factor on acceptance when the first contact came ``delay`` ms after the hot signal."""
    return interest(delay, half_life, floor)


def accept_chance(accepted: float, rep: float, eager: float, uplift: float) -> float:
    """Chance of acceptance after all factors, at most 1."""
    return min(1.0, accepted * rep * eager * uplift)


def other_outcome(not_ready: float, not_interested: float, bad_fit: float, u: float) -> int:
    """How one who was not accepted leaves the talk: 0 not ready, 1 not interested, 2 bad fit.

    In proportion to the three shares; not ready where all are 0.
    """
    point = u * (not_ready + not_interested + bad_fit)
    if point < not_ready or not_interested + bad_fit <= 0.0:
        return 0
    if point < not_ready + not_interested or bad_fit <= 0.0:
        return 1
    return 2


def outcome(
    chance: float,
    not_ready: float,
    not_interested: float,
    bad_fit: float,
    u_accepted: float,
    u_other: float,
) -> int:
    """Outcome of a conversation: ``ACCEPTED``, ``NOT_READY``, ``NOT_INTERESTED`` or ``BAD_FIT``.

    ``chance`` of acceptance (:func:`accept_chance`) takes its share first; the others share the
    rest in proportion.
    """
    if u_accepted < chance:
        return ACCEPTED
    return NOT_READY + other_outcome(not_ready, not_interested, bad_fit, u_other)


def annoyed(share: float, u: float) -> bool:
    """Whether one who was not ready unsubscribes."""
    return u < share


def tries_again(attempt: int, n_gaps: int, kept: float, u: float) -> bool:
    """Whether a call follows the missed ``attempt`` (from 1): planned, and kept by the rep."""
    return attempt <= n_gaps and u < kept


def advance_chance(converts: float, close: float, n_stages: int) -> float:
    """Chance to pass one of ``n_stages`` for a rep whose win rate from SQL is ``close`` times."""
    if close <= 0.0:
        return 0.0
    return min(1.0, converts * pow(close, 1.0 / n_stages))


def advances(chance: float, last: bool, fit: bool, u: float) -> bool:
    """Whether a deal passes its stage; nobody who does not fit passes the last one."""
    return u < chance and (fit or not last)


def _segment(knots: Floats, first: int, last: int, x: float) -> int:
    """The ``i`` with ``knots[i] < x <= knots[i + 1]``, for ``knots[first] < x <= knots[last]``."""
    low = first
    high = last
    while high - low > 1:
        middle = (low + high) // 2
        if knots[middle] < x:
            low = middle
        else:
            high = middle
    return low
