"""What a chart shows, as plain data: the one thing that every way of drawing it reads.

A picture says nothing of colours, pixels or chart libraries. The page turns it into ECharts
options (`html.options`), `plot` into matplotlib axes, and `report.json` keeps it. Numbers are raw,
in the unit named beside them; None where something is undefined.

Units: ``count``, ``money``, ``share`` (0..1, written in percent), ``chance`` (the same, never
0 % or 100 %), ``ratio`` (a ROI: 1.4 is 140 %), ``hours``, ``days``, ``number``, and ``text`` for
categories, which are drawn in the order given. Dates are text: ``2027-01-31`` or ``Jan 2027``.

Roles say what a mark is, so that it looks the same in every chart: ``main``, ``other``, ``muted``,
``good``, ``bad``, ``cold``, ``target``, ``luck``, ``ignorance``.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

Unit = Literal["count", "money", "share", "chance", "ratio", "hours", "days", "number", "text"]
Role = Literal[
    "main", "other", "muted", "good", "bad", "cold", "target", "luck", "ignorance"
]  # fmt: skip
Number = float | None


class Axis(TypedDict):
    """What is read along an axis.

    `log` asks for a logarithmic scale: all values are above 0.
    """

    label: str
    unit: Unit
    log: NotRequired[bool]


class Mark(TypedDict):
    """A line across the chart at a value of an axis; with `to` a strip from `at` to there."""

    axis: Literal["x", "y"]
    at: float | str
    label: str
    to: NotRequired[float | str]
    role: NotRequired[Role]


class Band(TypedDict):
    """Between `low` and `high` lies what `label` says, at each x."""

    label: str
    low: list[Number]
    high: list[Number]


class Line(TypedDict):
    """A curve over the x of its picture, the widest band first.

    `ends` are 95 % intervals of single points, drawn as whiskers.
    """

    name: str
    role: Role
    values: list[Number]
    bands: NotRequired[list[Band]]
    ends: NotRequired[list[list[float] | None]]
    steps: NotRequired[bool]


class Curves(TypedDict):
    """Fans, curves over time, over a lever, over hours of delay."""

    kind: Literal["curves"]
    x: Axis
    at: list[float] | list[str]
    y: Axis
    lines: list[Line]
    marks: list[Mark]


class Shares(TypedDict):
    """One distribution: the share of futures, or of leads, in each bin."""

    name: str
    role: Role
    shares: list[float]


class Histogram(TypedDict):
    """Distributions over each other; bin i is [edges[i], edges[i + 1]), the last one closed."""

    kind: Literal["histogram"]
    x: Axis
    y: Axis
    edges: list[float]
    series: list[Shares]
    marks: list[Mark]


class Node(TypedDict):
    """A place that leads pass or end in; `column` counts from the left."""

    name: str
    label: str
    role: Role
    column: int


class Link(TypedDict):
    """Leads that go from one node to another."""

    source: str
    target: str
    value: float
    role: Role


class Flow(TypedDict):
    """A Sankey diagram; what flows into a node flows out of it, but at the ends."""

    kind: Literal["flow"]
    unit: Unit
    nodes: list[Node]
    links: list[Link]


class Step(TypedDict):
    """A step of a waterfall: a total stands on the ground, a part hangs from the one before."""

    label: str
    value: float
    total: bool
    role: Role
    ends: list[float] | None


class Waterfall(TypedDict):
    """From one total, part by part (signed), to the next."""

    kind: Literal["waterfall"]
    y: Axis
    steps: list[Step]


class Whisker(TypedDict):
    """A value with its interval, or the word that says why there is none."""

    label: str
    value: Number
    ends: list[float] | None
    role: Role
    reason: NotRequired[str]


class Forest(TypedDict):
    """Values with intervals below one another; `zero` is the line they are compared with."""

    kind: Literal["forest"]
    x: Axis
    zero: Number
    rows: list[Whisker]


class Swing(TypedDict):
    """How far an outcome moves: `low` and `high` are differences to the base."""

    label: str
    low: float
    high: float
    low_label: str
    high_label: str


class Tornado(TypedDict):
    """What moves an outcome, the widest swing first."""

    kind: Literal["tornado"]
    x: Axis
    rows: list[Swing]


class Heat(TypedDict):
    """A table as colours: `values[row][column]`; `best` are [column, row] of cells to be framed."""

    kind: Literal["heat"]
    x: Axis
    y: Axis
    columns: list[str]
    rows: list[str]
    value: Axis
    values: list[list[Number]]
    best: NotRequired[list[list[int]]]


class Point(TypedDict):
    """A dot with its name."""

    label: str
    x: float
    y: float
    role: Role


class Points(TypedDict):
    """Dots in a plane, and a line through those that no other beats (x ascending)."""

    kind: Literal["points"]
    x: Axis
    y: Axis
    points: list[Point]
    frontier: list[list[float]]


class Column(TypedDict):
    """Values by category."""

    name: str
    role: Role
    values: list[Number]


class Bars(TypedDict):
    """Values by category, side by side or stacked; lying where names are long."""

    kind: Literal["bars"]
    categories: list[str]
    value: Axis
    series: list[Column]
    stacked: bool
    lying: bool
    marks: list[Mark]


class Span(TypedDict):
    """A time in which something holds, [begin, end) in days since the lead arrived."""

    begin: float
    end: float
    label: str
    role: Role


class Happening(TypedDict):
    """What happens to a lead at a time, in days since it arrived."""

    at: float
    label: str
    role: Role


class Lane(TypedDict):
    """The life of one lead in one world."""

    name: str
    spans: list[Span]
    happenings: list[Happening]


class Life(TypedDict):
    """Lives of a lead in several worlds under one another."""

    kind: Literal["life"]
    x: Axis
    lanes: list[Lane]


Picture = (
    Curves | Histogram | Flow | Waterfall | Forest | Tornado | Heat | Points | Bars | Life
)  # fmt: skip

KINDS = (
    "curves", "histogram", "flow", "waterfall", "forest", "tornado", "heat", "points", "bars",
    "life",
)  # fmt: skip
