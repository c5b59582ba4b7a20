"""plan --by, sweep, drivers, optimise, compare --zone: what they print and write, and errors."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

from funnelsim.cli.app import app
from funnelsim.experiments import optimise as optimising
from funnelsim.experiments.search import optimum

ROOT = Path(__file__).parents[2]
QUICKLY = ("--threads", "1", "--no-progress")

BATCH = """
kind: blank
name: Batch
from: 2027-01-04
horizon: 1 day
warm_up: none
run_off: none
currency: USD
run: {replications: 40, seed: 7}
targets: [{customers: 10}, {revenue: 500k}]
deal: 100k
channels: {in: {enters: sql, batches: {start: {date: 2027-01-04, leads: 40}}}}
teams: {sales: {reps: unlimited}}
stages: {offer: {by: sales, converts: 25%}}
policies:
  better: {cost: {once: 500k}, set: {stages.offer.converts: 40%}}
  worse: {set: {stages.offer.converts: 10%}}
levers: {channels.in.batches.start.leads: {range: 20..80}}
"""
LEADS = "channels.in.batches.start.leads"

CALLS = {
    "plan": ("plan", "batch.yaml", "--by", LEADS, "-n", 30),
    "sweep": ("sweep", "batch.yaml", "--vary", f"{LEADS}=20..80:4", "-n", 20, "--until",
              "better beats baseline"),
    "drivers": ("drivers", "batch.yaml", "--set", "stages.offer.converts=10 of 40", "--pairs", 4),
    "optimise": ("optimise", "batch.yaml", "--policies", "better,worse", "--budget", 240, "-n", 5),
    "select": ("compare", "batch.yaml", "--zone", "100k"),
}  # fmt: skip


@pytest.fixture
def call(tmp_path, monkeypatch):
    """Run the command in an empty folder that holds two small scenarios."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    # The honest value needs 2,000 futures; what is tested here does not hang on how many.
    monkeypatch.setattr(optimum, "FINAL_REPLICATIONS", 5)
    monkeypatch.setattr(optimising, "FINAL_REPLICATIONS", 5)
    (tmp_path / "tiny.yaml").write_bytes((ROOT / "tests" / "tiny.yaml").read_bytes())
    (tmp_path / "batch.yaml").write_text(BATCH)
    runner = CliRunner()

    def invoke(*words):
        result = runner.invoke(app, [str(word) for word in words])
        assert result.exception is None or isinstance(result.exception, SystemExit)
        assert "Traceback" not in result.output
        return result

    return invoke


