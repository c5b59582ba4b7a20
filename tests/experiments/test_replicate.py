"""Replications: the same numbers however the work is cut; failures are data."""

import subprocess
import sys
import textwrap
import types
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from funnelsim import engines
from funnelsim.engines.reference import simulate
from funnelsim.errors import UsageError
from funnelsim.experiments.replicate import chunks_of, replicate
from funnelsim.experiments.stack import joined, stack
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

    def register(name, function):
        module = types.ModuleType(f"engine_{name}")
        module.simulate = function
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
        {"threads": 3, "chunk_size": 2},
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


def test_chosen_replications_are_those_of_the_whole_run(model, alone):
    done = replicate(model, (4, 1), 5, threads=1, chunk_size=2)
    assert done.numbers == (1, 4)
    assert done.missing == 0
    assert done.outcomes.sums["revenue"].tolist() == alone.outcomes.sums["revenue"][[1, 4]].tolist()


def test_stacks_join_to_the_stack_of_all(model):
    outcomes = [fold(simulate(model, 5, r), model) for r in range(3)]
    parts = joined([stack(outcomes[:1]), stack(outcomes[1:])])
    assert parts.equals(stack(outcomes))
    assert parts.n == 3
    assert not parts.equals(stack(outcomes[:2]))


def test_another_seed_is_another_future(model, alone):
    done = replicate(model, 2, 6, threads=1)
    assert done.outcomes.sums["revenue"].tolist() != alone.outcomes.sums["revenue"][:2].tolist()


def test_chunks_cover_every_number_once():
    for n in (1, 7, 100, 5000):
        chunks = list(chunks_of(range(n), 3))
        assert [r for chunk in chunks for r in chunk.replications] == list(range(n))
        assert [chunk.number for chunk in chunks] == list(range(len(chunks)))


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
    failed = [status for status in done.status if status.error]
    assert [(s.replications, s.attempts, s.error) for s in failed] == [
        ((2, 2), 2, "ValueError: no such luck")
    ]
    others = alone.outcomes.sums["revenue"][[0, 1, 3]]
    assert np.array_equal(done.outcomes.sums["revenue"], others)


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
    assert [status.error for status in done.status] == ["", "", "interrupted", "interrupted"]


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
    with pytest.raises(UsageError, match="no engine 'warp'; choose one of reference"):
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
    funnelsim.run(funnelsim.load(sys.argv[1]), replications=4, threads=2)
except funnelsim.RunError as error:
    print(error)
"""


def test_a_script_that_cannot_start_workers_is_told_why(tmp_path, tiny):
    """With a second thread, processes are spawned, and run the script again."""
    script = tmp_path / "unguarded.py"
    script.write_text(UNGUARDED)
    found = subprocess.run(
        [sys.executable, str(script), str(tiny.path)], capture_output=True, text=True, timeout=300
    )
    last = found.stdout.splitlines()[-1]
    assert "below `if __name__ == '__main__':`" in last
    assert "threads=1" in last


GUARDED = """
import sys, threading, time

threading.Thread(target=time.sleep, args=(600,), daemon=True).start()

import funnelsim

if __name__ == "__main__":
    print(funnelsim.run(funnelsim.load(sys.argv[1]), replications=4, threads=2).n)
"""


def test_spawned_workers_do_the_same(tmp_path, tiny):
    script = tmp_path / "guarded.py"
    script.write_text(GUARDED)
    found = subprocess.run(
        [sys.executable, str(script), str(tiny.path)], capture_output=True, text=True, timeout=300
    )
    assert found.stdout == "4\n", found.stderr
