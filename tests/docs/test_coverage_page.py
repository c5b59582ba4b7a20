"""Keys, outputs and tests that docs/coverage.md names exist."""

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from funnelsim.cli.app import app
from funnelsim.experiments.cold.tables import TABLES as COLD_TABLES
from funnelsim.experiments.compare.tables import TABLES as COMPARE_TABLES
from funnelsim.experiments.drivers.data import TABLES as DRIVERS_TABLES
from funnelsim.experiments.figures import NAMES
from funnelsim.experiments.optimise_data import TABLES as OPTIMISE_TABLES
from funnelsim.experiments.planned import TABLES as PLAN_TABLES
from funnelsim.experiments.sweep_data import TABLES as SWEEP_TABLES
from funnelsim.experiments.tables import TABLES
from funnelsim.scenario.schema.top import KINDS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "coverage.md"
KEYS = ROOT / "docs" / "scenario.md"
LATER = "extended, later"
OF_THE_RUN = {"periods", "by", "joint_probability"}
"""Keys of the run's object that no figure or table is called like."""


def rows():
    cells = [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and not line.startswith(("| what ", "| --- "))
    ]
    return [row for row in cells if row[1] != LATER]


@cache
def keys_of_the_language():
    """Every key that docs/scenario.md lists, dotted."""
    keys, block = set(), ""
    for line in KEYS.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            block = (quoted(line) or [""])[0]
        elif line.startswith("| `") and not block.startswith(tuple(KINDS)):
            keys.add(f"{block}.{quoted(line)[0]}".lstrip("."))
    return keys


def of_studies():
    """Tables and keys of the JSON objects of plan, sweep, drivers, optimise."""
    tables = {*PLAN_TABLES, *SWEEP_TABLES, *DRIVERS_TABLES, *OPTIMISE_TABLES}
    schemas = ROOT / "docs" / "schemas"
    for name in ("plan", "sweep", "drivers", "optimise"):
        tables |= set(json.loads((schemas / f"{name}-1.json").read_text())["properties"])
    return tables


def quoted(text):
    return re.findall(r"`([^`]+)`", text)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0][:40])
def test_keys_and_outputs_exist(row):
    _, keys, outputs, tests = row
    verbs = {command.callback.__name__ for command in app.registered_commands}
    known = {*NAMES, *TABLES, *COLD_TABLES, *COMPARE_TABLES, *OF_THE_RUN, *verbs, *of_studies()}
    assert quoted(tests)
    assert set(quoted(keys)) <= keys_of_the_language()
    for output in quoted(outputs):
        assert output in known, output


def test_tests_exist():
    named = {test for row in rows() for test in quoted(row[3])}
    files = sorted({test.partition("::")[0] for test in named})
    missing = [file for file in files if not (ROOT / "tests" / file).exists()]
    assert not missing
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider",
         *(str(ROOT / "tests" / file) for file in files)],
        capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:]
    collected = {line.partition("[")[0].removeprefix("tests/") for line in done.stdout.splitlines()}
    assert named <= collected


def test_rows_of_the_extended_model_have_no_key():
    pages = PAGE.read_text(encoding="utf-8").splitlines()
    later = [line for line in pages if LATER in line and line.startswith("| ")]
    assert later
    assert all(line.endswith("| extended, later | | |") for line in later)