def one_line(text):
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("name", CALLS)
class TestAll:
    def test_prints_within_80_columns_and_writes(self, call, name):
        verb = CALLS[name][0]
        result = call(*CALLS[name], *QUICKLY)
        assert result.exit_code == 0, result.output
        assert max(map(len, result.stdout.splitlines())) <= 80
        (folder,) = Path("runs").iterdir()
        assert folder.name.endswith(f"-{verb}")
        assert (
            "Biggest assumption" in result.stdout
            or "nothing assumed" in one_line(result.stdout)
            or "none is assumed" in one_line(result.stdout)
        )
        assert one_line(result.stdout).endswith(
            f"The same again: funnelsim {verb} {folder / 'manifest.json'} "
        )

    def test_json_as_described_and_the_same_again_from_its_manifest(self, call, name):
        verb = CALLS[name][0]
        result = call(*CALLS[name], "--json", "--out", "a", *QUICKLY)
        found = json.loads(result.stdout)
        schema = (ROOT / "docs" / "schemas" / f"{name}-1.json").read_text(encoding="utf-8")
        jsonschema.validate(found, json.loads(schema))
        assert found["ended"] is None
        again = call(verb, "a/manifest.json", "--out", "b", *QUICKLY)
        assert again.exit_code == 0, again.output
        for path in (f"{verb}.json", *(f"tables/{x.name}" for x in Path("a/tables").iterdir())):
            assert Path("a", path).read_bytes() == Path("b", path).read_bytes(), path

    def test_results_do_not_depend_on_threads(self, call, name):
        verb = CALLS[name][0]
        for threads in (1, 2):
            call(*CALLS[name], "--threads", threads, "--no-progress", "--out", threads)
        assert Path(f"1/{verb}.json").read_bytes() == Path(f"2/{verb}.json").read_bytes()

    def test_progress_tells_of_the_whole(self, call, name):
        result = call(*CALLS[name], "--threads", 1)
        assert "% of" in result.stderr
        assert "(setting 1, " in result.stderr

    def test_quiet_prints_sentences_only(self, call, name):
        result = call(*CALLS[name], "-q", *QUICKLY)
        assert "95 % sure " not in result.stdout.split("Everything is in")[0].split("Seed")[-1]
        assert not result.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("sweep", "batch.yaml"), "name what to vary"),
        (("sweep", "batch.yaml", "--vary", "chanels.in.batches.start.leads=1..4"),
         "did you mean 'channels.in.batches.start.leads'"),
        (("sweep", "batch.yaml", "--vary", "name"), "gives no range"),
        (("sweep", "batch.yaml", "--vary", "deal=9k..2k"), "write the lower end first"),
        (("sweep", "batch.yaml", "--vary", "deal=many"), "is no range"),
        (("sweep", "batch.yaml", "--vary", "deal", "--vary", LEADS, "--vary", "volume"),
         "name one for a curve, two for a heat map"),
        (("sweep", "batch.yaml", "--vary", "deal", "--vary", "deal"), "named twice"),
        (("sweep", "batch.yaml", "--vary", "reps"), "no team with a limited number of reps"),
        (("sweep", "batch.yaml", "--vary", "deal", "-n", 1), "write at least 2"),
        (("sweep", "batch.yaml", "--vary", "deal", "-n", 0), "equal to 1"),
        (("sweep", "batch.yaml", "--vary", "deal", "--by", "profits"), "did you mean 'profit'"),
        (("sweep", "batch.yaml", "--vary", "deal", "--until", "better"), "write two policies"),
        (("sweep", "batch.yaml", "--vary", "deal", "--until", "x beats y"),
         "there is no policy 'x'"),
        (("plan", "batch.yaml", "--probability", "120%"), "between 0 and 100%"),
        (("plan", "batch.yaml", "--probability", "100%"), "between 0 and 1"),
        (("plan", "batch.yaml", "--probability", "80"), "write 80% or 0.8"),
        (("plan", "batch.yaml", "--by", "volume", "--target", 3), "there is no target 3"),
        (("plan", "batch.yaml", "--by", "deal", "--by", LEADS, "--by", "volume"), "two for the"),
        (("plan", "batch.yaml", "--by", LEADS, "-n", 0), "equal to 1"),
        (("plan", "batch.yaml", "--target", 2), "add --by"),
        (("drivers", "batch.yaml", "--of", "revenu"), "did you mean 'revenue'"),
        (("drivers", "batch.yaml", "--policies", "bold"), "there is no policy 'bold'"),
        (("drivers", "batch.yaml", "--sobol"), "no uncertain number"),
        (("drivers", "batch.yaml", "-n", 10, "--set", "stages.offer.converts=10 of 40"),
         "write at least -n 20"),
        (("optimise", "tiny.yaml"), "there is no lever to optimise"),
        (("optimise", "batch.yaml", "--budget", 10), "at least 240"),
        (("optimise", "batch.yaml", "-n", 2), "honest value"),
        (("optimise", "batch.yaml", "--for", "chance x"), "write chance, or chance 2"),
        (("optimise", "batch.yaml", "--for", "chance 9"), "there is no target 9"),
        (("optimise", "batch.yaml", "--policies", "bold"), "there is no policy 'bold'"),
        (("compare", "batch.yaml", "--zone", "0"), "above 0"),
        (("compare", "batch.yaml", "--zone", "wide"), "an amount of money"),
        (("compare", "batch.yaml", "--zone", "1k", "-n", 10), "200 replications"),
    ],
)  # fmt: skip
def test_wrong_usage_exits_2_with_a_sentence(call, words, says):
    result = call(*words, "--no-progress")
    assert result.exit_code == 2, result.output
    assert says in one_line(result.stderr)
    assert not result.stdout
    assert not Path("runs").exists()


@pytest.mark.parametrize("verb", ["sweep", "plan", "optimise"])
def test_a_value_that_does_not_fit_names_key_and_value(call, verb):
    option = {"sweep": "--vary", "plan": "--by", "optimise": "--lever"}[verb]
    result = call(verb, "batch.yaml", option, "stages.offer.converts=50%..150%", "--no-progress")
    assert result.exit_code == 1
    assert "stages.offer.converts" in result.stderr
    assert "a share between 0 and 100%" in result.stderr
    assert not result.stdout


