"""ECharts options of pictures: plain JSON, the same for the page and for an app.

What JSON cannot hold is a word that the page's script replaces (`html/page.js`):

- ``@main`` is the colour of a role in the reader's light or dark theme;
- ``=money`` where a formatter belongs writes axis labels in a unit, ``=tip`` shows the lines of
  ``tip`` (of an item) or ``tips`` (of an index on an axis);
- ``=band``, ``=whisker``, ``=bin``, ``=step``, ``=span`` where `renderItem` belongs draws a shape.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from funnelsim.reports.html.options.bars import bars, tornado, waterfall
from funnelsim.reports.html.options.curves import curves
from funnelsim.reports.html.options.flow import flow
from funnelsim.reports.html.options.forest import forest
from funnelsim.reports.html.options.heat import heat
from funnelsim.reports.html.options.histogram import histogram
from funnelsim.reports.html.options.life import life
from funnelsim.reports.html.options.points import points
from funnelsim.reports.pictures import Picture

_MAKE: Mapping[str, Callable[[Any, str], dict[str, Any]]] = {
    "curves": curves,
    "histogram": histogram,
    "flow": flow,
    "waterfall": waterfall,
    "forest": forest,
    "tornado": tornado,
    "heat": heat,
    "points": points,
    "bars": bars,
    "life": life,
}


def options(picture: Picture, currency: str) -> dict[str, Any]:
    """The ECharts option of a picture.

    Beside what ECharts knows: ``height``, the pixels it needs, and ``keys``, pairs of name and
    colour for a legend above it.
    """
    return _MAKE[picture["kind"]](picture, currency)
