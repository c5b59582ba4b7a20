"""Dots in a plane and the line through those that no other beats."""

from __future__ import annotations

from funnelsim.reports.html.options.parts import (
    AT_THE_SIDE,
    HEIGHT,
    Option,
    above,
    below,
    by_item,
    grid,
    item,
    number_axis,
)
from funnelsim.reports.pictures import Points
from funnelsim.reports.written import written


def points(picture: Points, currency: str) -> Option:
    """Named dots; names that would overlap are left to the tip."""
    x, y = picture["x"], picture["y"]
    places = [point["x"] for point in picture["points"]]
    middle = (min(places, default=0) + max(places, default=0)) / 2
    x_axis = number_axis(x, axisLine=AT_THE_SIDE, scale=True, boundaryGap=["12%", "12%"])
    y_axis = number_axis(y, axisLine=AT_THE_SIDE, scale=True, boundaryGap=["6%", "6%"])
    return {
        "height": HEIGHT + 40,
        "grid": grid(top=40, right=48),
        "xAxis": x_axis | below(x["label"]),
        "yAxis": y_axis | above(y["label"]),
        "series": [
            {"type": "line", "data": picture["frontier"], "silent": True, "symbol": "none",
             "lineStyle": {"color": "@muted", "type": "dashed"}},
            {
                "type": "scatter", "symbolSize": 11,
                "label": {"show": True, "formatter": "=says", "width": 120, "color": "@text",
                          "textBorderWidth": 0,
                          "overflow": "truncate"},
                "labelLayout": {"hideOverlap": True},
                "data": [
                    item([point["x"], point["y"]],
                         [point["label"],
                          f"{x['label']}: {written(point['x'], x['unit'], currency)}",
                          f"{y['label']}: {written(point['y'], y['unit'], currency)}"],
                         says=point["label"],
                         # Names stand towards the middle, off the axis and the edge.
                         label={"position": "right" if point["x"] <= middle else "left"},
                         itemStyle={"color": f"@{point['role']}"})
                    for point in picture["points"]
                ],
            },
        ],
        "tooltip": by_item(),
    }  # fmt: skip
