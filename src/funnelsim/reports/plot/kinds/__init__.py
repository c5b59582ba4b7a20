"""One drawing function for each kind of picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from matplotlib.axes import Axes

from funnelsim.reports.pictures import Picture
from funnelsim.reports.plot.kinds.bars import bars
from funnelsim.reports.plot.kinds.curves import curves
from funnelsim.reports.plot.kinds.flow import flow
from funnelsim.reports.plot.kinds.forest import forest
from funnelsim.reports.plot.kinds.heat import heat
from funnelsim.reports.plot.kinds.histogram import histogram
from funnelsim.reports.plot.kinds.life import life
from funnelsim.reports.plot.kinds.points import points
from funnelsim.reports.plot.kinds.tornado import tornado
from funnelsim.reports.plot.kinds.waterfall import waterfall

DRAW: Mapping[str, Callable[[Any, Axes, str], None]] = {
    "bars": bars,
    "curves": curves,
    "flow": flow,
    "forest": forest,
    "heat": heat,
    "histogram": histogram,
    "life": life,
    "points": points,
    "tornado": tornado,
    "waterfall": waterfall,
}


def draw(picture: Picture, ax: Axes, currency: str) -> None:
    """Draw a picture of any kind."""
    DRAW[picture["kind"]](picture, ax, currency)
