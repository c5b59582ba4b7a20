"""A run that is told to end, or whose parent is gone, leaves no process behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SLOW = """
kind: blank
from: 2027-01-01
horizon: 12 months
channels: {web: {leads: 400/day, enters: sql}}
teams: {ae: {reps: unlimited}}
stages: {sale: {converts: 25%}}
"""


def children_of(process: int) -> list[int]:
    """Processes whose parent it is."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == process:
            found.append(int(stat.parent.name))
    return found


def wait_for(happens, seconds=60.0):
    end = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_no_worker_outlives_the_run(tmp_path, how):
    (tmp_path / "slow.yaml").write_text(SLOW, encoding="utf-8")
    command = [sys.executable, "-m", "funnelsim", "run", "slow.yaml", "-n", "400", "--seed", "1",
               "--threads", "2", "--engine", "reference", "--no-progress",
               "--out", "kept"]  # fmt: skip
    run = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert wait_for(lambda: len(children_of(run.pid)) >= 2)
    workers = children_of(run.pid)
    os.kill(run.pid, how)
    _, said = run.communicate(timeout=120)
    assert run.returncode == (1 if how == signal.SIGTERM else -how)
    assert wait_for(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))
    if how == signal.SIGTERM:
        assert "interrupted" in said.lower()
        assert "Traceback" not in said
