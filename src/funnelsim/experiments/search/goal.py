"""Goal seek: the lever values that reach a target with a wanted probability."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from funnelsim.errors import UsageError
from funnelsim.experiments.hits import hit_probability
from funnelsim.experiments.intervals import Interval
from funnelsim.experiments.search.levers import Lever
from funnelsim.experiments.search.spans import Span, at_least

SCAN = 9
"""Fewest lever values that are tried before anything is bisected."""

TOLERANCE = 1e-3
"""How exactly a lever that is no whole number is found, as a share of its range."""

Status = Literal["reached", "already", "unreachable", "no effect"]


@dataclass(frozen=True, slots=True)
class Point:
    """One lever value that was tried, and the chance there with its 95 % Wilson interval."""

    value: float
    chance: Interval


@dataclass(frozen=True, slots=True)
class Edge:
    """A lever value at which the wanted probability is reached, or lost again.

    Attributes
    ----------
    value
        Of the values that were tried, the outermost one at which it is still reached.
    lo, hi
        The 95 % interval of the edge, both included; ``None`` where the values tried set it no
        end.
    chance
        The chance at `value`.
    """

    value: float
    lo: float | None
    hi: float | None
    chance: Interval


@dataclass(frozen=True, slots=True)
class GoalSeek:
    """What a goal seek found.

    Attributes
    ----------
    status
        ``reached``; ``already`` when the lowest value of the lever reaches the probability;
        ``unreachable``; ``no effect`` when every replication has the same outcome at all values.
    start
        Lowest value that reaches the probability; ``None`` if none does. Its interval reaches
        from where the upper Wilson end first reaches the probability to where the lower one
        does: all values whose interval contains it and, of whole numbers, the next one.
    end
        Highest value before the chance falls below the probability again; ``None`` if it does
        not within the range. A lever of which less is better has status ``already`` and ends here.
    spans
        All stretches of values that reach the probability, ascending, joined by straight lines
        between the values tried. More than one means that the curve rises again.
    possible
        All stretches of values whose 95 % Wilson interval contains the probability or lies above
        it. When ``unreachable``, values that are not ruled out.
    best
        The value tried with the largest chance (the lowest of them), with its interval.
    points
        Every value tried, ascending.
    """

    status: Status
    start: Edge | None
    end: Edge | None
    spans: tuple[Span, ...]
    possible: tuple[Span, ...]
    best: Point
    points: tuple[Point, ...]

    @property
    def comes_down(self) -> bool:
        """Whether the answer is an interval of levers: more of it makes the chance worse again."""
        return self.end is not None


def seek(
    lever: Lever,
    hits: Callable[[float], ArrayLike],
    probability: float,
    *,
    scan: int = SCAN,
    tolerance: float = TOLERANCE,
) -> GoalSeek:
    """Find the values of `lever` at which a target is reached with at least `probability`.

    A scan over the whole range, then bisection of the first crossing and of the first fall after
    it: whole numbers to the unit, others to `tolerance` of the range.

    Parameters
    ----------
    hits
        Which replications reach the target at a lever value, shape (n,). The same replications
        at every value: common luck makes the crossing sharp.
    probability
        Wanted, between 0 and 1.
    scan
        Values of the first scan, at least 9 (fewer if the lever has not so many).

    Raises
    ------
    UsageError
        If a probability or the number of values is out of range.
    """
    _check(lever, probability, scan)
    curve = _Curve(lever, hits, tolerance)
    for value in lever.grid(scan):
        curve.at(value)
    curve.bisect(probability, rising=True)
    curve.bisect(probability, rising=False)
    return _conclude(lever, curve, probability)


def _check(lever: Lever, probability: float, scan: int) -> None:
    if not 0.0 < probability < 1.0:
        raise UsageError(
            f"plan {lever.name}: found the probability {probability:g}; it must lie between 0 "
            "and 1, e.g. 0.8"
        )
    if scan < SCAN:
        raise UsageError(
            f"plan {lever.name}: found a scan of {scan} values; at least {SCAN} are needed, "
            "otherwise a chance that falls again goes unseen"
        )


class _Curve:
    """The chance over a lever, known at the values asked so far."""

    def __init__(self, lever: Lever, hits: Callable[[float], ArrayLike], tolerance: float) -> None:
        self._lever, self._hits = lever, hits
        self._least = 1.0 if lever.whole else tolerance * (lever.hi - lever.lo)
        self._flags: NDArray[np.bool_] | None = None
        self._known: dict[float, Point] = {}
        self.identical = True

    def at(self, value: float) -> Point:
        if value not in self._known:
            flags = np.asarray(self._hits(value), dtype=np.bool_)
            if flags.size < 2:
                raise UsageError(
                    f"plan {self._lever.name}: found {flags.size} replications; a chance needs at "
                    "least 2 to have an interval, e.g. -n 2000"
                )
            if self._flags is None:
                self._flags = flags
            elif flags.shape != self._flags.shape:
                raise ValueError(f"{flags.size} replications after {self._flags.size}: not common")
            self.identical &= bool((flags == self._flags).all())
            self._known[value] = Point(value, hit_probability(flags))
        return self._known[value]

    @property
    def points(self) -> tuple[Point, ...]:
        return tuple(self._known[value] for value in sorted(self._known))

    def bisect(self, probability: float, *, rising: bool) -> None:
        """Ask for values until the first rise or the fall after it is known closely enough."""
        while True:
            edge = _first_edge(self.points, probability, rising=rising)
            if edge is None or edge[1] - edge[0] <= self._least:
                return
            middle = self._lever.allowed((edge[0] + edge[1]) / 2)
            if middle in edge:
                return
            self.at(middle)


def _first_edge(
    points: Sequence[Point], probability: float, *, rising: bool
) -> tuple[float, float] | None:
    """Neighbouring values between which the first stretch of reached values starts, or ends."""
    reached = [_value(point) >= probability for point in points]
    if True not in reached:
        return None
    first = reached.index(True)
    if rising:
        return (points[first - 1].value, points[first].value) if first else None
    if False not in reached[first:]:
        return None
    lost = reached.index(False, first)
    return points[lost - 1].value, points[lost].value


def _conclude(lever: Lever, curve: _Curve, probability: float) -> GoalSeek:
    points = curve.points
    values = [point.value for point in points]
    uppers = [_ends(point)[1] for point in points]
    best = max(points, key=_value)
    start = _edge(lever, points, probability)
    status: Status = "reached"
    if curve.identical:
        status = "no effect"
    elif start is None:
        status = "unreachable"
    elif start.value == lever.lo:
        status = "already"
    return GoalSeek(
        status,
        start,
        _falling_edge(lever, points, probability),
        tuple(at_least(values, [_value(point) for point in points], probability)),
        tuple(at_least(values, uppers, probability)),
        best,
        points,
    )


def _falling_edge(lever: Lever, points: Sequence[Point], probability: float) -> Edge | None:
    """The end of the first stretch, found as the start of the last one of the mirrored curve."""
    fall = _first_edge(points, probability, rising=False)
    if fall is None:
        return None
    # What comes after the next rise belongs to another stretch.
    after = [point for point in points if point.value > fall[0]]
    again = next((i for i, point in enumerate(after) if _value(point) >= probability), len(after))
    kept = [point for point in points if point.value <= fall[0]] + after[:again]
    mirrored = [Point(-point.value, point.chance) for point in reversed(kept)]
    edge = _edge(Lever(lever.name, -lever.hi, -lever.lo, lever.whole), mirrored, probability)
    if edge is None:
        return None
    lo = None if edge.hi is None else -edge.hi
    # Where the upper end never falls below, nothing shows that the chance does.
    hi = None if edge.lo is None or _ends(kept[-1])[1] >= probability else -edge.lo
    return Edge(-edge.value, lo, hi, edge.chance)


def _edge(lever: Lever, points: Sequence[Point], probability: float) -> Edge | None:
    """The first value that reaches `probability`, and its interval.

    If the chance rises, the smallest value m that reaches p is covered when upper(m) >= p and,
    for the value just below it, lower < p: each fails with at most half of 5 %.
    """
    found = next((point for point in points if _value(point) >= probability), None)
    if found is None:
        return None
    values = [point.value for point in points]
    lower, upper = zip(*map(_ends, points), strict=True)
    earliest = at_least(values, upper, probability)[0][0]
    surely = at_least(values, lower, probability)
    hi = surely[0][0] if surely else None
    if lever.whole:
        earliest, hi = math.ceil(earliest), None if hi is None else math.ceil(hi)
    return Edge(found.value, earliest, hi, found.chance)


def _value(point: Point) -> float:
    assert point.chance.value is not None, "two replications and more have a share"
    return point.chance.value


def _ends(point: Point) -> tuple[float, float]:
    assert point.chance.ends is not None, "two replications and more have an interval"
    lo, hi = point.chance.ends
    return lo, hi
