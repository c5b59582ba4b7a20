"""The loops over a log as Python calls them where they are not compiled."""

from __future__ import annotations

from funnelsim.outcomes.by_lead import (
    count_kinds,
    count_rows,
    hand_out,
    number_leads,
    put_in_order,
    without_arrival,
)
from funnelsim.outcomes.counting import count_visitors
from funnelsim.outcomes.part import count_lives, read_lives

__all__ = [
    "count_kinds",
    "count_lives",
    "count_rows",
    "count_visitors",
    "hand_out",
    "number_leads",
    "put_in_order",
    "read_lives",
    "without_arrival",
]
