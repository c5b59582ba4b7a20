"""Replications: the same numbers however the work is cut; failures are data."""

import errno
import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
import types
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from dataclasses import replace

import numpy as np
import pytest

from funnelsim import engines
from funnelsim.engines.reference import simulate
from funnelsim.errors import RunError, UsageError
from funnelsim.experiments.board import Board
from funnelsim.experiments.record import pack, write_part
from funnelsim.experiments.replicate import replicate
from funnelsim.experiments.stack import stacked
from funnelsim.experiments.store import FolderStore, MemoryStore
from funnelsim.model.compile import compile_model
from funnelsim.outcomes.fold import fold

N = 6


@pytest.fixture(scope="module")
def model(tiny):
    return compile_model(tiny)


@pytest.fixture(scope="module")
def alone(model):
    return replicate(model, N, 5, threads=1)


@pytest.fixture
def engine(monkeypatch):
    """Make a function an engine by name."""

    def register(name, function, releases_gil=False):
        module = types.ModuleType(f"engine_{name}")
        module.simulate = function
        module.RELEASES_GIL = releases_gil
        monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setitem(engines.ENGINES, name, module.__name__)
        return name

    return register


@pytest.mark.parametrize(
    "how",
    [
        {"threads": 1, "chunk_size": 1},
        {"threads": 1, "chunk_size": 4},
        {"threads": 2},
        {"threads": 7, "chunk_size": 2},
    ],
)
def test_same_numbers_for_any_chunks_and_workers(model, alone, how):
    done = replicate(model, N, 5, **how)
    assert done.numbers == alone.numbers == tuple(range(N))
    assert done.outcomes.equals(alone.outcomes)


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


def test_chosen_replications_are_those_of_the_whole_run(model, alone):
    done = replicate(model, (4, 1), 5, threads=1, chunk_size=2)
    assert done.numbers == (1, 4)
    assert done.missing == 0
    assert done.outcomes.sums["revenue"].tolist() == alone.outcomes.sums["revenue"][[1, 4]].tolist()


@pytest.mark.parametrize("most", [0, 2**30])
def test_columns_are_the_same_from_memory_and_from_a_file(model, alone, most):
    outcomes = [fold(simulate(model, 5, r), model) for r in range(N)]
    parts = [pack(range(1), outcomes[:1]), pack(range(1, N), outcomes[1:])]
    found = stacked(parts, N, most=most)
    assert found.equals(alone.outcomes)
    for i, one in enumerate(outcomes):
        assert found.months[i].tobytes() == one.months.tobytes()
        assert found.items[i].tobytes() == one.items.tobytes()
        assert {name: found.sums[name][i] for name in found.sums} == one.sums
        assert found.by["channel"]["revenue"][i].tolist() == one.by["channel"]["revenue"].tolist()
        assert found.losses[:, 1, 2]["book"][i] == one.losses[1, 2]["book"]
    assert found.losses[:, :, 2]["leads"].tolist() == [
        one.losses[:, 2]["leads"].tolist() for one in outcomes
    ]
    assert not found.equals(stacked(parts[:1], 1, most=most))


def test_a_stack_lacks_nothing(model):
    with pytest.raises(ValueError, match="1 replications where 2 were announced"):
        stacked([pack(range(1), [fold(simulate(model, 5, 0), model)])], 2)


def test_another_seed_is_another_future(model, alone):
    done = replicate(model, 2, 6, threads=1)
    assert done.outcomes.sums["revenue"].tolist() != alone.outcomes.sums["revenue"][:2].tolist()


@pytest.fixture(scope="module")
def one(model):
    return pack([0], [fold(simulate(model, 5, 0), model)])


def chunks_of(board, one, seconds_each):
    """Every chunk that a board hands out to a worker that takes so long."""
    while (chunk := board.next_chunk()) is not None:
        board.started(chunk)
        part = replace(one, numbers=np.array(chunk.replications),
                       records=np.repeat(one.records, len(chunk.replications)))  # fmt: skip
        board.finished(chunk, part, seconds_each * part.n)
        yield chunk.replications


class Counting:
    """A store that keeps nothing."""

    folder = None

    def put(self, part):
        pass

    def spans(self):
        return ()


@pytest.mark.parametrize("n", [1, 7, 100, 5000])
@pytest.mark.parametrize("width", [1, 3])
@pytest.mark.parametrize("seconds", [1e-5, 0.01, 10.0])
def test_chunks_cover_every_number_once(one, n, width, seconds):
    board = Board(Counting(), lambda step: None, width=width)
    board.want(range(n))
    chunks = list(chunks_of(board, one, seconds))
    assert [r for chunk in chunks for r in chunk] == list(range(n))
    assert board.done == n


def test_chunks_grow_to_half_a_second_and_end_together(one):
    board = Board(Counting(), lambda step: None, width=2)
    board.want(range(1000))
    sizes = [len(chunk) for chunk in chunks_of(board, one, 0.01)]
    assert sizes[:4] == [1, 4, 16, 50]
    assert max(sizes) == 50
    assert sizes[-1] == 1
    long = Board(Counting(), lambda step: None, width=2)
    long.want(range(5))
    assert [len(chunk) for chunk in chunks_of(long, one, 10.0)] == [1] * 5


def test_what_is_there_is_not_done_again(model, alone, engine, tmp_path):
    calls = []

    def counted(model, seed, replication, world=None):
        calls.append(replication)
        return simulate(model, seed, replication)

    name = engine("counted", counted)
    replicate(model, (1, 2, 4), 5, threads=1, chunk_size=2, engine=name,
              store=FolderStore(tmp_path))  # fmt: skip
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "000000001-2.npz", "000000004-1.npz",
    ]  # fmt: skip
    calls.clear()
    (tmp_path / ".000000009-1.npz.part").write_bytes(b"killed while writing")
    done = replicate(model, N, 5, threads=1, engine=name, store=FolderStore(tmp_path))
    assert calls == [0, 3, 5]
    assert done.outcomes.equals(alone.outcomes)
    assert not list(tmp_path.glob(".*"))


