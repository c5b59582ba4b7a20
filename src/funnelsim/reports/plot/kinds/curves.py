"""Curves with bands: fans, chances over time, prices of delay, levers."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Patch

from funnelsim.reports.pictures import Curves, Line
from funnelsim.reports.plot.kinds.parts import known, legend, marks
from funnelsim.reports.plot.palette import colours
from funnelsim.reports.plot.words import LABEL, names, scale, short

PALE = 0.2
"""Opacity of a band."""

MANY = 40
"""Points of a curve that are not shown one by one any more."""

MOST_NAMES = 9
"""Names along the x axis."""


def curves(picture: Curves, ax: Axes, currency: str) -> None:
    """Lines over bands; whiskers where single points have intervals."""
    at, named = picture["at"], picture["x"]["unit"] == "text"
    x: list[float] = [
        float(i) if isinstance(value, str) else value for i, value in enumerate([*at])
    ]
    scale(ax, "y", picture["y"], currency)
    if not named:
        scale(ax, "x", picture["x"], currency)
    handles: dict[str, Any] = {}
    for line, paint in zip(
        picture["lines"], colours(line["role"] for line in picture["lines"]), strict=True
    ):
        _draw(ax, x, line, paint, handles)
    if named:
        labels = [str(value) for value in at]
        names(ax, "x", labels, MOST_NAMES)
        ax.set_xlabel(short(picture["x"]["label"], LABEL))
        marks(ax, picture["marks"], labels, left=True)
    else:
        marks(ax, picture["marks"], left=True)
    ax.grid(axis="y")
    ax.margins(x=0.02)
    if len(handles) > 1:
        legend(ax, list(handles.values()), list(handles))


def _draw(ax: Axes, x: list[float], line: Line, paint: str, handles: dict[str, Any]) -> None:
    """One curve; what belongs into the legend is added to `handles`."""
    steps = bool(line.get("steps"))
    bands = []
    for depth, band in enumerate(line.get("bands", ()), start=1):
        low, high = known(band["low"]), known(band["high"])
        ax.fill_between(x, low, high, color=paint, alpha=PALE, lw=0, step="post" if steps else None)
        # An inner band lies on the wider ones: the legend shows it as dark as it looks.
        shade = Patch(color=paint, alpha=1 - (1 - PALE) ** depth, lw=0)
        bands.append((band["label"], shade))
    dashed = line["role"] == "muted"
    (drawn_line,) = ax.plot(
        x, known(line["values"]), color=paint, lw=2, ls="--" if dashed else "-",
        drawstyle="steps-post" if steps else "default",
        marker="o" if len(x) <= MANY and not steps else "", ms=3.5,
    )  # fmt: skip
    handles[line["name"]] = drawn_line
    for label, drawn in bands:
        handles.setdefault(label, drawn)
    for place, value, ends in zip(x, line["values"], line.get("ends") or (), strict=False):
        if ends and value is not None:
            ax.vlines(place, ends[0], ends[1], color=paint, lw=1.2, alpha=0.75)
