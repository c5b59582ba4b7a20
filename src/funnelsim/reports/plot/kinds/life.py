"""The lives of a lead in several worlds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.patheffects import withStroke

from funnelsim.reports.pictures import Happening, Lane, Life, Span
from funnelsim.reports.plot.kinds.parts import legend
from funnelsim.reports.plot.palette import PAPER, colour
from funnelsim.reports.plot.words import lines, scale, short

SHAPES = {
    "main": "DdH", "other": "v<>", "muted": "oh8", "good": "P^D", "bad": "Xsp",
}  # fmt: skip
"""Shapes of happenings by role, so that colour is not all that tells them apart."""

NARROW = 0.014
"""Share of the width that a letter of a span's name takes."""


def life(picture: Life, ax: Axes, currency: str) -> None:
    """Spans as bars in a lane for each world, happenings as marks above them."""
    lanes = picture["lanes"]
    scale(ax, "x", picture["x"], currency)
    spans = [one for lane in lanes for one in lane["spans"]]
    things = [one for lane in lanes for one in lane["happenings"]]
    last = max([0.0, *(one["end"] for one in spans), *(one["at"] for one in things)])
    ax.set_xlim(0 - 0.015 * last, last * 1.015 or 1.0)
    shapes = _shapes(things)
    marks: dict[str, Any] = {}
    for i, lane in enumerate(lanes):
        _bars(ax, i, lane, last)
        for one in lane["happenings"]:
            (drawn,) = ax.plot(
                one["at"], i - 0.34, shapes[one["label"]], color=colour(one["role"]), ms=7,
                mec=PAPER, mew=0.5, ls="", clip_on=False,
            )  # fmt: skip
            marks.setdefault(one["label"], drawn)
    ax.set_yticks(range(len(lanes)), [lines(lane["name"], 16) for lane in lanes])
    ax.set_ylim(max(1, len(lanes)) - 0.45, -0.65)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x")
    bars = _roles(spans)
    legend(ax, [*bars.values(), *marks.values()], [*bars, *marks])


def _shapes(things: Sequence[Happening]) -> dict[str, str]:
    """A shape for each name, in the order in which they come."""
    found: dict[str, str] = {}
    used: dict[str, int] = {}
    for one in things:
        if one["label"] not in found:
            some = SHAPES.get(one["role"], "ph8")
            found[one["label"]] = some[used.get(one["role"], 0) % len(some)]
            used[one["role"]] = used.get(one["role"], 0) + 1
    return found


def _bars(ax: Axes, row: int, lane: Lane, last: float) -> None:
    """Spans of a lane, their names in those that have room."""
    for one in lane["spans"]:
        width, paint = one["end"] - one["begin"], colour(one["role"])
        ax.barh(row, width, 0.42, one["begin"], color=paint, ec=PAPER, lw=0.8)
        if last and len(one["label"]) * NARROW < width / last:
            ax.text(
                one["begin"] + width / 2, row, short(one["label"]), ha="center", va="center",
                fontsize=8, color=PAPER, path_effects=[withStroke(linewidth=1.8, foreground=paint)],
            )  # fmt: skip


def _roles(spans: Sequence[Span]) -> dict[str, Patch]:
    """What each colour of the bars stands for: the names of its spans."""
    names: dict[str, dict[str, None]] = {}
    for one in spans:
        names.setdefault(one["role"], {})[one["label"]] = None
    return {", ".join(found): Patch(color=colour(role)) for role, found in names.items()}
