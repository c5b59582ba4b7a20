"""Policies that no other beats on two counts at once: profit and risk, profit and headcount."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frontier:
    """The efficient policies.

    Attributes
    ----------
    policies
        Their positions, by ascending first figure (in order of position where equal).
    dominated_by
        Per policy an efficient one that is at least as good on both counts and better on one;
        ``None`` for efficient and for undefined ones.
    undefined
        Positions of policies without both figures; they neither dominate nor are dominated.
    """

    policies: tuple[int, ...]
    dominated_by: tuple[int | None, ...]
    undefined: tuple[int, ...]


def frontier(
    first: Sequence[float | None],
    second: Sequence[float | None],
    first_larger: bool = True,
    second_larger: bool = False,
) -> Frontier:
    """The non-dominated among these points; equal points stand together.

    The points are estimates: what luck may have moved is for :func:`best.best_set` to say.

    Parameters
    ----------
    first, second
        One figure per policy each: mean profit with risk (such as minus the mean of the worst
        tenth, or the chance to miss a target), or profit with headcount. ``None`` if undefined.
    first_larger, second_larger
        Whether more of it is better: by default profit and something to avoid.
    """
    points = {
        i: (x if first_larger else -x, y if second_larger else -y)
        for i, (x, y) in enumerate(zip(first, second, strict=True))
        if x is not None and y is not None
    }
    # From the best first figure down, a point is efficient if its second one beats all before.
    efficient: list[int] = []
    dominated: list[int | None] = [None] * len(first)
    for i in sorted(points, key=lambda i: (points[i], -i), reverse=True):
        last = points[efficient[-1]] if efficient else None
        if last is None or points[i][1] > last[1] or points[i] == last:
            efficient.append(i)
        else:
            dominated[i] = efficient[-1]
    efficient.sort(key=lambda i: (points[i][0] if first_larger else -points[i][0], i))
    undefined = tuple(i for i in range(len(first)) if i not in points)
    return Frontier(tuple(efficient), tuple(dominated), undefined)
