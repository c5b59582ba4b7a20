"""Most memory of a run against its replications, from the command line to the written folder."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from funnelsim.engines import DEFAULT_ENGINE

SCENARIO = Path(__file__).parents[1] / "scenarios" / "ten-customers.yaml"
REPLICATIONS = (100, 1_000, 10_000, 100_000)

_RUN = """
import contextlib, json, resource, sys, time
from funnelsim.cli.app import app
began = time.perf_counter()
with contextlib.suppress(SystemExit), contextlib.redirect_stdout(None):
    app(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"megabytes": used.ru_maxrss / 1024, "seconds": time.perf_counter() - began}))
"""


def replications_table(
    replications: tuple[int, ...] = REPLICATIONS, engine: str = DEFAULT_ENGINE
) -> list[list[str]]:
    """Rows of replications, most memory in MB, wall seconds, MB of the run's folder.

    Each run is a fresh process on the threads of its default; with an engine that works in
    processes, only the memory of the one that collects is told.
    """
    rows = []
    for number in replications:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "run"
            words = ["run", str(SCENARIO), "-n", str(number), "--seed", "1", "--engine", engine,
                     "--no-progress", "-q", "--out", str(out)]  # fmt: skip
            done = subprocess.run(
                [sys.executable, "-c", _RUN, *words], check=True, capture_output=True, text=True
            )
            size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
        took = json.loads(done.stdout)
        rows.append(
            [f"{number:,}", f"{took['megabytes']:.0f}", f"{took['seconds']:.1f}",
             f"{size / 2**20:.1f}"]
        )  # fmt: skip
    return rows
