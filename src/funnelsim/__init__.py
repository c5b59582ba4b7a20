"""Simulates a sales funnel in which leads go cold: forecasts with their chance.

>>> import funnelsim as fs
>>> s = fs.load("plan.yaml")                      # doctest: +SKIP
>>> forecast = fs.run(s, replications=200)        # doctest: +SKIP

`load` reads and checks a scenario, `run` simulates it, `resume` completes a run that was stopped,
`plan` walks back from its target, `cold` prices the leads that go cold, `compare` puts policies
against each other, `sweep` varies a key, `drivers` tells what moves an outcome, `optimise` seeks
the best setting, `trace` keeps everything that happens in one replication, `plot` draws results
with matplotlib. Names are imported when they are first used.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from funnelsim.engines.reference import simulate
    from funnelsim.errors import (
        EngineError,
        FunnelsimError,
        OutputError,
        Problem,
        RunError,
        ScenarioError,
        UsageError,
    )
    from funnelsim.experiments.cold.price import Cold, cold
    from funnelsim.experiments.compare.contest import Contest, compare
    from funnelsim.experiments.drivers.find import drivers
    from funnelsim.experiments.forecast import Forecast
    from funnelsim.experiments.forecast import forecast as run
    from funnelsim.experiments.optimise import optimise
    from funnelsim.experiments.plan import plan
    from funnelsim.experiments.sweep import sweep
    from funnelsim.experiments.trace import Trace, trace
    from funnelsim.model.compile import compile_model
    from funnelsim.outcomes.fold import fold
    from funnelsim.outcomes.log import first_difference
    from funnelsim.reports import plot
    from funnelsim.reports.resume import resume
    from funnelsim.scenario.codes import explain
    from funnelsim.scenario.init import write as init
    from funnelsim.scenario.json_schema import json_schema as schema
    from funnelsim.scenario.load import Bundle, load
    from funnelsim.scenario.schema import Scenario
    from funnelsim.scenario.show import show

_PLACES = {
    "Bundle": "scenario.load:Bundle",
    "Cold": "experiments.cold.price:Cold",
    "Contest": "experiments.compare.contest:Contest",
    "EngineError": "errors:EngineError",
    "Forecast": "experiments.forecast:Forecast",
    "FunnelsimError": "errors:FunnelsimError",
    "OutputError": "errors:OutputError",
    "Problem": "errors:Problem",
    "RunError": "errors:RunError",
    "Scenario": "scenario.schema:Scenario",
    "ScenarioError": "errors:ScenarioError",
    "Trace": "experiments.trace:Trace",
    "UsageError": "errors:UsageError",
    "cold": "experiments.cold.price:cold",
    "compare": "experiments.compare.contest:compare",
    "compile_model": "model.compile:compile_model",
    "drivers": "experiments.drivers.find:drivers",
    "explain": "scenario.codes:explain",
    "first_difference": "outcomes.log:first_difference",
    "fold": "outcomes.fold:fold",
    "init": "scenario.init:write",
    "load": "scenario.load:load",
    "optimise": "experiments.optimise:optimise",
    "plan": "experiments.plan:plan",
    "plot": "reports.plot",
    "resume": "reports.resume:resume",
    "run": "experiments.forecast:forecast",
    "schema": "scenario.json_schema:json_schema",
    "show": "scenario.show:show",
    "simulate": "engines:simulate",
    "sweep": "experiments.sweep:sweep",
    "trace": "experiments.trace:trace",
}

__all__ = [
    "Bundle",
    "Cold",
    "Contest",
    "EngineError",
    "Forecast",
    "FunnelsimError",
    "OutputError",
    "Problem",
    "RunError",
    "Scenario",
    "ScenarioError",
    "Trace",
    "UsageError",
    "check",
    "cold",
    "compare",
    "compile_model",
    "drivers",
    "explain",
    "first_difference",
    "fold",
    "init",
    "load",
    "optimise",
    "plan",
    "plot",
    "resume",
    "run",
    "schema",
    "show",
    "simulate",
    "sweep",
    "trace",
]


def check(path: str | Path, sets: Iterable[str] = (), with_: Iterable[str] = ()) -> list[Problem]:
    """All problems of a scenario file in file order, errors and warnings; nothing is raised.

    Parameters
    ----------
    path
        The file.
    sets, with_
        Settings and policies, as in `load`.
    """
    from funnelsim.scenario.load import examine

    return examine(path, sets, with_)[1]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module 'funnelsim' has no attribute '{name}'")
    room, _, known_as = _PLACES[name].partition(":")
    module = import_module(f"funnelsim.{room}")
    found = getattr(module, known_as) if known_as else module
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
