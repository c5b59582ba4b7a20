"""All that drives one outcome of a scenario."""

from __future__ import annotations

import json
from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from funnelsim.engines import DEFAULT_ENGINE
from funnelsim.errors import UsageError
from funnelsim.experiments.compare.contest import RESAMPLING_SEED
from funnelsim.experiments.compare.objective import ranks_upwards
from funnelsim.experiments.contests.distributions import hit_difference
from funnelsim.experiments.drivers.moves import movable, moved_bars
from funnelsim.experiments.drivers.sobol import sobol_indices
from funnelsim.experiments.drivers.worlds import Factors, drawn, pairs_of, varying
from funnelsim.experiments.figures import column
from funnelsim.experiments.hits import Direction, hits
from funnelsim.experiments.intervals import Interval, mean_t
from funnelsim.experiments.laid_out import laid_out
from funnelsim.experiments.levers.session import first_replications, trials_of
from funnelsim.experiments.levers.trials import FiguresStudy, Trials
from funnelsim.experiments.sensitivity.evppi import ValueOfKnowing, evppi
from funnelsim.experiments.sensitivity.more_data import Narrowing, more_deals
from funnelsim.experiments.sensitivity.sobol import Index
from funnelsim.experiments.sensitivity.split import Split, pairs, split
from funnelsim.experiments.sensitivity.tornado import Bar, p10_p90
from funnelsim.experiments.stack import Stack
from funnelsim.experiments.status import Progress
from funnelsim.experiments.task import studied
from funnelsim.model.tables import Model, OpenDeal, Parameter
from funnelsim.rules import families
from funnelsim.scenario.load import Bundle, policies_named

REPLICATIONS = 1_000
"""By default: worlds for the split, each with one future."""

MOVED_REPLICATIONS = 100
"""Futures at each moved number."""

MORE_DEALS = 100

PROFIT = "profit"


@dataclass(frozen=True)
class Known:
    """An uncertain rate known as so many of so many, and what more decided deals would tell."""

    path: str
    won: int
    of: int
    narrowing: Narrowing


@dataclass(frozen=True)
class Lost:
    """What it takes away to lose one deal of the open pipeline: the biggest."""

    row: str
    value: float
    revenue: Interval
    chance: Interval | None


@dataclass(frozen=True, repr=False)
class Drivers:
    """What drives an outcome.

    Attributes
    ----------
    trials
        The scenario and its seed.
    numbers
        Worlds, each with one future.
    metric
        The outcome.
    figures
        Of the scenario as it is.
    factors
        Uncertain numbers that differ between the worlds.
    split
        Luck and ignorance; None without uncertain numbers.
    pairs
        Share of ignorance from two futures of each world, if that was asked for.
    ranges
        Bars from P10 to P90 of uncertain numbers.
    moved, idle, stuck
        Bars of ±20 % of stated numbers; those that move nothing; those that cannot be moved.
    knowing
        What it is worth to know a number before choosing a policy: by factor, and all of them.
    policies
        The policies to choose from.
    known
        Rates known as counts.
    lost
        The biggest open deal; None without open deals of known value.
    sobol
        Indices, if they were asked for.
    """

    trials: Trials
    numbers: range
    metric: str
    figures: Stack
    factors: Factors
    split: Split | None
    pairs: Interval | None
    ranges: list[Bar]
    moved: list[Bar]
    idle: list[str]
    stuck: list[str]
    knowing: dict[str, ValueOfKnowing]
    policies: tuple[str, ...]
    known: list[Known]
    lost: Lost | None
    sobol: dict[str, Index] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """Number of worlds."""
        return len(self.numbers)

    @cached_property
    def data(self) -> dict[str, Any]:
        """The JSON object ``funnelsim.drivers/1`` as plain data."""
        from funnelsim.experiments.drivers.data import drivers_data

        return drivers_data(self)

    def json(self, indent: int | None = 2) -> str:
        """The same as text; never NaN. On one line without `indent`."""
        if indent is not None:
            return laid_out(self.data, indent)
        return json.dumps(self.data, ensure_ascii=False, allow_nan=False)

    def __repr__(self) -> str:
        first = self.moved[0].name if self.moved else "nothing"
        return f"Drivers({self.metric}, {self.n} worlds: most by {first})"


