"""Our engines on the flagship: the engine alone, with its outcomes, and the fold alone."""

from __future__ import annotations

from functools import partial

from benchmarks.ours import flagship, log_of, outcomes_of, rows_of
from benchmarks.rounds import Case, quickest
from benchmarks.table import Table, amount, times
from funnelsim.engines import ENGINES
from funnelsim.engines.fill import fill
from funnelsim.outcomes.fold import fold

ROUNDS = 5
A_TURN = {"reference": 1, "compiled": 20}
"""Replications of a turn."""


def tables() -> list[Table]:
    model = flagship()
    log = log_of(model, 7)

    def many(name: str, what: str, seed: int) -> int:
        turn = range(seed * A_TURN[name], (seed + 1) * A_TURN[name])
        if what == "rows":
            return sum(rows_of(model, s, name) for s in turn)
        return sum(outcomes_of(model, s, name) is not None for s in turn)

    cases = [
        Case(f"{name} {what}", partial(many, name, what))
        for name in ENGINES
        for what in ("rows", "replications")
    ]
    cases.append(Case("fold", lambda _seed: _folded(log, model)))
    cases.append(Case("worlds", lambda seed: _worlds(model, seed)))
    found = quickest(cases, ROUNDS)
    return [_against_each_other(found, len(log)), _parts(found, len(log))]


def _folded(log: object, model: object) -> int:
    for _ in range(5):
        fold(log, model)
    return 5 * len(log)


def _worlds(model: object, seed: int) -> int:
    for world in range(200):
        fill(model, seed, world)
    return 200


def _against_each_other(found: dict[str, float], rows: int) -> Table:
    slow = {what: found[f"reference {what}"] for what in ("rows", "replications")}
    lines = [
        [
            f"{name} engine",
            amount(found[f"{name} rows"]),
            times(found[f"{name} rows"] / slow["rows"]),
            amount(found[f"{name} replications"]),
            times(found[f"{name} replications"] / slow["replications"]),
        ]
        for name in ENGINES
    ]
    return Table(
        "The flagship on both engines",
        ["", "log rows/s, engine alone", "ratio", "replications/s, with outcomes", "ratio"],
        lines,
        f"A replication of scenarios/industrial-b2b.yaml has about {rows:,} rows.",
    )


def _parts(found: dict[str, float], rows: int) -> Table:
    fast = "compiled"
    parts = [
        (f"{fast} engine, its log dropped", rows / found[f"{fast} rows"]),
        ("fold of the log", rows / found["fold"]),
        ("tables of a world", 1 / found["worlds"]),
        (f"{fast} engine with outcomes", 1 / found[f"{fast} replications"]),
    ]
    return Table(
        "Where a replication of the flagship goes",
        ["", "ms"],
        [[name, amount(1000 * seconds)] for name, seconds in parts],
    )
