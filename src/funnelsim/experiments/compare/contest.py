"""Policies on identical leads: what the replications say together."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from funnelsim.engines import DEFAULT_ENGINE
from funnelsim.errors import UsageError
from funnelsim.experiments.compare.gaps import between
from funnelsim.experiments.compare.names import contestants_of
from funnelsim.experiments.compare.objective import OBJECTIVE, ranks_upwards
from funnelsim.experiments.compare.study import CompareStudy, Contestants, figures_of
from funnelsim.experiments.contests.best import BestSet, best_set, p_best, p_best_mean
from funnelsim.experiments.contests.paired import IDENTICAL, unclear
from funnelsim.experiments.contests.simultaneous import (
    Differences,
    differences,
    differences_max_t,
    single_level,
)
from funnelsim.experiments.figures import QUOTIENTS, column
from funnelsim.experiments.intervals import FloatArray, Interval
from funnelsim.experiments.replicate import Means
from funnelsim.experiments.reported import OfReplications, Tables
from funnelsim.experiments.stack import Stack
from funnelsim.experiments.status import Progress, Replications
from funnelsim.experiments.task import numbers_of, seed_of, studied
from funnelsim.model.tables import Model
from funnelsim.scenario.load import Bundle

if TYPE_CHECKING:
    from funnelsim.experiments.compare.verdicts import Verdict

METRICS = (
    "customers", "revenue", "gross_profit", "cost", "profit", "roi", "paper_loss", "cold", "sql",
    "mean_response_hours", "utilisation",
)  # fmt: skip
"""Figures reported for each policy."""

RESAMPLING_SEED = 20_270_101
"""Bootstraps are part of the result, so they do not depend on chance."""


def resampling() -> np.random.Generator:
    """A fresh generator for one bootstrap."""
    return np.random.default_rng(RESAMPLING_SEED)


@dataclass(frozen=True, repr=False)
class Contest(OfReplications):
    """Policies compared.

    Attributes
    ----------
    bundle, seed, engine
        What made the numbers.
    contestants
        The models by name; the first is the baseline.
    replications
        How the work went, and the records of `study.contest_dtype`.
    objective
        The figure by which policies are ranked.
    larger
        Whether more of it is better.
    max_t
        Whether intervals that hold at once come from the largest `|t|` of bootstrapped futures
        instead of Bonferroni's level: narrower where policies are alike.
    """

    bundle: Bundle
    contestants: Contestants
    seed: int
    engine: str
    replications: Replications
    objective: str = OBJECTIVE
    larger: bool = True
    max_t: bool = False
    _known: dict[str, Differences] = field(default_factory=dict, init=False, compare=False)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the policies, baseline first."""
        return tuple(self.contestants.models)

    @property
    def k(self) -> int:
        """Number of policies, baseline included."""
        return len(self.contestants.models)

    @property
    def model(self) -> Model:
        """The baseline's."""
        return self.models[0]

    @property
    def models(self) -> tuple[Model, ...]:
        """Their models."""
        return tuple(self.contestants.models.values())

    def figures(self, policy: int) -> Stack:
        """Figures of one policy by number."""
        return self.stack(figures_of(policy))

    def column(self, policy: int, metric: str) -> FloatArray:
        """One figure per replication."""
        return column(self.figures(policy), metric)

    def table(self, metric: str) -> FloatArray:
        """One figure of all policies, shape (policies, replications)."""
        return np.stack([self.column(i, metric) for i in range(self.k)])

    @property
    def level(self) -> float:
        """Level of each interval, so that all against the baseline hold at once at 95 %."""
        return single_level(self.k - 1)

    def difference(self, policy: int, metric: str) -> Interval:
        """Mean of policy less baseline; with the others at 95 % at once.

        A Student interval of paired differences where enough replications differ, exact bounds
        on deals where few do, none where all are identical.
        """
        if metric not in QUOTIENTS and self.n > 1:
            found = self.differences(metric).each[policy - 1].interval
            if found.ends is not None:
                return found
        return self.between(0, policy, metric, self.level)

    def differences(self, metric: str) -> Differences:
        """Student intervals of all policies less the baseline, and adjusted p-values."""
        if metric not in self._known:
            x = self.table(metric)
            found = differences_max_t(x, resampling()) if self.max_t else differences(x)
            self._known[metric] = found
        return self._known[metric]

    def between(self, one: int, other: int, metric: str, level: float) -> Interval:
        """Mean of the second policy less the first; see `gaps.between`."""
        return between(self, one, other, metric, level)

    def gained(self, one: int, other: int) -> FloatArray:
        """`study.DEALS` that the second policy wins and the first does not, per replication."""
        found: FloatArray = self.records["gained"][:, one, other]
        return found

    @cached_property
    def best(self) -> BestSet:
        """Policies that cannot be told from the best by the objective."""
        x = self.table(self.objective)
        level = 1 - 2 * 0.05 / (self.k - 1)
        rare = {
            (i, j): self.between(i, j, self.objective, level)
            for i in range(self.k)
            for j in range(i + 1, self.k)
            if unclear(x[i], x[j]) not in (None, IDENTICAL)
        }
        exact = {pair: found for pair, found in rare.items() if found.ends is not None}
        return best_set(x, self.larger, exact=exact)

    @cached_property
    def ranked(self) -> list[int]:
        """Policies by their mean objective, the best first."""
        means = self.table(self.objective).mean(axis=1)
        order = np.argsort(-means if self.larger else means, kind="stable")
        return [int(i) for i in order]

    @cached_property
    def to_tell(self) -> tuple[Interval, float | None]:
        """The best policy less the next of the best set, and the futures that would tell them.

        A half-width shrinks with the root of the number of futures. None where that says nothing,
        and where the best set has one policy.
        """
        best = [i for i in self.ranked if i in self.best.policies]
        if len(best) < 2:
            return Interval(None, reason="one policy is best"), None
        gap = self.between(best[1], best[0], self.objective, self.level)
        if not gap.half_width or not gap.value:
            return gap, None
        return gap, self.n * (gap.half_width / gap.value) ** 2

    @cached_property
    def firsts(self) -> tuple[Interval, ...]:
        """Share of the futures in which each policy comes first."""
        return p_best(self.table(self.objective), self.larger)

    @cached_property
    def first_means(self) -> tuple[float, ...]:
        """Bootstrap probability that each policy's mean is the best."""
        x = self.table(self.objective)
        return tuple(float(p) for p in p_best_mean(x, resampling(), self.larger))

    @cached_property
    def verdicts(self) -> list[Verdict]:
        """What is said of each policy beside its differences, baseline first."""
        from funnelsim.experiments.compare.verdicts import Verdict

        return [Verdict(self, i) for i in range(self.k)]

    def _data(self) -> dict[str, Any]:
        from funnelsim.experiments.compare.data import compare_data

        return compare_data(self)

    def _tables(self) -> Tables:
        from funnelsim.experiments.compare.tables import TABLES

        return TABLES

    def _repr_html_(self) -> str:
        from funnelsim.experiments.notebook import of_contest

        return of_contest(self)

    def __repr__(self) -> str:
        best = ", ".join(self.names[i] for i in self.best.policies)
        return (
            f"Contest({self.k} policies, {self.n} replications: best by {self.objective}: {best})"
        )


