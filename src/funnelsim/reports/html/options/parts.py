"""Parts that the options of several pictures share: axes, marks, legends, tips."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from funnelsim.reports.pictures import Axis, Mark, Role, Unit
from funnelsim.reports.written import span, written

Option = dict[str, Any]

HEIGHT = 320
"""Pixels of a chart whose height does not depend on what it shows."""

AT_THE_SIDE = {"onZero": False}
"""Where an axis stays that would else cross the chart at 0."""

ROW = 34
"""Pixels for each row of a chart with names at its left."""

MARK_LINE = 15
"""Pixels between the names of marks that would else overlap."""


def number_axis(axis: Axis, values: Iterable[float | None] = (), **more: Any) -> Option:
    """An axis of numbers in their unit; `values` are those on it, where steps depend on them."""
    unit = axis["unit"]
    step = {} if axis.get("log") else _steps(unit, [value for value in values if value])
    return {
        "type": "log" if axis.get("log") else "value",
        "axisLabel": {"formatter": f"={unit}", "hideOverlap": True},
        **step,
        **more,
    }


CLOCK = (1 / 12, 1 / 4, 1 / 2, 1, 2, 4, 6, 12, 24, 48, 120, 240, 480, 720, 1440, 2880, 8760)
"""Steps of an axis of time in hours: nobody reads 30 h, 60 h, 90 h."""


def _steps(unit: Unit, values: Sequence[float]) -> Option:
    """Steps that clocks and calendars have, about five of them."""
    if unit not in ("hours", "days") or not values:
        return {}
    scale = 24 if unit == "days" else 1
    reach = (max(*values, 0) - min(*values, 0)) * scale
    return {"interval": next((step for step in CLOCK if reach <= 6 * step), CLOCK[-1]) / scale}


def name_axis(names: Iterable[str], **more: Any) -> Option:
    """An axis of names."""
    label = {"hideOverlap": True, "width": "=column", "overflow": "truncate"}
    return {"type": "category", "data": list(names), "axisLabel": label, **more}


def below(label: str) -> Option:
    """The name of an axis, below its middle."""
    return {"name": label, "nameLocation": "middle", "nameGap": 28}


def above(label: str, room: int = 0) -> Option:
    """The name of an upright axis, over its end and `room` pixels for names of marks."""
    side = {"align": "left"}
    return {"name": label, "nameLocation": "end", "nameGap": 14 + room, "nameTextStyle": side}


def rows_axis(names: Iterable[str]) -> Option:
    """Names at the left from the top down, shortened where there is no room."""
    return name_axis(
        names,
        inverse=True,
        axisTick={"show": False},
        axisLabel={"width": "=rows", "overflow": "truncate", "interval": 0},
    )


def rows_height(n: int, more: int = 72) -> int:
    """Pixels for n rows."""
    return n * ROW + more


def grid(top: int = 40, bottom: int = 30, right: int = 24) -> Option:
    """The room of a chart; labels of axes lie inside of it."""
    room = {"left": 10, "right": right, "top": top, "bottom": bottom}
    return room | {"outerBoundsMode": "same", "outerBoundsContain": "axisLabel"}


def marks_of(
    marks: Sequence[Mark], x: float | str | None = None, *, inverse: bool = False
) -> Option:
    """A series of its own with lines and strips across the chart: they stay when others go.

    Parameters
    ----------
    x
        Some place on the x axis, so that the y axis reaches all marks on it.
    inverse
        Whether the y axis runs from the top down.
    """
    level = [mark for mark in marks if mark["axis"] == "y"]
    upright = list(enumerate(mark for mark in marks if mark["axis"] == "x"))
    top = "start" if inverse else "end"
    lines = [_line(mark, i, top) for i, mark in upright if "to" not in mark]
    lines += [_line(mark, 0, top) for mark in level if "to" not in mark]
    strips = [_strip(mark, i) for i, mark in upright if "to" in mark]
    strips += [_strip(mark, 0) for mark in level if "to" in mark]
    reached = [] if x is None else [[x, mark["at"]] for mark in level]
    found: Option = {
        "type": "line", "data": reached, "silent": True, "symbol": "none",
        "lineStyle": {"width": 0}, "tooltip": {"show": False},
    }  # fmt: skip
    if lines:
        found["markLine"] = {"symbol": "none", "silent": True, "data": lines}
    if strips:
        found["markArea"] = {"silent": True, "data": strips}
    return found


def marks_room(marks: Sequence[Mark]) -> int:
    """Pixels above a chart for the names of its upright marks."""
    return MARK_LINE * sum(mark["axis"] == "x" for mark in marks)


def _line(mark: Mark, above: int, top: str) -> Option:
    upright = mark["axis"] == "x"
    colour = f"@{mark.get('role', 'target')}"
    return {
        "xAxis" if upright else "yAxis": mark["at"],
        "lineStyle": {"color": colour, "type": "dashed", "width": 1.5},
        "label": {
            "formatter": mark["label"].replace("{", "(").replace("}", ")"),
            "position": top if upright else "insideStartTop",
            "color": colour,
            "offset": [0, -MARK_LINE * above],
        },
    }


def _strip(mark: Mark, above: int) -> list[Option]:
    upright = mark["axis"] == "x"
    side = "xAxis" if upright else "yAxis"
    role = mark.get("role", "good")
    label = {
        "position": "top" if upright else "insideTopLeft",
        "color": f"@{role}",
        "offset": [0, -MARK_LINE * above],
        "formatter": mark["label"].replace("{", "(").replace("}", ")"),
    }
    return [
        {side: mark["at"], "itemStyle": {"color": f"@{role}", "opacity": 0.12}, "label": label},
        {side: mark["to"]},
    ]


def colours(roles: Sequence[Role]) -> list[str]:
    """A colour for each of several series: its role's, another where the role has been taken."""
    found: list[str] = []
    for role in roles:
        wanted = f"@{role}"
        spare = (f"@more{i}" for i in range(len(roles)))
        found.append(wanted if wanted not in found else next(c for c in spare if c not in found))
    return found


def legend(names: Sequence[str], colours: Sequence[str]) -> Option:
    """Names and colours of series, to stand above the chart where there are several.

    The page writes them: a legend inside the chart would be cut off where there is no room.
    """
    keys = [list(pair) for pair in zip(names, colours, strict=True)]
    return {"keys": keys if len(keys) > 1 else []}


def tip(label: str, value: float | None, ends: Any, unit: Unit, currency: str) -> str:
    """``revenue: $1.2M (80 % of futures: $0.7M to $1.8M)`` without what is not known."""
    interval = span(ends, unit, currency)
    return f"{label}: {written(value, unit, currency)}" + (f" ({interval})" if interval else "")


def item(value: Any, lines: Iterable[str], **more: Any) -> Option:
    """An item of a series with the lines of its tip."""
    return {"value": value, "tip": [line for line in lines if line], **more}


def by_item(**more: Any) -> Option:
    """Tips of single items."""
    return {"trigger": "item", "formatter": "=tip", "confine": True, **more}


def by_axis(tips: Sequence[Sequence[str]]) -> Mapping[str, Any]:
    """Tips by the index on the axis."""
    return {
        "tooltip": {"trigger": "axis", "formatter": "=tip", "confine": True},
        "tips": [list(lines) for lines in tips],
    }
