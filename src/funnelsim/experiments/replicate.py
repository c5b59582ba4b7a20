"""Many replications, on one processor or several; the results never depend on how many.

Replications are cut into chunks of neighbours. Those of a chunk that fails are tried once more,
one by one, and what fails again is recorded in the status table; the others go on. What is done
is kept when the user interrupts.
"""

from __future__ import annotations

import os
import pickle
import threading
import time
from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import lru_cache
from numbers import Integral
from typing import Any, Protocol

from funnelsim.engines import DEFAULT_ENGINE, engine, releases_gil, stream
from funnelsim.engines.fill import fill
from funnelsim.errors import OutputError, UsageError
from funnelsim.experiments.board import Board, ascending
from funnelsim.experiments.record import Part, pack
from funnelsim.experiments.status import Chunk, Progress, Replications, Step
from funnelsim.experiments.store import MemoryStore, Store
from funnelsim.model.tables import Model
from funnelsim.outcomes.fold import Fold, Outcomes

LARGEST_SEED = 2**63 - 1

Result = tuple[Part | None, float]
"""What a chunk has brought, None for nothing, and the seconds it took."""


class Study(Protocol):
    """What is found out in each replication; it can be pickled."""

    def once(self, matter: Any, seed: int, replication: int, engine: str) -> Any:
        """Simulate one replication of the matter of the study (a model, several) and fold it."""

    def packed(self, numbers: tuple[int, ...], found: list[Any]) -> Part:
        """What was found in some replications, ascending, at least one."""


class OutcomesStudy:
    """The study behind a forecast: one world, everything that is reported of it."""

    def once(self, matter: Model, seed: int, replication: int, engine: str) -> Outcomes:
        """Simulate and fold one replication."""
        world, _ = fill(matter, seed, replication)
        found = Fold(world)
        stream(engine)(matter, seed, replication, take=found.add)
        return found.outcomes()

    def packed(self, numbers: tuple[int, ...], found: list[Outcomes]) -> Part:
        """See `Study`."""
        return pack(numbers, found)


@dataclass(frozen=True, slots=True)
class Job:
    """What every chunk of a run shares. What is simulated is pickled once."""

    matter: bytes
    seed: int
    engine: str
    study: Study

    @classmethod
    def of(cls, matter: Any, seed: int, engine: str, study: Study | None = None) -> Job:
        """A job; without a study, that of a forecast of the model `matter`."""
        pickled = pickle.dumps(matter, pickle.HIGHEST_PROTOCOL)
        return cls(pickled, seed, engine, OutcomesStudy() if study is None else study)


@dataclass(frozen=True, slots=True)
class Means:
    """By what means the work is done; none of it changes a result.

    Attributes
    ----------
    threads
        How many replications are simulated at a time; by default one for each processor that
        this process may use. They are threads where the engine lets other threads run meanwhile,
        else processes. With 1 all is done in this thread.
    executor
        Any `concurrent.futures.Executor` to be used instead.
    progress
        Called with a `Step` at the start and whenever some are done.
    chunk_size
        Replications per chunk; by default as many as take about half a second.
    """

    threads: int | None = None
    executor: Executor | None = None
    progress: Progress | None = None
    chunk_size: int | None = None

    @property
    def width(self) -> int:
        """Replications at a time, as far as that is known."""
        if self.executor is not None and self.threads is None:
            own = getattr(self.executor, "_max_workers", None)
            return own if isinstance(own, int) else 4 * processors()
        return self.threads if self.threads is not None else processors()

    def board(self, store: Store) -> Board:
        """An empty board for a run by these means."""
        return Board(store, self.progress or _silent, self.chunk_size, width=self.width)


