"""Curves with bands: fans, chances over time, prices of delay, levers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from funnelsim.reports.html.options.parts import (
    HEIGHT,
    Option,
    above,
    below,
    by_axis,
    colours,
    grid,
    legend,
    marks_of,
    marks_room,
    name_axis,
    number_axis,
    tip,
)
from funnelsim.reports.pictures import Curves, Line, Mark
from funnelsim.reports.written import span, written

MANY_POINTS = 40

WIDEST_GAP = 20

NEARLY_ALL = 0.9


def curves(picture: Curves, currency: str) -> Option:
    """Lines over bands; whiskers where single points have intervals."""
    names = [line["name"] for line in picture["lines"]]
    room = marks_room(picture["marks"])
    named = picture["x"]["unit"] == "text" or uneven(picture["at"])
    if named:
        picture = _by_name(picture, currency)
    shades = colours([line["role"] for line in picture["lines"]])
    series = [
        one
        for line, colour in zip(picture["lines"], shades, strict=True)
        for one in _series(line, colour, picture)
    ]
    series.append(marks_of(picture["marks"], picture["at"][0] if picture["at"] else None))
    x: Option = {"boundaryGap": False} if named else {"scale": True}
    return {
        "height": HEIGHT + room,
        "grid": grid(top=40 + room),
        **legend(names, shades),
        "xAxis": (
            name_axis(map(str, picture["at"]), **x) if named else number_axis(picture["x"], **x)
        )
        | below(picture["x"]["label"]),
        "yAxis": number_axis(picture["y"], **_top(picture))
        | above(picture["y"]["label"], marks_room(picture["marks"])),
        "series": series,
        **by_axis(list(_tips(picture, currency))),
    }


def _top(picture: Curves) -> Option:
    """Room above the curves; a chance has none beyond 100 %."""
    values = [value for line in picture["lines"] for value in line["values"] if value is not None]
    if picture["y"]["unit"] in ("chance", "share") and NEARLY_ALL < max(values, default=0) <= 1:
        return {"max": 1}
    return {"boundaryGap": ["0%", "8%"]}


def uneven(at: Sequence[float | str]) -> bool:
    """Whether steps differ so much (5 min, 1 h, 5 days) that a scale would hide the small ones."""
    numbers = [x for x in at if not isinstance(x, str)]
    gaps = [b - a for a, b in pairwise(numbers)]
    return bool(gaps) and max(gaps) > WIDEST_GAP * min(gaps)


def _by_name(picture: Curves, currency: str) -> Curves:
    """The same with the places on the x axis, and its marks, in writing."""
    unit = picture["x"]["unit"]

    def name(at: float | str) -> str:
        return written(at, unit, currency)

    marks = [_marked(mark, name) for mark in picture["marks"]]
    return picture | {"at": [name(at) for at in picture["at"]], "marks": marks}


def _marked(mark: Mark, name: Callable[[float | str], str]) -> Mark:
    if mark["axis"] == "y":
        return mark
    ends: Mark = mark | {"at": name(mark["at"])}
    return ends | {"to": name(mark["to"])} if "to" in mark else ends


def _series(line: Line, colour: str, picture: Curves) -> Iterator[Option]:
    at = picture["at"]
    points = at
    yield {
        "type": "line", "z": 3, "name": line["name"], "color": colour,
        "step": "end" if line.get("steps") else False,
        "showSymbol": len(at) <= MANY_POINTS, "symbolSize": 6, "symbol": "circle",
        "lineStyle": {"width": 2.5, "type": "dashed" if line["role"] == "muted" else "solid"},
        "data": [list(pair) for pair in zip(points, line["values"], strict=True)],
    }  # fmt: skip
    for band in line.get("bands", ()):
        rows = zip(points, band["low"], band["high"], strict=True)
        yield {
            "type": "custom", "renderItem": "=band", "name": line["name"], "silent": True,
            "clip": True, "itemStyle": {"color": colour, "opacity": 0.18},
            "encode": {"x": 0, "y": [1, 2]}, "tooltip": {"show": False},
            "data": [list(row) for row in rows if None not in row],
        }  # fmt: skip
    ends = line.get("ends")
    if ends:
        yield {
            "type": "custom", "renderItem": "=whisker", "name": line["name"], "silent": True,
            "itemStyle": {"color": colour}, "encode": {"x": 0, "y": [1, 2]},
            "tooltip": {"show": False},
            "data": [[x, *pair] for x, pair in zip(points, ends, strict=True) if pair],
        }  # fmt: skip


def _tips(picture: Curves, currency: str) -> Iterator[list[str]]:
    unit = picture["y"]["unit"]
    places: Sequence[float | str] = picture["at"]
    for i, at in enumerate(places):
        lines = [f"{picture['x']['label']}: {written(at, picture['x']['unit'], currency)}"]
        for line in picture["lines"]:
            ends = line.get("ends")
            lines.append(
                tip(line["name"], line["values"][i], ends[i] if ends else None, unit, currency)
            )
            for band in line.get("bands", ()):
                low, high = band["low"][i], band["high"][i]
                if low is not None and high is not None:
                    lines.append(f"{band['label']}: {span([low, high], unit, currency)}")
        yield lines
