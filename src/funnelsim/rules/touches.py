"""Touches of a programme: when they may go out and how they are answered."""

from __future__ import annotations

DAY = 86_400_000
MORNING = 32_400_000
"""09:00: touches that fall into the night wait for it."""
EVENING = 72_000_000
"""20:00: from then on it is night."""


def in_daytime(tick: int) -> int:
    """The tick itself on [09:00, 20:00) of its day, else the next 09:00 (wall time)."""
    since_midnight = tick % DAY
    if since_midnight < MORNING:
        return tick - since_midnight + MORNING
    if since_midnight >= EVENING:
        return tick - since_midnight + DAY + MORNING
    return tick


def response_chance(chance: float, interest: float, response: float) -> float:
    """Chance of an answer that depends on interest (0..1) and the programme's factor; at most 1."""
    return min(1.0, chance * (interest * response))


def counts_as_ignored(run: int, every: int) -> bool:
    """Whether the `run`-th unanswered touch in a row sends the signal; every 0 = never."""
    return every > 0 and run % every == 0
