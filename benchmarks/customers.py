"""Customers per second: our scenario files against models written by hand on other libraries."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from benchmarks.ours import answer, model_of, rows_of
from benchmarks.peers import PEERS, Answer, installed, module
from benchmarks.rounds import Case, quickest
from benchmarks.systems import SYSTEMS, System
from benchmarks.table import Table, amount, times

ROUNDS = 5
OURS = "funnelsim, file to outcomes"
ENGINE = "funnelsim, its log not folded"
A_TURN = {
    "SimPy": 60_000,
    "Ciw": 40_000,
    "salabim": 4_000,
    "cimba": 1_000_000,
    OURS: 400_000,
}
"""Customers of a turn, for turns of about a second or less."""

Run = Callable[[int, int], Answer]  # customers, seed


class Pooled:
    """Answers of all turns of one runner, weighted by their customers."""

    def __init__(self, run: Run, customers: int) -> None:
        self.run, self.customers = run, customers
        self.seen: list[Answer] = []

    def turn(self, seed: int) -> int:
        found = self.run(self.customers, seed)
        self.seen.append(found)
        return found.customers

    @property
    def answer(self) -> Answer:
        customers = sum(a.customers for a in self.seen)
        return Answer(customers, sum(a.customers * a.figure for a in self.seen) / customers)


def tables() -> list[Table]:
    return [_table(system) for system in SYSTEMS]


def _table(system: System) -> Table:
    present = [name for name in PEERS if installed(name)]
    runners = {OURS: Pooled(partial(answer, system), A_TURN[OURS])}
    runners |= {name: Pooled(getattr(module(name), system.key), A_TURN[name]) for name in present}
    for runner in runners.values():
        runner.run(10, 0)  # what is compiled or imported at first use
    model = model_of(system.path, *system.settings(A_TURN[OURS]))

    def simulate(seed: int) -> int:
        rows_of(model, seed)
        return runners[OURS].seen[-1].customers  # of the same seed, a moment ago

    cases = [Case(name, runner.turn) for name, runner in runners.items()]
    speed = quickest([cases[0], Case(ENGINE, simulate), *cases[1:]], ROUNDS)
    for name, runner in runners.items():
        system.check(name, runner.answer)
    absent = [[f"{name}: not installed", "", "", ""] for name in PEERS if name not in present]
    return Table(
        f"Customers per second: {system.title}",
        ["", "customers/s", "funnelsim is", system.figure],
        [_row(name, speed, runners.get(name)) for name in speed] + absent,
        f"True: {system.truth:.5g}. Each answer (of so many customers) lies within four standard "
        "errors of it.",
    )


def _row(name: str, speed: dict[str, float], runner: Pooled | None) -> list[str]:
    return [
        f"{name} {installed(name)}" if name in PEERS else name,
        amount(speed[name]),
        "" if name == OURS else times(speed[OURS] / speed[name]),
        f"{runner.answer.figure:.4g} ({runner.answer.customers:,})" if runner else "",
    ]
