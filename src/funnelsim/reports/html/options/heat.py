"""A table as colours."""

from __future__ import annotations

from funnelsim.reports.html.options.parts import (
    Option,
    above,
    below,
    by_item,
    grid,
    item,
    name_axis,
    rows_height,
)
from funnelsim.reports.pictures import Heat
from funnelsim.reports.written import written

FEW_CELLS = 80
"""With more cells than that their numbers would overlap."""


def heat(picture: Heat, currency: str) -> Option:
    """Cells with a scale below; the best ones framed."""
    value = picture["value"]
    best = {tuple(cell) for cell in picture.get("best", ())}
    data, known = [], [v for row in picture["values"] for v in row if v is not None]
    for y, row in enumerate(picture["values"]):
        for x, cell in enumerate(row):
            if cell is None:
                continue
            says = written(cell, value["unit"], currency)
            frame = {"borderColor": "@text", "borderWidth": 2} if (x, y) in best else {}
            place = f"{picture['columns'][x]}, {picture['rows'][y]}"
            data.append(item([x, y, cell], [place, f"{value['label']}: {says}"], says=says,
                             itemStyle=frame))  # fmt: skip
    # Frames would be hidden by cells drawn after them.
    data.sort(key=lambda cell: bool(cell["itemStyle"]))
    few = len(picture["rows"]) * len(picture["columns"]) <= FEW_CELLS
    return {
        "height": rows_height(len(picture["rows"]), 132),
        "grid": grid(top=40, bottom=82),
        "xAxis": name_axis(picture["columns"]) | below(picture["x"]["label"]),
        "yAxis": name_axis(picture["rows"], inverse=True) | above("")
        | {"name": picture["y"]["label"], "nameLocation": "start"},
        "visualMap": {
            "min": min(known, default=0), "max": max(known, default=1), "orient": "horizontal",
            "left": "center", "bottom": 4, "itemHeight": 160, "itemWidth": 12,
            "calculable": False, "hoverLink": False, "formatter": f"={value['unit']}",
            "text": [value["label"], ""], "dimension": 2,
            "inRange": {"color": ["@cool0", "@cool1", "@cool2"]},
        },
        "series": [
            {"type": "heatmap", "data": data, "emphasis": {"disabled": True},
             "label": {"show": few, "formatter": "=says", "overflow": "truncate"}}
        ],
        "tooltip": by_item(),
    }  # fmt: skip
