"""Small charts as inline SVG for notebooks: plain numbers and words in, one string out.

Every word is escaped. Ink is the colour of the text around it, so that the charts read on light
and on dark pages; bars are half transparent blue, which stands out on both.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import NamedTuple

WIDTH = 600
ROW = 24
HEAD = 22
NAMES, VALUES = 170, 190
"""Pixels: of a chart, of a row, of its title, of the columns of names and values beside rows."""

BLUE = "#2b7bba"
LONGEST = 26
"""Characters of a name."""

Show = Callable[[float], str]


class Row(NamedTuple):
    """A value with its interval, or the word that says why there is none."""

    name: str
    value: float | None
    ends: Sequence[float] | None
    says: str


class Step(NamedTuple):
    """A total, or a part that hangs from the step before."""

    name: str
    value: float
    total: bool
    says: str


def distribution(
    title: str, edges: Sequence[float], shares: Sequence[float], show: Show,
    mark: tuple[float, str] | None = None,
) -> str:  # fmt: skip
    """A histogram with its ends, and a mark at a value.

    Parameters
    ----------
    title
        What is distributed, above the chart.
    edges, shares
        Ends of the bins, one more than there are; the share in each.
    show
        Writes a value.
    mark
        Where a dashed line stands, and its name.
    """
    top, height = 22.0, 120.0
    low, high = edges[0], edges[-1]
    if mark is not None:
        low, high = min(low, mark[0]), max(high, mark[0])
    across = _scale(low, high, 8.0, WIDTH - 8.0)
    tallest = max(shares) or 1.0
    parts = [
        _rect(across(a), top + height * (1 - share / tallest), across(b) - across(a) - 1,
              height * share / tallest)
        for a, b, share in zip(edges[:-1], edges[1:], shares, strict=True) if share > 0
    ]  # fmt: skip
    floor = top + height
    parts.append(_line(across(low), floor, across(high), floor))
    parts.append(_text(across(low), floor + 15, show(low), "start"))
    parts.append(_text(across(high), floor + 15, show(high), "end"))
    if mark is not None:
        x = across(mark[0])
        parts.append(_line(x, top - 4, x, floor, dashed=True))
        side = "start" if x < WIDTH / 2 else "end"
        parts.append(_text(x, top - 8, mark[1], side))
    return _svg(title, floor + 20, parts)


def forest(title: str, rows: Sequence[Row], zero: float | None = 0.0) -> str:
    """Dots with whiskers below one another, their values in writing at the right."""
    known = [x for row in rows for x in (row.value, *(row.ends or ())) if x is not None]
    known += [] if zero is None else [zero]
    across = _scale(min(known, default=0.0), max(known, default=1.0), NAMES, WIDTH - VALUES)
    parts = []
    if zero is not None:
        parts.append(_line(across(zero), 2, across(zero), ROW * len(rows)))
    for i, row in enumerate(rows):
        y = ROW * (i + 0.5)
        if row.ends is not None:
            parts.append(_whisker(across(row.ends[0]), across(row.ends[1]), y))
        if row.value is not None:
            parts.append(f'<circle cx="{across(row.value):.1f}" cy="{y:.1f}" r="4" fill="{BLUE}"/>')
        parts += _beside(row.name, row.says, y)
    return _svg(title, ROW * len(rows) + 4, parts)


def waterfall(title: str, steps: Sequence[Step]) -> str:
    """From one total, part by part, to the next: lying bars from the top down."""
    ends = list(_levels(steps))
    reached = [x for pair in ends for x in pair]
    across = _scale(min(reached, default=0.0), max(reached, default=1.0), NAMES, WIDTH - VALUES)
    parts = []
    for i, (step, (begin, end)) in enumerate(zip(steps, ends, strict=True)):
        left, right = sorted((across(begin), across(end)))
        strength = 0.85 if step.total else 0.5
        parts.append(_rect(left, ROW * i + 4, max(1.0, right - left), ROW - 8, strength))
        parts += _beside(step.name, step.says, ROW * (i + 0.5))
    return _svg(title, ROW * len(steps) + 4, parts)


def _levels(steps: Sequence[Step]) -> Iterator[tuple[float, float]]:
    """Where each step begins and ends."""
    level = 0.0
    for step in steps:
        begin = 0.0 if step.total else level
        level = begin + step.value
        yield begin, level


def _scale(low: float, high: float, left: float, right: float) -> Callable[[float], float]:
    """From values to pixels; what has no width stands in the middle."""
    if not (math.isfinite(low) and math.isfinite(high) and high > low):
        return lambda _: (left + right) / 2
    return lambda value: left + (value - low) / (high - low) * (right - left)


def _beside(name: str, says: str, y: float) -> list[str]:
    """The name of a row at its left, its value in writing at its right."""
    shown = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
    return [
        _text(NAMES - 10, y + 4, shown, "end"),
        _text(WIDTH - VALUES + 10, y + 4, says, "start"),
    ]


def _rect(x: float, y: float, width: float, height: float, strength: float = 0.7) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0.5):.1f}" height="{height:.1f}" '
        f'fill="{BLUE}" fill-opacity="{strength}"/>'
    )


def _line(x0: float, y0: float, x1: float, y1: float, dashed: bool = False) -> str:
    dashes = ' stroke-dasharray="4 3"' if dashed else ' stroke-opacity="0.5"'
    return (
        f'<line x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}" '
        f'stroke="currentColor"{dashes}/>'
    )


def _whisker(x0: float, x1: float, y: float) -> str:
    return (
        f'<line x1="{x0:.1f}" y1="{y:.1f}" x2="{x1:.1f}" y2="{y:.1f}" stroke="{BLUE}" '
        'stroke-width="2"/>'
    )


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="currentColor">'
        f"{_plain(text)}</text>"
    )


def _svg(title: str, height: float, parts: Sequence[str]) -> str:
    told = _plain(title)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{told}" '
        f'viewBox="0 0 {WIDTH} {height + HEAD:.0f}" width="{WIDTH}" height="{height + HEAD:.0f}" '
        'style="max-width:100%;height:auto" font-family="sans-serif" font-size="12">'
        f"<title>{told}</title>{_text(0, 13, title, 'start')}"
        f'<g transform="translate(0 {HEAD})">{"".join(parts)}</g></svg>'
    )


def _plain(text: str) -> str:
    """Text that may stand in an element or an attribute; no control characters, which XML bans."""
    return escape("".join(c if c.isprintable() else " " for c in text))
