"""Time of a replication against reps, channels and stages, the load growing with them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import log

from benchmarks.ours import model_of, only_channel, outcomes_of, rows_of
from benchmarks.rounds import Case, quickest
from benchmarks.systems import THEORY
from benchmarks.table import Table, amount
from funnelsim.model.tables import Model

ROUNDS = 3
ROWS = 500_000
"""Of the log, written in a turn, in as many replications as it takes."""

Settings = Callable[[int], list[str]]


def tables() -> list[Table]:
    reps = [10, 30, 100, 300, 1_000]
    channels = [4, 16, 64, 256]
    stages = [2, 4, 8, 16, 32, 64]
    return [
        _table("reps of a pool", reps, partial(_reps, "pool")),
        _table("reps, each lead to the least loaded", reps, partial(_reps, "least-loaded")),
        _table("reps, each lead to the next in turn", reps, partial(_reps, "round-robin")),
        _table("channels", channels, _channels),
        _table("stages", stages, _stages),
    ]


def _reps(assign: str, n: int) -> list[str]:
    return [
        "horizon=10 days",
        *only_channel(f"{0.9 * n:g}/h"),
        "stages.work.rep_time=exponential(mean=1 h)",
        f"teams.t.reps={n}",
        f"teams.t.assign={assign}",
    ]


def _channels(n: int) -> list[str]:
    more = [f"channels.c{i}={{leads: 1/min, enters: sql}}" for i in range(n)]
    return ["horizon=1 day", "channels.in=off", "teams.t.reps=unlimited", *more]


def _stages(n: int) -> list[str]:
    takes = "{by: t, rep_time: exponential(mean=1 min), buyer_takes: 0 min, converts: 100%}"
    more = [f"stages.s{i}={takes}" for i in range(1, n)]
    return ["horizon=1 day", *only_channel("2/min"), "teams.t.reps=unlimited", *more]


def _table(what: str, sizes: list[int], settings: Settings) -> Table:
    models = {n: model_of(THEORY / "base.yaml", "warm_up=none", *settings(n)) for n in sizes}
    cases = []
    for n, model in models.items():
        often = max(1, round(ROWS / rows_of(model, 0)))
        cases.append(Case(f"{n} engine", partial(_replications, rows_of, model, often)))
        cases.append(Case(f"{n} whole", partial(_replications, outcomes_of, model, often)))
    found = quickest(cases, ROUNDS)
    rows, before = [], 0
    for n in sizes:
        engine, whole = (1 / found[f"{n} {part}"] for part in ("engine", "whole"))
        grown = ["", ""]
        if before:
            grown = [
                f"{log(found[f'{before} {part}'] / found[f'{n} {part}']) / log(n / before):.2f}"
                for part in ("engine", "whole")
            ]
        rows.append([str(n), amount(1000 * engine), grown[0], amount(1000 * whole), grown[1]])
        before = n
    return Table(
        f"Time of a replication against {what}",
        [what, "engine, ms", "exponent", "with outcomes, ms", "exponent"],
        rows,
        "Exponent: of the growth since the row above; 1 is in proportion to the load, n log n "
        f"would be {_n_log_n(sizes[-2], sizes[-1]):.2f} in the last row.",
    )


def _replications(run: Callable[[Model, int], object], model: Model, often: int, seed: int) -> int:
    for i in range(often):
        run(model, seed * often + i)
    return often


def _n_log_n(a: int, b: int) -> float:
    return log(b * log(b) / (a * log(a))) / log(b / a)
