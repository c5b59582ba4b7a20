"""Which rep gets a lead: the smallest key among those who may have it."""

from __future__ import annotations


def may_serve(groups: int, group: int) -> bool:
    """Whether an assignment rule names the rep's group; ``groups`` is a bit set, negative = all."""
    return groups < 0 or (groups >> group & 1) == 1


def has_room(open_deals: int, limit: int) -> bool:
    """Whether a rep may be given another deal; limit 0 = none."""
    return limit == 0 or open_deals < limit


def turn_place(last: int, i: int, n: int) -> int:
    """Round robin among ``n`` reps in the order of codes: who is asked ``i``-th, from 0.

    ``last`` is the place of the one served last, -1 before the first turn: the next after it, and
    so on round to itself.
    """
    return (last + 1 + i) % n


def load_key(owned: int, code: int) -> int:
    """Least loaded: fewest owned leads, then the smaller 20-bit code."""
    return owned * 0x100000 + code


def performance_weight(wins: int, cap: float) -> float:
    """Weight of a rep in a performance race: 1 + wins in the look-back window, at most ``cap``."""
    return min(1.0 + wins, cap)
