"""A thousand replications of the flagship with all tables, as a planner runs them."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.fresh import Took, python
from benchmarks.table import Table, amount, times

ROUNDS = 2
REPLICATIONS = 1_000


def tables() -> list[Table]:
    took: dict[int, list[Took]] = {1: [], 2: []}
    with TemporaryDirectory() as folder:
        for turn in range(ROUNDS):
            for threads, turns in took.items():
                turns.append(_run(Path(folder) / f"{turn}-{threads}", threads))
    wall = {threads: min(t.wall for t in turns) for threads, turns in took.items()}
    return [
        Table(
            f"{REPLICATIONS:,} replications of the flagship with tables",
            ["threads", "seconds", "against one", "CPU seconds", "most memory, MB"],
            [
                [str(threads), amount(wall[threads]), times(wall[1] / wall[threads]),
                 amount(min(t.cpu for t in turns)), amount(max(t.peak for t in turns))]
                for threads, turns in took.items()
            ],
            "From the shell, `funnelsim run`: start, load, simulate, fold, tables and report on "
            f"disk. Least of {ROUNDS} turns. The machine has {os.cpu_count()} processors; two "
            "threads are as quick as whoever shares them lets them.",
        )
    ]  # fmt: skip


def _run(out: Path, threads: int) -> Took:
    return python(
        "-m", "funnelsim", "run", "scenarios/industrial-b2b.yaml", "--out", str(out),
        "--replications", str(REPLICATIONS), "--threads", str(threads),
    )  # fmt: skip
