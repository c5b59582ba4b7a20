"""The best setting of several levers, with a value that is not the luck of the search."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np

from funnelsim.engines import DEFAULT_ENGINE
from funnelsim.errors import UsageError
from funnelsim.experiments.compare.contest import RESAMPLING_SEED
from funnelsim.experiments.compare.objective import OBJECTIVE, ranks_upwards
from funnelsim.experiments.figures import column
from funnelsim.experiments.hits import Direction, hits
from funnelsim.experiments.intervals import FloatArray, Interval, mean_t, turned
from funnelsim.experiments.levers.session import target_number, trials_of
from funnelsim.experiments.levers.trials import Trials
from funnelsim.experiments.levers.tried import Tried
from funnelsim.experiments.levers.work import IncompleteError
from funnelsim.experiments.reported import Tables
from funnelsim.experiments.search.levers import Choice, Design
from funnelsim.experiments.search.levers import Lever as Values
from funnelsim.experiments.search.optimum import FINAL_REPLICATIONS, FINALISTS, Optimum, check
from funnelsim.experiments.search.optimum import optimise as best_of
from funnelsim.experiments.stack import Stack
from funnelsim.experiments.status import Progress
from funnelsim.scenario.load import Bundle, policies_named

BUDGET = 4_000
"""Replications of the search by default."""

CHANCE = "chance"
"""``chance``, or ``chance 2``: the chance of a target instead of a figure."""

POLICIES = "policies"
"""Name of the lever that is which policies are in force."""

NONE = "none"


@dataclass(frozen=True, repr=False)
class Optimised(Tried):
    """The best setting found.

    Attributes
    ----------
    trials
        The scenario, its levers and its seed.
    numbers
        As many replications as the finalists met on, and as valued the winner.
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
    numbers: range
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

    def of_sign(self, found: Interval) -> Interval:
        """An interval of `result` in the unit of the objective."""
        return found if self.larger else turned(found)

    def _data(self) -> dict[str, Any]:
        from funnelsim.experiments.optimise_data import optimise_data

        return optimise_data(self)

    def _tables(self) -> Tables:
        from funnelsim.experiments.optimise_data import TABLES

        return TABLES

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
    IncompleteError
        It was interrupted before the first candidate was done; later, what is done is in the
        result.
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
    check(searched, budget, FINALISTS, final_replications)
    for ends in ([lever.range.low for lever in trials.levers],
                 [lever.range.high for lever in trials.levers]):  # fmt: skip
        trials.model(ends)  # a value that does not fit is told before the work
    trials.work.expect(budget + final_replications * (FINALISTS + 2))
    unknown = Interval(None, reason="it ended early")
    gain = unknown
    try:
        found = best_of(
            searched,
            evaluate,
            budget=budget,
            rng=np.random.default_rng(RESAMPLING_SEED),
            final_replications=final_replications,
        )
    except IncompleteError:
        if not evaluate.tried:
            raise
        found = _so_far(evaluate.tried, unknown)
    else:
        with suppress(IncompleteError):
            # The last futures that were asked for are those of the winner's own value.
            gain = mean_t(evaluate.latest - evaluate.today(evaluate.numbers))
    numbers = range(final_replications)
    return Optimised(trials, numbers, evaluate.words, options, found, evaluate.larger, gain)


def _so_far(tried: dict[Design, FloatArray], unknown: Interval) -> Optimum:
    """What a search knows that ended early: its best candidate, without an honest value."""
    winner = max(tried, key=lambda design: float(tried[design].mean()))
    value = mean_t(tried[winner])
    runs = sum(map(len, tried.values()))
    return Optimum(winner, value, unknown, unknown, None, (), len(tried), runs)


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
        self.tried: dict[Design, FloatArray] = {}
        if objective.split()[:1] == [CHANCE]:
            model = trials.as_it_is.model(())
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
        before = self.tried.get(design, np.zeros(0))
        self.tried[design] = np.concatenate((before, self.latest))
        return self.latest

    def today(self, numbers: range) -> FloatArray:
        """The same of the scenario as it is."""
        return self._of(self._trials.as_it_is.outcomes((), numbers, keep=False))

    def _of(self, found: Stack) -> FloatArray:
        if self._target < 0:
            values = column(found, self._objective)
            return values if self.larger else -values
        direction: Direction = "at_least" if self._aim.at_least else "at_most"
        reached = hits(found.targets[:, self._target], self._aim.value, direction)
        return reached.astype(np.float64)
