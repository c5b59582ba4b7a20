"""The lives of a lead in several worlds."""

from __future__ import annotations

from funnelsim.reports.html.options.parts import (
    Option,
    below,
    by_item,
    grid,
    item,
    number_axis,
    rows_axis,
)
from funnelsim.reports.pictures import Life
from funnelsim.reports.written import span, written

LANE = 74
"""Pixels for each life."""


def life(picture: Life, currency: str) -> Option:
    """Spans as bars in a lane for each world, happenings as dots on them."""
    lanes, unit = picture["lanes"], picture["x"]["unit"]
    spans = [
        item([i, one["begin"], one["end"]],
             [one["label"], span([one["begin"], one["end"]], unit, currency)],
             says=one["label"], itemStyle={"color": f"@{one['role']}"})
        for i, lane in enumerate(lanes) for one in lane["spans"]
    ]  # fmt: skip
    dots = [
        item([one["at"], i],
             [one["label"], f"after {written(one['at'], unit, currency)}"],
             itemStyle={"color": f"@{one['role']}"})
        for i, lane in enumerate(lanes) for one in lane["happenings"]
    ]  # fmt: skip
    return {
        "height": LANE * len(lanes) + 90,
        "grid": grid(top=12),
        "xAxis": number_axis(picture["x"]) | below(picture["x"]["label"]),
        "yAxis": rows_axis(lane["name"] for lane in lanes),
        "series": [
            {"type": "custom", "renderItem": "=span", "encode": {"x": [1, 2], "y": 0},
             "data": spans},
            {"type": "scatter", "symbolSize": 9, "data": dots, "z": 3},
        ],
        "tooltip": by_item(),
    }  # fmt: skip
