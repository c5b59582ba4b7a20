"""Every verb: what it prints, where, and its exit code."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

from funnelsim.cli.app import app

VERBS = ("demo", "init", "check", "show", "schema", "explain", "plan", "run", "cold", "compare",
         "sweep", "drivers", "optimise", "trace", "doctor")  # fmt: skip
TINY = Path(__file__).parents[1] / "tiny.yaml"
RUN = ("--threads", "1", "--no-progress")
SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"


@pytest.fixture
def call(tmp_path, monkeypatch):
    """Run the command in an empty folder that holds the small scenario."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    (tmp_path / "tiny.yaml").write_bytes(TINY.read_bytes())
    runner = CliRunner()

    def invoke(*words, stdin=None):
        result = runner.invoke(app, [str(word) for word in words], input=stdin)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        assert "Traceback" not in result.output
        return result

    return invoke


def test_help_lists_every_verb(call):
    result = call("--help")
    assert result.exit_code == 0
    for verb in VERBS:
        assert re.search(rf"\b{verb}\b", result.stdout)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example(call, verb):
    result = call(verb, "--help")
    assert result.exit_code == 0
    assert f"Example: funnelsim {verb}" in re.sub(r"\s+", " ", result.stdout)


def test_version(call):
    result = call("--version")
    assert re.fullmatch(r"funnelsim (\d+\.\d+\S*|\(not installed: .*\))\n", result.stdout)


@pytest.mark.parametrize(
    "words",
    [
        ("fly",), ("run",), ("run", "tiny.yaml", "--wings"), ("run", "tiny.yaml", "-n", "0"),
        ("run", "tiny.yaml", "-n", "many"), ("run", "tiny.yaml", "--seed", "-1"),
        ("run", "tiny.yaml", "--engine", "warp"), ("run", "tiny.yaml", "--threads", "0"),
        ("check", "tiny.yaml", "--format", "xml"), ("explain", "FS99999"),
        ("run", "tiny.yaml", "--precision", "5%", "--precision-of", "revenu"),
        ("run", "tiny.yaml", "--precision-of", "revenue"), ("run", "--resume", "a", "tiny.yaml"),
        ("run", "--resume", "a", "--seed", "1"), ("run", "--resume", "a", "--events"),
        ("trace", "tiny.yaml", "--lead", "nobody"), ("init", "tiny.yaml", "--defaults"),
    ],
)  # fmt: skip
def test_wrong_usage_exits_2_and_says_so_on_stderr(call, words):
    result = call(*words)
    assert result.exit_code == 2
    assert result.stderr
    assert not result.stdout


@pytest.mark.parametrize("verb", ["check", "show", "plan", "run", "trace"])
def test_a_missing_file_exits_1(call, verb):
    result = call(verb, "none.yaml")
    assert result.exit_code == 1
    assert "there is no file none.yaml" in result.output


@pytest.mark.parametrize("verb", ["show", "plan", "run", "trace"])
def test_a_bad_scenario_exits_1_with_every_problem_on_stderr(call, verb):
    Path("bad.yaml").write_text("kind: blank\nfrom: 2027-01-01\nhandof: 1\nshelf_lfe: 2\n")
    result = call(verb, "bad.yaml")
    assert result.exit_code == 1
    assert not result.stdout
    assert "bad.yaml:3:1 error FS" in result.stderr
    assert "bad.yaml:4:1 error FS" in result.stderr
    assert "did you mean 'handoff'" in result.stderr
    assert "funnelsim explain FS" in result.stderr


class TestCheck:
    def test_text(self, call):
        Path("bad.yaml").write_text("kind: blank\nfrom: 2027-01-01\nhandof: 1\n")
        result = call("check", "bad.yaml", "tiny.yaml")
        assert result.exit_code == 1
        assert "bad.yaml:3:1 error" in result.stdout
        assert "bad.yaml: 1 error" in result.stdout
        assert not result.stderr

    def test_warnings_alone_are_no_failure(self, call):
        result = call("check", "tiny.yaml")
        assert result.exit_code == 0
        assert "warning" in result.stdout

    def test_no_problems(self, call):
        Path("fine.yaml").write_text(
            "kind: blank\nfrom: 2027-01-01\nhorizon: 2 months\ncurrency: USD\n"
            "channels: {in: {leads: 10/month, enters: sql}}\nteams: {t: {reps: 1}}\n"
            "stages: {sale: {converts: 25%}}\n"
        )
        result = call("check", "fine.yaml")
        assert (result.exit_code, result.stdout) == (0, "fine.yaml: no problems\n")

    def test_json(self, call):
        Path("bad.yaml").write_text("kind: blank\nfrom: 2027-01-01\nhandof: 1\n")
        found = json.loads(call("check", "bad.yaml", "tiny.yaml", "--format", "json").stdout)
        assert found["schema"] == "funnelsim.check/1"
        bad, tiny = found["files"]
        assert (bad["ok"], tiny["ok"]) == (False, True)
        assert (bad["problems"][0]["line"], bad["problems"][0]["path"]) == (3, "handof")

    def test_github(self, call):
        Path("100%, bad.yaml").write_text("kind: blank\nfrom: 2027-01-01\nhandof: 1\n")
        line = call("check", "100%, bad.yaml", "--format", "github").stdout.splitlines()[0]
        assert line.startswith("::error file=100%25%2C bad.yaml,line=3,col=1,title=FS")

    def test_settings_are_checked(self, call):
        result = call("check", "tiny.yaml", "--set", "handoff.delay=soon")
        assert result.exit_code == 1
        assert "--set" in result.stdout


