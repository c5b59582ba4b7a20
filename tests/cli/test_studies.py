"""``cold`` and ``compare``: what they print and write, and their exit codes."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

from funnelsim.cli import studying
from funnelsim.cli.app import app
from funnelsim.cli.optional_value import DEFAULT, _completed

ROOT = Path(__file__).parents[2]
QUICKLY = ("--threads", "1", "--no-progress")


@pytest.fixture
def call(tmp_path, monkeypatch):
    """Run the command in an empty folder that holds the small scenario."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    (tmp_path / "tiny.yaml").write_bytes((ROOT / "tests" / "tiny.yaml").read_bytes())
    runner = CliRunner()

    def invoke(*words):
        result = runner.invoke(app, [str(word) for word in words])
        assert result.exception is None or isinstance(result.exception, SystemExit)
        assert "Traceback" not in result.output
        return result

    return invoke


def folder():
    (found,) = Path("runs").iterdir()
    return found


@pytest.mark.parametrize("verb", ["cold", "compare"])
class TestBoth:
    def test_prints_and_writes(self, call, verb):
        result = call(verb, "tiny.yaml", "-n", 2, *QUICKLY)
        assert result.exit_code == 0
        assert max(map(len, result.stdout.splitlines())) <= 80
        assert folder().name.endswith(f"-tiny-{verb}")
        manifest = json.loads((folder() / "manifest.json").read_text())
        assert (manifest["command"], manifest["seed"]) == (verb, 5)
        assert set(manifest["files"]) >= {f"{verb}.json", "scenario.yaml"}
        assert (folder() / "scenario.yaml").read_bytes() == Path("tiny.yaml").read_bytes()
        assert re.sub(r"\s+", " ", result.stdout).endswith(
            f"The same again: funnelsim {verb} {folder() / 'manifest.json'} "
        )

    def test_json_is_the_only_thing_on_stdout(self, call, verb):
        result = call(verb, "tiny.yaml", "-n", 2, "--json", "--out", "here", *QUICKLY)
        found = json.loads(result.stdout)
        schema = (ROOT / "docs" / "schemas" / f"{verb}-1.json").read_text(encoding="utf-8")
        jsonschema.validate(found, json.loads(schema))
        assert "here" in result.stderr
        assert json.loads(Path(f"here/{verb}.json").read_text()) == found

    def test_the_same_from_its_manifest(self, call, verb):
        more = ("--exact",) if verb == "cold" else ("idle", "quick+idle", "--by", "revenue")
        call(verb, "tiny.yaml", *more, "-n", 2, "--seed", 9, "--set", "handoff.delay=1 h",
             "--out", "a", *QUICKLY)  # fmt: skip
        result = call(verb, "a/manifest.json", "--out", "b", *QUICKLY)
        assert result.exit_code == 0
        names = [path.name for path in Path("a/tables").iterdir()]
        assert len(names) > 6
        for name in (f"{verb}.json", *(f"tables/{name}" for name in names)):
            assert Path("a", name).read_bytes() == Path("b", name).read_bytes()

    def test_a_manifest_is_not_to_be_changed_nor_taken_for_another(self, call, verb):
        call(verb, "tiny.yaml", "-n", 2, "--out", "a", *QUICKLY)
        assert call(verb, "a/manifest.json", "--seed", 1).exit_code == 2
        other = call("run", "a/manifest.json")
        assert other.exit_code == 1
        assert f"was made by another verb: funnelsim {verb} a/manifest.json" in other.stderr

    def test_its_folder_can_be_used_by_another_verb(self, call, verb):
        call("run", "tiny.yaml", "-n", 2, "--out", "a", *QUICKLY)
        assert call(verb, "tiny.yaml", "-n", 2, "--out", "a", *QUICKLY).exit_code == 0
        assert not Path("a/forecast.json").exists()
        assert not Path("a/tables/months.csv").exists()
        manifest = json.loads(Path("a/manifest.json").read_text())
        there = {str(path.relative_to("a")) for path in Path("a").rglob("*") if path.is_file()}
        assert there == {*manifest["files"], "manifest.json"}

    def test_no_replications(self, call, verb):
        assert call(verb, "tiny.yaml", "-n", 0).exit_code == 2

    def test_results_do_not_depend_on_threads(self, call, verb):
        for n in (1, 2):
            call(verb, "tiny.yaml", "-n", 3, "--threads", n, "--no-progress", "--out", n)
        assert Path(f"1/{verb}.json").read_bytes() == Path(f"2/{verb}.json").read_bytes()

    def test_a_policy_that_breaks_the_scenario_is_named_with_its_key(self, call, verb):
        text = Path("tiny.yaml").read_text()
        Path("broken.yaml").write_text(
            text.replace("policies:\n", "policies:\n  broken: {set: {handoff.dealy: 1 h}}\n")
        )
        result = call(verb, "broken.yaml", "-n", 2, *QUICKLY)
        assert result.exit_code == 1
        assert "broken" in result.stderr
        assert "dealy" in result.stderr

    def test_a_place_that_cannot_be_written_costs_the_files_alone(self, call, verb):
        Path("file").write_text("x")
        result = call(verb, "tiny.yaml", "-n", 2, "--out", "file/run", *QUICKLY)
        assert result.exit_code == 1
        assert "Tiny" in result.stdout
        assert "could not be written to file/run" in result.stderr

    def test_a_folder_of_other_files_is_refused_before_the_work(self, call, verb):
        Path("mine").mkdir()
        Path("mine/forecast.json").write_text("mine")
        result = call(verb, "tiny.yaml", "-n", 100_000, "--out", "mine", *QUICKLY)
        assert result.exit_code == 1
        assert "mine holds files that are no run" in result.stderr

    def test_progress_counts_replications_and_says_in_how_many_worlds(self, call, verb):
        result = call(verb, "tiny.yaml", "-n", 2, "--out", "a", "--threads", 1)
        assert re.search(r"^0 % of 2 replications in \d+ worlds each$", result.stderr, re.M)
        assert re.search(r"^100 % of 2 replications in \d+ worlds each$", result.stderr, re.M)

    def test_ctrl_c_keeps_what_is_done(self, call, verb, monkeypatch):
        from contextlib import contextmanager

        from funnelsim.experiments.replicate import Means

        @contextmanager
        def impatient(*_):
            def report(step):
                if step.done >= 2:
                    raise KeyboardInterrupt

            yield Means(1, None, report)

        monkeypatch.setattr(studying, "means_of", impatient)
        result = call(verb, "tiny.yaml", "-n", 50, "--out", "a", *QUICKLY)
        assert result.exit_code == 1
        done = json.loads(Path("a/manifest.json").read_text())["replications"]
        assert done["interrupted"]
        assert 2 <= done["done"] < 50
        text = re.sub(r"\s+", " ", result.stdout)
        assert f"Interrupted: {done['done']} of 50 replications were done and are kept." in text


