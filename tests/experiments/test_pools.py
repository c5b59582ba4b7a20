"""Threads, processes, executors: the same numbers on all; what breaks costs its own part."""

import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)

import pytest

from funnelsim.engines.reference import simulate
from funnelsim.experiments.replicate import replicate

N = 6


def test_same_numbers_on_an_executor_of_the_caller(model, alone):
    with ThreadPoolExecutor(2) as executor:
        done = replicate(model, N, 5, executor=executor, chunk_size=1)
        assert executor.submit(int, "1").result() == 1  # it is the caller's, and still open
    assert done.outcomes.equals(alone.outcomes)


def test_same_numbers_on_spawned_processes(model, alone):
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, spawned) as executor:
        done = replicate(model, N, 5, executor=executor, chunk_size=2)
    assert done.outcomes.equals(alone.outcomes)


@pytest.mark.parametrize("threads", [1, 2, 7])
@pytest.mark.parametrize("chunk_size", [1, 4, None])
def test_same_numbers_on_threads(model, alone, engine, threads, chunk_size):
    """An engine that says so is run on threads, not on processes."""
    seen = set()

    def threaded(model, seed, replication, world=None):
        seen.add((os.getpid(), threading.get_ident()))
        return simulate(model, seed, replication)

    name = engine("threaded", threaded, releases_gil=True)
    done = replicate(model, N, 5, engine=name, threads=threads, chunk_size=chunk_size)
    assert done.outcomes.equals(alone.outcomes)
    assert {process for process, _ in seen} == {os.getpid()}
    assert (threading.get_ident() in {thread for _, thread in seen}) == (threads == 1)


def test_an_interruption_lets_threads_end_the_replication_they_are_at(model, alone, engine):
    began, seen = threading.Semaphore(0), []

    def slow(model, seed, replication, world=None):
        seen.append(replication)
        began.release()
        time.sleep(0.3)
        return simulate(model, seed, replication)

    def impatient():
        for _ in range(2):
            began.acquire()
        signal.raise_signal(signal.SIGINT)

    name = engine("slow", slow, releases_gil=True)
    threading.Thread(target=impatient).start()
    done = replicate(model, 40, 5, engine=name, threads=2, chunk_size=3)
    assert done.interrupted
    assert 2 <= len(done.numbers) < 40
    assert set(done.numbers) == set(seen)
    revenue = replicate(model, done.numbers, 5, threads=1).outcomes.sums["revenue"]
    assert done.outcomes.sums["revenue"].tolist() == revenue.tolist()


class Breaking(ThreadPoolExecutor):
    """Takes a few tasks, then no more."""

    def __init__(self, tasks):
        super().__init__(1)
        self.tasks = tasks

    def submit(self, *words, **options):
        self.tasks -= 1
        if self.tasks < 0:
            raise BrokenExecutor("the machine is gone")
        return super().submit(*words, **options)


def test_an_executor_that_breaks_costs_what_it_has_not_done(model, alone):
    with Breaking(3) as executor:
        done = replicate(model, N, 5, executor=executor, chunk_size=1)
    assert done.numbers == (0, 1, 2)
    assert done.missing == 3
    assert {status.error for status in done.status[3:]} == {
        "the executor takes no more work (BrokenExecutor: the machine is gone)"
    }
    assert done.outcomes.sums["revenue"].tolist() == alone.outcomes.sums["revenue"][:3].tolist()


class Lost(Executor):
    """Takes everything and gives nothing back."""

    def submit(self, *words, **options):
        return Future()

    def lost(self):
        return "the machine is gone"


def test_an_executor_that_is_lost_is_not_waited_for(model):
    done = replicate(model, N, 5, executor=Lost(), chunk_size=1, threads=2)
    assert (done.outcomes, done.missing, done.interrupted) == (None, N, False)
    assert {status.error for status in done.status} == {"the machine is gone"}


KILLER = """
import os, signal, sys, types

from funnelsim import engines
from funnelsim.engines.reference import simulate as real

module = types.ModuleType("killer")

def simulate(model, seed, replication, world=None):
    if replication == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(model, seed, replication)

module.simulate = simulate
sys.modules["killer"] = module
engines.ENGINES["killer"] = "killer"

if __name__ == "__main__":
    from funnelsim.experiments.replicate import replicate
    from funnelsim.model.compile import compile_model
    from funnelsim.scenario.load import load

    model = compile_model(load(sys.argv[1]))
    done = replicate(model, 8, 5, engine="killer", threads=2, chunk_size=1)
    print(list(done.numbers), done.missing)
    print([s.error for s in done.status if s.error])
    same = replicate(model, (0, 7), 5, threads=1).outcomes
    print(same.sums["revenue"].tolist() == done.outcomes.sums["revenue"][[0, -1]].tolist())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_killed_worker_costs_its_own_chunk_only(tmp_path, tiny):
    script = tmp_path / "killer.py"
    script.write_text(textwrap.dedent(KILLER))
    found = subprocess.run(
        [sys.executable, str(script), str(tiny.path)], capture_output=True, text=True, timeout=300
    )
    assert found.stdout.splitlines() == [
        "[0, 1, 2, 4, 5, 6, 7] 1",
        "['the worker process died (killed, or out of memory)']",
        "True",
    ], found.stderr


UNGUARDED = """
import sys, threading, time

threading.Thread(target=time.sleep, args=(600,), daemon=True).start()

import funnelsim

try:
    funnelsim.run(funnelsim.load(sys.argv[1]), 4, threads=2, engine="reference")
except funnelsim.RunError as error:
    if __name__ == "__main__":
        print(error)
    sys.exit(1)
"""


def test_a_script_that_cannot_start_workers_is_told_why(tmp_path, tiny):
    """With a second thread, processes are spawned, and run the script again."""
    script = tmp_path / "unguarded.py"
    script.write_text(UNGUARDED)
    found = subprocess.run(
        [sys.executable, str(script), str(tiny.path)], capture_output=True, text=True, timeout=300
    )
    (line,) = found.stdout.splitlines()
    assert "below `if __name__ == '__main__':`" in line
    assert "threads=1" in line


GUARDED = """
import sys, threading, time

threading.Thread(target=time.sleep, args=(600,), daemon=True).start()

import funnelsim

if __name__ == "__main__":
    print(funnelsim.run(funnelsim.load(sys.argv[1]), 4, threads=2, engine="reference").n)
"""


def test_spawned_workers_do_the_same(tmp_path, tiny):
    script = tmp_path / "guarded.py"
    script.write_text(GUARDED)
    found = subprocess.run(
        [sys.executable, str(script), str(tiny.path)], capture_output=True, text=True, timeout=300
    )
    assert found.stdout == "4\n", found.stderr
