"""Curves and heat maps: what comes of a scenario over a range of one or two of its keys."""

from __future__ import annotations

import json
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
from funnelsim.experiments.figures import column, figure
from funnelsim.experiments.hits import Direction, hits, predictive_probability
from funnelsim.experiments.intervals import FloatArray, Interval
from funnelsim.experiments.laid_out import laid_out
from funnelsim.experiments.levers.session import first_replications, trials_of
from funnelsim.experiments.levers.trials import Trials, Values
from funnelsim.experiments.search.curves import BreakEven, TurningPoint, break_even, turning_point
from funnelsim.experiments.stack import Stack
from funnelsim.experiments.status import Progress
from funnelsim.model.tables import Model
from funnelsim.scenario.load import Bundle, policies_named

SCHEMA = "funnelsim.sweep/1"

REPLICATIONS = 200
"""By default, at each setting."""

POINTS, POINTS_OF_TWO = 9, 5
"""Values of a key by default; of each of two keys."""

METRICS = (
    "mql", "sql", "customers", "revenue", "gross_profit", "cost", "profit", "cold", "paper_loss",
    "mean_response_hours", "utilisation",
)  # fmt: skip

BASELINE = "baseline"


@dataclass(frozen=True)
class Duel:
    """Two policies over the range of a lever.

    Attributes
    ----------
    first, second
        Names; ``baseline`` is the scenario without either.
    result
        Where one overtakes the other.
    """

    first: str
    second: str
    result: BreakEven


@dataclass(frozen=True, repr=False)
class Sweep:
    """A scenario over the values of one or two levers.

    Attributes
    ----------
    trials
        The scenario, its levers, its seed.
    numbers
        Replications of every setting: the same at each.
    axes
        Values of each lever, ascending.
    objective
        Figure whose best values are asked for.
    larger
        Whether more of it is better.
    model
        The scenario as compiled at the first setting.
    duel
        Who beats whom where, if that was asked.
    """

    trials: Trials
    numbers: range
    axes: tuple[tuple[float, ...], ...]
    objective: str
    larger: bool
    model: Model
    duel: Duel | None = None

    @property
    def n(self) -> int:
        """Replications of each setting."""
        return len(self.numbers)

    @property
    def settings(self) -> list[Values]:
        """Every setting, the last lever changing fastest."""
        return list(product(*self.axes))

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

    @cached_property
    def turning(self) -> TurningPoint:
        """Settings that cannot be told from the best by the objective, of one lever."""
        return turning_point(
            self.axes[0],
            self.table(self.objective),
            direction="largest" if self.larger else "smallest",
        )

    @cached_property
    def best(self) -> Values:
        """The setting with the best mean of the objective."""
        means = self.table(self.objective).mean(axis=1)
        return self.settings[int(means.argmax() if self.larger else means.argmin())]

    @cached_property
    def data(self) -> dict[str, Any]:
        """The JSON object ``funnelsim.sweep/1`` as plain data."""
        levers = self.trials.levers
        return {
            "schema": SCHEMA,
            "scenario": self.trials.bundle.scenario.name,
            "currency": self.model.currency,
            "replications": self.n,
            "seed": self.trials.seed,
            "with": list(self.trials.bundle.with_),
            "levers": [
                {
                    "name": lever.name,
                    "values": list(axis),
                    "settings": [lever.text(value) for value in axis],
                    "acts_from": None if lever.start is None else lever.start.isoformat(),
                }
                for lever, axis in zip(levers, self.axes, strict=True)
            ],
            "points": [self._point(values) for values in self.settings],
            "objective": self.objective,
            "best": list(self.best),
            "turning_point": self._turning() if len(levers) == 1 else None,
            "break_even": None if self.duel is None else _duel(self.duel),
        }

    def _point(self, values: Values) -> dict[str, Any]:
        found = self.figures(values)
        chances = [self.chance(values, i) for i in range(len(self.model.targets))]
        return {
            "value": list(values) if len(values) > 1 else values[0],
            "figures": {metric: figure(found, metric, ()) for metric in METRICS},
            "targets": [{"probability": chance.value, "ci95": chance.ends} for chance in chances],
        }

    def _turning(self) -> dict[str, Any]:
        found = self.turning
        return {
            "value": found.value,
            "best_values": list(found.kept),
            "flat": [list(span) for span in found.flat],
            "at_edge": found.at_edge,
        }

    def json(self, indent: int | None = 2) -> str:
        """The same as text; never NaN. On one line without `indent`."""
        if indent is not None:
            return laid_out(self.data, indent)
        return json.dumps(self.data, ensure_ascii=False, allow_nan=False)

    def __repr__(self) -> str:
        names = " x ".join(f"{len(a)} {x.name}" for x, a in zip(self.trials.levers, self.axes,
                                                                 strict=True))  # fmt: skip
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
    RunError
        It was interrupted.
    """
    larger = ranks_upwards(objective)
    asked = [vary] if isinstance(vary, str) else list(vary)
    if not 1 <= len(asked) <= 2:
        raise UsageError(f"--vary: {len(asked)} keys; name one for a curve, two for a heat map")
    trials = trials_of(bundle, asked, "--vary", seed, engine, threads, executor, progress)
    numbers = first_replications(replications, REPLICATIONS, bundle)
    points = POINTS if len(asked) == 1 else POINTS_OF_TWO
    axes = tuple(tuple(lever.grid(points)) for lever in trials.levers)
    duellists = None if until is None else _duellists(bundle, until, len(asked))
    model = trials.model([axis[0] for axis in axes])
    for values in product(*axes):
        trials.outcomes(values, numbers)
    duel = None
    if duellists is not None:
        duel = _fought(trials, numbers, axes[0], duellists, objective, larger)
    return Sweep(trials, numbers, axes, objective, larger, model, duel)


def _duellists(bundle: Bundle, until: str, levers: int) -> tuple[str, str]:
    words = [part.strip() for part in until.split(" beats ")]
    if len(words) != 2 or not all(words) or levers != 1:
        raise UsageError(
            f"--until '{until}': write two policies and one --vary, e.g. "
            "--until 'third-sdr beats baseline' --vary volume"
        )
    for word in words:
        for name in policies_named([word]):
            if name != BASELINE and name not in bundle.scenario.policies:
                known = ", ".join([BASELINE, *bundle.scenario.policies])
                raise UsageError(f"--until: there is no policy '{name}'; known: {known}")
    return words[0], words[1]


def _fought(
    trials: Trials,
    numbers: range,
    axis: Sequence[float],
    names: tuple[str, str],
    objective: str,
    larger: bool,
) -> Duel:
    sign = 1.0 if larger else -1.0
    first, second = (
        np.stack([sign * column(trials.outcomes((v,), numbers, _policies(name)), objective)
                  for v in axis])
        for name in names
    )  # fmt: skip
    return Duel(*names, break_even(axis, second, first))


def _policies(name: str) -> tuple[str, ...]:
    return tuple(word for word in policies_named([name]) if word != BASELINE)


def _duel(duel: Duel) -> dict[str, Any]:
    """`break_even` has the second policy first, so its "second" is the challenger."""
    who = {"first": duel.second, "second": duel.first, None: None}
    return {
        "question": f"{duel.first} beats {duel.second}",
        "throughout": who[duel.result.throughout],
        "crossings": [
            {
                "from": crossing.lo,
                "to": crossing.hi,
                "at": list(crossing.zeros),
                "below": who[crossing.before],
                "above": who[crossing.after],
            }
            for crossing in duel.result.crossings
        ],
        "differences": [
            {"mean": found.value, "ci95": found.ends} for found in duel.result.differences
        ],
    }