def test_no_target_to_plan_for(call):
    Path("none.yaml").write_text(BATCH.replace("targets: [{customers: 10}, {revenue: 500k}]", ""))
    result = call("plan", "none.yaml", "--by", LEADS)
    assert result.exit_code == 1
    assert "add e.g. targets:" in result.stderr


class TestPlan:
    def test_formula_and_chain(self, call):
        out = one_line(call("plan", "batch.yaml", "--probability", "80%").stdout)
        assert "It takes 49 SQL to reach 10 customers by 4 Jan 2027 with 80 %." in out
        assert "take 40 SQL at 25 %, and even then the chance is only 56 %." in out
        assert not Path("runs").exists()

    def test_json_of_a_formula(self, call):
        found = json.loads(call("plan", "batch.yaml", "--probability", "0.9", "--json").stdout)
        schema = (ROOT / "docs" / "schemas" / "plan-1.json").read_text(encoding="utf-8")
        jsonschema.validate(found, json.loads(schema))
        assert found["probabilistic"]["value"] == 55

    def test_unreachable_says_the_best(self, call):
        result = call("plan", "batch.yaml", "--by", f"{LEADS}=10..20", "-n", 50, *QUICKLY)
        assert result.exit_code == 0
        out = one_line(result.stdout)
        assert re.search(
            r"No value up to 20 brings 80 % to reach 10 customers by 4 Jan 2027; the best tried is "
            r"\d+ % \(\d+ to \d+ %\) at channels.in.batches.start.leads = 20", out
        )  # fmt: skip

    def test_already(self, call):
        out = call("plan", "batch.yaml", "--by", f"{LEADS}=90..99", "-n", 30, *QUICKLY).stdout
        assert "the least of the range, already brings 80 %" in one_line(out)

    def test_no_effect_names_the_key(self, call):
        out = call("plan", "batch.yaml", "--by", "deal=50k..90k", "-n", 30, *QUICKLY).stdout
        assert "deal has no effect: from 50k to 90k every future is the same" in one_line(out)

    def test_another_target(self, call):
        out = call("plan", "batch.yaml", "--by", LEADS, "--target", 2, "-n", 30, *QUICKLY).stdout
        assert "$500k revenue by 4 Jan 2027 with 80 %" in one_line(out)

    def test_two_levers(self, call):
        words = ("--by", f"{LEADS}=20..60", "--by", "stages.offer.converts=20%..40%", "-n", 20)
        out = call("plan", "batch.yaml", *words, *QUICKLY).stdout
        # No monthly costs depend on either.
        assert "changes the monthly costs" in one_line(out)
        said = "the smallest mix tried that suffices to reach 10 customers by 4 Jan 2027 with 80 %"
        assert f"{said} is" in one_line(out)


class TestSweep:
    def test_break_even_and_best(self, call):
        out = one_line(call(*CALLS["sweep"], *QUICKLY).stdout)
        assert "Profit is largest at channels.in.batches.start.leads = 80: $" in out
        assert "The best lies at the end of the range: higher values than 80" in out
        assert re.search(r"By profit, baseline wins unless .* is above \S+ \(95 % sure", out)

    def test_nobody_is_called_sooner_than_at_once(self, call):
        overload = ROOT / "scenarios" / "overload.yaml"
        at_once = ("sweep", overload, "--vary", "delay=0 h..8 h:2", "-n", 5, *QUICKLY)
        out = one_line(call(*at_once).stdout)
        assert "Profit is largest at first calls 0 h later" in out
        assert "may be better still" not in out

    def test_no_effect(self, call):
        out = call("sweep", "batch.yaml", "--vary", "shelf_life.lead=20 days..40 days:3", "-n", 5,
                   *QUICKLY).stdout  # fmt: skip
        assert "shelf_life.lead has no effect: all 3 settings give identical results." in one_line(
            out
        )

    def test_a_heat_map_has_numbers_without_colour(self, call):
        words = ("--vary", f"{LEADS}=20..40:3", "--vary", "deal=50k..90k:2", "-n", 5)
        out = call("sweep", "batch.yaml", *words, *QUICKLY).stdout
        assert "Down: channels.in.batches.start.leads. Across: deal." in one_line(out)
        assert len(re.findall(r"^(?:20|30|40)(?: +-?\$[\d.]+[kM]){2} *$", out, re.MULTILINE)) == 3


