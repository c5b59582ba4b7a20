"""A card, and the section of a report that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypedDict

from funnelsim.reports.pictures import Picture, Unit

Cell = float | int | str | bool | None

SECTIONS = {
    "answer": "The answer",
    "policies": "Policies",
    "cold": "What cold leads cost",
    "levers": "Levers",
    "funnel": "Funnel",
    "teams": "Teams",
    "sources": "Channels and segments",
    "money": "Money",
    "provenance": "Where this comes from",
}
"""Sections by key, in the order in which a page shows them."""


class Head(TypedDict):
    """A column of a table: its name, and the unit of its numbers."""

    name: str
    unit: Unit


class Grid(TypedDict):
    """The numbers behind a picture, raw; the page writes them in their units.

    A row may have a unit of its own where the column says ``text``: such cells come written.
    """

    head: list[Head]
    rows: list[list[Cell]]


@dataclass(frozen=True)
class Card:
    """One thing that a reader should know.

    Attributes
    ----------
    id
        Unique in the report of a run, the same in every run of its kind: ``revenue-fan``.
    section
        One of `SECTIONS`.
    title
        What it is about, in a few words: ``Revenue over the year``.
    finding
        What it says, as a sentence with its numbers.
    caption
        How to read the picture, what the bands and marks are.
    picture
        None where the table says it all.
    grid
        The numbers; below the picture, folded, or in its place.
    notes
        Further sentences: alarms, reservations.
    """

    id: str
    section: str
    title: str
    finding: str
    caption: str
    picture: Picture | None
    grid: Grid | None
    notes: Sequence[str] = ()

    def plain(self) -> dict[str, Any]:
        """The card as it is kept in JSON."""
        return asdict(self) | {"notes": list(self.notes)}


def grid(head: Iterable[tuple[str, Unit]], rows: Iterable[Sequence[Cell]]) -> Grid:
    """A grid from pairs of name and unit, and rows as long as these."""
    return {
        "head": [{"name": name, "unit": unit} for name, unit in head],
        "rows": [list(row) for row in rows],
    }
