"""Distributions over one another."""

from __future__ import annotations

from matplotlib.axes import Axes

from funnelsim.reports.pictures import Histogram
from funnelsim.reports.plot.kinds.parts import legend, marks
from funnelsim.reports.plot.palette import colours
from funnelsim.reports.plot.words import scale


def histogram(picture: Histogram, ax: Axes, currency: str) -> None:
    """One distribution as bars; several as outlines that are filled lightly."""
    scale(ax, "x", picture["x"], currency)
    scale(ax, "y", picture["y"], currency)
    edges, series = picture["edges"], picture["series"]
    alone = len(series) == 1
    drawn = [
        ax.stairs(
            one["shares"], edges, fill=True, facecolor=(paint, 0.75 if alone else 0.22),
            edgecolor="white" if alone else paint, lw=0.8 if alone else 1.6,
        )
        for one, paint in zip(series, colours(one["role"] for one in series), strict=True)
    ]  # fmt: skip
    if edges:
        ax.set_xlim(edges[0], edges[-1])
    ax.set_ylim(bottom=0)
    ax.grid(axis="y")
    marks(ax, picture["marks"])
    if not alone:
        legend(ax, drawn, [one["name"] for one in series])
