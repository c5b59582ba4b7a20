"""Money that accrues with time."""

from __future__ import annotations

from funnelsim.rules.columns import Ints
from funnelsim.rules.working_time import *


def accrued(per_month: float, t0: int, t1: int, month_starts: Ints) -> float:
    """Cost on ``[t0, t1)`` of an item that costs ``per_month`` and accrues evenly in each month.

    Parameters
    ----------
    per_month
        Currency units per calendar month, whatever its length.
    t0, t1
        Ticks.
    month_starts
        Ticks of consecutive month starts, the last one the end of the last month. Outside them
        nothing accrues, nor where ``t1 <= t0``.
    """
    months = 0.0
    i = max(0, last_at_or_before(month_starts, t0))
    while i + 1 < len(month_starts) and month_starts[i] < t1:
        first = month_starts[i]
        end = month_starts[i + 1]
        overlap = min(t1, end) - max(t0, first)
        if overlap > 0:
            months += float(overlap) / float(end - first)
        i += 1
    return per_month * months
