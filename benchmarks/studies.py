"""What planners wait for besides a forecast: the flagship priced, compared and planned."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.fresh import python
from benchmarks.table import Table, amount

FLAGSHIP = "scenarios/industrial-b2b.yaml"

STUDIES = {
    "cold, 7 mechanisms, 200 futures": ("cold", FLAGSHIP, "-n", "200"),
    "compare, 6 policies, 1,000 futures": ("compare", FLAGSHIP, "-n", "1000"),
    "plan to 80 % by volume, 300 futures a setting": (
        "plan", FLAGSHIP, "--probability", "80%", "--by", "volume", "-n", "300",
    ),
    "plan to 80 % by reps, 300 futures a setting": (
        "plan", FLAGSHIP, "--probability", "80%", "--by", "reps=1..9", "-n", "300",
    ),
    "sweep of the threshold, 9 settings of 200 futures": (
        "sweep", FLAGSHIP, "--vary", "threshold", "-n", "200",
    ),
}  # fmt: skip


def tables() -> list[Table]:
    rows = []
    with TemporaryDirectory() as folder:
        for i, (name, arguments) in enumerate(STUDIES.items()):
            out = Path(folder) / str(i)
            took = python("-m", "funnelsim", *arguments, "--threads", "2", "--out", str(out))
            rows.append([name, amount(took.wall), amount(took.cpu), amount(took.peak)])
    return [
        Table(
            "Studies of the flagship on two threads",
            ["study", "seconds", "CPU seconds", "most memory, MB"],
            rows,
            "From the shell, with tables and report on disk; one turn each. The machine has "
            f"{os.cpu_count()} processors.",
        )
    ]
