"""The command as a process: light imports, Ctrl-C, closed streams, internal errors."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from funnelsim.engines import DEFAULT_ENGINE

TINY = Path(__file__).parents[1] / "tiny.yaml"
SLOW = {
    "scipy.stats",
    "scipy.optimize",
    "scipy.special._basic",  # imported when the package itself runs
    "holidays.countries.france",  # when the holidays of all countries are imported
    "pandas",
    "matplotlib",
}
"""What takes long to import and has no part in a run."""
HEAVY = ("numpy", "scipy", "polars", "simpy", "holidays", "funnelsim.model",
         "funnelsim.engines.reference", "funnelsim.engines.compiled")  # fmt: skip


def funnelsim(*words, cwd, **options):
    return subprocess.run(
        [sys.executable, "-m", "funnelsim", *map(str, words)],
        cwd=cwd, capture_output=True, text=True, timeout=300, **options,
    )  # fmt: skip


def modules_of(words, cwd):
    """What the command has imported when it ends well."""
    script = (
        "import sys, json\n"
        "from funnelsim.cli import main\n"
        f"sys.argv = ['funnelsim', *{words!r}]\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "sys.stderr.write(json.dumps(sorted(sys.modules)))\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], cwd=cwd, capture_output=True, text=True, timeout=120
    )
    modules = set(json.loads(found.stderr.splitlines()[-1]))
    assert "funnelsim.cli.app" in modules
    return modules


@pytest.mark.parametrize(
    "words",
    [["--help"], ["run", "--help"], ["--version"], ["check", str(TINY)], ["schema"],
     ["show", str(TINY)], ["explain"], ["explain", "FS101"]],
)  # fmt: skip
def test_light_verbs_import_nothing_heavy(words, tmp_path):
    assert not set(HEAVY) & modules_of(words, tmp_path)


def test_a_run_imports_no_more_than_it_uses(tmp_path):
    modules = modules_of(
        ["run", str(TINY), "-n", "2", "--threads", "1", "--set", "calendar.holidays=US"], tmp_path
    )
    assert {"polars", "numpy", "scipy.special.cython_special"} <= modules
    assert "holidays.countries.united_states" in modules
    assert not SLOW & modules


def test_python_dash_m(tmp_path):
    found = funnelsim("--version", cwd=tmp_path)
    assert found.returncode == 0
    assert found.stdout.startswith("funnelsim ")


def test_closed_stdin_is_fine(tmp_path):
    found = funnelsim("check", TINY, cwd=tmp_path, stdin=subprocess.DEVNULL)
    assert found.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX shells")
@pytest.mark.parametrize("closed", ["<&-", "2>&-", ">&-"])
def test_closed_streams_are_no_traceback(tmp_path, closed):
    found = subprocess.run(
        f"{sys.executable} -m funnelsim check {TINY} {closed}", shell=True, cwd=tmp_path,
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert found.returncode == 0, found.stderr
    assert "Traceback" not in found.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX pipes")
@pytest.mark.parametrize("words", [["show", TINY], ["plan", TINY], ["trace", TINY]])
def test_a_reader_that_leaves_early(tmp_path, words):
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as gone:
        found = subprocess.run(
            [sys.executable, "-m", "funnelsim", *map(str, words)], cwd=tmp_path, text=True,
            stdout=gone, stderr=subprocess.PIPE, timeout=120,
        )  # fmt: skip
    assert found.returncode == 1
    assert found.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("words", [["--help"], ["schema"], ["plan", TINY]])
def test_output_that_cannot_be_written(tmp_path, words):
    with open("/dev/full", "w") as full:
        found = subprocess.run(
            [sys.executable, "-m", "funnelsim", *map(str, words)], cwd=tmp_path, text=True,
            stdout=full, stderr=subprocess.PIPE, timeout=120,
        )  # fmt: skip
    assert found.returncode == 1
    warnings = [line for line in found.stderr.splitlines() if " warning " in line]
    assert found.stderr.splitlines() == [*warnings, "error: No space left on device"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_run_whose_result_cannot_be_printed_says_where_it_is(tmp_path):
    with open("/dev/full", "w") as full:
        found = subprocess.run(
            [sys.executable, "-m", "funnelsim", "run", str(TINY), "-n", "1", "--threads", "1",
             "--out", "kept"],
            cwd=tmp_path, text=True, stdout=full, stderr=subprocess.PIPE, timeout=120,
        )  # fmt: skip
    assert found.returncode == 1
    assert "Everything is in kept" in found.stderr
    assert (tmp_path / "kept" / "manifest.json").is_file()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_messages_that_cannot_be_written_stop_no_run(tmp_path):
    with open("/dev/full", "w") as full:
        found = subprocess.run(
            [sys.executable, "-m", "funnelsim", "run", str(TINY), "-n", "1", "--threads", "1",
             "--out", "kept"],
            cwd=tmp_path, text=True, stdout=subprocess.PIPE, stderr=full, timeout=120,
        )  # fmt: skip
    assert "Everything is in kept" in found.stdout
    assert found.returncode == 0


def test_narrow_encodings_lose_a_character_not_the_run(tmp_path):
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    found = funnelsim("run", TINY, "-n", 1, "--no-progress", cwd=tmp_path, env=env)
    assert found.returncode == 0, found.stderr
    assert "customers" in found.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize(
    ("engine", "threads"), [("reference", 1), ("reference", 2), (DEFAULT_ENGINE, 1),
                            (DEFAULT_ENGINE, 2)],
)  # fmt: skip
def test_ctrl_c_keeps_what_is_done(tmp_path, engine, threads):
    process = subprocess.Popen(
        [sys.executable, "-m", "funnelsim", "run", str(TINY), "-n", "100000", "--out", "kept",
         "--threads", str(threads), "--engine", engine],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    # As a terminal would, once work has been going on for a while.
    chunks = tmp_path / "kept" / "unfinished" / "chunks"
    while len(list(chunks.glob("[0-9]*.npz"))) < 4:
        assert process.poll() is None
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    out, errors = process.communicate(timeout=120)
    assert process.returncode == 1, errors
    assert "Traceback" not in errors
    assert "of 100,000 replications were done and are kept" in out
    manifest = json.loads((tmp_path / "kept" / "manifest.json").read_text())
    done = manifest["replications"]
    assert done["interrupted"]
    assert 4 <= done["done"] < 100_000
    assert sum(last - first + 1 for first, last in done["numbers"]) == done["done"]


def test_an_internal_error_is_one_line_and_a_file(tmp_path):
    script = (
        "import sys\n"
        "import funnelsim.scenario.json_schema as room\n"
        "def broken():\n    raise KeyError('no\\nsuch')\n"
        "room.json_schema = broken\n"
        "sys.argv = ['funnelsim', 'schema']\n"
        "from funnelsim.cli import main\nmain()\n"
    )
    env = {**os.environ, "TMPDIR": str(tmp_path)}
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=120, env=env
    )
    assert found.returncode == 2
    (line,) = found.stderr.splitlines()
    assert line.startswith("internal error: KeyError: 'no\\nsuch'; details in ")
    details = Path(line.split("details in ")[1]).read_text(encoding="utf-8")
    assert "Traceback" in details
    assert "in broken" in details


FAULTY = """
import sys, types
from funnelsim import engines
from funnelsim.engines.reference import simulate

