"""Values with their intervals below one another."""

from __future__ import annotations

from matplotlib.axes import Axes

from funnelsim.reports.pictures import Forest, Unit, Whisker
from funnelsim.reports.plot.kinds.parts import beside_rows
from funnelsim.reports.plot.palette import INK, colour
from funnelsim.reports.plot.words import amount, down, plain, scale, short
from funnelsim.reports.written import span


def forest(picture: Forest, ax: Axes, currency: str) -> None:
    """A dot and a whisker in each row, both in writing beside it."""
    rows, unit = picture["rows"], picture["x"]["unit"]
    scale(ax, "x", picture["x"], currency)
    for i, row in enumerate(rows):
        paint = colour(row["role"])
        if row["ends"] is not None:
            ax.hlines(i, row["ends"][0], row["ends"][1], color=paint, lw=2.2, alpha=0.65)
        if row["value"] is not None:
            ax.plot(row["value"], i, "o", color=paint, ms=6)
    down(ax, [row["label"] for row in rows])
    if picture["zero"] is not None:
        ax.axvline(picture["zero"], color=INK, lw=0.9, zorder=1)
    beside_rows(
        ax,
        [_told(row, unit, currency) for row in rows],
        [row["value"] is None for row in rows],
    )


def _told(row: Whisker, unit: Unit, currency: str) -> str:
    """``$12k, $4k to $20k``, or why there is no interval."""
    value = amount(row["value"], unit, currency) if row["value"] is not None else ""
    beside = plain(span(row["ends"], unit, currency)) or short(row.get("reason", ""))
    return ",  ".join(part for part in (value, beside) if part)
