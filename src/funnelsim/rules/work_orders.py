"""Codes of the orders in which waiting items may be worked."""

from __future__ import annotations

OLDEST = 0
NEWEST = 1
HIGHEST_SCORE = 2
HIGHEST_VALUE = 3
MOST_PERISHABLE = 4
EARLIEST_DEADLINE = 5