def test_chunks_beyond_memory_go_to_a_folder(model, alone):
    store = MemoryStore(most=20_000)
    done = replicate(model, N, 5, threads=1, chunk_size=1, store=store)
    assert store._spilled is not None
    assert len(list(store._spilled.parts())) == N
    assert not store._held
    assert done.outcomes.equals(alone.outcomes)


def test_a_damaged_chunk_is_named(model, tmp_path):
    replicate(model, 2, 5, threads=1, chunk_size=1, store=FolderStore(tmp_path))
    path = tmp_path / "000000001-1.npz"
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(RunError, match=r"000000001-1\.npz is damaged .*; delete it and resume"):
        replicate(model, 2, 5, threads=1, store=FolderStore(tmp_path))
    path.write_bytes((tmp_path / "000000000-1.npz").read_bytes())
    with pytest.raises(RunError, match="other replications than its name says"):
        replicate(model, 2, 5, threads=1, store=FolderStore(tmp_path))


def test_a_full_disk_ends_the_work_and_loses_nothing(model, alone, tmp_path, monkeypatch):
    from funnelsim.experiments import store

    written = []

    def full(part, path, durable):
        written.append(path)
        if len(written) > 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write_part(part, path, durable=durable)

    monkeypatch.setattr(store, "write_part", full)
    done = replicate(model, N, 5, threads=1, chunk_size=1, store=FolderStore(tmp_path))
    assert done.numbers == (0, 1, 2)
    assert done.missing == 3
    assert done.outcomes.sums["revenue"].tolist() == alone.outcomes.sums["revenue"][:3].tolist()
    assert "could not be written" in done.status[-1].error
    assert "No space left" in done.status[-1].error


def test_progress_goes_from_nothing_to_all(model):
    steps = []
    replicate(model, 3, 5, threads=1, chunk_size=1, progress=steps.append)
    assert [(step.done, step.wanted) for step in steps] == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert [step.latest and step.latest.n for step in steps] == [None, 1, 1, 1]


def test_a_failure_is_tried_again_and_then_recorded(model, engine, alone):
    calls = []

    def faulty(model, seed, replication, world=None):
        calls.append(replication)
        if replication == 2:
            raise ValueError("no such\nluck")
        return simulate(model, seed, replication)

    done = replicate(model, 4, 5, threads=1, chunk_size=1, engine=engine("faulty", faulty))
    assert done.numbers == (0, 1, 3)
    assert done.missing == 1
    assert not done.interrupted
    assert calls.count(2) == 2
    (failed,) = [status for status in done.status if status.error]
    assert (failed.replications, failed.attempts) == ((2, 2), 2)
    assert failed.error == "ValueError: no such luck"
    assert "in faulty" in failed.details
    others = alone.outcomes.sums["revenue"][[0, 1, 3]]
    assert np.array_equal(done.outcomes.sums["revenue"], others)


def test_a_failure_costs_its_replication_not_its_chunk(model, engine):
    calls = []

    def faulty(model, seed, replication, world=None):
        calls.append(replication)
        if replication == 2:
            raise ValueError("no such luck")
        return simulate(model, seed, replication)

    done = replicate(model, 4, 5, threads=1, chunk_size=4, engine=engine("faulty", faulty))
    assert calls == [0, 1, 2, 0, 1, 2, 3]
    assert done.numbers == (0, 1, 3)
    assert [(s.replications, s.done) for s in done.status] == [
        ((0, 0), 1), ((1, 1), 1), ((2, 2), 0), ((3, 3), 1),
    ]  # fmt: skip


def test_a_failure_that_passes_leaves_no_mark(model, engine, alone):
    failed = []

    def shaky(model, seed, replication, world=None):
        if replication == 1 and not failed:
            failed.append(replication)
            raise OSError("for once")
        return simulate(model, seed, replication)

    done = replicate(model, 3, 5, threads=1, chunk_size=1, engine=engine("shaky", shaky))
    assert done.missing == 0
    assert [status.attempts for status in done.status] == [1, 2, 1]
    assert not any(status.error for status in done.status)


def test_an_interruption_keeps_what_is_done(model):
    def impatient(step):
        if step.done == 2:
            raise KeyboardInterrupt

    done = replicate(model, 4, 5, threads=1, chunk_size=1, progress=impatient)
    assert done.interrupted
    assert done.numbers == (0, 1)
    assert done.missing == 2
    assert [(s.replications, s.error) for s in done.status] == [
        ((0, 0), ""), ((1, 1), ""), ((2, 3), "interrupted"),
    ]  # fmt: skip


def test_an_interruption_inside_a_chunk_keeps_its_finished_replications(model, engine):
    def stopped(model, seed, replication, world=None):
        if replication == 2:
            raise KeyboardInterrupt
        return simulate(model, seed, replication)

    done = replicate(model, 4, 5, threads=1, chunk_size=4, engine=engine("stopped", stopped))
    assert done.numbers == (0, 1)
    assert done.interrupted


def test_an_interruption_before_anything_is_done(model):
    def impatient(step):
        raise KeyboardInterrupt

    # The first report comes before any work.
    done = replicate(model, 4, 5, threads=2, progress=impatient)
    assert done.interrupted
    assert done.outcomes is None
    assert done.missing == 4


def test_there_is_no_such_engine(model):
    with pytest.raises(UsageError, match=r"no engine 'warp'; choose one of .*reference"):
        replicate(model, 1, 5, engine="warp")


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
