"""Chunks of replications on several processes, or on any executor that the caller brings."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from concurrent.futures import (
    FIRST_COMPLETED,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import BaseContext

from funnelsim.errors import RunError
from funnelsim.experiments.board import Board, Chunk, Step
from funnelsim.experiments.replicate import Job, outcomes_of
from funnelsim.experiments.stack import Stack, stack

Result = tuple[Stack, float]

HEARTBEAT = 0.5
"""Seconds after which progress is reported although nothing is done."""

MOST_BREAKS = 3
"""Broken pools after which every chunk gets a process of its own."""

WORKER_DIED = "the worker process died (killed, or out of memory)"

NEVER_STARTED = (
    "no worker process could start; a script must start runs below `if __name__ == '__main__':`, "
    "or with workers=1"
)

_job: Job | None = None
"""In a worker process: what all of its chunks share."""


def run_on_executor(job: Job, board: Board, executor: Executor) -> None:
    """Do all chunks on an executor of the caller, which stays open."""
    pending = list(board.chunks)
    while pending:
        futures: dict[Future[Result], Chunk] = {}
        try:
            for chunk in pending:
                board.started(chunk)
                futures[executor.submit(work, job, chunk.replications)] = chunk
            pending = _collect(board, futures).again
        except KeyboardInterrupt:
            for future in futures:
                future.cancel()
            raise


def run_on_processes(job: Job, board: Board, workers: int) -> None:
    """Do all chunks on processes of our own; a process that dies takes no other chunk with it."""
    _in_rounds(job, board, workers)
    all_died = bool(board.errors) and set(board.errors.values()) == {WORKER_DIED}
    if all_died and not board.results and _context().get_start_method() == "spawn":
        board.errors = dict.fromkeys(board.errors, NEVER_STARTED)


def _in_rounds(job: Job, board: Board, workers: int) -> None:
    pending, breaks = list(board.chunks), 0
    while pending:
        if breaks == MOST_BREAKS:
            _alone(job, board, pending)
            return
        round_ = _round(job, board, pending, workers)
        breaks += round_.broken
        _alone(job, board, round_.suspects)
        for chunk in round_.waited:
            board.forgiven(chunk)
        pending = [*round_.again, *round_.waited]


def _round(job: Job, board: Board, pending: list[Chunk], workers: int) -> _Round:
    """Give every pending chunk to one pool."""
    with _Pool(job, min(workers, len(pending))) as pool:
        futures: dict[Future[Result], Chunk] = {}
        refused = []
        for chunk in pending:
            board.started(chunk)
            try:
                futures[pool.submit(chunk)] = chunk
            except BrokenProcessPool:
                refused.append(chunk)
        round_ = _collect(board, futures)
    round_.waited += refused
    round_.broken = round_.broken or bool(refused)
    return round_


def _alone(job: Job, board: Board, suspects: list[Chunk]) -> None:
    """Give each chunk that may have killed its process a process of its own."""
    for chunk in suspects:
        board.started(chunk)
        with _Pool(job, 1) as pool:
            try:
                board.finished(chunk, *pool.submit(chunk).result())
            except BrokenProcessPool:
                board.failed(chunk, WORKER_DIED)
            except Exception as error:
                board.failed(chunk, error)


class _Round:
    """What a round of chunks left to be done.

    Attributes
    ----------
    again
        Failed with an exception for the first time.
    suspects
        Were running when a process died, so one of them may be the reason.
    waited
        Had not begun by then.
    broken
        Whether a process died.
    """

    def __init__(self) -> None:
        self.again: list[Chunk] = []
        self.suspects: list[Chunk] = []
        self.waited: list[Chunk] = []
        self.broken = False


def _collect(board: Board, futures: dict[Future[Result], Chunk]) -> _Round:
    """Record every result as it comes in."""
    round_ = _Round()
    open_ = set(futures)
    while open_:
        running = {future for future in open_ if future.running()}
        done, open_ = wait(open_, timeout=HEARTBEAT, return_when=FIRST_COMPLETED)
        if not done:
            board.progress(Step(board.done, board.total))
        for future in done:
            chunk = futures[future]
            try:
                board.finished(chunk, *future.result())
            except (BrokenProcessPool, CancelledError):
                round_.broken = True
                board.failed(chunk, WORKER_DIED)
                (round_.suspects if future in running else round_.waited).append(chunk)
            except Exception as error:
                if board.failed(chunk, error):
                    round_.again.append(chunk)
    if round_.broken and not round_.suspects:
        round_.suspects, round_.waited = round_.waited, []
    return round_


class _Pool:
    """Worker processes that hold the job; left in an orderly or a hurried way."""

    def __init__(self, job: Job, workers: int) -> None:
        if getattr(multiprocessing.current_process(), "_inheriting", False):
            raise RunError(NEVER_STARTED)
        self.pool = ProcessPoolExecutor(workers, _context(), _start_worker, (job,))

    def submit(self, chunk: Chunk) -> Future[Result]:
        return self.pool.submit(_work_here, chunk.replications)

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            for process in list((getattr(self.pool, "_processes", None) or {}).values()):
                process.terminate()
        self.pool.shutdown(wait=True, cancel_futures=True)


def _context() -> BaseContext:
    """Fork where that is safe and quick: on Linux, before there are other threads."""
    forks = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if forks else "spawn")


def _start_worker(job: Job) -> None:
    global _job
    # The parent decides what Ctrl-C means; a worker without a parent has nothing left to do.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_outlive_nobody, daemon=True).start()
    _job = job


def _outlive_nobody() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work_here(replications: tuple[int, ...]) -> Result:
    assert _job is not None
    return work(_job, replications)


def work(job: Job, replications: tuple[int, ...]) -> Result:
    """Do one chunk; its outcomes and the seconds it took."""
    began = time.perf_counter()
    outcomes = stack(list(outcomes_of(job, replications)))
    return outcomes, time.perf_counter() - began
