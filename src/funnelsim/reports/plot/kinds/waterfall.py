"""From one total, part by part, to the next."""

from __future__ import annotations

from matplotlib.axes import Axes

from funnelsim.reports.pictures import Step, Waterfall
from funnelsim.reports.plot.kinds.parts import beside_rows
from funnelsim.reports.plot.palette import FAINT, INK, colour
from funnelsim.reports.plot.words import amount, down, scale, short

CUT = 0.8
"""If no level is below this share of the highest one, the axis does not begin at 0: parts of a
large total would be slivers. The label says so."""


def waterfall(picture: Waterfall, ax: Axes, currency: str) -> None:
    """Lying steps from the top down, so that long names stay readable."""
    unit, steps = picture["y"]["unit"], picture["steps"]
    scale(ax, "x", picture["y"], currency)
    ends = _levels(steps)
    start = _start(ends)
    for i, (step, (low, high)) in enumerate(zip(steps, ends, strict=True)):
        base = start if step["total"] else low
        ax.barh(i, high - base, 0.62, base, color=colour(step["role"]))
        whisker = step["ends"]
        if whisker is not None:
            zero = 0.0 if step["total"] else low
            ax.hlines(i, zero + whisker[0], zero + whisker[1], color=INK, lw=1)
        if i + 1 < len(steps):
            ax.vlines(high, i, i + 1, color=FAINT, lw=1, zorder=0)
    down(ax, [step["label"] for step in steps])
    if start:
        ax.set_xlim(left=start)
        label = picture["y"]["label"]
        ax.set_xlabel(f"{short(label)} (axis begins at {amount(start, unit, currency)})")
    ax.margins(x=0.03)
    beside_rows(ax, [_told(step, amount(step["value"], unit, currency)) for step in steps])


def _told(step: Step, value: str) -> str:
    return value if step["total"] or step["value"] <= 0 else f"+{value}"


def _levels(steps: list[Step]) -> list[tuple[float, float]]:
    """Where each step begins and ends."""
    found, level = [], 0.0
    for step in steps:
        begin = 0.0 if step["total"] else level
        level = begin + step["value"]
        found.append((begin, level))
    return found


def _start(ends: list[tuple[float, float]]) -> float:
    """Where the axis begins."""
    from matplotlib.ticker import MaxNLocator

    levels = [level for _, level in ends]
    if not levels or min(levels) <= CUT * max(levels) or min(levels) <= 0:
        return 0.0
    room = (max(levels) - min(levels)) or max(levels)
    ticks = MaxNLocator(6).tick_values(min(levels) - 0.35 * room, max(levels))
    return max(0.0, float(ticks[0]))
