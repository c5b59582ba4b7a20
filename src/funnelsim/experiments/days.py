"""Ticks as calendar days."""

from __future__ import annotations

import datetime as dt

from funnelsim.outcomes.spans import DAY


def day_of(origin: dt.date, tick: int) -> dt.date:
    """Calendar day that a tick belongs to; tick 0 is 00:00 of `origin`."""
    return origin + dt.timedelta(days=int(tick) // DAY)


def day_before(origin: dt.date, end: int) -> dt.date:
    """Last day, included, of a span that ends at the tick `end`, itself excluded."""
    return day_of(origin, int(end) - 1)
