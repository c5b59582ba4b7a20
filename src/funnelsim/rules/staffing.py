"""Reps in their first months, and the reason a deal was lost."""

from __future__ import annotations

from funnelsim.rules.columns import Floats

MONTH = 2_629_800_000.0
"""30.4375 days in ms."""


def ramp_factor(factors: Floats, start: int, size: int, since_start: float) -> float:
    """Productivity `since_start` ms after a rep joined: one factor a month, then 1."""
    month = int(since_start / MONTH)
    if month < 0 or month >= size:
        return 1.0
    return factors[start + month]


def pick(shares: Floats, start: int, size: int, u: float) -> int:
    """Index of the share (of shares that sum to 1) in which `u` falls; the last catches the rest."""
    total = 0.0
    for i in range(size):
        total += shares[start + i]
        if u < total:
            return i
    return size - 1


def performance_weight(wins: int, cap: float) -> float:
    """Weight of a rep in a performance race: 1 + wins in the look-back window, at most `cap`."""
    return min(1.0 + wins, cap)
