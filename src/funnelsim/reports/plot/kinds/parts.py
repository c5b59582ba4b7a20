"""What several kinds of pictures share: marks, legends, values beside rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.transforms import offset_copy

from funnelsim.reports.pictures import Mark
from funnelsim.reports.plot.palette import INK, PAPER, colour
from funnelsim.reports.plot.words import LABEL, short

HALO = (withStroke(linewidth=2.5, foreground=PAPER),)
"""Keeps text readable over lines."""

LEVEL = 11
"""Points between the names of upright marks, so that they never overlap."""

LEGEND = 30
"""Characters of a name in the legend."""

BELOW = 36
"""Points from a chart down to its legend, past the ticks and the label of the axis."""


def known(values: Sequence[float | None]) -> list[float]:
    """Numbers as they are drawn: a gap where one is not known."""
    return [float("nan") if value is None else value for value in values]


def marks(
    ax: Axes, found: Sequence[Mark], categories: Sequence[str] = (), left: bool = False
) -> None:
    """Lines and strips across a chart, with their names.

    Parameters
    ----------
    categories
        Names along an axis without numbers.
    left
        Whether names of level marks stand at the left; else at the right.
    """
    places = {name: float(i) for i, name in enumerate(categories)}
    upright = 0
    for mark in found:
        ends = [_place(mark["at"], places), _place(mark.get("to"), places)]
        if ends[0] is None:
            continue
        across, paint = mark["axis"] == "x", colour(mark.get("role", "target"))
        if ends[1] is not None:
            strip = ax.axvspan if across else ax.axhspan
            strip(ends[0], ends[1], color=paint, alpha=0.13, lw=0, zorder=0)
        else:
            line = ax.axvline if across else ax.axhline
            line(ends[0], color=paint, ls=(0, (4, 2)), lw=1.4, zorder=2.5)
        if not across:
            _beside(ax, ends[0], mark["label"], paint, left)
            continue
        if ends[1] is None:
            _over(ax, ends[0], mark["label"], paint, upright)
        else:
            _over(ax, (ends[0] + ends[1]) / 2, mark["label"], paint, upright, strip=True)
        upright += 1


def _place(at: float | str | None, places: Mapping[str, float]) -> float | None:
    return places.get(at) if isinstance(at, str) else at


def _over(ax: Axes, x: float, label: str, paint: str, level: int, strip: bool = False) -> None:
    """The name of an upright mark above the chart, on the side where there is room."""
    share = _share(ax, x, *ax.get_xlim())
    side = "center" if strip and 0.2 < share < 0.8 else "left" if share < 0.5 else "right"
    reach = {"left": 3, "center": 0, "right": -3}[side]
    leader = {"arrowstyle": "-", "color": paint, "lw": 0.8, "shrinkA": 0, "shrinkB": 0,
              "relpos": (0 if side == "left" else 1, 0)}  # fmt: skip
    ax.annotate(
        short(label, LABEL), (x, 1), xycoords=ax.get_xaxis_transform(),
        xytext=(reach, 3 + LEVEL * level), textcoords="offset points", ha=side, va="bottom",
        fontsize=8.5, color=paint, annotation_clip=False, arrowprops=None if strip else leader,
    )  # fmt: skip


def _share(ax: Axes, x: float, low: float, high: float) -> float:
    """Where a value lies along the x axis, 0..1 from the left."""
    ends = ax.transData.transform([(low, 0.5), (x, 0.5), (high, 0.5)])[:, 0]
    return float((ends[1] - ends[0]) / (ends[2] - ends[0])) if ends[2] != ends[0] else 0.5


def _beside(ax: Axes, y: float, label: str, paint: str, left: bool) -> None:
    ax.annotate(
        short(label, LABEL), (0 if left else 1, y), xycoords=ax.get_yaxis_transform(),
        xytext=(4 if left else -4, 3), textcoords="offset points",
        ha="left" if left else "right", va="bottom", fontsize=8.5, color=paint,
        path_effects=HALO,
    )  # fmt: skip


def legend(ax: Axes, handles: Sequence[Any], names: Sequence[str]) -> None:
    """Names of series below the chart, where they cover nothing."""
    if not handles:
        return
    widest = max(len(short(name, LEGEND)) for name in names)
    columns = max(1, min(len(names), 114 // (widest + 5)))
    under = offset_copy(ax.transAxes, ax.get_figure(root=True), y=-BELOW, units="points")
    ax.legend(
        handles, [short(name, LEGEND) for name in names], loc="upper center",
        bbox_to_anchor=(0.5, 0.0), bbox_transform=under, ncols=columns,
        handlelength=1.6, columnspacing=1.4,
        borderaxespad=0.0, borderpad=0.2,
    )  # fmt: skip


def beside_rows(ax: Axes, texts: Sequence[str], muted: Sequence[bool] = ()) -> None:
    """Values in writing, right of the rows of a chart."""
    for i, text in enumerate(texts):
        quiet = i < len(muted) and muted[i]
        ax.text(
            1.015, i, text, transform=ax.get_yaxis_transform(), va="center", ha="left",
            fontsize=8.5, color=colour("muted") if quiet else INK,
        )  # fmt: skip
