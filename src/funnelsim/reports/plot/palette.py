"""Colours by role, told apart by every kind of colour vision.

The hues are those of Okabe and Ito (Color Universal Design, 2008), some darker to be read on white.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from funnelsim.reports.pictures import Role

INK = "#24292f"
FAINT = "#d0d7de"
PAPER = "#ffffff"

ROLES: Mapping[Role, str] = {
    "main": "#0072b2",
    "other": "#e69f00",
    "muted": "#8c959f",
    "good": "#009e73",
    "bad": "#c8471d",
    "cold": "#56b4e9",
    "target": "#93286b",
    "luck": "#8c959f",
    "ignorance": "#e69f00",
}

SPARE = ("#009e73", "#cc79a7", "#56b4e9", "#c8471d", "#93286b", "#b8a700")
"""For series that share a role, in this order."""

HEAT = "Blues"
DIVERGING = "PuOr_r"
"""Colour maps of heat maps: of amounts, and of differences to 0."""


def colour(role: str) -> str:
    """The colour of a role; of a role that is not known that of ``muted``."""
    return next((found for name, found in ROLES.items() if name == role), ROLES["muted"])


def colours(roles: Iterable[str]) -> list[str]:
    """A colour for each series: its role's for the first one with it, others for the rest."""
    told = list(roles)
    spare = [found for found in SPARE if found not in {colour(role) for role in told}] or [*SPARE]
    used: dict[str, int] = {}
    chosen = []
    for role in told:
        if role in used:
            chosen.append(spare[sum(used.values()) % len(spare)])
            used[role] += 1
        else:
            chosen.append(colour(role))
            used[role] = 0
    return chosen
