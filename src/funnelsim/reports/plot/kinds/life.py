"""The lives of a lead in several worlds."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from funnelsim.reports.pictures import Life
from funnelsim.reports.plot.kinds.parts import legend
from funnelsim.reports.plot.palette import PAPER, colour
from funnelsim.reports.plot.words import lines, scale, short

SHAPES = "osD^vPX*h<>p"
"""Shapes of happenings by their name, so that colour is not all that tells them apart."""

NARROW = 0.011
"""Share of the width that a letter of a span's name takes."""


def life(picture: Life, ax: Axes, currency: str) -> None:
    """Spans as bars in a lane for each world, happenings as marks above them."""
    lanes = picture["lanes"]
    scale(ax, "x", picture["x"], currency)
    last = max([0.0, *(one["end"] for lane in lanes for one in lane["spans"]),
                *(one["at"] for lane in lanes for one in lane["happenings"])])  # fmt: skip
    ax.set_xlim(0 - 0.015 * last, last * 1.015 or 1.0)
    shapes: dict[str, str] = {}
    handles: dict[str, Any] = {}
    for i, lane in enumerate(lanes):
        for one in lane["spans"]:
            width = one["end"] - one["begin"]
            ax.barh(i, width, 0.42, one["begin"], color=colour(one["role"]), ec=PAPER, lw=0.8)
            if last and len(one["label"]) * NARROW < width / last:
                ax.text(
                    one["begin"] + width / 2, i, short(one["label"]), ha="center", va="center",
                    fontsize=8, color=PAPER,
                    path_effects=[withStroke(linewidth=1.8, foreground=colour(one["role"]))],
                )  # fmt: skip
        for thing in lane["happenings"]:
            shape = shapes.setdefault(thing["label"], SHAPES[len(shapes) % len(SHAPES)])
            (drawn,) = ax.plot(
                thing["at"], i - 0.34, shape, color=colour(thing["role"]), ms=6.5, mec=PAPER,
                mew=0.6, ls="", clip_on=False,
            )  # fmt: skip
            handles.setdefault(thing["label"], drawn)
    ax.set_yticks(range(len(lanes)), [lines(lane["name"], 16) for lane in lanes])
    ax.set_ylim(len(lanes) - 0.45, -0.65)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x")
    legend(ax, list(handles.values()), list(handles))
