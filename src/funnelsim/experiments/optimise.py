"""The best setting of several levers, with a value that is not the luck of the search."""

from __future__ import annotations

import json
from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from funnelsim.engines import DEFAULT_ENGINE
from funnelsim.errors import UsageError
from funnelsim.experiments.cold.data import mean
from funnelsim.experiments.compare.contest import RESAMPLING_SEED
from funnelsim.experiments.compare.objective import OBJECTIVE, ranks_upwards
from funnelsim.experiments.figures import column
from funnelsim.experiments.hits import Direction, hits
from funnelsim.experiments.intervals import FloatArray, Interval, mean_t
from funnelsim.experiments.laid_out import laid_out
from funnelsim.experiments.levers.session import target_number, trials_of
from funnelsim.experiments.levers.trials import Trials
from funnelsim.experiments.search.levers import Choice, Design
from funnelsim.experiments.search.levers import Lever as Values
from funnelsim.experiments.search.optimum import FINAL_REPLICATIONS, Optimum
from funnelsim.experiments.search.optimum import optimise as best_of
from funnelsim.experiments.stack import Stack
from funnelsim.experiments.status import Progress
from funnelsim.scenario.load import Bundle, policies_named

SCHEMA = "funnelsim.optimise/1"

BUDGET = 4_000
"""Replications of the search by default."""

CHANCE = "chance"
"""``chance``, or ``chance 2``: the chance of a target instead of a figure."""

POLICIES = "policies"
"""Name of the lever that is which policies are in force."""

NONE = "none"


@dataclass(frozen=True, repr=False)
class Optimised:
    """The best setting found.

    Attributes
    ----------
    trials
        The scenario, its levers and its seed.
    objective
        A figure, or the chance of a target in words.
    options
        Policies of which one may be in force, ``none`` among them; empty if that was no lever.
    result
        What the search found.
    larger
        Whether more of the objective is better; if not, its sign is turned in `result`.
    gain
        Winner less the scenario as it is, on the futures that valued the winner, paired; its
        sign is turned likewise.
    """

    trials: Trials
    objective: str
    options: tuple[str, ...]
    result: Optimum
    larger: bool
    gain: Interval

    def words(self, design: Design) -> dict[str, str]:
        """What a design sets, as it would be written."""
        found = {
            lever.name: lever.text(value)
            for lever, value in zip(self.trials.levers, design, strict=False)
        }
        return found | ({POLICIES: design[-1]} if self.options else {})

    @cached_property
    def data(self) -> dict[str, Any]:
        """The JSON object ``funnelsim.optimise/1`` as plain data."""
        found, sign = self.result, 1.0 if self.larger else -1.0
        return {
            "schema": SCHEMA,
            "scenario": self.trials.bundle.scenario.name,
            "seed": self.trials.seed,
            "with": list(self.trials.bundle.with_),
            "objective": self.objective,
            "levers": [
                {"name": lever.name, "low": lever.text(lever.range.low),
                 "high": lever.text(lever.range.high),
                 "acts_from": None if lever.start is None else lever.start.isoformat()}
                for lever in self.trials.levers
            ],
            "policies": list(self.options),
            "winner": self.words(found.winner),
            "search_value": sign * (found.search_value.value or 0.0),
            "honest_value": _turned(mean(found.honest_value), sign),
            "shrinkage": mean(found.shrinkage),
            "gain": _turned(mean(self.gain), sign),
            "best_set": [self.words(design) for design in found.best_set],
            "finalists": [
                {"setting": self.words(one.design), "value": _turned(mean(one.second), sign),
                 "in_best_set": one.in_best_set}
                for one in found.finalists
            ],
            "candidates": found.candidates,
            "replications": found.replications,
        }  # fmt: skip

    def json(self, indent: int | None = 2) -> str:
        """The same as text; never NaN. On one line without `indent`."""
        if indent is not None:
            return laid_out(self.data, indent)
        return json.dumps(self.data, ensure_ascii=False, allow_nan=False)

    def __repr__(self) -> str:
        setting = ", ".join(f"{name} {value}" for name, value in
                            self.words(self.result.winner).items())  # fmt: skip
        return f"Optimised({self.objective}: {setting})"


