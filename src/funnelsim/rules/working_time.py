"""Working time: the map between wall time and open time of a calendar.

A calendar is three int64 arrays: interval ``i`` is open on ``[opens[i], closes[i])`` ticks,
intervals are sorted and neither overlap nor touch, and ``before[i]`` is the open time in ms
before interval ``i``. Work may start at ``opens[i]`` but not at ``closes[i]``; it may end at
``closes[i]``. Arrays may be empty: never open. Any indexable of ints serves when interpreted, a
contiguous int64 buffer when compiled. The functions that take the number ``n`` of intervals are
what the others call, see ``raw``.
"""

from __future__ import annotations

from funnelsim.rules.columns import Ints
from funnelsim.rules.numerics import *
from funnelsim.rules.raw import *


def last_at_or_before(starts: Ints, t: int) -> int:
    """Index of the last of the sorted ``starts`` that is at or before ``t``; -1 if none is."""
    return last_of(ints(starts), len(starts), t)


def last_of(starts: Ints, n: int, t: int) -> int:
    """:func:`last_at_or_before` of the first ``n``."""
    low = 0
    high = n
    while low < high:
        middle = (low + high) // 2
        if starts[middle] <= t:
            low = middle + 1
        else:
            high = middle
    return low - 1


def open_before(opens: Ints, closes: Ints, before: Ints, t: int) -> int:
    """Open time in ms from the start of the calendar to tick ``t``."""
    return open_time(ints(opens), ints(closes), ints(before), len(opens), t)


def open_time(opens: Ints, closes: Ints, before: Ints, n: int, t: int) -> int:
    """:func:`open_before` of ``n`` intervals."""
    i = last_of(opens, n, t)
    if i < 0:
        return 0
    return int(before[i] + min(t, closes[i]) - opens[i])


def is_open(opens: Ints, closes: Ints, t: int) -> bool:
    """Whether work may start at tick ``t``: an opening instant counts, a closing one does not."""
    return opened(ints(opens), ints(closes), len(opens), t)


def opened(opens: Ints, closes: Ints, n: int, t: int) -> bool:
    """:func:`is_open` of ``n`` intervals."""
    i = last_of(opens, n, t)
    return i >= 0 and bool(t < closes[i])


def next_open(opens: Ints, closes: Ints, t: int) -> int:
    """Earliest tick at or after ``t`` at which work may start.

    ``NEVER_TICK`` past the end of the calendar.
    """
    return opening(ints(opens), ints(closes), len(opens), t)


def opening(opens: Ints, closes: Ints, n: int, t: int) -> int:
    """:func:`next_open` of ``n`` intervals."""
    i = last_of(opens, n, t)
    if i >= 0 and t < closes[i]:
        return t
    if i + 1 < n:
        return int(opens[i + 1])
    return NEVER_TICK


def add_working(opens: Ints, closes: Ints, before: Ints, t: int, ms: int) -> int:
    """Earliest tick at or after ``t`` by which ``ms`` of open time have passed since ``t``.

    So an end at the closing instant is allowed (never the next opening), and no open time takes
    no time: ``ms <= 0`` gives ``t`` itself, open or not. ``NEVER_TICK`` where the calendar ends
    before the work does.
    """
    return worked_until(ints(opens), ints(closes), ints(before), len(opens), t, ms)


def worked_until(opens: Ints, closes: Ints, before: Ints, n: int, t: int, ms: int) -> int:
    """:func:`add_working` of ``n`` intervals."""
    if ms <= 0:
        return t
    target = open_time(opens, closes, before, n, t) + ms
    # The interval in which the target is reached: the last with less than that before it.
    i = last_of(before, n, target - 1)
    if i < 0:
        return NEVER_TICK
    end = int(opens[i] + (target - before[i]))
    return end if end <= closes[i] else NEVER_TICK


def subtract_working(opens: Ints, closes: Ints, before: Ints, t: int, ms: int) -> int:
    """Latest tick at or before ``t`` since which ``ms`` of open time have passed.

    The inverse of :func:`add_working` for starts in working time. ``ms <= 0`` gives ``t``;
    ``-NEVER_TICK`` where the calendar holds less open time before ``t``.
    """
    if ms <= 0:
        return t
    target = open_before(opens, closes, before, t) - ms
    if target < 0:
        return -NEVER_TICK
    # Of the ticks with this much open time before them the latest opens an interval or is inside.
    i = last_at_or_before(before, target)
    return int(opens[i] + (target - before[i]))


def working_between(opens: Ints, closes: Ints, before: Ints, t0: int, t1: int) -> int:
    """Open time in ms on ``[t0, t1)``; negative where ``t1 < t0``."""
    return open_before(opens, closes, before, t1) - open_before(opens, closes, before, t0)
