"""Touches of a programme: when they go out and how they are answered."""

from __future__ import annotations

from funnelsim.rules.numerics import *


def in_daytime(tick: int) -> int:
    """The tick itself on [09:00, 20:00) of its day, else the next 09:00 (wall time)."""
    since_midnight = tick % DAY
    if since_midnight < 0:  # C's remainder of a tick before the horizon
        since_midnight += DAY
    if since_midnight < 9 * HOUR:
        return tick - since_midnight + 9 * HOUR
    if since_midnight >= 20 * HOUR:
        return tick - since_midnight + DAY + 9 * HOUR
    return tick


def touch_delay(offset: float, repetition: int, repeat_every: float) -> float:
    """Time in ms from the start of a programme to a touch; repetition 0 is its first time."""
    return offset + repetition * repeat_every


def repeats_from(n_touches: int, repeat_last: int) -> int:
    """Place of the touch that follows the last one of ``n_touches``; -1 where the programme ends.

    ``repeat_last`` touches at the end are repeated, 0 = none.
    """
    if repeat_last <= 0 or n_touches <= 0:
        return -1
    return max(0, n_touches - repeat_last)


def may_enrol(times: int, max_times: int) -> bool:
    """Whether a lead that was enrolled ``times`` times may be enrolled again; 0 = no limit."""
    return max_times == 0 or times < max_times


def answer_chance(chance: float, stated: bool, interest: float, response: float) -> float:
    """Chance of an answer to a touch.

    As it stands for a ``stated`` one (an answer given another answer, unsubscribing); else it
    depends on interest (0..1) and on the programme's factor, at most 1.
    """
    return chance if stated else min(1.0, chance * (interest * response))


def counts_as_ignored(run: int, every: int) -> bool:
    """Whether the ``run``-th unanswered touch in a row sends the signal; every 0 = never."""
    return every > 0 and run % every == 0
