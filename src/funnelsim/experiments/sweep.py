"""Curves and heat maps: what comes of a scenario over a range of one or two of its keys."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np

from funnelsim.engines import DEFAULT_ENGINE
from funnelsim.errors import UsageError
from funnelsim.experiments.compare.objective import OBJECTIVE, ranks_upwards
from funnelsim.experiments.contests.best import may_be_best, undecided
from funnelsim.experiments.duel import Duel, duellists_of, fought, policies_of
from funnelsim.experiments.figures import column
from funnelsim.experiments.hits import Direction, hits, predictive_probability
from funnelsim.experiments.intervals import FloatArray, Interval, mean_t
from funnelsim.experiments.levers.session import first_replications, trials_of
from funnelsim.experiments.levers.trials import Trials, Values
from funnelsim.experiments.levers.tried import Tried
from funnelsim.experiments.levers.work import IncompleteError
from funnelsim.experiments.reported import Tables
from funnelsim.experiments.search.curves import (
    TurningPoint,
    turning_point,
)
from funnelsim.experiments.stack import Stack
from funnelsim.experiments.status import Progress
from funnelsim.scenario.load import Bundle

REPLICATIONS = 200
"""By default, at each setting."""

POINTS, POINTS_OF_TWO = 9, 5
"""Values of a key by default; of each of two keys."""

METRICS = (
    "mql", "sql", "customers", "revenue", "gross_profit", "cost", "profit", "cold", "paper_loss",
    "mean_response_hours", "utilisation",
)  # fmt: skip


@dataclass(frozen=True, repr=False)
class Sweep(Tried):
    """A scenario over the values of one or two levers.

    Attributes
    ----------
    trials
        The scenario, its levers, its seed.
    numbers
        Replications of every setting: the same at each.
    axes
        Values of each lever, ascending.
    settings
        Every setting that was simulated, the last lever changing fastest; all of them unless the
        work ended early.
    objective
        Figure whose best values are asked for.
    larger
        Whether more of it is better.
    duel
        Who beats whom where, if that was asked.
    """

    trials: Trials
    numbers: range
    axes: tuple[tuple[float, ...], ...]
    settings: tuple[Values, ...]
    objective: str
    larger: bool
    duel: Duel | None = None

    @property
    def grid(self) -> int:
        """How many settings were asked for."""
        return math.prod(map(len, self.axes))

    def figures(self, values: Sequence[float]) -> Stack:
        """Figures of one setting."""
        return self.trials.outcomes(values, self.numbers)

    def chance(self, values: Sequence[float], target: int) -> Interval:
        """Chance of a target (by index) at a setting."""
        aim = self.model.targets[target]
        direction: Direction = "at_least" if aim.at_least else "at_most"
        reached = hits(self.figures(values).targets[:, target], aim.value, direction)
        return predictive_probability(reached)

    def table(self, metric: str) -> FloatArray:
        """A figure at every setting, shape (settings, replications)."""
        return np.stack([column(self.figures(values), metric) for values in self.settings])

    def mean(self, values: Sequence[float], metric: str) -> Interval:
        """Mean of a figure that adds up at a setting."""
        return mean_t(column(self.figures(values), metric))

    def after_best(self, metric: str) -> Interval:
        """The last setting of one lever less the one with the best mean, future by future."""
        return self.less_best(self.settings[-1], metric)

    def less_best(self, values: Values, metric: str) -> Interval:
        """A setting of one lever less the one with the best mean, future by future."""
        best = self.turning_of(metric).value
        one, other = (column(self.figures(at), metric) for at in (values, (best,)))
        return mean_t(one - other)

    def turning_of(self, metric: str) -> TurningPoint:
        """Settings that cannot be told from the best by a figure, of one lever."""
        return turning_point(
            [values[0] for values in self.settings],
            self.table(metric),
            direction="largest" if ranks_upwards(metric) else "smallest",
        )

    @cached_property
    def turning(self) -> TurningPoint:
        """Settings that cannot be told from the best by the objective, of one lever."""
        return self.turning_of(self.objective)

    @cached_property
    def best_set(self) -> tuple[Values, ...]:
        """The same of one lever or two: the truly best of the grid is among them with 95 %."""
        table = self.table(self.objective)
        kept = may_be_best(table, self.larger)
        return tuple(values for values, keep in zip(self.settings, kept, strict=True) if keep)

    @cached_property
    def untold(self) -> tuple[Values, ...]:
        """Those of the best set that too few replications differ from the best to exclude."""
        best, kept = self.settings.index(self.best), [v in self.best_set for v in self.settings]
        found = undecided(self.table(self.objective), best, np.array(kept))
        return tuple(values for values, left in zip(self.settings, found, strict=True) if left)

    @cached_property
    def best(self) -> Values:
        """The setting with the best mean of the objective."""
        means = self.table(self.objective).mean(axis=1)
        return self.settings[int(means.argmax() if self.larger else means.argmin())]

    @cached_property
    def idle(self) -> tuple[str, ...]:
        """Levers that change no figure of any replication."""
        return tuple(
            lever.name for i, lever in enumerate(self.trials.levers)
            if len(self.axes[i]) > 1 and self._same_along(i)
        )  # fmt: skip

    def _same_along(self, lever: int) -> bool:
        first: dict[Values, Values] = {}
        for values in self.settings:
            others = (*values[:lever], *values[lever + 1 :])
            like = first.setdefault(others, values)
            for metric in METRICS:
                one, other = (column(self.figures(v), metric) for v in (like, values))
                if not np.array_equal(one, other, equal_nan=True):
                    return False
        return len(self.settings) > len(first)

    def _data(self) -> dict[str, Any]:
        from funnelsim.experiments.sweep_data import sweep_data

        return sweep_data(self)

    def _tables(self) -> Tables:
        from funnelsim.experiments.sweep_data import TABLES

        return TABLES

    def __repr__(self) -> str:
        names = " x ".join(
            f"{len(axis)} {lever.name}"
            for lever, axis in zip(self.trials.levers, self.axes, strict=True)
        )
        return f"Sweep({names}, {self.n} replications each: best at {self.trials.words(self.best)})"


def sweep(
    bundle: Bundle,
    vary: str | Iterable[str],
    replications: int | None = None,
    seed: int | None = None,
    *,
    objective: str = OBJECTIVE,
    until: str | None = None,
    engine: str = DEFAULT_ENGINE,
    threads: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Sweep:
    """Simulate a scenario over the values of one key, or of two.

    Parameters
    ----------
    bundle
        From `load`.
    vary
        One or two levers as in `levers.lever_of`: ``key=a..b:n``, or ``volume``, ``threshold``,
        ``reps``, ``delay``.
    replications
        Futures at each setting, the same at all; 200 by default.
    objective
        Figure whose best values are asked for.
    until
        ``a beats b``: also simulate both policies at every setting and find where one overtakes
        the other by the objective; ``baseline`` is the scenario without them. One lever only.
    seed, engine, threads, executor, progress
        As in `forecast`.

    Raises
    ------
    UsageError
        No such lever, policy or figure; more than two levers.
    ScenarioError
        A value does not fit the scenario.
    IncompleteError
        It was interrupted at the first setting; later, what is done is in the result.
    """
    larger = ranks_upwards(objective)
    asked = [vary] if isinstance(vary, str) else list(vary)
    if not 1 <= len(asked) <= 2:
        raise UsageError(f"--vary: {len(asked)} keys; name one for a curve, two for a heat map")
    trials = trials_of(bundle, asked, "--vary", seed, engine, threads, executor, progress)
    numbers = first_replications(replications, REPLICATIONS, bundle)
    points = POINTS if len(asked) == 1 else POINTS_OF_TWO
    axes = tuple(tuple(lever.grid(points)) for lever in trials.levers)
    duellists = None if until is None else duellists_of(bundle, until, len(asked))
    settings = tuple(product(*axes))
    fighting = sum(bool(policies_of(name)) for name in duellists or ())
    trials.work.expect(len(settings) * len(numbers) * (1 + fighting))
    for values in settings:
        trials.model(values)  # a value that does not fit is told before the work
    done = _simulated(trials, settings, numbers)
    duel = None
    if duellists is not None and done == settings:
        duel = fought(trials, numbers, axes[0], duellists, objective, larger)
    return Sweep(trials, numbers, axes, done, objective, larger, duel)


def _simulated(trials: Trials, settings: tuple[Values, ...], numbers: range) -> tuple[Values, ...]:
    """Settings that were simulated: all of them, or those before the work ended."""
    for i, values in enumerate(settings):
        try:
            trials.outcomes(values, numbers)
        except IncompleteError:
            if i == 0:
                raise
            return settings[:i]
    return settings
