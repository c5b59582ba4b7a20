"""When there are enough replications: looks at fixed numbers, in replication order.

A look considers the first n replications and nothing else, so the answer does not depend on
how many threads ran ahead; what they computed beyond the deciding look is discarded.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from funnelsim.experiments.hits import hit_probability
from funnelsim.experiments.intervals import FloatArray, Interval, column, mean_t
from funnelsim.experiments.ratios import ratio_of_means

FIRST_LOOK = 100
MAXIMUM = 20_000

Limit = Literal["precision", "maximum"]


@dataclass(frozen=True, slots=True)
class Goal:
    """How precisely one figure is wanted.

    The half-width of its 95 % interval may be `relative` times the estimate or `absolute`,
    whichever is more; while the interval contains 0, only `absolute` counts.

    Attributes
    ----------
    figure
        Name of the column of replications.
    kind
        ``mean`` (Student's t), ``probability`` (a column of truth values, Wilson) or ``ratio``
        (of means, jackknife; both sides as rows of a table, shape (2, replications)).
    relative
        Share of the estimate, or ``None``.
    absolute
        In the unit of the figure, or ``None``.
    """

    figure: str
    kind: Literal["mean", "probability", "ratio"] = "mean"
    relative: float | None = None
    absolute: float | None = None

    def __post_init__(self) -> None:
        widths = [width for width in (self.relative, self.absolute) if width is not None]
        if not widths or min(widths) <= 0:
            raise ValueError(f"{self.figure}: a positive relative or absolute width is needed")

    def estimate(self, values: FloatArray) -> Interval:
        """The figure and its 95 % interval over these replications."""
        if self.kind == "ratio":
            return ratio_of_means(*values)
        return mean_t(values) if self.kind == "mean" else hit_probability(values)

    def values(self, columns: Mapping[str, ArrayLike]) -> FloatArray:
        """The column of this goal, or both sides of a ratio, the replications last."""
        found = columns[self.figure]
        if self.kind == "ratio":
            return np.asarray(found, np.float64).reshape(2, -1)
        return column(found)

    def allowed(self, found: Interval) -> float | None:
        """The largest half-width accepted for this estimate; ``None`` if none would be."""
        if found.value is None or found.covers(0.0) or self.relative is None:
            return self.absolute
        return max(self.relative * abs(found.value), self.absolute or 0.0)


@dataclass(frozen=True, slots=True)
class Progress:
    """One goal at one look; half-widths in the unit of the figure, ``None`` if there is none."""

    goal: Goal
    found: Interval
    half_width: float | None
    allowed: float | None

    @property
    def met(self) -> bool:
        """Whether the figure is as precise as wanted."""
        if self.half_width is None or self.allowed is None:
            return False
        return self.half_width <= self.allowed


@dataclass(frozen=True, slots=True)
class Decision:
    """What the rule says after the replications done so far.

    Attributes
    ----------
    replications
        The replications of the deciding look: keep exactly these. While undecided, of the last
        look (0 before the first).
    limit
        ``precision`` or ``maximum``, whichever was met; ``None`` while undecided.
    next_look
        How many replications are needed before the next decision; ``None`` once decided.
    progress
        Every goal at the last look.
    """

    replications: int
    limit: Limit | None
    next_look: int | None
    progress: tuple[Progress, ...]

    @property
    def sentence(self) -> str:
        """One sentence for the planner."""
        unmet = [step.goal.figure for step in self.progress if not step.met]
        if self.limit == "precision":
            return f"Stopped at {self.replications:,} replications: as precise as asked."
        if self.limit == "maximum":
            return (
                f"Stopped at the maximum of {self.replications:,} replications; "
                f"not yet as precise as asked: {', '.join(unmet)}."
            )
        return f"Undecided until {self.next_look:,} replications."


@dataclass(frozen=True, slots=True)
class StoppingRule:
    """Goals that must all be met at one look, and the most replications spent on them.

    Attributes
    ----------
    goals
        At least one.
    first
        The first look, at least 2. Each look is half as large again as the one before.
    maximum
        The last look.
    """

    goals: Sequence[Goal]
    first: int = FIRST_LOOK
    maximum: int = MAXIMUM

    def __post_init__(self) -> None:
        if not self.goals:
            raise ValueError("a stopping rule needs a goal")
        if not 2 <= self.first <= self.maximum:
            raise ValueError(f"first look {self.first} not between 2 and {self.maximum}")

    def looks(self) -> Iterator[int]:
        """The numbers of replications at which the rule looks: 100, 150, 225, …, maximum."""
        n = self.first
        while n < self.maximum:
            yield n
            n = n * 3 // 2
        yield self.maximum

    def decide(self, columns: Mapping[str, ArrayLike]) -> Decision:
        """Decide from the replications done so far.

        Parameters
        ----------
        columns
            Per goal its figure of replications 0, 1, 2, … without gaps, equally many each.
            Longer columns never change the decision of a shorter one.
        """
        values = [goal.values(columns) for goal in self.goals]
        done = values[0].shape[-1]
        if any(one.shape[-1] != done for one in values):
            raise ValueError("columns of different numbers of replications")
        last, progress = 0, tuple[Progress, ...]()
        for look in self.looks():
            if look > done:
                return Decision(last, None, look, progress)
            last, progress = look, self._at(look, values)
            if all(step.met for step in progress):
                return Decision(look, "precision", None, progress)
        return Decision(last, "maximum", None, progress)

    def _at(self, look: int, values: Sequence[FloatArray]) -> tuple[Progress, ...]:
        found = [
            goal.estimate(one[..., :look]) for goal, one in zip(self.goals, values, strict=True)
        ]
        return tuple(
            Progress(goal, interval, interval.half_width, goal.allowed(interval))
            for goal, interval in zip(self.goals, found, strict=True)
        )
