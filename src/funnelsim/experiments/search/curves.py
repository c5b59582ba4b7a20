"""Readings of a sweep: where a curve is at its best, and where one curve overtakes another."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from funnelsim.experiments.contests.best import may_be_best, undecided
from funnelsim.experiments.intervals import FloatArray, Interval, mean_t
from funnelsim.experiments.search.spans import Span, at_least, crossing, intersect


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """Where a curve over a lever is at its best.

    Attributes
    ----------
    value
        The lever value with the best mean.
    kept
        All lever values that cannot be told from the best one, ascending. The truly best value
        of the grid is among them with at least 95 %.
    flat
        The same as stretches of neighbouring values.
    alike
        Of those, as stretches: the best one, and all whose paired interval against it contains 0
        or which are identical to it.
    untold
        The others, as stretches: too few replications differ from the best to exclude them.
    at_edge
        Whether the lowest or highest value of the grid is among them: then the curve may have no
        turning point within the grid.
    means
        Mean and 95 % interval at every lever value, each by itself.
    """

    value: float
    kept: tuple[float, ...]
    flat: tuple[Span, ...]
    alike: tuple[Span, ...]
    untold: tuple[Span, ...]
    at_edge: bool
    means: tuple[Interval, ...]


def turning_point(
    levers: Sequence[float],
    table: ArrayLike,
    *,
    direction: Literal["largest", "smallest"] = "largest",
    level: float = 0.95,
) -> TurningPoint:
    """All lever values that may be the best of a sweep.

    Parameters
    ----------
    levers
        Ascending, k of them.
    table
        Outcomes on common replications, shape (k, n), n >= 2.
    direction
        Whether the largest or the smallest mean is the best.
    """
    x, y = _grid(levers, table)
    kept = may_be_best(y, direction == "largest", level)
    means = tuple(mean_t(row, level) for row in y)
    centre = y.mean(axis=1)
    best = int(centre.argmax() if direction == "largest" else centre.argmin())
    open_ = undecided(y, best, kept)
    return TurningPoint(
        x[best],
        tuple(value for value, keep in zip(x, kept, strict=True) if keep),
        tuple(_stretches(x, kept)),
        tuple(_stretches(x, kept & ~open_)),
        tuple(_stretches(x, open_)),
        bool(kept[0] or kept[-1]),
        means,
    )


@dataclass(frozen=True, slots=True)
class Crossing:
    """A stretch of the lever in which two curves cannot be told apart.

    Attributes
    ----------
    lo, hi
        All lever values whose paired 95 % interval contains 0, between the values of the sweep by
        straight lines.
    zeros
        Where the mean difference is 0, by straight lines; several where noise crosses often,
        none where the curves only come close.
    before, after
        Who surely leads just below and above; ``None`` where the sweep ends before that shows.
    """

    lo: float
    hi: float
    zeros: tuple[float, ...]
    before: Literal["first", "second"] | None
    after: Literal["first", "second"] | None

    @property
    def changes_the_lead(self) -> bool:
        """Whether different curves lead surely on both sides: a break-even."""
        return self.before is not None and self.after is not None and self.before != self.after


@dataclass(frozen=True, slots=True)
class BreakEven:
    """Where one curve overtakes another.

    Attributes
    ----------
    crossings
        Every stretch without a sure leader, ascending.
    throughout
        Who leads surely at every value; ``None`` if there is a crossing.
    differences
        Second less first at every lever value, with paired 95 % interval, each by itself.
    """

    crossings: tuple[Crossing, ...]
    throughout: Literal["first", "second"] | None
    differences: tuple[Interval, ...]


def break_even(
    levers: Sequence[float], first: ArrayLike, second: ArrayLike, level: float = 0.95
) -> BreakEven:
    """Where the mean of `second` overtakes that of `first`, or the other way round.

    Parameters
    ----------
    levers
        Ascending, k of them.
    first, second
        Outcomes on common replications, shape (k, n), n >= 2; the larger one leads.
    """
    (x, a), (_, b) = _grid(levers, first), _grid(levers, second)
    if a.shape != b.shape:
        raise ValueError(f"outcomes of shapes {a.shape} and {b.shape} are not paired")
    differences = tuple(mean_t(row, level) for row in b - a)
    means, lower, upper = _columns(differences)
    stretches = intersect(at_least(x, upper, 0.0), at_least(x, [-end for end in lower], 0.0))
    zeros = _zeros(x, means)
    crossings = tuple(
        Crossing(
            lo,
            hi,
            tuple(zero for zero in zeros if lo <= zero <= hi),
            _leader(x, means, lo, below=True),
            _leader(x, means, hi, below=False),
        )
        for lo, hi in _joined(stretches)
    )
    throughout: Literal["first", "second"] = "second" if means[0] > 0 else "first"
    return BreakEven(crossings, None if crossings else throughout, differences)


def _columns(found: Sequence[Interval]) -> tuple[list[float], list[float], list[float]]:
    """Values, lower and upper ends."""
    if any(one.value is None or one.lo is None or one.hi is None for one in found):
        reason = next(one.reason for one in found if one.ends is None)
        raise ValueError(f"no difference to show: {reason}")
    rows = [(one.value or 0.0, one.lo or 0.0, one.hi or 0.0) for one in found]
    values, lower, upper = (list(column) for column in zip(*rows, strict=True))
    return values, lower, upper


def _zeros(x: Sequence[float], y: Sequence[float]) -> list[float]:
    """Where the joined points change sign, or touch 0 at a point."""
    found = [value for value, height in zip(x, y, strict=True) if height == 0.0]
    for (x0, y0), (x1, y1) in pairwise(zip(x, y, strict=True)):
        if y0 * y1 < 0.0:
            found.append(crossing(x0, y0, x1, y1, 0.0))
    return sorted(found)


def _joined(stretches: Sequence[Span]) -> list[Span]:
    """Stretches that touch made one."""
    found: list[Span] = []
    for lo, hi in stretches:
        if found and lo <= found[-1][1]:
            found[-1] = (found[-1][0], max(hi, found[-1][1]))
        else:
            found.append((lo, hi))
    return found


def _leader(
    x: Sequence[float], means: Sequence[float], end: float, *, below: bool
) -> Literal["first", "second"] | None:
    """Who leads just outside the `end` of a stretch: outside the difference cannot be 0."""
    if end == (x[0] if below else x[-1]):
        return None
    beyond = end - _step(x) if below else end + _step(x)
    return "second" if float(np.interp(beyond, x, means)) > 0.0 else "first"


def _step(x: Sequence[float]) -> float:
    return 1e-9 * (x[-1] - x[0])


def _stretches(x: Sequence[float], kept: NDArray[np.bool_]) -> list[Span]:
    """Runs of neighbouring kept values."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], kept.astype(int), [0]))))
    return [(x[start], x[end - 1]) for start, end in edges.reshape(-1, 2)]


def _grid(levers: Sequence[float], table: ArrayLike) -> tuple[list[float], FloatArray]:
    x, y = [float(value) for value in levers], np.asarray(table, dtype=np.float64)
    if y.ndim != 2 or y.shape[0] != len(x) or y.shape[1] < 2:
        raise ValueError(f"{len(x)} lever values by at least 2 replications, found {y.shape}")
    if any(low >= high for low, high in pairwise(x)):
        raise ValueError("lever values must ascend")
    return x, y
