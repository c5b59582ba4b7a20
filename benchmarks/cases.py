"""What is measured. Each case returns how many things it did; compiling is outside the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.peers import erlang_a
from funnelsim.engines.fill import fill
from funnelsim.engines.reference import simulate
from funnelsim.model.codes import Row
from funnelsim.model.compile import compile_model
from funnelsim.model.tables import Model
from funnelsim.outcomes.fold import fold
from funnelsim.scenario.load import load

SCENARIOS = Path(__file__).parent.parent / "scenarios"
MINUTES = 600.0


@dataclass(frozen=True)
class Case:
    """Something that is done a number of times in a second."""

    name: str
    unit: str
    run: Callable[[int], int]  # seed -> how many units were done
    against: str = ""  # the case it is compared with


def cases() -> list[Case]:
    flagship = compile_model(load(SCENARIOS / "industrial-b2b.yaml"))
    queue = compile_model(
        load(SCENARIOS / "theory" / "erlang-a-10-1-05-10.yaml", ["horizon=10 h", "warm_up=none"])
    )
    log = simulate(flagship, 7, 0)
    return [
        Case("Erlang-A (10, 1, .5, 10), hand-written SimPy", "leads", peer),
        Case(
            "Erlang-A (10, 1, .5, 10), scenario file, reference engine", "leads",
            lambda seed: arrivals(simulate(queue, seed, 0)),
            "Erlang-A (10, 1, .5, 10), hand-written SimPy",
        ),
        Case("flagship, reference engine", "log rows", lambda seed: rows(flagship, seed)),
        Case("flagship, replications", "replications", lambda seed: once(flagship, seed)),
        Case("flagship, fold of a log", "log rows", lambda _seed: fold_rows(log, flagship)),
        Case("flagship, tables of a world", "worlds", lambda seed: len([fill(flagship, seed, 0)])),
    ]  # fmt: skip


def peer(seed: int) -> int:
    return erlang_a(10.0, 1.0, 0.5, 10, MINUTES, seed)


def arrivals(log: np.ndarray) -> int:
    return int((log["kind"] == Row.ARRIVED).sum())


def rows(model: Model, seed: int) -> int:
    return len(simulate(model, seed, 0))


def once(model: Model, seed: int) -> int:
    fold(simulate(model, seed, 0), model)
    return 1


def fold_rows(log: np.ndarray, model: Model) -> int:
    fold(log, model)
    return len(log)
