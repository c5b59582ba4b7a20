"""From a picture to axes, and from a report to files; the one module that imports matplotlib."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes

from funnelsim.errors import OutputError
from funnelsim.reports.cards.card import Card
from funnelsim.reports.pictures import Picture
from funnelsim.reports.plot.canvas import axes_for, head, style, written_to
from funnelsim.reports.plot.kinds import draw


def drawn(
    picture: Picture, ax: Axes | None, currency: str, finding: str = "", title: str = ""
) -> Axes:
    """Draw a picture, in a figure of its own unless there are axes.

    Parameters
    ----------
    finding
        Stands above a figure of its own.
    title
        Stands above axes of the reader's, where a sentence may find no room.
    """
    with style():
        room = axes_for(picture) if ax is None else ax
        draw(picture, room, currency)
        head(room, picture, finding or title if ax is None else title, own=ax is None)
    return room


def drawn_card(card: Card, ax: Axes | None, currency: str) -> Axes:
    """Draw the picture of a card that has one."""
    assert card.picture is not None
    return drawn(card.picture, ax, currency, card.finding, card.title)


def files(report: Mapping[str, Any], folder: Path, formats: Sequence[str]) -> list[Path]:
    """Files of all pictures of a report; parameters as in `plot.save`."""
    made: list[Path] = []
    currency = report["run"]["currency"]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for card in report["cards"]:
            if card["picture"] is None:
                continue
            ax = drawn(card["picture"], None, currency, card["finding"], card["title"])
            for ending in formats:
                path = folder / f"{file_name(card['id'])}.{ending}"
                with style():
                    written_to(ax, path, card["title"], card["finding"])
                made.append(path)
    except OSError as error:
        raise OutputError(f"{folder}: {error.strerror or error}") from error
    return made


def file_name(identity: str) -> str:
    """A card's name as the name of a file that stays in its folder."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", identity).strip("-") or "picture"
