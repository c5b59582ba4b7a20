"""The assumption that an answer rests on most: a number that the planner did not state."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from funnelsim.scenario.load import Bundle

WEIGHTIEST = (
    "stages", "deal", "shelf_life.sql", "calls.first_call_reaches", "conversation", "eagerness",
    "shelf_life", "hazards",
)  # fmt: skip
"""Keys by what usually hangs on them, the weightiest first; `drivers` measures it."""


def assumed(bundle: Bundle, keys: Iterable[str] = WEIGHTIEST) -> dict[str, Any] | None:
    """The first assumption at or below one of the keys, in their order.

    Returns
    -------
    dict or None
        key, value, source, grade; None if the planner has stated all of them.
    """
    # Reasons of losses are words of reports, and who does the work is no number to be measured.
    entries = [
        entry
        for entry in bundle.assumptions()
        if ".reasons." not in entry["key"] and not entry["key"].endswith(".by")
    ]
    for prefix in keys:
        for entry in entries:
            if entry["key"] == prefix or entry["key"].startswith(f"{prefix}."):
                return {**entry, "value": str(entry["value"])}
    return None
