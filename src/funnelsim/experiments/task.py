"""What is to be simulated, and the forecast that comes of it."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from funnelsim.engines import DEFAULT_ENGINE
from funnelsim.errors import RunError, UsageError
from funnelsim.experiments.board import ascending
from funnelsim.experiments.enough import replicate_until, rule_for
from funnelsim.experiments.forecast import Forecast
from funnelsim.experiments.replicate import Job, Means, Study, carry_out, check
from funnelsim.experiments.status import Replications
from funnelsim.experiments.stopping import MAXIMUM, Decision, StoppingRule
from funnelsim.experiments.store import MemoryStore, Store
from funnelsim.model.compile import compile_model
from funnelsim.model.tables import Model
from funnelsim.scenario.load import Bundle

CHOSEN_SEED_BITS = 31
"""Seeds chosen automatically are short enough to be typed again."""


@dataclass(frozen=True)
class Precision:
    """Run until one outcome is known well enough.

    Attributes
    ----------
    share
        Half-width of its 95 % interval, 0..1; see `enough.rule_for`.
    of
        The outcome; None for the usual one.
    maximum
        The most replications that are spent on it.
    """

    share: float
    of: str | None = None
    maximum: int = MAXIMUM


@dataclass(frozen=True)
class Task:
    """Everything that results depend on.

    Attributes
    ----------
    bundle, model
        The scenario, as loaded and compiled.
    seed, engine
        What makes the numbers.
    numbers
        The replications, ascending; with a `precision` of no meaning.
    precision
        Which outcome decides how many replications there are; None if `numbers` does.
    """

    bundle: Bundle
    model: Model
    seed: int
    engine: str
    numbers: Sequence[int]
    precision: Precision | None = None

    @property
    def rule(self) -> StoppingRule | None:
        """When there are enough replications, if that is to be found out."""
        wish = self.precision
        return None if wish is None else rule_for(self.model, wish.share, wish.maximum, wish.of)


def task_of(
    bundle: Bundle,
    replications: int | Iterable[int] | None = None,
    seed: int | None = None,
    *,
    precision: float | None = None,
    precision_of: str | None = None,
    engine: str = DEFAULT_ENGINE,
) -> Task:
    """What a call of `forecast` asks for; its parameters and errors."""
    chosen = seed_of(bundle, seed, engine)
    model = compile_model(bundle)
    if precision is None:
        if precision_of is not None:
            raise UsageError(f"how precise '{precision_of}' is to be is not said; add a precision")
        wanted = bundle.scenario.run.replications if replications is None else replications
        numbers = range(wanted) if isinstance(wanted, int) else ascending(wanted)
        return Task(bundle, model, chosen, engine, numbers)
    most = replications if isinstance(replications, int) else MAXIMUM
    task = Task(bundle, model, chosen, engine, (), Precision(precision, precision_of, most))
    assert task.rule is not None  # raises what is wrong with it
    return task


def perform(task: Task, means: Means, store: Store | None = None) -> Forecast:
    """Do a task, or what a store lacks of it.

    Raises
    ------
    RunError
        No replication was done.
    """
    began = time.perf_counter()
    kept: Store = MemoryStore() if store is None else store
    done, decision = _done(task, means, kept)
    if done.outcomes is None:
        raise _nothing_done(done)
    seconds = time.perf_counter() - began
    return Forecast(task.bundle, task.model, task.seed, task.engine, done, seconds, decision)


def studied(
    matter: Any,
    study: Study,
    numbers: Sequence[int],
    seed: int,
    engine: str,
    means: Means,
    worlds: int = 1,
) -> Replications:
    """Study replications of something else than one model.

    Parameters
    ----------
    worlds
        About how many worlds each is simulated in, for those who wait.

    Raises
    ------
    RunError
        No replication was done.
    """
    report = means.progress
    if report is not None:
        means = replace(means, progress=lambda step: report(replace(step, worlds=worlds)))
    done = attempted(matter, study, numbers, seed, engine, means)
    if done.outcomes is None:
        raise _nothing_done(done)
    return done


def attempted(
    matter: Any, study: Study, numbers: Sequence[int], seed: int, engine: str, means: Means
) -> Replications:
    """The same, where nothing may come of it."""
    board = means.board(MemoryStore())
    board.want(numbers)
    return board.replications(carry_out(Job.of(matter, seed, engine, study), board, means))


def numbers_of(replications: int | Iterable[int]) -> Sequence[int]:
    """Replication numbers, ascending, from how many or which.

    Raises
    ------
    UsageError
        There are none.
    """
    many = isinstance(replications, int)
    numbers = range(replications) if many else ascending(replications)  # type: ignore[arg-type]
    if not numbers:
        raise UsageError("0 replications say nothing; write at least 2")
    return numbers


def seed_of(bundle: Bundle, seed: int | None, engine: str) -> int:
    """The seed asked for, else the scenario's, else one that is chosen; errors as in `check`."""
    chosen = seed if seed is not None else bundle.scenario.run.seed
    if chosen is None:
        chosen = secrets.randbits(CHOSEN_SEED_BITS)
    check(chosen, engine)
    return chosen


def _done(task: Task, means: Means, store: Store) -> tuple[Replications, Decision | None]:
    rule = task.rule
    if rule is not None:
        return replicate_until(task.model, rule, task.seed, means, engine=task.engine, store=store)
    board = means.board(store)
    board.want(task.numbers)
    interrupted = carry_out(Job.of(task.model, task.seed, task.engine), board, means)
    return board.replications(interrupted), None


def _nothing_done(done: Replications) -> RunError:
    if done.interrupted:
        return RunError("interrupted before the first replication was done; nothing is kept")
    reasons = list(dict.fromkeys(status.error for status in done.status if status.error))
    details = list(dict.fromkeys(status.details for status in done.status if status.details))
    said = "; ".join(reasons) or "none was asked for"
    return RunError(f"no replication was done: {said}", details="\n".join(details))
