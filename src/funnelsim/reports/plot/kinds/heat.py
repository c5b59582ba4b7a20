"""A table as colours."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from funnelsim.reports.pictures import Heat
from funnelsim.reports.plot.palette import DIVERGING, FAINT, HEAT, INK, PAPER
from funnelsim.reports.plot.words import LABEL, InUnit, amount, names, short

FEW = 90
"""Cells that have room for their numbers."""


def heat(picture: Heat, ax: Axes, currency: str) -> None:
    """Cells on a scale of lightness, the best ones framed, unknown ones left grey."""
    unit = picture["value"]["unit"]
    values = np.array(
        [[np.nan if cell is None else cell for cell in row] for row in picture["values"]], float
    ).reshape(len(picture["rows"]), len(picture["columns"]))
    low, high = _ends(values)
    apart = low < 0 < high
    colours = mpl.colormaps[DIVERGING if apart else HEAT].with_extremes(bad=FAINT)
    end = max(-low, high)
    drawn = ax.pcolormesh(
        np.arange(values.shape[1] + 1) - 0.5, np.arange(values.shape[0] + 1) - 0.5, values,
        cmap=colours, vmin=-end if apart else low, vmax=end if apart else high,
        edgecolors=PAPER, linewidth=1.2,
    )  # fmt: skip
    names(ax, "x", picture["columns"], 12)
    names(ax, "y", picture["rows"], 30)
    ax.set_ylim(max(1, len(picture["rows"])) - 0.5, -0.5)
    ax.set_xlabel(short(picture["x"]["label"], LABEL))
    ax.set_ylabel(short(picture["y"]["label"], LABEL))
    ax.tick_params(length=0)
    for side in ax.spines.values():
        side.set_visible(False)
    for column, row in picture.get("best", ()):
        ax.add_patch(Rectangle((column - 0.46, row - 0.46), 0.92, 0.92, fill=False, ec=INK, lw=2))
    if values.size <= FEW:
        for (row, column), value in np.ndenumerate(values):
            if np.isfinite(value):
                paint = _readable(drawn.to_rgba(value))
                text = amount(float(value), unit, currency)
                ax.text(column, row, text, ha="center", va="center", fontsize=7.5, color=paint)
    figure = ax.get_figure()
    assert figure is not None
    bar = figure.colorbar(drawn, ax=ax, pad=0.02, aspect=28, format=InUnit(unit, currency, False))
    bar.set_label(short(picture["value"]["label"], LABEL))
    bar.outline.set_visible(False)


def _ends(values: np.ndarray) -> tuple[float, float]:
    """Least and largest value; a scale needs some width."""
    found = values[np.isfinite(values)]
    low, high = (float(found.min()), float(found.max())) if found.size else (0.0, 1.0)
    return (low, high) if high > low else (min(0.0, low), max(high, low + 1.0))


def _readable(rgba: object) -> str:
    """Ink or paper, whichever can be read on a colour (relative luminance, WCAG)."""
    red, green, blue = np.asarray(rgba, float)[:3]
    return PAPER if 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.5 else INK
