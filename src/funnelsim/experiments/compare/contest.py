"""Policies on identical leads: what the replications say together."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from funnelsim.engines import DEFAULT_ENGINE
from funnelsim.errors import UsageError
from funnelsim.experiments.columns import Columns
from funnelsim.experiments.compare.names import contestants_of
from funnelsim.experiments.compare.objective import OBJECTIVE, ranks_upwards
from funnelsim.experiments.compare.study import MONEY, CompareStudy, Contestants, figures_of
from funnelsim.experiments.contests.best import BestSet, best_set, p_best, p_best_mean
from funnelsim.experiments.contests.paired import IDENTICAL, identical, unclear
from funnelsim.experiments.contests.rare import DealValue, rare_difference
from funnelsim.experiments.contests.simultaneous import single_level
from funnelsim.experiments.figures import QUOTIENTS, column, sides
from funnelsim.experiments.intervals import FloatArray, Interval, mean_t
from funnelsim.experiments.ratios import ratio_difference
from funnelsim.experiments.replicate import Means
from funnelsim.experiments.reported import Reported, Tables
from funnelsim.experiments.stack import Stack
from funnelsim.experiments.status import Progress, Replications
from funnelsim.experiments.task import numbers_of, seed_of, studied
from funnelsim.model.tables import Model
from funnelsim.outcomes.ledger import LOSS_CELL
from funnelsim.scenario.load import Bundle

if TYPE_CHECKING:
    from funnelsim.experiments.compare.verdicts import Verdict

METRICS = (
    "customers", "revenue", "gross_profit", "cost", "profit", "roi", "paper_loss", "cold", "sql",
    "mean_response_hours", "utilisation",
)  # fmt: skip
"""Figures reported for each policy."""

CERTAIN = "the same in every future"

RESAMPLING_SEED = 20_270_101
"""Bootstraps are part of the result, so they do not depend on chance."""


def resampling() -> np.random.Generator:
    """A fresh generator for one bootstrap."""
    return np.random.default_rng(RESAMPLING_SEED)


@dataclass(frozen=True, repr=False)
class Contest(Reported):
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
    """

    bundle: Bundle
    contestants: Contestants
    seed: int
    engine: str
    replications: Replications
    objective: str = OBJECTIVE
    larger: bool = True

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

    @cached_property
    def records(self) -> Columns:
        """`study.contest_dtype` of all replications."""
        assert self.replications.outcomes is not None
        return self.replications.outcomes.records

    @property
    def n(self) -> int:
        """Number of replications."""
        return len(self.records)

    def figures(self, policy: int) -> Stack:
        """Figures of one policy by number."""
        return Stack(self.n, self.records[figures_of(policy)], {}, np.zeros(0, LOSS_CELL))

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
        return self.between(0, policy, metric, self.level)

    def between(self, one: int, other: int, metric: str, level: float) -> Interval:
        """Mean of the second policy less the first."""
        if metric in QUOTIENTS:
            first, second = sides(self.figures(one), metric), sides(self.figures(other), metric)
            if all(identical(a, b) for a, b in zip(first, second, strict=True)):
                return Interval(0.0, reason=IDENTICAL)
            return ratio_difference(*second, *first, level)
        a, b = self.column(one, metric), self.column(other, metric)
        reason = unclear(a, b) if self.n > 1 else None
        if reason is None:
            return mean_t(b - a, level)
        if reason == IDENTICAL:
            return Interval(0.0, reason=IDENTICAL)
        return self._rare(one, other, metric, level, reason)

    def _rare(self, one: int, other: int, metric: str, level: float, reason: str) -> Interval:
        a, b = self.column(one, metric), self.column(other, metric)
        deal, fixed = self._deal(one, other, metric)
        if deal is None:
            difference = b - a
            same = metric == "cost" and float(np.ptp(difference)) <= 1e-9 * float(a.max())
            value = float(difference.mean())
            return (
                Interval(value, value, value, CERTAIN) if same else Interval(value, reason=reason)
            )
        gained, lost = self.gained(one, other)[:, 0], self.gained(other, one)[:, 0]
        return rare_difference(a, b, gained, lost, deal, fixed, level=level)

    def _deal(self, one: int, other: int, metric: str) -> tuple[DealValue | None, float]:
        """Bounds of what a deal adds to a figure, and what is added whatever happens."""
        if metric == "customers":
            return DealValue(1.0, 1.0), 0.0
        money = "gross_profit" if metric == "profit" else metric
        if money not in MONEY:
            return None, 0.0
        largest = max(float(self.records["largest"][money][:, i].max()) for i in range(self.k))
        cost = self.column(other, "cost") - self.column(one, "cost")
        fixed = -float(cost.mean()) if metric == "profit" else 0.0
        return (DealValue(0.0, largest) if largest > 0 else None), fixed

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
    return Contest(bundle, contestants, chosen, engine, done, objective, larger)
