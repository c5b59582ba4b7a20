"""Values with their intervals below one another."""

from __future__ import annotations

from funnelsim.reports.html.options.parts import (
    Option,
    below,
    by_item,
    grid,
    item,
    number_axis,
    rows_axis,
    rows_height,
    tip,
)
from funnelsim.reports.pictures import Forest
from funnelsim.reports.written import written

VALUES_ROOM = 98
"""Pixels at the right for the values in writing."""


def forest(picture: Forest, currency: str) -> Option:
    """A dot and a whisker in each row, its value in writing at the right."""
    unit = picture["x"]["unit"]
    data = []
    for i, row in enumerate(picture["rows"]):
        low, high = row["ends"] or (row["value"], row["value"])
        lines = [tip(row["label"], row["value"], row["ends"], unit, currency), row.get("reason")]
        says = row.get("reason") if row["ends"] is None else None
        data.append(
            item(
                [i, row["value"], low, high],
                [line for line in lines if line],
                says=says or written(row["value"], unit, currency),
                itemStyle={"color": f"@{row['role']}"},
            )
        )
    zero = picture["zero"]
    reach = [x for row in picture["rows"] for x in (row["value"], *(row["ends"] or ()))]
    line = {} if zero is None else {
        "markLine": {"symbol": "none", "silent": True, "label": {"show": False},
                     "lineStyle": {"type": "solid", "color": "@muted", "width": 1},
                     "data": [{"xAxis": zero}]}
    }  # fmt: skip
    return {
        "height": rows_height(len(picture["rows"])),
        "grid": grid(top=12, right=VALUES_ROOM),
        "xAxis": number_axis(picture["x"], reach, scale=zero is None)
        | below(picture["x"]["label"]),
        "yAxis": rows_axis(row["label"] for row in picture["rows"]),
        "series": [
            {"type": "custom", "renderItem": "=lying", "encode": {"x": [1, 2, 3], "y": 0},
             "data": data},
            {"type": "line", "data": [], "silent": True, **line},
        ],
        "tooltip": by_item(),
    }  # fmt: skip
