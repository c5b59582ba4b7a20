"""The assumption that the price of cold leads rests on most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from funnelsim.experiments.cold.price import Cold

RESTS_ON = {
    "reach": ("calls.first_call_reaches",),
    "intent": ("eagerness",),
    "shelf_before_contact": ("shelf_life.mql", "shelf_life.sql"),
    "shelf_in_pipeline": ("shelf_life.sql", "shelf_life"),
    "nurture": ("interest", "shelf_life.lead"),
    "competitor": ("hazards.competitor",),
    "contact_left": ("hazards.changes_job",),
}
"""Keys that say how strong each mechanism is."""


def biggest_assumption(cold: Cold) -> dict[str, Any] | None:
    """The assumed number behind the largest part of the loss.

    Returns
    -------
    dict or None
        key, value, source, grade and the mechanism; None if the planner has stated all of them.
    """
    assumed = cold.bundle.assumptions()
    for player in cold.attribution():
        for prefix in RESTS_ON[player.mechanism]:
            for entry in assumed:
                if entry["key"] == prefix or entry["key"].startswith(f"{prefix}."):
                    return {**entry, "value": str(entry["value"]), "mechanism": player.mechanism}
    return None
