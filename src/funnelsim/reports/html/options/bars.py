"""Bars, tornados and waterfalls."""

from __future__ import annotations

from typing import Any

from funnelsim.reports.html.options.parts import (
    HEIGHT,
    Option,
    above,
    below,
    by_axis,
    by_item,
    colours,
    grid,
    item,
    legend,
    marks_of,
    marks_room,
    name_axis,
    number_axis,
    rows_axis,
    rows_height,
    tip,
)
from funnelsim.reports.pictures import Bars, Tornado, Waterfall
from funnelsim.reports.written import written

LABEL_ROOM = 76
"""Pixels beside lying bars for the values in writing."""


def bars(picture: Bars, currency: str) -> Option:
    """Bars by category, standing or lying."""
    names = [series["name"] for series in picture["series"]]
    lying, value = picture["lying"], picture["value"]
    room = marks_room(picture["marks"])
    n_rows = len(picture["categories"]) * (1 if picture["stacked"] else max(1, len(names)) ** 0.5)
    known = any(value is not None for one in picture["series"] for value in one["values"])
    shades = colours([one["role"] for one in picture["series"]])
    series: list[Option] = [
        {
            "type": "bar", "name": one["name"], "color": colour, "data": one["values"],
            "barMaxWidth": 36, **({"stack": "all"} if picture["stacked"] else {}),
        }
        for one, colour in zip(picture["series"], shades, strict=True)
    ]  # fmt: skip
    first = picture["categories"][0] if picture["categories"] and not lying else None
    series.append(marks_of(picture["marks"], first, inverse=lying))
    tips = [
        [category, *(tip(one["name"], one["values"][i], None, value["unit"], currency)
                     for one in picture["series"])]
        for i, category in enumerate(picture["categories"])
    ]  # fmt: skip
    sides: dict[str, Any] = (
        {
            "xAxis": number_axis(value) | below(value["label"]),
            "yAxis": rows_axis(picture["categories"]),
        }
        if lying
        else {
            "xAxis": name_axis(picture["categories"]),
            "yAxis": number_axis(value) | above(value["label"], marks_room(picture["marks"])),
        }
    )
    return {
        "height": rows_height(round(n_rows), 72 + room) if lying else HEIGHT + room,
        # Without a bar there are no labels that lift the axis above its name.
        "grid": grid(top=(12 if lying else 40) + room, bottom=30 if known else 46),
        **legend(names, shades),
        **sides,
        "series": series,
        **by_axis(tips),
    }


def tornado(picture: Tornado, currency: str) -> Option:
    """Two bars from the base in each row: what the low and the high setting change."""
    unit, rows = picture["x"]["unit"], picture["rows"]
    sides = (("low", "other"), ("high", "main"))
    return {
        "height": rows_height(len(rows)),
        "grid": grid(top=12),
        **legend(["low setting", "high setting"], ["@other", "@main"]),
        "xAxis": number_axis(picture["x"]) | below(picture["x"]["label"]),
        "yAxis": rows_axis(row["label"] for row in rows),
        "series": [
            {
                "type": "bar", "name": f"{side} setting", "color": f"@{role}", "barGap": "-100%",
                "barMaxWidth": 22, "itemStyle": {"opacity": 0.85},
                "data": [row["low" if side == "low" else "high"] for row in rows],
            }
            for side, role in sides
        ],
        **by_axis([
            [row["label"],
             f"{row['low_label']}: {written(row['low'], unit, currency)}",
             f"{row['high_label']}: {written(row['high'], unit, currency)}"]
            for row in rows
        ]),
    }  # fmt: skip


def waterfall(picture: Waterfall, currency: str) -> Option:
    """Lying steps from the top down, so that long names stay readable on a phone."""
    unit, data, level = picture["y"]["unit"], [], 0.0
    for i, step in enumerate(picture["steps"]):
        start = 0.0 if step["total"] else level
        level = step["value"] if step["total"] else level + step["value"]
        data.append(
            item(
                [i, start, level],
                [tip(step["label"], step["value"], step["ends"], unit, currency)],
                says=written(step["value"], unit, currency),
                itemStyle={"color": f"@{step['role']}"},
            )
        )
    return {
        "height": rows_height(len(picture["steps"])),
        "grid": grid(top=12, right=LABEL_ROOM),
        "xAxis": number_axis(picture["y"]) | below(picture["y"]["label"]),
        "yAxis": rows_axis(step["label"] for step in picture["steps"]),
        "series": [{"type": "custom", "renderItem": "=step", "encode": {"x": [1, 2], "y": 0},
                    "data": data}],
        "tooltip": by_item(),
    }  # fmt: skip