def optimise(
    bundle: Bundle,
    levers: Iterable[str] | None = None,
    seed: int | None = None,
    *,
    objective: str = OBJECTIVE,
    policies: Iterable[str] = (),
    budget: int = BUDGET,
    final_replications: int = FINAL_REPLICATIONS,
    engine: str = DEFAULT_ENGINE,
    threads: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Optimised:
    """Search levers for the best mean outcome, and value the winner on futures of its own.

    Parameters
    ----------
    bundle
        From `load`.
    levers
        As in `levers.lever_of`; by default those the scenario declares under ``levers:``.
    objective
        A figure (``profit`` counts what levers cost), or ``chance`` for that of the first target,
        ``chance 2`` for the second.
    policies
        Policies of which one, or none, may be in force besides.
    budget
        Futures of the search, each for one candidate.
    final_replications
        Futures on which the finalists meet, and as many again for the winner's value; at
        least 2,000.
    seed, engine, threads, executor, progress
        As in `forecast`.

    Raises
    ------
    UsageError
        No lever; no such lever, figure, target or policy; numbers too small.
    ScenarioError
        A value does not fit the scenario.
    RunError
        It was interrupted.
    """
    asked = list(bundle.scenario.levers) if levers is None else list(levers)
    options = _options(bundle, policies)
    if not asked and not options:
        raise UsageError(
            "there is no lever to optimise; name one with its range, e.g. "
            "--lever teams.sdr.reps.core.count=1..6, or declare it under `levers:`"
        )
    trials = trials_of(bundle, asked, "--lever", seed, engine, threads, executor, progress)
    evaluate = _Evaluate(trials, objective, bool(options))
    searched: list[Values | Choice] = [lever.values for lever in trials.levers]
    if options:
        searched.append(Choice(POLICIES, options))
    found = best_of(
        searched,
        evaluate,
        budget=budget,
        rng=np.random.default_rng(RESAMPLING_SEED),
        final_replications=final_replications,
    )
    # The last futures that were asked for are those of the winner's own value.
    gain = mean_t(evaluate.latest - evaluate.today(evaluate.numbers))
    return Optimised(trials, evaluate.words, options, found, evaluate.larger, gain)


def _options(bundle: Bundle, policies: Iterable[str]) -> tuple[str, ...]:
    names = list(dict.fromkeys(policies))
    for word in names:
        for name in policies_named([word]):
            if name not in bundle.scenario.policies:
                known = ", ".join(bundle.scenario.policies)
                raise UsageError(f"there is no policy '{name}'; known: {known}")
    return (NONE, *names) if names else ()


class _Evaluate:
    """Outcomes of a design on some replications; larger is better."""

    def __init__(self, trials: Trials, objective: str, with_policy: bool) -> None:
        self._trials, self._with_policy = trials, with_policy
        self._objective, self._target = objective, -1
        self.larger, self.words = True, objective
        self.latest, self.numbers = np.zeros(0), range(0)
        if objective.split()[:1] == [CHANCE]:
            model = trials.model([lever.range.low for lever in trials.levers])
            number = objective.removeprefix(CHANCE).strip() or "1"
            if not number.isdigit():
                raise UsageError(f"--for '{objective}': write chance, or chance 2")
            self._target = target_number(model, int(number))
            self._aim = model.targets[self._target]
            side = "at least" if self._aim.at_least else "at most"
            aim = self._aim
            self.words = f"chance of {side} {aim.value:,.10g} {aim.metric} {aim.words}"
        else:
            self.larger = ranks_upwards(objective)

    def __call__(self, design: Design, numbers: range) -> FloatArray:
        values = design[: len(self._trials.levers)]
        policy = design[-1] if self._with_policy else NONE
        with_ = () if policy == NONE else policies_named([policy])
        self.latest = self._of(self._trials.outcomes(values, numbers, with_, keep=False))
        self.numbers = numbers
        return self.latest

    def today(self, numbers: range) -> FloatArray:
        """The same of the scenario as it is."""
        as_it_is = replace(self._trials, levers=())
        return self._of(as_it_is.outcomes((), numbers, keep=False))

    def _of(self, found: Stack) -> FloatArray:
        if self._target < 0:
            values = column(found, self._objective)
            return values if self.larger else -values
        direction: Direction = "at_least" if self._aim.at_least else "at_most"
        reached = hits(found.targets[:, self._target], self._aim.value, direction)
        return reached.astype(np.float64)


def _turned(data: dict[str, Any], sign: float) -> dict[str, Any]:
    """An interval as it was before its sign was turned."""
    if sign > 0 or data["mean"] is None:
        return data
    ends = data["ci95"]
    return data | {"mean": -data["mean"], "ci95": None if ends is None else [-ends[1], -ends[0]]}