def compare(
    bundle: Bundle,
    policies: Iterable[str] | None = None,
    replications: int | Iterable[int] | None = None,
    seed: int | None = None,
    *,
    objective: str = OBJECTIVE,
    max_t: bool = False,
    engine: str = DEFAULT_ENGINE,
    threads: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Contest:
    """Compare policies with the scenario as it is, all on the same leads.

    Parameters
    ----------
    bundle
        From `load`; the policies in force with it are in force in all worlds.
    policies
        Names; ``a+b`` for both at once. By default all that the scenario declares.
    replications
        How many futures, or which of them; by default what the scenario says.
    objective
        The figure by which they are ranked (`figures.NAMES`); costs and losses rank downwards.
    max_t
        Let the largest `|t|` of bootstrapped futures make the intervals that hold at once; by
        default Bonferroni's level.
    seed, engine, threads, executor, progress
        As in `forecast`.

    Raises
    ------
    UsageError
        There is no such policy or figure, or fewer than two replications are asked for.
    ScenarioError
        A policy does not fit the scenario; names policy and key.
    RunError
        No replication was done.
    """
    larger = ranks_upwards(objective)
    asked = bundle.scenario.run.replications if replications is None else replications
    numbers = numbers_of(asked)
    if len(numbers) < 2:
        raise UsageError("one future says nothing about which policy is better; write at least 2")
    chosen = seed_of(bundle, seed, engine)
    contestants = contestants_of(bundle, policies)
    means = Means(threads, executor, progress)
    done = studied(contestants, CompareStudy(), numbers, chosen, engine, means,
                   len(contestants.models))  # fmt: skip
    return Contest(bundle, contestants, chosen, engine, done, objective, larger, max_t)