def replicate(
    model: Model,
    replications: int | Iterable[int],
    seed: int,
    *,
    engine: str = DEFAULT_ENGINE,
    threads: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
    chunk_size: int | None = None,
    store: Store | None = None,
) -> Replications:
    """Simulate and fold replications.

    Parameters
    ----------
    model
        As compiled.
    replications
        How many (numbered from 0), or which.
    seed
        Seed of all random numbers.
    engine
        Name of the engine.
    threads, executor, progress, chunk_size
        See `Means`.
    store
        Where finished chunks are kept; what it holds already is not done again. By default in
        memory, beyond 64 MB in a temporary folder.

    Returns
    -------
    Replications
        Failures and interruptions are data in it, not exceptions.

    Raises
    ------
    UsageError
        There is no such engine or no such seed.
    """
    check(seed, engine)
    means = Means(threads, executor, progress, chunk_size)
    board = means.board(MemoryStore() if store is None else store)
    board.want(range(replications) if isinstance(replications, int) else ascending(replications))
    interrupted = carry_out(Job.of(model, seed, engine), board, means)
    return board.replications(interrupted)


def carry_out(job: Job, board: Board, means: Means) -> bool:
    """Do all that a board still wants; True if the user interrupted it.

    What cannot be kept ends the work as well, and is the reason of what is missing.
    """
    try:
        board.report()
        if means.executor is not None:
            from funnelsim.experiments.pools import run_on_executor

            run_on_executor(job, board, means.executor)
        elif means.width <= 1 or board.total - board.done <= 1:
            _run_here(job, board)
        elif releases_gil(job.engine):
            from funnelsim.experiments.pools import run_on_threads

            run_on_threads(job, board)
        else:
            from funnelsim.experiments.pools import run_on_processes

            run_on_processes(job, board)
    except KeyboardInterrupt:
        return True
    except OutputError as error:
        board.why = str(error)
    return False


def check(seed: int, engine_name: str) -> None:
    """Refuse what is no seed, or no engine.

    Raises
    ------
    UsageError
        The seed is no whole number from 0 to `LARGEST_SEED`, or there is no such engine.
    """
    engine(engine_name)
    check_seed(seed)


def check_seed(seed: int) -> None:
    """Refuse what is no seed.

    Raises
    ------
    UsageError
        It is no whole number from 0 to `LARGEST_SEED`.
    """
    whole = isinstance(seed, Integral) and not isinstance(seed, bool)
    if not whole or not 0 <= seed <= LARGEST_SEED:
        raise UsageError(f"seed {seed!r}: write a whole number from 0 to {LARGEST_SEED}")


def processors() -> int:
    """Processors that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


@lru_cache(maxsize=1)
def _matter(pickled: bytes) -> Any:
    return pickle.loads(pickled)


def _once(job: Job, replication: int) -> Any:
    return job.study.once(_matter(job.matter), job.seed, replication, job.engine)


def work(job: Job, replications: tuple[int, ...], stop: threading.Event | None = None) -> Result:
    """Do one chunk, as far as it gets before it is told to stop."""
    began = time.perf_counter()
    found: list[Any] = []
    for replication in replications:
        if stop is not None and stop.is_set():
            break
        found.append(_once(job, replication))
    return _packed(job, replications, found), time.perf_counter() - began


def _packed(job: Job, replications: tuple[int, ...], found: list[Any]) -> Part | None:
    return job.study.packed(replications[: len(found)], found) if found else None


def _run_here(job: Job, board: Board) -> None:
    while (chunk := board.next_chunk()) is not None:
        board.started(chunk)
        _chunk_here(job, board, chunk)


def _chunk_here(job: Job, board: Board, chunk: Chunk) -> None:
    began = time.perf_counter()
    found: list[Any] = []
    try:
        for replication in chunk.replications:
            found.append(_once(job, replication))
    except KeyboardInterrupt:
        part = _packed(job, chunk.replications, found)
        board.finished(chunk, part, time.perf_counter() - began)
        raise
    except Exception as error:
        board.failed(chunk, error)
        return
    part = _packed(job, chunk.replications, found)
    board.finished(chunk, part, time.perf_counter() - began)


def _silent(step: Step) -> None:
    """Report no progress."""