def drivers(
    bundle: Bundle,
    replications: int | None = None,
    seed: int | None = None,
    *,
    metric: str = "revenue",
    policies: Iterable[str] | None = None,
    pair_worlds: int | None = None,
    sobol: bool = False,
    engine: str = DEFAULT_ENGINE,
    threads: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Drivers:
    """Find what drives an outcome.

    Parameters
    ----------
    bundle
        From `load`.
    replications
        Worlds, each with one future; 1,000 by default, 2,000 to value knowledge well.
    metric
        The outcome: a figure that adds up.
    policies
        What there is to choose from, besides leaving all as it is; all declared ones by default.
    pair_worlds
        Check the split by so many worlds with two futures each.
    sobol
        Also compute Sobol indices, which takes 12,800 futures and more for each uncertain number.
    seed, engine, threads, executor, progress
        As in `forecast`.

    Raises
    ------
    UsageError
        No such figure or policy, or too few replications.
    RunError
        It was interrupted.
    """
    ranks_upwards(metric)
    trials = trials_of(bundle, (), "--by", seed, engine, threads, executor, progress)
    numbers = first_replications(replications, REPLICATIONS, bundle)
    model = trials.model(())
    figures = trials.outcomes((), numbers)
    y, rng = column(figures, metric), np.random.default_rng(RESAMPLING_SEED)
    factors = varying(drawn(model, trials.seed, numbers))
    parts = split(factors.values, y, rng) if factors.values else None
    moved, idle, stuck = moved_bars(
        trials, movable(bundle.tree), range(min(MOVED_REPLICATIONS, len(numbers))), metric
    )
    names = _policies(bundle, policies)
    return Drivers(
        trials=trials,
        numbers=numbers,
        metric=metric,
        figures=figures,
        factors=factors,
        split=parts,
        pairs=pairs(*pairs_of(trials, pair_worlds, metric)) if pair_worlds else None,
        ranges=p10_p90(factors.single, y) if factors.single else [],
        moved=moved,
        idle=idle,
        stuck=stuck,
        knowing=_knowing(trials, numbers, factors, names),
        policies=names,
        known=_known(model, factors, parts),
        lost=_biggest_lost(trials, model, figures, numbers),
        sobol=sobol_indices(trials, metric, rng) if sobol else {},
    )


def _policies(bundle: Bundle, asked: Iterable[str] | None) -> tuple[str, ...]:
    known = bundle.scenario.policies
    names = [n for n in known if n not in bundle.with_] if asked is None else list(asked)
    for word in names:
        for name in policies_named([word]):
            if name not in known:
                raise UsageError(f"there is no policy '{name}'; known: {', '.join(known)}")
    return tuple(names)


def _knowing(
    trials: Trials, numbers: range, factors: Factors, policies: tuple[str, ...]
) -> dict[str, ValueOfKnowing]:
    """Per factor and for all together; nothing without uncertain numbers or policies."""
    if not factors.values or not policies:
        return {}
    base = column(trials.outcomes((), numbers), PROFIT)
    others = np.stack([
        column(trials.outcomes((), numbers, policies_named([word])), PROFIT) for word in policies
    ])  # fmt: skip
    found = {name: evppi({name: x}, base, others) for name, x in factors.values.items()}
    if len(found) > 1:
        found["everything"] = evppi(factors.values, base, others)
    return found


def _known(model: Model, factors: Factors, parts: Split | None) -> list[Known]:
    found = []
    for name, members in factors.members.items():
        parameter = model.parameters[members[0]]
        counts = _counts(parameter)
        if parts is None or counts is None or len(members) > 1:
            continue
        share = parts.parts[name].value or 0.0
        narrowing = more_deals(*counts, MORE_DEALS, share)
        found.append(Known(parameter.path, *counts, narrowing))
    return found


def _counts(parameter: Parameter) -> tuple[int, int] | None:
    """``10 of 40`` is Jeffreys' posterior, beta(10.5; 30.5)."""
    if parameter.family != families.BETA:
        return None
    won, lost = parameter.a - 0.5, parameter.b - 0.5
    if won != round(won) or lost != round(lost) or won < 0 or lost < 0:
        return None
    return round(won), round(won + lost)


def _biggest_lost(trials: Trials, model: Model, figures: Stack, numbers: range) -> Lost | None:
    """The same futures without the biggest deal of the open pipeline."""
    deals = [deal for deal in model.pipeline if deal.value is not None and not deal.zombie]
    if not deals:
        return None
    biggest = max(deals, key=_value)
    without = replace(model, pipeline=tuple(d for d in model.pipeline if d is not biggest))
    study = FiguresStudy()
    done = studied(without, study, numbers, trials.seed, trials.engine, trials.means)
    if done.missing or done.outcomes is None:
        return None
    revenue = column(done.outcomes, "revenue") - column(figures, "revenue")
    chance = None
    if model.targets:
        aim = model.targets[0]
        direction: Direction = "at_least" if aim.at_least else "at_most"
        before, after = (
            hits(stack.records["targets"][:, 0], aim.value, direction)
            for stack in (figures, done.outcomes)
        )
        chance = hit_difference(before, after)
    return Lost(biggest.row, _value(biggest), mean_t(revenue), chance)


def _value(deal: OpenDeal) -> float:
    return deal.value or 0.0