def faulty(model, seed, replication, world=None):
    if replication in {bad}:
        raise KeyError("no such lead")
    return simulate(model, seed, replication)

module = types.ModuleType("faulty")
module.simulate = faulty
sys.modules["faulty"] = module
engines.ENGINES["faulty"] = "faulty"
sys.argv = ["funnelsim", "run", *sys.argv[1:]]
from funnelsim.cli import main
main()
"""


def run_faulty(bad, *words, cwd):
    script = FAULTY.format(bad=bad)
    return subprocess.run(
        [sys.executable, "-c", script, *words, "--threads", "1", "--no-progress"],
        cwd=cwd, capture_output=True, text=True, timeout=120,
        env={**os.environ, "TMPDIR": str(cwd)},
    )  # fmt: skip


def test_an_internal_error_in_a_replication_costs_that_one_and_is_kept(tmp_path):
    words = (str(TINY), "-n", "3", "--seed", "1", "--engine", "faulty", "--out", "kept")
    found = run_faulty({1}, *words, cwd=tmp_path)
    assert found.returncode == 2
    assert "Traceback" not in found.stderr
    errors = Path("kept", "errors.txt")
    assert found.stderr.splitlines()[-1] == (
        f"internal error in replication 1: KeyError: 'no such lead'; details in {errors}"
    )
    assert "in faulty" in (tmp_path / errors).read_text(encoding="utf-8")
    assert "What is missing: funnelsim run --resume kept" in found.stdout
    cured = run_faulty(set(), "--resume", "kept", cwd=tmp_path)
    assert cured.returncode == 0, cured.stderr
    assert not (tmp_path / errors).exists()
    manifest = json.loads((tmp_path / "kept" / "manifest.json").read_text())
    assert (manifest["replications"]["done"], manifest["failures"]) == (3, [])


def test_an_internal_error_in_every_replication(tmp_path):
    words = (str(TINY), "-n", "2", "--seed", "1", "--engine", "faulty", "--out", "kept")
    found = run_faulty({0, 1}, *words, cwd=tmp_path)
    assert found.returncode == 2
    line = found.stderr.splitlines()[-1]
    assert line.startswith("internal error: no replication was done: KeyError: 'no such lead'; det")
    assert "in faulty" in Path(line.split("details in ")[1]).read_text(encoding="utf-8")
    assert not (tmp_path / "kept").exists()


def test_out_of_memory_is_no_internal_error(tmp_path):
    script = (
        "import sys\n"
        "import funnelsim.scenario.json_schema as room\n"
        "def greedy():\n    raise MemoryError\n"
        "room.json_schema = greedy\n"
        "sys.argv = ['funnelsim', 'schema']\n"
        "from funnelsim.cli import main\nmain()\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=120
    )
    assert found.returncode == 1
    assert found.stderr.startswith("error: out of memory")
