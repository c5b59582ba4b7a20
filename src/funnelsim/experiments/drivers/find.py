"""All that drives one outcome of a scenario."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import replace

import numpy as np

from funnelsim.engines import DEFAULT_ENGINE
from funnelsim.errors import UsageError
from funnelsim.experiments.compare.contest import RESAMPLING_SEED
from funnelsim.experiments.compare.objective import ranks_upwards
from funnelsim.experiments.contests.distributions import hit_difference
from funnelsim.experiments.drivers.moves import Moved, movable, move, moved_models
from funnelsim.experiments.drivers.result import MORE_DEALS, Drivers, Known, Lost
from funnelsim.experiments.drivers.sobol import cost_of, sobol_indices
from funnelsim.experiments.drivers.worlds import Factors, drawn, pairs_of, varying
from funnelsim.experiments.figures import column
from funnelsim.experiments.hits import Direction, hits
from funnelsim.experiments.intervals import mean_t
from funnelsim.experiments.levers.session import first_replications, trials_of
from funnelsim.experiments.levers.trials import FiguresStudy, Trials
from funnelsim.experiments.levers.work import IncompleteError
from funnelsim.experiments.plan import in_force
from funnelsim.experiments.sensitivity.evppi import ValueOfKnowing, evppi
from funnelsim.experiments.sensitivity.more_data import more_deals
from funnelsim.experiments.sensitivity.sobol import Index
from funnelsim.experiments.sensitivity.split import Split, pairs, split
from funnelsim.experiments.sensitivity.tornado import p10_p90
from funnelsim.experiments.stack import Stack
from funnelsim.experiments.status import Progress
from funnelsim.model.tables import Model, OpenDeal, Parameter
from funnelsim.rules import families
from funnelsim.scenario.load import Bundle, policies_named

REPLICATIONS = 1_000
"""By default: worlds for the split, each with one future."""

MOVED_REPLICATIONS = 100
"""Futures at each moved number."""

WORLDS_PER_NUMBER = 20
"""Fewest worlds for each uncertain number."""

PROFIT = "profit"


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
    IncompleteError
        It was interrupted before the scenario as it is was simulated; later, what is done is in
        the result.
    """
    ranks_upwards(metric)
    trials = trials_of(bundle, (), "--of", seed, engine, threads, executor, progress)
    model = trials.model(())
    names = _policies(bundle, policies)
    numbers = _worlds(bundle, replications, model)
    few = range(min(MOVED_REPLICATIONS, len(numbers)))
    factors = varying(drawn(model, trials.seed, numbers))
    models, stuck = moved_models(trials, movable(in_force(bundle)))
    biggest = _biggest(model)
    trials.work.expect(
        (1 + (len(names) if factors.values else 0) + (biggest is not None)) * len(numbers)
        + 2 * len(models) * len(few)
        + 2 * (pair_worlds or 0)
        + (cost_of(model).replications if sobol else 0)
    )
    figures = trials.outcomes((), numbers)
    y, rng = column(figures, metric), np.random.default_rng(RESAMPLING_SEED)
    parts = split(factors.values, y, rng) if factors.values else None
    moved = Moved(column(trials.outcomes((), few), metric))
    lost, knowing, check, indices = None, dict[str, ValueOfKnowing](), None, dict[str, Index]()
    with suppress(IncompleteError):  # what is done is kept, and the work says where it ended
        move(trials, models, few, metric, moved)
        lost = _lost(trials, model, biggest, figures, numbers)
        knowing = _knowing(trials, numbers, factors, names)
        check = pairs(*pairs_of(trials, pair_worlds, metric)) if pair_worlds else None
        indices = sobol_indices(trials, metric, rng) if sobol else indices
    return Drivers(
        trials=trials,
        numbers=numbers,
        metric=metric,
        figures=figures,
        factors=factors,
        split=parts,
        pairs=check,
        ranges=p10_p90(factors.single, y) if factors.single else [],
        moved=moved.bars,
        idle=moved.idle,
        stuck=stuck,
        knowing=knowing,
        policies=names,
        known=_known(model, factors, parts),
        lost=lost,
        sobol=indices,
    )


def _worlds(bundle: Bundle, replications: int | None, model: Model) -> range:
    """Worlds, enough for a regression on all uncertain numbers.

    Raises
    ------
    UsageError
        Fewer are asked for.
    """
    uncertain = len(model.parameters)
    least = WORLDS_PER_NUMBER * uncertain
    found = first_replications(replications, REPLICATIONS, bundle)
    if len(found) >= least:
        return found
    if replications is None:
        return range(least)
    raise UsageError(
        f"{replications} replications are too few to tell luck from {uncertain} uncertain "
        f"number{'s' if uncertain > 1 else ''}; write at least -n {least:,}, better "
        f"-n {REPLICATIONS:,}"
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


def _biggest(model: Model) -> OpenDeal | None:
    """The biggest deal of the open pipeline; None without deals of known value."""
    deals = [deal for deal in model.pipeline if deal.value is not None and not deal.zombie]
    return max(deals, key=_value) if deals else None


def _lost(
    trials: Trials, model: Model, biggest: OpenDeal | None, figures: Stack, numbers: range
) -> Lost | None:
    """The same futures without the biggest open deal."""
    if biggest is None:
        return None
    without = replace(model, pipeline=tuple(d for d in model.pipeline if d is not biggest))
    found = trials.study(without, FiguresStudy(), numbers, "the biggest deal lost")
    revenue = column(found, "revenue") - column(figures, "revenue")
    chance = None
    if model.targets:
        aim = model.targets[0]
        direction: Direction = "at_least" if aim.at_least else "at_most"
        before, after = (
            hits(stack.targets[:, 0], aim.value, direction) for stack in (figures, found)
        )
        chance = hit_difference(before, after)
    return Lost(biggest.row, _value(biggest), mean_t(revenue), chance)


def _value(deal: OpenDeal) -> float:
    return deal.value or 0.0
