"""Chunks of replications on threads, on processes, or on any executor that the caller brings."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing.context import BaseContext
from multiprocessing.synchronize import Event

from funnelsim.errors import RunError
from funnelsim.experiments.board import Board
from funnelsim.experiments.interrupts import uninterrupted
from funnelsim.experiments.replicate import Job, Result, work
from funnelsim.experiments.status import Chunk

Submit = Callable[[Chunk], "Future[Result]"]

HEARTBEAT = 0.5
"""Seconds after which progress is reported although nothing is done."""

MOST_BREAKS = 3
"""Broken pools after which every chunk gets a process of its own."""

AHEAD = 2
"""Chunks handed out per worker: one in work, one waiting. What waits is lost by no interruption
and the results that wait to be looked at need little memory."""

WORKER_DIED = "the worker process died (killed, or out of memory)"

NEVER_STARTED = (
    "no worker process could start; a script must start runs below `if __name__ == '__main__':`, "
    "or with threads=1"
)

_job: Job | None = None
"""In a worker process: what all of its chunks share."""


def run_on_threads(job: Job, board: Board) -> None:
    """Do all chunks on threads of this process."""
    stop = threading.Event()
    pool = ThreadPoolExecutor(board.width, "funnelsim")
    crew = _Crew(board, lambda chunk: pool.submit(work, job, chunk.replications, stop))
    try:
        crew.go()
    except KeyboardInterrupt:
        # A thread ends with the replication it is at; what it has done until then is kept.
        stop.set()
        pool.shutdown(wait=False, cancel_futures=True)
        crew.collect_the_rest()
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def run_on_executor(job: Job, board: Board, executor: Executor) -> None:
    """Do all chunks on an executor of the caller, which stays open."""
    lost = getattr(executor, "lost", _never)
    crew = _Crew(board, lambda chunk: executor.submit(work, job, chunk.replications), lost)
    try:
        crew.go()
    except KeyboardInterrupt:
        for future in crew.open:
            future.cancel()
        raise
    for chunk in (*crew.waited, *crew.suspects):
        board.suspected(chunk, crew.why)
    board.why = crew.why


def _never() -> str:
    """An executor that would say itself that it is lost."""
    return ""


def run_on_processes(job: Job, board: Board) -> None:
    """Do all chunks on processes of our own; a process that dies takes no other chunk with it."""
    breaks = 0
    while True:
        crew = _round(job, board, board.width if breaks < MOST_BREAKS else 1)
        for chunk in crew.waited:
            board.returned(chunk)
        for chunk in crew.suspects:
            _alone(job, board, chunk)
        if not crew.broken:
            break
        breaks += 1


def _round(job: Job, board: Board, width: int) -> _Crew:
    """Give chunks to one pool until nothing is left, or it breaks."""
    with _Pool(job, width) as pool:
        crew = _Crew(board, pool.submit)
        crew.go()
    if crew.broken and not pool.began.is_set():
        raise RunError(NEVER_STARTED)
    return crew


def _alone(job: Job, board: Board, chunk: Chunk) -> None:
    """Give a chunk that may have killed its process a process of its own."""
    board.started(chunk)
    with _Pool(job, 1) as pool:
        try:
            board.finished(chunk, *pool.submit(chunk).result())
        except BrokenProcessPool:
            board.failed(chunk, WORKER_DIED)
        except Exception as error:
            board.failed(chunk, error)


@dataclass
class _Crew:
    """Hands chunks to workers and records what they bring.

    Attributes
    ----------
    lost
        Why nothing will ever come back, asked when nothing has for a while; empty if it may.
    open
        What is being worked at.
    suspects
        Were running when a worker died, so one of them may be the reason.
    waited
        Had not begun by then.
    broken
        Whether the workers take no more chunks.
    why
        What they say of it.
    """

    board: Board
    submit: Submit
    lost: Callable[[], str] = _never
    open: dict[Future[Result], Chunk] = field(default_factory=dict)
    suspects: list[Chunk] = field(default_factory=list)
    waited: list[Chunk] = field(default_factory=list)
    broken: bool = False
    why: str = ""

    def go(self) -> None:
        """Work until nothing is left to do, or the workers take no more."""
        while True:
            self._hand_out()
            if not self.open:
                break
            running = {future for future in self.open if future.running()}
            done, _ = wait(self.open, timeout=HEARTBEAT, return_when=FIRST_COMPLETED)
            if not done:
                self.board.report()
                self._look_for_loss()
            for future in done:
                with uninterrupted():
                    self._take(future, self.open.pop(future), future in running)
        if self.broken and not self.suspects:
            self.suspects, self.waited = self.waited, []

    def _look_for_loss(self) -> None:
        if why := self.lost():
            self.broken, self.why = True, why
            self.waited += self.open.values()
            self.open.clear()

    def _hand_out(self) -> None:
        while not self.broken and len(self.open) < AHEAD * self.board.width:
            chunk = self.board.next_chunk()
            if chunk is None:
                return
            self.board.started(chunk)
            with uninterrupted():
                self._submit(chunk)

    def _submit(self, chunk: Chunk) -> None:
        try:
            self.open[self.submit(chunk)] = chunk
        except Exception as error:
            self._broke(error)
            self.waited.append(chunk)

    def _take(self, future: Future[Result], chunk: Chunk, running: bool) -> None:
        try:
            part, seconds = future.result()
        except (BrokenExecutor, CancelledError) as error:
            self._broke(error)
            self.board.suspected(chunk, WORKER_DIED)
            (self.suspects if running else self.waited).append(chunk)
        except Exception as error:
            self.board.failed(chunk, error)
        else:
            self.board.finished(chunk, part, seconds)

    def _broke(self, error: BaseException) -> None:
        self.broken = True
        said = f"{type(error).__name__}: {error}".removesuffix(": ")
        self.why = self.why or self.lost() or f"the executor takes no more work ({said})"

    def collect_the_rest(self) -> None:
        """Wait for what is being worked at and record it."""
        for future, chunk in self.open.items():
            if not future.cancelled():
                self._take(future, chunk, True)


class _Pool:
    """Worker processes that hold the job; left in an orderly or a hurried way."""

    def __init__(self, job: Job, workers: int) -> None:
        if getattr(multiprocessing.current_process(), "_inheriting", False):
            raise RunError(NEVER_STARTED)
        context = _context()
        self.began = context.Event()
        self.pool = ProcessPoolExecutor(workers, context, _start_worker, (job, self.began))

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


def _start_worker(job: Job, began: Event) -> None:
    global _job
    began.set()
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