class TestCold:
    def test_nothing_can_go_cold(self, call):
        Path("calm.yaml").write_text(
            "from: 2027-01-01\nhorizon: 2 months\nchannels: {web: {leads: 3/day, enters: sql}}\n"
            "teams: {ae: {reps: 1}}\nstages: {sale: {converts: 25%, rep_time: 1 h}}\n"
        )
        result = call("cold", "calm.yaml", *QUICKLY)
        assert result.exit_code == 2
        assert result.stderr.startswith("error: no lead can go cold in this scenario: it has no")

    def test_leads_are_told_on_request(self, call):
        result = call("cold", "tiny.yaml", "-n", 4, "-q", "--explain", "--out", "a", *QUICKLY)
        assert result.exit_code == 0
        assert "From there, if no lead went cold:" in result.stdout
        one = call("cold", "tiny.yaml", "-n", 4, "-q", "--explain", 1, "--out", "a", *QUICKLY)
        assert one.stdout.count("if no lead went cold. As it") == 1

    def test_leads_in_json(self, call):
        result = call("cold", "tiny.yaml", "-n", 4, "--json", "--explain", "1,web", "--out", "a",
                      *QUICKLY)  # fmt: skip
        found = json.loads(result.stdout)
        schema = json.loads((ROOT / "docs" / "schemas" / "cold-1.json").read_text())
        jsonschema.validate(found, schema)
        (lead,) = found["explained"]["leads"]
        assert lead["channel"] == "web"
        assert lead["twin"][-1]["event"] == "won"

    def test_a_slip_is_told_before_the_work(self, call):
        result = call("cold", "tiny.yaml", "-n", 100_000, "--explain", "forgottn", *QUICKLY)
        assert result.exit_code == 2
        assert "did you mean 'forgotten'?" in result.stderr
        assert not Path("runs").exists()
        assert call("cold", "tiny.yaml", "--explain", "0").exit_code == 2


class TestCompare:
    def test_an_unknown_policy(self, call):
        result = call("compare", "tiny.yaml", "quik")
        assert result.exit_code == 2
        assert "there is no policy 'quik'; did you mean 'quick'?" in result.stderr

    def test_an_unknown_figure(self, call):
        result = call("compare", "tiny.yaml", "--by", "proft", "-n", 2)
        assert result.exit_code == 2
        assert "did you mean 'profit'?" in result.stderr

    def test_one_future_is_too_few(self, call):
        assert "write at least 2" in call("compare", "tiny.yaml", "-n", 1).stderr

    def test_no_policies(self, call):
        result = call("compare", "tiny.yaml", "--set", "policies=off", "-n", 2)
        assert result.exit_code != 0
        assert "polic" in result.stderr

    def test_both_at_once(self, call):
        result = call("compare", "tiny.yaml", "quick+idle", "-n", 2, "--json", "--out", "a",
                      *QUICKLY)  # fmt: skip
        names = [row["name"] for row in json.loads(result.stdout)["policies"]]
        assert names == ["baseline", "quick+idle"]


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (["a.yaml", "--explain"], ["a.yaml", "--explain", DEFAULT]),
        (["--explain", "a.yaml"], ["--explain", DEFAULT, "a.yaml"]),
        (["--explain", "-n", "2"], ["--explain", DEFAULT, "-n", "2"]),
        (["a.yaml", "--explain", "5"], ["a.yaml", "--explain", "5"]),
        (["--explain=5", "a.yaml"], ["--explain=5", "a.yaml"]),
    ],
)
def test_a_value_may_be_left_out(given, read):
    assert _completed(given, "--explain") == read
