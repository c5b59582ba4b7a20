"""What plan, sweep, drivers and optimise have in common: levers, replications, seed, means."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor

from funnelsim.errors import UsageError
from funnelsim.experiments.levers.lever import lever_of
from funnelsim.experiments.levers.trials import Trials
from funnelsim.experiments.replicate import Means
from funnelsim.experiments.status import Progress
from funnelsim.experiments.task import seed_of
from funnelsim.model.tables import Model
from funnelsim.scenario.load import Bundle


def trials_of(
    bundle: Bundle,
    levers: Iterable[str],
    verb: str,
    seed: int | None,
    engine: str,
    threads: int | None,
    executor: Executor | None,
    progress: Progress | None,
) -> Trials:
    """Trials of a scenario; parameters as in `forecast`, `levers` and `verb` as in `lever_of`."""
    chosen = seed_of(bundle, seed, engine)
    found = tuple(lever_of(bundle, asked, verb) for asked in levers)
    names = [lever.name for lever in found]
    for name in names:
        if names.count(name) > 1:
            raise UsageError(f"{verb} {name} is named twice; name two levers, or one")
    return Trials(bundle, found, chosen, engine, Means(threads, executor, progress))


def first_replications(replications: int | None, usual: int, bundle: Bundle) -> range:
    """Replications 0, 1, … of every setting.

    Raises
    ------
    UsageError
        Fewer than two are asked for.
    """
    asked = min(usual, bundle.scenario.run.replications) if replications is None else replications
    if asked < 2:
        raise UsageError(f"{asked} replications say nothing about a chance; write at least 2")
    return range(asked)


def target_number(model: Model, target: int) -> int:
    """Index of a target that a planner counts from 1.

    Raises
    ------
    UsageError
        There is no such target.
    """
    known = len(model.targets)
    if not known:
        raise UsageError(
            "the scenario has no target; add e.g. targets: [{customers: 10, by: 2027-12-31}]"
        )
    if not 1 <= target <= known:
        raise UsageError(f"there is no target {target}; the scenario has {known}")
    return target - 1
