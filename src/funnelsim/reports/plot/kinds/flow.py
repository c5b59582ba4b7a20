"""A Sankey diagram: nodes in columns, as high as what passes through them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from funnelsim.reports.pictures import Flow, Node
from funnelsim.reports.plot.kinds.parts import HALO
from funnelsim.reports.plot.palette import INK, colour
from funnelsim.reports.plot.words import amount, lines, short

GAP = 0.045
"""Share of the height between two nodes of a column."""

LOW = 0.12
"""Share of the height below which a node has room for one line."""

LEAST = 0.004
"""Share of the height of a node that almost nothing passes."""

WIDE = 0.11
"""Width of a node; columns are 1 apart."""


@dataclass
class _Box:
    """A node as it is drawn: its top, its height, and how much of it is taken on either side."""

    node: Node
    top: float
    height: float
    taken_left: float = 0.0
    taken_right: float = 0.0


def flow(picture: Flow, ax: Axes, currency: str) -> None:
    """Links curve from the right side of a node to the left side of the next."""
    sizes = _sizes(picture)
    boxes, per_unit = _laid_out(picture, sizes)
    ax.set_axis_off()
    last = max((node["column"] for node in picture["nodes"]), default=0)
    ax.set_xlim(-0.03, last + 1.0)
    ax.set_ylim(1.02, -0.03)
    order = {node["name"]: i for i, node in enumerate(picture["nodes"])}
    for link in sorted(
        picture["links"], key=lambda link: (order[link["source"]], boxes[link["target"]].top)
    ):
        one, other = boxes[link["source"]], boxes[link["target"]]
        thick = link["value"] * per_unit
        ribbon = _ribbon(
            one.node["column"] + WIDE, one.top + one.taken_right,
            other.node["column"], other.top + other.taken_left, thick,
        )  # fmt: skip
        one.taken_right += thick
        other.taken_left += thick
        ax.add_patch(PathPatch(ribbon, fc=colour(link["role"]), alpha=0.33, lw=0))
    for name, box in boxes.items():
        column = box.node["column"]
        paint = colour(box.node["role"])
        ax.add_patch(Rectangle((column, box.top), WIDE, box.height, fc=paint, lw=0))
        text = _told(box, amount(sizes[name], picture["unit"], currency))
        ax.text(
            column + WIDE + 0.03, box.top + box.height / 2, text, va="center", ha="left",
            fontsize=8, color=INK, path_effects=HALO, linespacing=1.05,
        )  # fmt: skip


def _told(box: _Box, value: str) -> str:
    """The name of a node and its number, on one line where it is low."""
    label, low = box.node["label"], box.height < LOW
    if any(sign.isdigit() for sign in label):  # it tells numbers itself
        return lines(label, 34, 1 if low else 3)
    return f"{short(label, 26)}  {value}" if low else f"{lines(label, 20, 2)}\n{value}"


def _sizes(picture: Flow) -> dict[str, float]:
    """What passes each node: the larger of what flows in and out."""
    into = {node["name"]: 0.0 for node in picture["nodes"]}
    out = dict(into)
    for link in picture["links"]:
        out[link["source"]] += link["value"]
        into[link["target"]] += link["value"]
    return {name: max(into[name], out[name]) for name in into}


def _laid_out(picture: Flow, sizes: Mapping[str, float]) -> tuple[dict[str, _Box], float]:
    """Boxes by name, and the height of a unit, which is the same everywhere."""
    columns: dict[int, list[Node]] = {}
    for node in picture["nodes"]:
        columns.setdefault(node["column"], []).append(node)
    room = {
        number: 1 - GAP * (len(nodes) - 1) - LEAST * len(nodes) for number, nodes in columns.items()
    }
    sums = {number: sum(sizes[n["name"]] for n in nodes) for number, nodes in columns.items()}
    per_unit = min((room[c] / total for c, total in sums.items() if total > 0), default=0.0)
    boxes = {}
    for nodes in columns.values():
        top = 0.0
        for node in nodes:
            height = max(LEAST, sizes[node["name"]] * per_unit)
            boxes[node["name"]] = _Box(node, top, height)
            top += height + GAP
    return boxes, per_unit


def _ribbon(x0: float, y0: float, x1: float, y1: float, thick: float) -> Path:
    """A band of constant height between two places, bent in the middle."""
    mid = (x0 + x1) / 2
    corners = [
        (x0, y0), (mid, y0), (mid, y1), (x1, y1), (x1, y1 + thick), (mid, y1 + thick),
        (mid, y0 + thick), (x0, y0 + thick), (x0, y0),
    ]  # fmt: skip
    bent = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    return Path(corners, bent)