class TestShow:
    def test_what_is_shown_loads_as_the_same(self, call):
        shown = call("show", "tiny.yaml").stdout
        Path("full.yaml").write_text(shown)
        again = call("show", "full.yaml", "--json")
        first = call("show", "tiny.yaml", "--json")
        assert json.loads(again.stdout)["scenario"] == json.loads(first.stdout)["scenario"]

    def test_settings(self, call):
        shown = call("show", "tiny.yaml", "--set", "handoff.delay=3 days").stdout
        assert "delay: 3 days" in shown


def test_schema(call):
    printed = json.loads(call("schema").stdout)
    jsonschema.Draft202012Validator.check_schema(printed)
    assert "written to s.json" in call("schema", "--out", "s.json").stdout
    assert json.loads(Path("s.json").read_text()) == printed


def test_explain(call):
    listed = call("explain").stdout.splitlines()
    code = listed[0].split()[0]
    assert call("explain", code.lower()).stdout.startswith(f"{code}  ")


class TestPlan:
    def test_text(self, call):
        result = call("plan", "tiny.yaml")
        assert result.exit_code == 0
        assert "Qualified inquiry" in result.stdout
        assert max(map(len, result.stdout.splitlines())) <= 80

    def test_json(self, call):
        found = json.loads(call("plan", "tiny.yaml", "--json").stdout)
        assert found["schema"] == "funnelsim.plan/1"
        assert found["chain"][0] == {"name": "customers", "volume": 3, "rate": None, "source": ""}

    def test_nothing_to_plan_for(self, call):
        result = call("plan", "tiny.yaml", "--set", "targets=[]")
        assert result.exit_code == 1
        assert "no target of customers or revenue" in result.stderr


