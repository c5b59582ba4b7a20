"""Figures, without any state: nothing is shown, no window opens, pyplot is never imported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any
from warnings import catch_warnings, filterwarnings

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from funnelsim.reports.pictures import Mark, Picture
from funnelsim.reports.plot.kinds.parts import LEVEL
from funnelsim.reports.plot.palette import FAINT, INK, PAPER
from funnelsim.reports.plot.words import lines, short

WIDTH, HEIGHT, LOW = 7.0, 4.0, 2.6
ROW = 0.3
"""Inches: of a figure, the least for one of rows, and of a row."""

HEADING = 78
"""Characters of a heading on one line."""

STYLE: Any = {
    "axes.edgecolor": FAINT,
    "axes.facecolor": PAPER,
    "axes.labelcolor": INK,
    "axes.labelsize": 9,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.axisbelow": True,
    "figure.facecolor": PAPER,
    "font.size": 9,
    "grid.color": FAINT,
    "grid.linewidth": 0.6,
    "legend.fontsize": 8.5,
    "legend.frameon": False,
    "path.simplify": False,
    "savefig.dpi": 150,
    "svg.hashsalt": "funnelsim",  # names of clip paths would else differ from run to run
    "text.color": INK,
    "text.parse_math": True,  # `words.plain` takes care of dollars
    "text.usetex": False,
    "xtick.color": INK,
    "xtick.labelsize": 8.5,
    "ytick.color": INK,
    "ytick.labelsize": 8.5,
}
"""What a figure looks like; fonts are the reader's own."""

SCREEN = 120
"""Dots an inch in a notebook, whose file holds the figure."""

METADATA = {
    ".pdf": ("Subject", "Creator", "Producer", "CreationDate"),
    ".png": ("Description", "Software"),
    ".svg": ("Description", "Creator", "Date"),
}
"""By ending: where a file says what it shows, then what it would say of program and time."""


@contextmanager
def style() -> Iterator[None]:
    """Draw in our style, and leave the reader's as it was."""
    with mpl.rc_context(STYLE), catch_warnings():
        # A name may hold signs that the font lacks; a box stands in their place.
        filterwarnings("ignore", "Glyph .* missing from", UserWarning)
        yield


class Shown(Axes):
    """Axes that a notebook shows, with the figure that they are in, as the value of a cell."""

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        figure, made = self.get_figure(root=True), BytesIO()
        assert figure is not None
        with style():
            _settle(figure)
            figure.savefig(made, format="png", dpi=SCREEN, metadata={"Software": None})
        width, height = figure.get_size_inches() * 100  # as wide as text, on any screen
        return made.getvalue(), {"width": round(width), "height": round(height)}


def _settle(figure: Figure) -> None:
    """Lay a figure out for good: another layout begins at this one and comes out different."""
    if figure.get_layout_engine() is not None:
        figure.draw_without_rendering()
        figure.set_layout_engine("none")


def axes_for(picture: Picture) -> Axes:
    """Axes in a figure of their own, as high as the picture needs."""
    figure = Figure(figsize=(WIDTH, _height(picture)), layout="constrained")
    return figure.add_subplot(axes_class=Shown)


def _height(picture: Picture) -> float:
    rows = 0.0
    if picture["kind"] == "waterfall":
        rows = len(picture["steps"])
    elif picture["kind"] == "forest" or picture["kind"] == "tornado":
        rows = len(picture["rows"])
    elif picture["kind"] == "heat":
        rows = len(picture["rows"]) * 0.9 + 2.5
    elif picture["kind"] == "bars" and picture["lying"]:
        beside = 1 if picture["stacked"] else len(picture["series"])
        rows = len(picture["categories"]) * max(1.0, beside * 0.6)
    elif picture["kind"] == "flow":
        columns = [node["column"] for node in picture["nodes"]]
        rows = 1.3 * max((columns.count(column) for column in columns), default=0)
    elif picture["kind"] == "life":
        told = {one["label"] for lane in picture["lanes"] for one in lane["happenings"]}
        rows = 2.5 * len(picture["lanes"]) + 0.25 * len(told) + 2
    # Few rows need less than a chart with a scale of its own upwards.
    return max(LOW if rows else HEIGHT, 1.5 + ROW * rows)


def head(ax: Axes, picture: Picture, text: str, own: bool) -> None:
    """Write what a picture says above it; on one line where the figure is the reader's."""
    figure = ax.get_figure()
    if not text:
        return
    if own and isinstance(figure, Figure):
        figure.suptitle(lines(text, HEADING, 4), x=0.012, ha="left", fontsize=10, fontweight="bold")
    else:
        marks: Sequence[Mark] = dict(picture).get("marks", ())  # type: ignore[assignment]
        upright = sum(mark["axis"] == "x" for mark in marks)
        ax.set_title(short(text, 60), loc="left", fontsize=9.5, pad=6 + LEVEL * upright)


def written_to(ax: Axes, path: Path, title: str, description: str) -> None:
    """Keep a figure in a file: the same picture gives the same bytes, now and later."""
    figure = ax.get_figure()
    assert isinstance(figure, Figure)
    keys = METADATA[path.suffix]
    told: dict[str, Any] = {"Title": title, keys[0]: description, **dict.fromkeys(keys[1:])}
    _settle(figure)
    figure.savefig(path, metadata=told)
