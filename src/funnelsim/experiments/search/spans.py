"""Where a curve between given points, joined by straight lines, lies at or above a level."""

from collections.abc import Sequence
from itertools import pairwise

Span = tuple[float, float]
"""From and to, both included."""


def at_least(x: Sequence[float], y: Sequence[float], level: float) -> list[Span]:
    """Spans of x, ascending and apart, in which the joined points (x, y) are at least `level`.

    Parameters
    ----------
    x
        Ascending, distinct.
    y
        As many.
    """
    if len(x) == 1:
        return [(x[0], x[0])] if y[0] >= level else []
    found: list[Span] = []
    for (x0, y0), (x1, y1) in pairwise(zip(x, y, strict=True)):
        if y0 < level and y1 < level:
            continue
        start = x0 if y0 >= level else crossing(x0, y0, x1, y1, level)
        end = x1 if y1 >= level else crossing(x0, y0, x1, y1, level)
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def crossing(x0: float, y0: float, x1: float, y1: float, level: float) -> float:
    """Where the line through two points with y0 != y1 is at `level`, which lies between them."""
    return min(x1, max(x0, x0 + (level - y0) / (y1 - y0) * (x1 - x0)))


def intersect(first: Sequence[Span], second: Sequence[Span]) -> list[Span]:
    """What both lists of spans contain, ascending."""
    return sorted(
        (max(a, c), min(b, d)) for a, b in first for c, d in second if max(a, c) <= min(b, d)
    )