class TestRun:
    def test_prints_and_writes(self, call):
        result = call("run", "tiny.yaml", "-n", 2, *RUN)
        assert result.exit_code == 0
        assert max(map(len, result.stdout.splitlines())) <= 80
        (folder,) = Path("runs").iterdir()
        assert str(folder) in result.stdout
        assert (folder / "manifest.json").exists()
        assert "warning FS" in result.stderr

    def test_json_is_the_only_thing_on_stdout(self, call):
        result = call("run", "tiny.yaml", "-n", 2, "--json", "--out", "here", *RUN)
        found = json.loads(result.stdout)
        schema = json.loads((SCHEMAS / "run-1.json").read_text(encoding="utf-8"))
        jsonschema.validate(found, schema)
        assert found["replications"] == 2
        assert "here" in result.stderr
        assert json.loads(Path("here/forecast.json").read_text())["outcomes"] == found["outcomes"]

    def test_the_same_from_its_manifest(self, call):
        call("run", "tiny.yaml", "-n", 2, "--seed", 9, "--with", "quick", "--out", "a", *RUN)
        result = call("run", "a/manifest.json", "--out", "b", *RUN)
        assert result.exit_code == 0
        for name in ("replications.parquet", "outcomes.csv"):
            assert Path("a/tables", name).read_bytes() == Path("b/tables", name).read_bytes()

    def test_a_manifest_is_not_to_be_changed(self, call):
        result = call("run", "a/manifest.json", "--seed", 1)
        assert result.exit_code == 2

    def test_quiet_and_verbose(self, call):
        quiet = call("run", "tiny.yaml", "-n", 2, "-q", "--out", "a", "--threads", 1)
        assert "Funnel" not in quiet.stdout
        assert not quiet.stderr
        loud = call("run", "tiny.yaml", "-n", 2, "-v", "--out", "b", *RUN)
        assert "By channel" in loud.stdout
        assert "By month" in loud.stdout

    def test_progress_is_plain_where_there_is_no_terminal(self, call):
        result = call("run", "tiny.yaml", "-n", 4, "--threads", 1, "--out", "a")
        lines = [line for line in result.stderr.splitlines() if "replications" in line]
        assert lines[0] == "0 % of 4 replications"
        assert lines[-1] == "100 % of 4 replications"
        assert 2 <= len(lines) <= 11

    def test_a_folder_of_other_files_is_refused_before_the_work(self, call, tmp_path):
        (tmp_path / "mine").mkdir()
        (tmp_path / "mine" / "forecast.json").write_text("mine")
        result = call("run", "tiny.yaml", "-n", 100_000, "--out", "mine", *RUN)
        assert result.exit_code == 1
        assert "error: mine holds files that are no run" in result.stderr
        assert (tmp_path / "mine" / "forecast.json").read_text() == "mine"

    def test_a_folder_without_a_name(self, call):
        result = call("run", "tiny.yaml", "-n", 1, "--out", "", *RUN)
        assert result.exit_code == 2
        assert result.stderr == "error: --out names no folder\n"

    def test_a_folder_of_an_earlier_run_is_used_again(self, call):
        for _ in range(2):
            assert call("run", "tiny.yaml", "-n", 1, "--out", "again", *RUN).exit_code == 0

    def test_a_place_that_cannot_be_written_costs_the_files_alone(self, call):
        Path("file").write_text("x")
        result = call("run", "tiny.yaml", "-n", 2, "--out", "file/run", *RUN)
        assert result.exit_code == 1
        assert "Funnel" in result.stdout
        assert "could not be written to file/run" in result.stderr

    def test_precise_enough(self, call):
        result = call("run", "tiny.yaml", "-n", 4, "--seed", 5, "--precision", "1%",
                      "--precision-of", "sql_to_customer", "--out", "a", *RUN)  # fmt: skip
        assert result.exit_code == 0
        text = re.sub(r"\s+", " ", result.stdout)
        assert "maximum of 4 replications; not yet as precise as asked: sql_to_customer." in text

    def test_ctrl_c_while_results_are_written_loses_nothing(self, call, monkeypatch):
        from funnelsim.reports import unfinished

        def interrupted(*_, **__):
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(unfinished, "write_run", interrupted)
            result = call("run", "tiny.yaml", "-n", 2, "--out", "a", *RUN)
        assert result.exit_code == 1
        assert "Funnel" in result.stdout
        assert result.stderr.endswith(
            "interrupted while writing; what is computed is kept: funnelsim run --resume a\n"
        )
        assert not Path("a/manifest.json").exists()
        again = call("run", "--resume", "a", *RUN)
        assert again.exit_code == 0
        assert Path("a/manifest.json").exists()
        done = call("run", "--resume", "a", *RUN)
        assert (done.exit_code, done.stderr) == (
            1, "error: nothing left to do: the run in a is complete\n"
        )  # fmt: skip

    def test_an_idle_policy_is_named(self, call):
        result = call("run", "tiny.yaml", "-n", 2, "--with", "idle", "--out", "a", *RUN)
        text = re.sub(r"\s+", " ", result.stdout)
        assert "Policy idle changes nothing" in text
        assert "hazards.return_after" in text

    def test_an_unknown_policy(self, call):
        result = call("run", "tiny.yaml", "--with", "quik")
        assert result.exit_code == 1
        assert "quick" in result.stderr

    def test_a_setting_reaches_the_run(self, call):
        result = call(
            "run", "tiny.yaml", "-n", 2, "--json", "--out", "a", "--set", "channels.fair=off",
            "--set", "channels.web.visitors=off", "--set", "channels.web.leads=off", *RUN,
        )  # fmt: skip
        if result.exit_code == 0:
            assert json.loads(result.stdout)["outcomes"]["leads"]["mean"] == 0

    def test_events_are_kept_on_request(self, call):
        call("run", "tiny.yaml", "-n", 1, "--events", "--out", "a", *RUN)
        assert Path("a/tables/events-0.csv").stat().st_size > 10_000


