"""On a Dask cluster: the same bytes, and a worker that dies costs nothing but time."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import distributed
import pytest

from funnelsim.errors import RunError
from funnelsim.experiments import cluster
from funnelsim.experiments.replicate import Means, replicate
from funnelsim.experiments.task import perform, task_of
from funnelsim.model.compile import compile_model


@pytest.fixture(scope="module")
def workers():
    """A scheduler and two worker processes."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0"
    ) as found:
        yield found


@pytest.fixture(scope="module")
def alone(tiny):
    return replicate(compile_model(tiny), 60, 5, threads=2).outcomes


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_the_same_bytes_although_a_worker_is_killed(workers, tiny, alone):
    pids = [worker.pid for worker in workers.workers.values()]
    done = []

    def kill_one(step):
        done.append(step.done)
        if step.done >= 8 and not killed.is_set():
            killed.set()
            os.kill(pids[0], signal.SIGKILL)

    killed = threading.Event()
    with cluster.connected(workers.scheduler_address) as (executor, width):
        assert width == 2
        means = Means(width, executor, kill_one, chunk_size=2)
        made = perform(task_of(tiny, 60, 5), means)
    assert killed.is_set()
    assert done[-1] == 60
    assert made.replications.missing == 0
    assert made.stack.equals(alone)


def test_an_interruption_keeps_what_is_done(workers, tiny, alone):
    def impatient(step):
        if step.done >= 4:
            raise KeyboardInterrupt

    with cluster.connected(workers.scheduler_address) as (executor, width):
        assert executor.lost() == ""
        made = perform(task_of(tiny, 60, 5), Means(width, executor, impatient, chunk_size=2))
        workers_are_free = executor.submit(int, "7").result(timeout=60)
    assert workers_are_free == 7
    assert made.replications.interrupted
    assert 4 <= made.n < 60
    revenue = alone.sums["revenue"][list(made.replications.numbers)]
    assert made.column("revenue").tolist() == revenue.tolist()
    assert executor.lost() == f"the Dask scheduler at {workers.scheduler_address} is gone"


def test_the_command_writes_the_same_files(workers, tiny, tmp_path):
    address = workers.scheduler_address
    for folder, where in (("here", ("--threads", "1")), ("there", ("--cluster", address))):
        subprocess.run(
            [sys.executable, "-m", "funnelsim", "run", str(tiny.path), "-n", "6", "--seed", "5",
             "--no-progress", "-q", "--out", folder, *where],
            cwd=tmp_path, check=True, capture_output=True, timeout=300,
        )  # fmt: skip
    names = [path.relative_to(tmp_path / "here") for path in Path(tmp_path, "here").rglob("*.*")]
    assert len(names) > 20
    for name in names:
        if name.name != "manifest.json":
            assert (tmp_path / "here" / name).read_bytes() == (
                tmp_path / "there" / name
            ).read_bytes()


def test_an_address_where_nobody_listens(monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", "1s")
    with (
        pytest.raises(
            RunError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9 .*dask sch"
        ),
        cluster.connected("tcp://127.0.0.1:9"),
    ):
        pass


@pytest.mark.parametrize("address", ["127.0.0.1:x", "nonsense://a:1", ""])
def test_what_is_no_address(monkeypatch, address):
    monkeypatch.setattr(cluster, "PATIENCE", "1s")
    with pytest.raises(RunError, match="no Dask scheduler answers"), cluster.connected(address):
        pass


def test_other_versions_on_workers_are_refused(workers, monkeypatch):
    monkeypatch.setattr(cluster, "version", lambda package: "0.0.9")
    with (
        pytest.raises(RunError, match=r"workers have another version of funnelsim than 0\.0\.9: "),
        cluster.connected(workers.scheduler_address),
    ):
        pass


def test_a_scheduler_without_workers():
    with (
        distributed.LocalCluster(n_workers=0, dashboard_address=":0") as empty,
        pytest.raises(RunError, match="has no workers; start `dask worker"),
        cluster.connected(empty.scheduler_address),
    ):
        pass


def test_without_dask(monkeypatch):
    from funnelsim.errors import UsageError

    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(UsageError, match=r"pip install 'funnelsim\[cluster\]'"),
        cluster.connected("tcp://127.0.0.1:9"),
    ):
        pass
