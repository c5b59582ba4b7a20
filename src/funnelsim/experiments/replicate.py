"""Many replications, on one processor or several; the results never depend on how many.

Replications are cut into chunks of neighbours. A chunk that fails is tried once more and, if it
fails again, is recorded in the status table; the others go on. What is done is kept when the user
interrupts.
"""

from __future__ import annotations

import math
import os
import pickle
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import lru_cache
from numbers import Integral

from funnelsim.engines import DEFAULT_ENGINE, engine, stream
from funnelsim.engines.fill import fill
from funnelsim.errors import UsageError
from funnelsim.experiments.board import Board, Chunk, Progress, Replications, Step
from funnelsim.experiments.stack import stack
from funnelsim.model.tables import Model
from funnelsim.outcomes.fold import Fold, Outcomes

MOST_PER_CHUNK = 4
"""An interruption loses the chunks in work; a replication takes a second or so."""

LARGEST_SEED = 2**63 - 1

CHUNKS_PER_WORKER = 16
"""Enough chunks that workers end together and the progress bar moves."""


@dataclass(frozen=True, slots=True)
class Job:
    """What every chunk of a run shares. The model is pickled once."""

    model: bytes
    seed: int
    engine: str

    @classmethod
    def of(cls, model: Model, seed: int, engine: str) -> Job:
        return cls(pickle.dumps(model, pickle.HIGHEST_PROTOCOL), seed, engine)


def replicate(
    model: Model,
    replications: int | Iterable[int],
    seed: int,
    *,
    engine: str = DEFAULT_ENGINE,
    workers: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
    chunk_size: int | None = None,
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
    workers
        Processes; by default one for each processor that this process may use. With 1 all is
        done in this process.
    executor
        Any `concurrent.futures.Executor` to be used instead of processes of our own.
    progress
        Called with a `Step` at the start and whenever some are done.
    chunk_size
        Replications per chunk; chosen by default. Does not change results.

    Returns
    -------
    Replications
        Failures and interruptions are data in it, not exceptions.

    Raises
    ------
    UsageError
        There is no such engine or no such seed.
    """
    _check_engine(engine)
    check_seed(seed)
    numbers = range(replications) if isinstance(replications, int) else sorted(set(replications))
    n_workers = workers if workers is not None else processors()
    board = Board(list(chunks_of(numbers, n_workers, chunk_size)), progress or _silent)
    job = Job.of(model, seed, engine)
    interrupted = False
    try:
        board.progress(Step(0, board.total))
        if executor is not None:
            from funnelsim.experiments.pools import run_on_executor

            run_on_executor(job, board, executor)
        elif n_workers <= 1 or len(board.chunks) <= 1:
            _run_here(job, board)
        else:
            from funnelsim.experiments.pools import run_on_processes

            run_on_processes(job, board, n_workers)
    except KeyboardInterrupt:
        interrupted = True
    return board.replications(interrupted)


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


def chunks_of(
    numbers: Sequence[int], workers: int, chunk_size: int | None = None
) -> Iterator[Chunk]:
    """Cut replication numbers into chunks of neighbours."""
    wanted = math.ceil(len(numbers) / (max(workers, 1) * CHUNKS_PER_WORKER))
    size = chunk_size or max(1, min(MOST_PER_CHUNK, wanted))
    for number, first in enumerate(range(0, len(numbers), size)):
        yield Chunk(number, tuple(numbers[first : first + size]))


def outcomes_of(job: Job, replications: Iterable[int]) -> Iterator[Outcomes]:
    """Simulate and fold each replication. Runs in workers."""
    model, simulate = _model(job.model), stream(job.engine)
    for replication in replications:
        world, _ = fill(model, job.seed, replication)
        found = Fold(world)
        simulate(model, job.seed, replication, take=found.add)
        yield found.outcomes()


@lru_cache(maxsize=1)
def _model(pickled: bytes) -> Model:
    model: Model = pickle.loads(pickled)
    return model


def _run_here(job: Job, board: Board) -> None:
    for chunk in board.chunks:
        again = True
        while again and chunk.number not in board.results:
            board.started(chunk)
            again = _chunk_here(job, board, chunk)


def _chunk_here(job: Job, board: Board, chunk: Chunk) -> bool:
    """Do one chunk in this process; True if it failed and may be tried again."""
    began = time.perf_counter()
    outcomes: list[Outcomes] = []
    try:
        for one in outcomes_of(job, chunk.replications):
            outcomes.append(one)
    except KeyboardInterrupt:
        if outcomes:
            board.finished(chunk, stack(outcomes), time.perf_counter() - began)
        raise
    except Exception as error:
        return board.failed(chunk, error)
    board.finished(chunk, stack(outcomes), time.perf_counter() - began)
    return False


def _check_engine(name: str) -> None:
    engine(name)


def _silent(step: Step) -> None:
    """Report no progress."""
