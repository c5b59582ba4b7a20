"""The path of a planner's scenario: file, model, engine, log, outcomes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from benchmarks.peers import Answer
from benchmarks.systems import System
from funnelsim.engines import DEFAULT_ENGINE, engine, stream
from funnelsim.model.compile import compile_model
from funnelsim.model.tables import Model
from funnelsim.outcomes.fold import Fold, Outcomes
from funnelsim.scenario.load import load

SCENARIOS = Path(__file__).parent.parent / "scenarios"


@cache
def model_of(path: Path, *settings: str) -> Model:
    """Compiled model of a scenario file; once for each setting."""
    return compile_model(load(path, list(settings)))


def flagship() -> Model:
    return model_of(SCENARIOS / "industrial-b2b.yaml")


def only_channel(rate: str) -> list[str]:
    """Settings that give theory/base.yaml leads at this rate.

    Candidates come at the rate of the file, whatever is set: so that each of them is a lead the
    channel is a new one.
    """
    return ["channels.in=off", f"channels.many={{leads: {rate}, enters: sql}}"]


def outcomes_of(model: Model, seed: int, name: str = DEFAULT_ENGINE) -> Outcomes:
    """One replication, folded while it comes."""
    folded = Fold(model)
    stream(name)(model, seed, 0, take=folded.add)
    return folded.outcomes()


def rows_of(model: Model, seed: int, name: str = DEFAULT_ENGINE) -> int:
    """One replication whose log nobody keeps; how many rows it had."""
    rows = 0

    def count(part: np.ndarray) -> None:
        nonlocal rows
        rows += len(part)

    stream(name)(model, seed, 0, take=count)
    return rows


def answer(system: System, customers: int, seed: int) -> Answer:
    """A queue of theory, simulated through its scenario file."""
    sums = outcomes_of(model_of(system.path, *system.settings(customers)), seed).sums
    if system.key == "mm1":
        finished = sums["cycle_from_sql_n"]
        return Answer(int(finished), sums["cycle_from_sql_ms"] / finished / 60_000)
    return Answer(int(sums["leads"]), sums["cold"] / sums["leads"])


def log_of(model: Model, seed: int) -> np.ndarray:
    return engine()(model, seed, 0)
