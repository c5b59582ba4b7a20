"""The public face: few names, on purpose, loaded when first used."""

import subprocess
import sys

import pytest

import funnelsim

NAMES = {
    "Bundle", "Cold", "Contest", "EngineError", "Forecast", "FunnelsimError", "OutputError",
    "Problem", "RunError", "Scenario", "ScenarioError", "Trace", "UsageError", "check", "cold",
    "compare", "compile_model", "drivers", "explain", "first_difference", "fold", "init", "load",
    "optimise", "plan", "plot", "resume", "run", "schema", "show", "simulate", "sweep", "trace",
}  # fmt: skip


def test_the_list_is_guarded():
    assert set(funnelsim.__all__) == NAMES
    assert len(NAMES) <= 33
    assert set(dir(funnelsim)) == NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_name_is_there_and_documented(name):
    found = getattr(funnelsim, name)
    assert callable(found) or name == "plot"  # a room of its own
    assert found.__doc__


def test_no_other_name():
    with pytest.raises(AttributeError, match="module 'funnelsim' has no attribute 'walk'"):
        funnelsim.walk  # noqa: B018


def test_importing_it_imports_next_to_nothing():
    script = "import funnelsim, sys; print(*sorted(n for n in sys.modules if 'funnelsim.' in n))"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert found.stdout.split() == []


def test_python_mirrors_the_command(tiny):
    scenario = funnelsim.load(tiny.path)
    forecast = funnelsim.run(scenario, replications=2, seed=7, threads=1)
    assert isinstance(forecast, funnelsim.Forecast)
    assert forecast.to_polars("targets").height == 3
    log = funnelsim.trace(scenario, 1, 7).log
    again = funnelsim.simulate(funnelsim.compile_model(scenario), 7, 1)
    assert funnelsim.first_difference(log, again) is None
    assert all(problem.severity == "warning" for problem in funnelsim.check(tiny.path))
    assert funnelsim.plan(scenario).customers == 3


def test_errors_are_one_family():
    for name in ("ScenarioError", "RunError", "UsageError", "OutputError", "EngineError"):
        assert issubclass(getattr(funnelsim, name), funnelsim.FunnelsimError)
