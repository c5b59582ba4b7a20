"""From the shell to the first answer: imports, compiling, ten customers of Erlang-A."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.fresh import Took, python
from benchmarks.peers import PEERS, installed
from benchmarks.table import Table, amount

ROUNDS = 3
OURS = (
    "from benchmarks.ours import answer; from benchmarks.systems import SYSTEMS; "
    "answer(SYSTEMS[1], 10, 1)"
)
FLAGSHIP = "funnelsim run of the flagship, 10 replications"


def tables() -> list[Table]:
    took: dict[str, list[Took]] = {}
    with TemporaryDirectory() as folder:
        for turn in range(ROUNDS):
            for name, arguments in _commands(Path(folder) / str(turn)).items():
                took.setdefault(name, []).append(python(*arguments))
    rows = [
        [name, amount(min(t.cpu for t in turns)), amount(min(t.wall for t in turns))]
        for name, turns in took.items()
    ]
    return [
        Table(
            "From the shell to the first answer",
            ["", "CPU seconds", "seconds"],
            rows,
            f"Fresh processes, least of {ROUNDS}, Erlang-A with ten customers where nothing else "
            "is said.",
        )
    ]


def _commands(out: Path) -> dict[str, tuple[str, ...]]:
    commands: dict[str, tuple[str, ...]] = {"Python alone": ("-c", "")}
    commands["funnelsim from Python"] = ("-c", OURS)
    for name, module in PEERS.items():
        if installed(name):
            code = f"from benchmarks.peers import {module}; {module}.erlang_a(10, 1)"
            commands[f"{name} {installed(name)}"] = ("-c", code)
    commands[FLAGSHIP] = (
        "-m", "funnelsim", "run", "scenarios/industrial-b2b.yaml", "--replications", "10",
        "--out", str(out),
    )  # fmt: skip
    return commands
