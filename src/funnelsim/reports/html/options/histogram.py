"""Distributions over one another."""

from __future__ import annotations

from funnelsim.reports.html.options.parts import (
    AT_THE_SIDE,
    HEIGHT,
    Option,
    above,
    below,
    by_item,
    colours,
    grid,
    item,
    legend,
    marks_of,
    marks_room,
    number_axis,
)
from funnelsim.reports.pictures import Histogram, Shares
from funnelsim.reports.written import span, written


def histogram(picture: Histogram, currency: str) -> Option:
    """Bins as bars that see through to one another."""
    names = [series["name"] for series in picture["series"]]
    room = marks_room(picture["marks"])
    shades = colours([one["role"] for one in picture["series"]])
    series = [
        _series(one, colour, picture, currency)
        for one, colour in zip(picture["series"], shades, strict=True)
    ]
    series.append(marks_of(picture["marks"]))
    # Marks outside of the bins are to be seen.
    places = [mark["at"] for mark in picture["marks"]]
    at = [*picture["edges"], *(x for x in places if not isinstance(x, str))]
    ends = {"min": min(at), "max": max(at)} if at else {}
    return {
        "height": HEIGHT + room,
        "grid": grid(top=40 + room),
        **legend(names, shades),
        "xAxis": number_axis(picture["x"], at, **ends) | below(picture["x"]["label"]),
        "yAxis": number_axis(picture["y"], axisLine=AT_THE_SIDE)
        | above(picture["y"]["label"], marks_room(picture["marks"])),
        "series": series,
        "tooltip": by_item(),
    }


def _series(one: Shares, colour: str, picture: Histogram, currency: str) -> Option:
    x, y, edges = picture["x"], picture["y"], picture["edges"]
    rows = zip(edges[:-1], edges[1:], one["shares"], strict=True)
    return {
        "type": "custom",
        "renderItem": "=bin",
        "name": one["name"],
        "color": colour,
        "itemStyle": {"opacity": 0.75 if len(picture["series"]) == 1 else 0.4},
        "encode": {"x": [0, 1], "y": 2},
        "data": [
            item(
                [low, high, share],
                [
                    one["name"],
                    f"{x['label']}: {span([low, high], x['unit'], currency)}",
                    f"{y['label']}: {written(share, y['unit'], currency)}",
                ],
            )
            for low, high, share in rows
        ],
    }
