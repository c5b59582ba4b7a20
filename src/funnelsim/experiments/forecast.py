"""A forecast: replications of one scenario, and what they say."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from funnelsim.engines import DEFAULT_ENGINE
from funnelsim.experiments.days import day_before
from funnelsim.experiments.figures import column, figure
from funnelsim.experiments.hits import hits, predictive_probability
from funnelsim.experiments.intervals import FloatArray, Interval
from funnelsim.experiments.laid_out import laid_out
from funnelsim.experiments.replicate import Means
from funnelsim.experiments.stack import Stack
from funnelsim.experiments.status import Progress, Replications, Status
from funnelsim.experiments.stopping import Decision
from funnelsim.experiments.summaries import PROBABILITIES, Summary
from funnelsim.model.tables import Model, Target
from funnelsim.scenario.load import Bundle

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Aim:
    """One target and the chance to reach it.

    Attributes
    ----------
    target
        As compiled.
    values
        Value of the metric in the window of the target, one per replication; NaN undefined.
    reached
        Which replications reach it.
    chance
        Share of them, with its Monte-Carlo interval.
    """

    target: Target
    values: FloatArray
    reached: np.ndarray
    chance: Interval

    @property
    def direction(self) -> str:
        """``at_least`` or ``at_most``."""
        return "at_least" if self.target.at_least else "at_most"

    @property
    def odds(self) -> str:
        """``46% chance of at least 10 customers by 2027-12-31``."""
        side, target = self.direction.replace("_", " "), self.target
        return (
            f"{self.chance.value:.0%} chance of {side} {target.value:,.10g} {target.metric} "
            f"{target.words}"
        )


@dataclass(frozen=True, repr=False)
class Forecast:
    """What the replications of a scenario say.

    Attributes
    ----------
    bundle
        The scenario, with the policies in force.
    model
        The scenario compiled.
    seed, engine
        What made the numbers.
    replications
        Status of the work and the numbers of the replications that are done.
    elapsed_seconds
        Wall time.
    decision
        Why it ended there, when it ran until it was precise enough.
    """

    bundle: Bundle
    model: Model
    seed: int
    engine: str
    replications: Replications
    elapsed_seconds: float = field(compare=False)
    decision: Decision | None = None

    @property
    def stack(self) -> Stack:
        """Outcomes, one row per replication."""
        assert self.replications.outcomes is not None
        return self.replications.outcomes

    @property
    def n(self) -> int:
        """Number of replications."""
        return self.stack.n

    @property
    def status(self) -> tuple[Status, ...]:
        """One entry per chunk of replications."""
        return self.replications.status

    @property
    def first_day(self) -> dt.date:
        """First day of the horizon."""
        return self.model.origin

    @property
    def last_day(self) -> dt.date:
        """Last day of the horizon, included."""
        return day_before(self.model.origin, self.model.end)

    def figure(self, name: str, probabilities: Sequence[float] = PROBABILITIES) -> Summary:
        """Summary of one figure by name (`figures.NAMES`)."""
        return figure(self.stack, name, probabilities)

    def column(self, name: str) -> FloatArray:
        """One figure in every replication, in replication order."""
        return column(self.stack, name)

    @cached_property
    def aims(self) -> tuple[Aim, ...]:
        """Every target with its chance, in the order of the scenario."""
        return tuple(
            _aim(target, self.stack.targets[:, i]) for i, target in enumerate(self.model.targets)
        )

    @cached_property
    def joint_chance(self) -> Interval | None:
        """Chance to reach all targets at once; None without targets."""
        if not self.aims:
            return None
        reached = np.column_stack([aim.reached for aim in self.aims]).all(axis=1)
        return predictive_probability(reached)

    @cached_property
    def data(self) -> dict[str, Any]:
        """The JSON object ``funnelsim.run/1`` as plain data."""
        from funnelsim.experiments.run_data import run_data

        return run_data(self)

    def json(self, indent: int | None = 2) -> str:
        """The object ``funnelsim.run/1`` as text; never NaN. On one line without `indent`."""
        if indent is not None:
            return laid_out(self.data, indent)
        return json.dumps(self.data, ensure_ascii=False, allow_nan=False, default=str)

    def to_polars(self, table: str = "outcomes") -> pl.DataFrame:
        """One of the tables of a run (`tables.TABLES`) as a polars frame.

        Raises
        ------
        UsageError
            There is no such table.
        """
        import polars as pl

        from funnelsim.experiments.tables import table_of

        found = table_of(self, table)
        return pl.DataFrame(found, infer_schema_length=None, nan_to_null=True)

    def to_pandas(self, table: str = "outcomes") -> Any:
        """The same as a pandas frame; pandas must be installed."""
        import pandas as pd  # type: ignore[import-untyped]

        from funnelsim.experiments.tables import table_of

        return pd.DataFrame(table_of(self, table))

    def __repr__(self) -> str:
        customers = self.figure("customers", (0.1, 0.9))
        low, high = (customers["quantiles"][q]["value"] for q in ("0.1", "0.9"))
        chances = "".join(f", {aim.odds}" for aim in self.aims[:1])
        return (
            f"Forecast({self.bundle.scenario.name!r}: 80% chance of {low:g} to {high:g} customers"
            f"{chances}; {self.n} replications, seed {self.seed})"
        )

    def _repr_html_(self) -> str:
        from funnelsim.experiments.notebook import of_forecast

        return of_forecast(self)


def forecast(
    bundle: Bundle,
    replications: int | Iterable[int] | None = None,
    seed: int | None = None,
    *,
    precision: float | None = None,
    precision_of: str | None = None,
    engine: str = DEFAULT_ENGINE,
    threads: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Forecast:
    """Simulate a scenario many times.

    Parameters
    ----------
    bundle
        From `load`.
    replications
        How many futures, or which of them by number; by default what the scenario says.
    seed
        Seed of all random numbers; by default the scenario's, else one is chosen (and is in the
        result).
    precision
        Share 0..1. Run until one outcome is known to within so much (half-width of its 95 %
        interval): a chance absolutely, a mean or a ratio of means relative to itself.
        `replications`, if it is a number, is then the most that is spent on it, else 20,000.
    precision_of
        That outcome: a figure (``revenue``), or ``target 2`` for the chance of the second
        target. By default ``target 1``, or ``customers`` where there is no target.
    engine
        Name of the engine.
    threads
        How many replications are simulated at a time; by default one for each processor. They
        are threads where the engine lets other threads run meanwhile, else processes; with 1 all
        is done in this thread. Does not change a result.
    executor
        Any `concurrent.futures.Executor` to be used instead. Does not change a result.
    progress
        Called with a `status.Step` at the start and whenever some are done.

    Returns
    -------
    Forecast
        Of the replications that were done; `Forecast.replications` says what is missing.

    Raises
    ------
    RunError
        No replication was done.
    UsageError
        `precision` is not above 0, or there may be no second replication to tell it by; there
        is no outcome `precision_of`; `seed` is no whole number from 0 to 2^63 - 1.
    """
    from funnelsim.experiments.task import perform, task_of

    task = task_of(
        bundle,
        replications,
        seed,
        precision=precision,
        precision_of=precision_of,
        engine=engine,
    )
    return perform(task, Means(threads, executor, progress))


def _aim(target: Target, values: FloatArray) -> Aim:
    reached = hits(values, target.value, "at_least" if target.at_least else "at_most")
    return Aim(target, values, reached, predictive_probability(reached))