class TestDrivers:
    def test_luck_and_ignorance(self, call):
        out = one_line(call(*CALLS["drivers"], *QUICKLY).stdout)
        assert re.search(r"\d+ % of its variance is luck, \d+ % is not knowing better", out)
        assert "moves it most" in out
        assert "not knowing, by pairs" in out

    def test_only_luck(self, call):
        out = one_line(call("drivers", "batch.yaml", "-n", 20, *QUICKLY).stdout)
        assert "Its spread is all luck: the scenario has no uncertain number" in out


class TestOptimise:
    def test_says_what_was_luck(self, call):
        out = one_line(call(*CALLS["optimise"], *QUICKLY).stdout)
        assert re.search(r"Best by profit: channels\S+ = \d+, policy better\. It brings \$", out)
        assert "The search promised" in out
        assert "of the search." in out or "The search was not lucky." in out

    def test_a_chance(self, call):
        out = one_line(call(*CALLS["optimise"], "--for", "chance", *QUICKLY).stdout)
        assert "Best by chance of at least 10 customers by the end" in out


class TestInterrupted:
    """Ctrl-C in the third setting: the first two are reported, written, and said to be all."""

    @pytest.fixture(autouse=True)
    def stop(self, monkeypatch):
        from funnelsim.experiments.levers import trials

        made = []
        once = trials.FiguresStudy.once

        def interrupted(self, matter, seed, replication, engine):
            made.append(replication)
            if len(made) > 2 * 20 + 5:
                raise KeyboardInterrupt
            return once(self, matter, seed, replication, engine)

        monkeypatch.setattr(trials.FiguresStudy, "once", interrupted)

    def test_a_sweep_keeps_its_finished_settings(self, call):
        result = call("sweep", "batch.yaml", "--vary", f"{LEADS}=20..80:4", "-n", 20, "--out", "a",
                      "--until", "better beats baseline", *QUICKLY)  # fmt: skip
        assert result.exit_code == 1
        assert f"Interrupted at {LEADS} 60: 2 settings are done and kept." in one_line(
            result.stdout
        )
        found = json.loads(Path("a/sweep.json").read_text())
        assert [point["value"] for point in found["points"]] == [20, 40]
        assert found["ended"] == f"interrupted at {LEADS} 60"
        assert found["break_even"] is None

    def test_a_plan_keeps_what_it_tried(self, call):
        result = call("plan", "batch.yaml", "--by", LEADS, "-n", 20, "--out", "a", *QUICKLY)
        assert result.exit_code == 1
        out = one_line(result.stdout)
        assert "Not known yet what brings 80 % to reach 10 customers" in out
        (tried,) = json.loads(Path("a/plan.json").read_text())["probabilistic"]["tried"]
        assert tried["value"] == 20

    def test_drivers_keep_the_bars_they_have(self, call):
        result = call("drivers", "batch.yaml", "-n", 20, "--out", "a", *QUICKLY)
        assert result.exit_code == 1
        found = json.loads(Path("a/drivers.json").read_text())
        assert found["outcome"]["mean"] > 0
        assert found["tornado"]["plus_minus_20"] == []
        assert "Interrupted at deal x1.2" in result.stdout

    def test_a_search_tells_its_best_so_far(self, call):
        result = call(*CALLS["optimise"], "--out", "a", *QUICKLY)
        assert result.exit_code == 1
        assert "its honest value is not known yet" in one_line(result.stdout)
        assert json.loads(Path("a/optimise.json").read_text())["honest_value"]["mean"] is None

    def test_before_the_first_setting_nothing_is_kept(self, call):
        result = call("sweep", "batch.yaml", "--vary", LEADS, "-n", 200, *QUICKLY)
        assert result.exit_code == 1
        assert "interrupted at" in result.stderr
        assert not result.stdout
        assert not Path("runs").exists()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("plan", ("industrial-b2b.yaml", "--by", "reps=1..9", "-n", 2)),
        ("sweep", ("overload.yaml", "--vary", "reps=1..3", "--vary", "delay=0 h..8 h:2", "-n", 2)),
    ],
)
def test_shipped_scenarios_give_what_is_described(call, name, words):
    file, *more = words
    result = call(name, ROOT / "scenarios" / file, *more, "--json", *QUICKLY)
    assert result.exit_code == 0
    schema = (ROOT / "docs" / "schemas" / f"{name}-1.json").read_text(encoding="utf-8")
    jsonschema.validate(json.loads(result.stdout), json.loads(schema))
