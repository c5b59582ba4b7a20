"""Dots in a plane and the line through those that no other beats."""

from __future__ import annotations

from matplotlib.axes import Axes

from funnelsim.reports.pictures import Points
from funnelsim.reports.plot.kinds.parts import HALO
from funnelsim.reports.plot.palette import INK, colour
from funnelsim.reports.plot.words import scale, short

APART = 11
"""Points between names that would else overlap."""


def points(picture: Points, ax: Axes, currency: str) -> None:
    """Named dots; names that would overlap are moved up."""
    scale(ax, "x", picture["x"], currency)
    scale(ax, "y", picture["y"], currency)
    if picture["frontier"]:
        x, y = zip(*picture["frontier"], strict=True)
        ax.plot(x, y, color=colour("muted"), ls="--", lw=1.4, zorder=1)
    for point in picture["points"]:
        ax.plot(point["x"], point["y"], "o", color=colour(point["role"]), ms=7, mec="white")
    ax.margins(0.14)
    ax.grid()
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.draw_without_rendering()  # lays out the figure: only then places are known
    taken: list[tuple[float, float]] = []
    for point in picture["points"]:
        left, low = ax.transData.transform((point["x"], point["y"])) * 72 / figure.dpi
        across, up = float(left), float(low) + 7
        while any(abs(across - a) < 80 and abs(up - b) < APART for a, b in taken):
            up += APART
        taken.append((across, up))
        ax.annotate(
            short(point["label"], 24), (point["x"], point["y"]),
            xytext=(0, up - float(low)), textcoords="offset points", ha="center",
            va="bottom", fontsize=8.5, color=INK, path_effects=HALO,
        )  # fmt: skip
