"""A run that is stopped, however, and resumed: the same bytes as one that never was."""

import datetime as dt
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import funnelsim
from funnelsim.engines import DEFAULT_ENGINE
from funnelsim.errors import OutputError, RunError
from funnelsim.experiments.replicate import Means
from funnelsim.experiments.task import perform, task_of
from funnelsim.reports import unfinished
from funnelsim.reports.run_folder import check_out

NOW = dt.datetime(2027, 1, 2, 3, 4, 5)
TINY = Path(__file__).parents[1] / "tiny.yaml"
WISHES = {
    "processes": ("-n", "40", "--engine", "reference"),
    "threads": ("-n", "3000", "--engine", DEFAULT_ENGINE),
    "precision": ("-n", "3000", "--precision", "0.6%", "--precision-of", "leads"),
}


def command(*words):
    return [sys.executable, "-m", "funnelsim", "run", *map(str, words), "--no-progress"]


def files_of(folder):
    """Every file of a run; of the manifest without its times, and the state of the repository."""
    found = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    manifest = json.loads(found["manifest.json"])
    for name in ("timings", "created", "git"):
        manifest.pop(name)
    return found | {"manifest.json": json.dumps(manifest).encode()}


def wishes(kind):
    return (TINY, "--seed", "5", "--with", "quick", "--set", "handoff.delay=x2", *WISHES[kind])


@pytest.fixture(scope="module", params=list(WISHES))
def whole(request, tmp_path_factory):
    """A run that nobody disturbed, and what was asked for."""
    folder = tmp_path_factory.mktemp("whole") / "run"
    subprocess.run(
        command(*wishes(request.param), "--threads", 1, "--out", folder),
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return request.param, files_of(folder)


def chunks(folder):
    return list((folder / "unfinished" / "chunks").glob("[0-9]*.npz"))


def start(kind, folder):
    return subprocess.Popen(
        command(*wishes(kind), "--threads", 2, "--out", folder),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_killed_at_random_moments(whole, tmp_path):
    """SIGKILL again and again, before, between and after chunks, until the run is complete."""
    kind, expected = whole
    folder, dice = tmp_path / "run", random.Random(kind)
    kills = 0
    process = start(kind, folder)
    while True:
        at = dice.randrange(8) + len(chunks(folder))
        while process.poll() is None and len(chunks(folder)) < at:
            time.sleep(0.005)
        time.sleep(dice.random() * 0.1)
        if process.poll() is not None:
            break
        os.kill(process.pid, signal.SIGKILL)
        process.wait(timeout=60)
        kills += 1
        if not (folder / "unfinished" / "run.json").exists():
            shutil.rmtree(folder, ignore_errors=True)
            process = start(kind, folder)
            continue
        process = subprocess.Popen(
            command("--resume", folder, "--threads", dice.choice([1, 2])),
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
    assert kills >= 2
    said = process.stderr.read() if process.stderr else b""
    assert process.returncode == 0, said
    assert files_of(folder) == expected


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_ctrl_c_and_ctrl_c_again(whole, tmp_path):
    """The second one while results are written, or shortly before."""
    kind, expected = whole
    folder = tmp_path / "run"
    process = subprocess.Popen(
        command(*wishes(kind), "--threads", 2, "--out", folder),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip
    while len(chunks(folder)) < 3:
        assert process.poll() is None
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    time.sleep(0.1)
    os.killpg(process.pid, signal.SIGINT)
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 1, said
    assert "Traceback" not in said
    assert len(chunks(folder)) >= 3
    made = funnelsim.resume(folder, threads=1)
    assert made.replications.missing == 0
    assert files_of(folder) == expected


def test_what_is_interrupted_is_printed_kept_and_completed(tiny, tmp_path):
    def impatient(step):
        if step.done >= 4:
            raise KeyboardInterrupt

    task = task_of(tiny, 8, 5)
    folder = tmp_path / "run"
    with unfinished.begin(task, NOW, folder) as begun:
        made = perform(task, Means(threads=1, progress=impatient, chunk_size=1), begun.store)
        begun.finish(made, {}, None)
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["replications"] == {
        "asked": 8, "done": 4, "numbers": [[0, 3]], "interrupted": True,
    }  # fmt: skip
    with pytest.raises(
        OutputError, match=r"not finished: complete it with `funnelsim run --resume"
    ):
        check_out(folder)
    again = funnelsim.resume(folder, threads=1)
    assert again.n == 8
    assert not (folder / "unfinished").exists()
    manifest = json.loads((folder / "manifest.json").read_text())
    assert not manifest["replications"]["interrupted"]
    assert manifest["failures"] == []
    with pytest.raises(RunError, match=r"nothing left to do: the run in .* is complete"):
        funnelsim.resume(folder)


def test_nothing_done_leaves_nothing(tiny, tmp_path):
    with unfinished.begin(task_of(tiny, 8, 5), NOW, tmp_path / "run"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_there_is_no_run(tmp_path):
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(RunError, match=r"there is no run in .*; name the folder of a run"):
            funnelsim.resume(folder)


@pytest.fixture
def stopped(tiny, tmp_path):
    """The folder of a run that was stopped after two replications."""
    task = task_of(tiny, 4, 5)
    folder = tmp_path / "run"
    with unfinished.begin(task, NOW, folder) as begun:
        perform(task_of(tiny, 2, 5), Means(threads=1), begun.store)
    return folder


def test_one_process_at_a_time(stopped):
    script = (
        "import sys, time; from pathlib import Path\n"
        "from funnelsim.reports.unfinished import take_up\n"
        "run = take_up(Path(sys.argv[1])); print('held', flush=True); time.sleep(600)\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", script, str(stopped)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(RunError, match=rf"process {other.pid} on .* still works on .*run;"):
            funnelsim.resume(stopped)
    finally:
        other.kill()
        other.wait()
    assert funnelsim.resume(stopped, threads=1).n == 4


def test_another_scenario_is_refused(stopped):
    path = stopped / "unfinished" / "scenario.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# later\n", encoding="utf-8")
    with pytest.raises(RunError, match=r"scenario\.yaml was changed since the run began"):
        funnelsim.resume(stopped)


def test_other_versions_are_refused(stopped):
    path = stopped / "unfinished" / "run.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    now = data["versions"]["numpy"]
    data["versions"]["numpy"] = "1.0"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(RunError, match=f"other versions: numpy was 1.0 and is {now};"):
        funnelsim.resume(stopped)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{}", "no unfinished run"),
        ("{", "damaged"),
        ('{"schema": "funnelsim.unfinished/1"}', "dam"),
    ],
)
def test_a_damaged_file_is_told(stopped, content, message):
    (stopped / "unfinished" / "run.json").write_text(content)
    with pytest.raises(RunError, match=message):
        funnelsim.resume(stopped)
