"""Memory does not grow with replications: they go to disk and are read by column."""

import json
import subprocess
import sys

import pytest

pytest.importorskip("resource", reason="measures with getrusage")

FEW, MANY = 500, 8_000
MOST = 25
"""MB that may come on top: the table of replications, 80 figures of 8 bytes each, in the making."""

SCRIPT = """
import datetime as dt, json, resource, sys
from pathlib import Path

from funnelsim.engines.reference import simulate
from funnelsim.experiments import replicate, stack, store
from funnelsim.experiments.replicate import Means
from funnelsim.experiments.task import perform, task_of
from funnelsim.outcomes.fold import fold
from funnelsim.reports.resume import write
from funnelsim.reports.unfinished import begin
from funnelsim.scenario.load import load

path, number, place = sys.argv[1], int(sys.argv[2]), sys.argv[3]
stack.MOST_IN_MEMORY = store.MOST_IN_MEMORY = 2**20
task = task_of(load(path), number, 5)
# What is to be measured begins with the outcomes of a replication.
one = fold(simulate(task.model, 5, 0), task.model)
replicate.outcomes_of = lambda job, replication: one
if place:
    with begin(task, dt.datetime(2027, 1, 2), Path(place)) as unfinished:
        made = perform(task, Means(threads=1, chunk_size=100), unfinished.store)
        write(unfinished, made)
else:
    made = perform(task, Means(threads=1, chunk_size=100))
    made.json(), made.to_polars("replications")
used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
per_mb = 2**20 if sys.platform == "darwin" else 2**10
records = made.n * made.stack.records.dtype.itemsize
print(json.dumps({"peak": used / per_mb, "records": records / 2**20}))
"""


def measured(path, number, place):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(path), str(number), str(place)],
        check=True, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    return json.loads(done.stdout)


@pytest.mark.parametrize("kept", [True, False])
def test_sixteen_times_the_replications_need_hardly_more_memory(tiny, tmp_path, kept):
    few = measured(tiny.path, FEW, tmp_path / "few" if kept else "")
    many = measured(tiny.path, MANY, tmp_path / "many" if kept else "")
    assert many["records"] > 2 * MOST
    assert many["peak"] - few["peak"] < MOST
