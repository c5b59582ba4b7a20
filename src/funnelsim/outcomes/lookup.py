"""Looking things up in the columns of a `cells.Frame`: epochs, leads, open hours."""

from __future__ import annotations

from funnelsim.outcomes.columns import Ints, TheFrame


def last_at_or_before(values: Ints, low: int, high: int, x: int) -> int:
    """Index of the last of ``values[low:high]``, ascending, that is at most ``x``; else low - 1."""
    while low < high:
        middle = (low + high) // 2
        if values[middle] <= x:
            low = middle + 1
        else:
            high = middle
    return low - 1


def epoch_at(frame: TheFrame, tick: int) -> int:
    """Index of the epoch in force at a tick."""
    return last_at_or_before(frame.epochs, 0, len(frame.epochs), tick)


def among(ids: Ints, lead: int) -> int:
    """Place of a lead among ascending identities, -1 if it is none of them."""
    at = last_at_or_before(ids, 0, len(ids), lead)
    return at if at >= 0 and ids[at] == lead else -1


def open_before(frame: TheFrame, calendar: int, tick: int) -> int:
    """Open ms of a calendar before a tick."""
    low = frame.cal_first[calendar]
    i = last_at_or_before(frame.opens, low, frame.cal_first[calendar + 1], tick)
    if i < low:
        return 0
    return frame.before[i] + min(tick, frame.closes[i]) - frame.opens[i]


def is_open(frame: TheFrame, calendar: int, tick: int) -> bool:
    """Whether a calendar is open at a tick."""
    low = frame.cal_first[calendar]
    i = last_at_or_before(frame.opens, low, frame.cal_first[calendar + 1], tick)
    return i >= low and tick < frame.closes[i]


def worked_before(frame: TheFrame, rep: int, tick: int) -> int:
    """Working ms of a rep in the horizon before a tick: employed, in open hours, not absent."""
    low = frame.rep_first[rep]
    i = last_at_or_before(frame.rep_opens, low, frame.rep_first[rep + 1], tick)
    if i < low:
        return 0
    return frame.rep_before[i] + min(tick, frame.rep_closes[i]) - frame.rep_opens[i]
