"""What moves an outcome, the widest swing first."""

from __future__ import annotations

from matplotlib.axes import Axes

from funnelsim.reports.pictures import Tornado
from funnelsim.reports.plot.kinds.parts import HALO, legend
from funnelsim.reports.plot.palette import INK, colour
from funnelsim.reports.plot.words import down, scale, short


def tornado(picture: Tornado, ax: Axes, currency: str) -> None:
    """Two bars from the base in each row, with the settings that they stand for."""
    rows = picture["rows"]
    scale(ax, "x", picture["x"], currency)
    # Bars on the same side of the base share the row.
    shift = [0.16 if (row["low"] < 0) == (row["high"] < 0) else 0.0 for row in rows]
    thick = [0.3 if moved else 0.62 for moved in shift]
    sides = (
        ("other", [row["low"] for row in rows], [row["low_label"] for row in rows], -1),
        ("main", [row["high"] for row in rows], [row["high_label"] for row in rows], 1),
    )
    drawn = []
    for role, values, labels, side in sides:
        at = [i + side * moved for i, moved in enumerate(shift)]
        drawn.append(ax.barh(at, values, thick, color=colour(role)))
        for place, value, label in zip(at, values, labels, strict=True):
            _name(ax, value, place, label)
    down(ax, [row["label"] for row in rows])
    ax.axvline(0, color=INK, lw=0.9)
    ax.margins(x=0.16)
    legend(ax, drawn, ["low setting", "high setting"])


def _name(ax: Axes, value: float, row: float, label: str) -> None:
    """What a bar was set to, at its end."""
    left = value < 0
    ax.annotate(
        short(label, 22), (value, row), xytext=(-3 if left else 3, 0),
        textcoords="offset points", ha="right" if left else "left", va="center", fontsize=8,
        path_effects=HALO,
    )  # fmt: skip
