"""Looking things up in the columns of a `cells.Frame`: epochs, leads, open hours."""

from __future__ import annotations

from funnelsim.outcomes.columns import TheFrame
from funnelsim.outcomes.row_codes import *
from funnelsim.rules.raw import *
from funnelsim.rules.working_time import *


def epoch_at(frame: TheFrame, tick: int) -> int:
    """Index of the epoch in force at a tick."""
    epoch = frame.n_epochs - 1
    while epoch > 0 and frame.epochs[epoch] > tick:
        epoch -= 1
    return epoch


def span_at(frame: TheFrame, tick: int) -> int:
    """Index of the elementary span of a tick, -1 outside all of them."""
    if tick < frame.edges[0] or tick >= frame.last_edge:
        return -1
    # Counted from the first edge: C rounds a negative quotient another way than Python.
    span = frame.span_of_day[(tick - frame.edges[0]) // DAY]
    while tick >= frame.edges[span + 1]:
        span += 1
    return span


def deal_of(frame: TheFrame, lead: int) -> int:
    """Which of the open deals a lead is, -1 if it is none."""
    if len(frame.deals) == 0:
        return -1
    at = last_of(ints(frame.deals), len(frame.deals), lead)
    return at if at >= 0 and frame.deals[at] == lead else -1


def is_replayed(frame: TheFrame, lead: int) -> bool:
    """Whether a lead is from a replay file."""
    if len(frame.replayed) == 0:
        return False
    at = last_of(ints(frame.replayed), len(frame.replayed), lead)
    return at >= 0 and frame.replayed[at] == lead


def open_ms_before(frame: TheFrame, calendar: int, tick: int) -> int:
    """Open ms of a calendar before a tick."""
    low = frame.cal_first[calendar]
    return open_time(
        ints_from(frame.opens, low), ints_from(frame.closes, low), ints_from(frame.before, low),
        frame.cal_first[calendar + 1] - low, tick,
    )  # fmt: skip


def opened_at(frame: TheFrame, calendar: int, tick: int) -> bool:
    """Whether a calendar is open at a tick."""
    low = frame.cal_first[calendar]
    return opened(
        ints_from(frame.opens, low), ints_from(frame.closes, low),
        frame.cal_first[calendar + 1] - low, tick,
    )  # fmt: skip


def worked_before(frame: TheFrame, rep: int, tick: int) -> int:
    """Working ms of a rep in the horizon before a tick: employed, in open hours, not absent."""
    low = frame.rep_first[rep]
    return open_time(
        ints_from(frame.rep_opens, low), ints_from(frame.rep_closes, low),
        ints_from(frame.rep_before, low), frame.rep_first[rep + 1] - low, tick,
    )  # fmt: skip