class TestTrace:
    def test_table(self, call):
        result = call("trace", "tiny.yaml", "--rows", 5)
        assert result.exit_code == 0
        assert "more rows" in result.stdout

    def test_csv(self, call):
        lines = call("trace", "tiny.yaml", "--format", "csv").stdout.splitlines()
        assert lines[0].startswith("time,tick,lead,seq,event")
        assert len(lines) > 500
        written = call("trace", "tiny.yaml", "--out", "t.csv").stdout
        assert f"{len(lines) - 1:,} rows written to t.csv" in written
        assert Path("t.csv").read_text().splitlines() == lines

    def test_a_lead(self, call):
        told = call("trace", "tiny.yaml", "--lead", "any").stdout.splitlines()
        number = told[0].split()[1].rstrip(",")
        assert call("trace", "tiny.yaml", "--lead", number).stdout.splitlines() == told
        rows = call("trace", "tiny.yaml", "--lead", number, "--format", "csv").stdout
        assert len(rows.splitlines()) == len(told)

    def test_another_replication_is_another_story(self, call):
        first = call("trace", "tiny.yaml", "--format", "csv").stdout
        assert call("trace", "tiny.yaml", "--format", "csv", "--replication", 1).stdout != first
        assert call("trace", "tiny.yaml", "--format", "csv").stdout == first


class TestInit:
    def test_defaults_need_no_terminal(self, call):
        result = call("init", "plan.yaml", "--defaults", "--no-run")
        assert result.exit_code == 0
        assert "Next number to measure" in result.stdout
        text = Path("plan.yaml").read_text()
        assert text.startswith("# yaml-language-server: $schema=./funnelsim.schema.json\n")
        jsonschema.Draft202012Validator.check_schema(
            json.loads(Path("funnelsim.schema.json").read_text())
        )
        assert call("check", "plan.yaml").exit_code == 0

    def test_answers(self, call):
        result = call(
            "init", "--defaults", "--no-run", "--name", "Acme", "--answer",
            "target=12 customers by 2028-12-31", "--answer", "won=10 of 40",
        )  # fmt: skip
        assert result.exit_code == 0
        text = Path("plan.yaml").read_text()
        assert "customers: 12" in text
        assert "name: Acme" in text
        assert "how many MQL sales accepts" in result.stdout

    def test_without_a_terminal_there_is_nobody_to_ask(self, call):
        result = call("init", "plan.yaml", stdin="")
        assert result.exit_code == 2
        assert "--defaults" in result.stderr
        assert not Path("plan.yaml").exists()

    @pytest.mark.parametrize("answer", ["won", "won=many", "wings=2"])
    def test_bad_answers(self, call, answer):
        result = call("init", "plan.yaml", "--defaults", "--answer", answer)
        assert result.exit_code == 2
        assert not Path("plan.yaml").exists()

    def test_an_existing_file_is_not_replaced_unless_told(self, call):
        Path("plan.yaml").write_text("mine")
        assert call("init", "plan.yaml", "--defaults").exit_code == 2
        assert Path("plan.yaml").read_text() == "mine"
        assert call("init", "plan.yaml", "--defaults", "--force", "--no-run").exit_code == 0


def test_demo_runs_what_the_package_brings(call):
    result = call("demo", "-n", 1, "--out", "first", *RUN)
    assert result.exit_code == 0
    assert "funnelsim init" in result.stdout
    assert "Acme 2027" in Path("first/scenario.yaml").read_text()


def test_doctor_as_json(call):
    data = json.loads(call("doctor", "--json").stdout)
    assert data["schema"] == "funnelsim.doctor/1"
    assert data["ok"]
    assert any("rules" in finding["says"] for finding in data["findings"])


def test_doctor(call):
    result = call("doctor")
    assert result.exit_code == 0
    assert all(line.startswith("ok ") for line in result.stdout.splitlines())
    for word in ("Python", "numpy", "compiled", "processors", "one replication"):
        assert word in result.stdout


def test_the_demo_takes_settings(call):
    result = call("demo", "-n", 2, "--seed", 3, "--set", "name=Mine", "--out", "out", *RUN)
    assert result.exit_code == 0
    assert "Mine" in result.stdout


def test_the_plan_takes_policies(call):
    found = call("plan", "tiny.yaml", "--with", "nobody")
    assert found.exit_code == 1
    assert "nobody" in found.output


def test_a_trace_is_one_json_object(call):
    result = call("trace", "tiny.yaml", "--json", "--lead", "any", "--seed", 5)
    data = json.loads(result.stdout)
    assert (data["schema"], data["seed"], data["replication"]) == ("funnelsim.trace/1", 5, 0)
    assert data["rows"][0]["event"] == "arrived"
    assert len({row["lead"] for row in data["rows"]}) == 1


def test_the_first_run_takes_a_seed(call):
    words = ("init", "a.yaml", "--defaults", "-n", 2, "--seed", 9, "--threads", 1, "--no-progress")
    assert "Seed 9." in call(*words).stdout
