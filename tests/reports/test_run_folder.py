"""The folder of a run: whole or absent, and the same bytes again."""

import datetime as dt
import errno
import json
import os

import polars as pl
import pytest

from funnelsim.errors import OutputError, RunError
from funnelsim.experiments.forecast import forecast
from funnelsim.experiments.task import Task
from funnelsim.reports.manifest import NAME, beginning, read_manifest, spans
from funnelsim.reports.run_folder import folder_for, slug, write_run
from funnelsim.scenario.load import load

NOW = dt.datetime(2027, 1, 2, 3, 4, 5)


def written(made, folder, timings, **more):
    task = Task(made.bundle, made.model, made.seed, made.engine, made.replications.numbers)
    return write_run(made, folder, beginning(task, NOW), timings, **more)


@pytest.fixture(scope="module")
def folder(tiny_forecast, tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs") / "first"
    written(tiny_forecast, folder, {"simulate": 1.0})
    return folder


@pytest.fixture(scope="module")
def manifest(folder):
    return json.loads((folder / NAME).read_text(encoding="utf-8"))


def files_of(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_what_is_in_the_folder(folder, manifest, tiny):
    names = set(files_of(folder))
    assert set(manifest["files"]) == names - {NAME}
    assert {"forecast.json", "scenario.yaml", "tables/outcomes.csv", "tables/months.parquet"} <= (
        names
    )
    assert (folder / "scenario.yaml").read_text(encoding="utf-8") == tiny.document.text
    assert not list(folder.parent.glob(".first-*")), "the draft is gone"


def test_the_manifest_says_how(manifest, tiny):
    assert manifest["schema"] == "funnelsim.manifest/1"
    assert manifest["created"] == "2027-01-02T03:04:05"
    assert manifest["seed"] == 5
    assert manifest["scenario"]["hash"] == tiny.hash
    assert manifest["replications"] == {
        "asked": 12, "done": 12, "numbers": [[0, 11]], "interrupted": False,
    }  # fmt: skip
    assert manifest["versions"]["numpy"]
    assert manifest["timings"] == {"simulate": 1.0}
    assert "Tiny" in manifest["resolved"]


def test_csv_and_parquet_agree(folder):
    csv = pl.read_csv(folder / "tables" / "replications.csv", infer_schema_length=None)
    parquet = pl.read_parquet(folder / "tables" / "replications.parquet")
    assert csv["revenue"].to_list() == parquet["revenue"].to_list()
    assert csv.columns == parquet.columns


def test_replaying_the_manifest_gives_the_same_bytes(folder, tmp_path):
    replay = read_manifest(folder / NAME)
    assert not replay.warnings
    again = forecast(
        replay.bundle, replay.replications, replay.seed, engine=replay.engine, threads=2
    )
    written(again, tmp_path / "again", {})
    first, second = files_of(folder), files_of(tmp_path / "again")
    tables = [name for name in first if name.startswith("tables")]
    assert len(tables) > 20
    for name in tables:
        assert first[name] == second[name], name


def test_settings_and_policies_are_replayed(tiny, tmp_path):
    bundle = load(
        tiny.path, sets=["channels.web.visitors=20/day", "handoff.delay=x2"], with_=["quick"]
    )
    made = forecast(bundle, (0, 3), 9, threads=1)
    written(made, tmp_path / "a", {})
    replay = read_manifest(tmp_path / "a" / NAME)
    assert replay.replications == (0, 3)
    assert replay.bundle.with_ == ("quick",)
    assert replay.bundle.hash == bundle.hash
    again = forecast(replay.bundle, replay.replications, replay.seed, threads=1)
    assert again.stack.equals(made.stack)


def test_a_replay_says_the_same_again_and_again(tiny, tmp_path):
    bundle = load(tiny.path, sets=["handoff.delay=x2"], with_=["quick"])
    made = forecast(bundle, 2, 9, threads=1)
    written(made, tmp_path / "0", {})
    told = []
    for number in range(3):
        folder = tmp_path / str(number)
        data = json.loads((folder / "forecast.json").read_text(encoding="utf-8"))
        told.append((data, json.loads((folder / NAME).read_text(encoding="utf-8"))))
        replay = read_manifest(folder / NAME)
        again = forecast(replay.bundle, replay.replications, replay.seed, threads=1)
        written(again, tmp_path / str(number + 1), {})
    assert told[0][0]["assumptions"]
    assert told[0] == told[1] == told[2]


def test_messages_of_a_replay_name_the_text_they_speak_of(folder):
    problems = read_manifest(folder / NAME).bundle.problems
    assert problems
    assert {problem.file for problem in problems} == {"manifest.json (resolved)"}


def test_the_event_log_on_request(tiny_forecast, tmp_path):
    from funnelsim.engines import engine

    log = engine()(tiny_forecast.model, 5, 0)
    written(tiny_forecast, tmp_path / "run", {}, log=log)
    frame = pl.read_parquet(tmp_path / "run" / "tables" / "events-0.parquet")
    assert frame.height == len(log)


def test_tables_of_an_earlier_run_do_not_stay(tiny_forecast, tmp_path):
    old = tmp_path / "run" / "tables" / "events-0.csv"
    old.parent.mkdir(parents=True)
    old.write_text("old")
    (tmp_path / "run" / NAME).write_text(json.dumps({"schema": "funnelsim.manifest/1"}))
    kept = tmp_path / "run" / "notes.txt"
    kept.write_text("mine")
    written(tiny_forecast, tmp_path / "run", {})
    assert not old.exists()
    assert kept.read_text() == "mine"


def test_a_full_disk_leaves_nothing_half_done(tiny_forecast, tmp_path, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(pl.DataFrame, "write_parquet", full)
    with pytest.raises(OutputError, match=r"could not be written to .*: No space left on device"):
        written(tiny_forecast, tmp_path / "run", {})
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_is_no_folder(tiny_forecast, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="could not be written"):
        written(tiny_forecast, tmp_path / "file" / "run", {})
    with pytest.raises(OutputError, match="could not be written"):
        written(tiny_forecast, tmp_path / "file", {})


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_a_read_only_folder(tiny_forecast, tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="Permission denied"):
        written(tiny_forecast, tmp_path / "run", {})


def test_folders_do_not_collide(tiny_forecast, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    first = folder_for(tiny_forecast.bundle.scenario.name, NOW)
    assert str(first) == os.path.join("runs", "20270102-030405-tiny")
    assert first.is_dir(), "another run of the same second cannot take it"
    assert folder_for(tiny_forecast.bundle.scenario.name, NOW).name == "20270102-030405-tiny-2"
    assert str(folder_for(tiny_forecast.bundle.scenario.name, NOW, "here")) == "here"


@pytest.mark.parametrize("name", ["forecast.json", "scenario.yaml", NAME, "notes.txt"])
def test_files_of_others_are_not_touched(tiny_forecast, tmp_path, name):
    theirs = tmp_path / "run" / name
    theirs.parent.mkdir()
    theirs.write_text("{}")
    with pytest.raises(OutputError, match="holds files that are no run of funnelsim"):
        written(tiny_forecast, tmp_path / "run", {})
    assert [path.read_text() for path in (tmp_path / "run").iterdir()] == ["{}"]


def test_runs_that_cannot_be_kept(tiny_forecast, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "runs").write_text("x")
    with pytest.raises(OutputError, match="could not be written"):
        folder_for(tiny_forecast.bundle.scenario.name, NOW)


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("Industrial B2B, when SQLs go cold", "industrial-b2b-when-sqls-go-cold"),
        ("Größe/..\\x", "groe-x"),
        ("日本", "run"),
        ("a" * 90, "a" * 40),
    ],
)
def test_names_as_files(name, part):
    assert slug(name) == part


def test_spans_of_numbers():
    assert spans([0, 1, 2, 5, 7, 8]) == [[0, 2], [5, 5], [7, 8]]
    assert spans([]) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{}", "no manifest of a run"),
        ("[1]", "no manifest of a run"),
        ("{", "damaged"),
        ('{"schema": "funnelsim.manifest/1"}', "damaged"),
    ],
)
def test_a_file_that_is_no_manifest(tmp_path, content, message):
    path = tmp_path / "m.json"
    path.write_text(content)
    with pytest.raises(RunError, match=message):
        read_manifest(path)


def test_a_manifest_that_is_not_there(tmp_path):
    with pytest.raises(RunError, match="cannot be read"):
        read_manifest(tmp_path / "none.json")


def test_a_changed_data_file_stops_the_replay(tmp_path):
    (tmp_path / "in.csv").write_text("time\n1 h\n2 h\n")
    path = tmp_path / "plan.yaml"
    path.write_text(
        "kind: blank\nfrom: 2027-01-01\nhorizon: 2 days\nwarm_up: none\ncurrency: USD\n"
        "channels: {in: {replay: in.csv, enters: sql}}\nteams: {t: {reps: 1}}\n"
        "stages: {sale: {rep_time: 1 h}}\n"
    )
    made = forecast(load(path), 1, 0)
    written(made, tmp_path / "run", {})
    manifest = tmp_path / "run" / NAME
    assert list(json.loads(manifest.read_text())["inputs"]) == ["in.csv"]
    assert read_manifest(manifest).bundle.hash == made.bundle.hash
    (tmp_path / "in.csv").write_text("time\n1 h\n3 h\n")
    with pytest.raises(RunError, match=r"used in\.csv, which has changed since"):
        read_manifest(manifest)
