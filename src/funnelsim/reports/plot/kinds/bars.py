"""Values by category."""

from __future__ import annotations

from matplotlib.axes import Axes

from funnelsim.reports.pictures import Bars, Number
from funnelsim.reports.plot.kinds.parts import known, legend, marks
from funnelsim.reports.plot.palette import colours
from funnelsim.reports.plot.words import amount, down, lines, scale

FEW = 24
"""Bars that have room for their values in writing."""

THICK = 0.78
"""Share of a category's room that its bars take."""


def bars(picture: Bars, ax: Axes, currency: str) -> None:
    """Bars side by side or stacked; lying where names are long."""
    lying, stacked, series = picture["lying"], picture["stacked"], picture["series"]
    labels = picture["categories"]
    scale(ax, "x" if lying else "y", picture["value"], currency)
    n = len(labels)
    up, down_to = [0.0] * n, [0.0] * n
    drawn = []
    told = not stacked and n * len(series) <= FEW
    for j, (one, paint) in enumerate(
        zip(series, colours(one["role"] for one in series), strict=True)
    ):
        values = known(one["values"])
        thick = THICK if stacked else THICK / len(series)
        first = 0.0 if stacked else (j - (len(series) - 1) / 2) * thick
        places = [i + first for i in range(n)]
        begins = _stacked(one["values"], up, down_to) if stacked else [0.0] * n
        made = (
            ax.barh(places, values, thick, begins, color=paint)
            if lying
            else ax.bar(places, values, thick, begins, color=paint)
        )
        drawn.append(made)
        if told:
            unit = picture["value"]["unit"]
            texts = [amount(value, unit, currency) for value in one["values"]]
            ax.bar_label(made, texts, padding=2, fontsize=7.5 if len(series) > 2 else 8)
    if lying:
        down(ax, labels)
        ax.margins(x=0.1)
    else:
        _stand(ax, labels)
    marks(ax, picture["marks"], labels)
    if len(series) > 1:
        legend(ax, drawn, [one["name"] for one in series])


def _stand(ax: Axes, labels: list[str]) -> None:
    """Names below the bars, folded; of many only some."""
    step = max(1, -(-len(labels) // 14))
    width = max(6, 84 // max(1, min(len(labels), 14)))
    places = list(range(0, len(labels), step))
    ax.set_xticks(places, [lines(labels[i], width) for i in places])
    ax.set_xlim(-0.6, len(labels) - 0.4)
    ax.tick_params(axis="x", length=0)
    ax.grid(axis="y")
    ax.margins(y=0.1)


def _stacked(values: list[Number], up: list[float], down_to: list[float]) -> list[float]:
    """Where bars of a stack begin: what is above 0 grows upwards, what is below downwards."""
    begins = []
    for i, value in enumerate(values):
        side = down_to if (value or 0.0) < 0 else up
        begins.append(side[i])
        side[i] += value or 0.0
    return begins
