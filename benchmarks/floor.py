"""What an event must cost at least, and where the events of a queue stand against it."""

from __future__ import annotations

import sys
from functools import partial
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import funnelsim
from benchmarks.ours import model_of, rows_of
from benchmarks.rounds import Case, quickest
from benchmarks.systems import SYSTEMS, System
from benchmarks.table import Table, amount, times
from funnelsim.outcomes.log import ROW

ROUNDS = 5
SOURCE = Path(__file__).with_name("floor_kernel.pyx")
BUILT = Path(__file__).parent.parent / "build" / "benchmarks"
ENTRIES = (100, 1_000, 10_000, 100_000)
A_TURN = 1_000_000
ROOM = 400_000  # rows of the engine's log

NEEDS = {"mm1": (3.0, 1.0, 7.9), "erlang_a": (3.9, 1.9, 7.7)}
"""Per lead: random numbers whose outcome is open (gap, kept or thinned, work; shelf life), entries
of the agenda (finish; shelf life), rows of the log. Arrivals need no agenda."""


def tables() -> list[Table]:
    kernel = built()
    cases = [
        Case("block", partial(_times, kernel.blocks)),
        Case("duration", partial(_times, kernel.durations)),
        # Ten times as many: the first that are written to new memory cost several times as much.
        Case("row", lambda _seed: 10 * _times(lambda n: kernel.rows(10 * n, ROOM), 0)),
        *(
            Case(f"heap {n}", lambda _seed, n=n: _times(partial(kernel.pops, n), 0))
            for n in ENTRIES
        ),
    ]
    queues = [s for s in SYSTEMS if s.key in NEEDS]
    cases += [Case(s.key, partial(_simulated, s, A_TURN)) for s in queues]
    ns = {name: 1e9 / rate for name, rate in quickest(cases, ROUNDS).items()}
    parts = [
        ["random block of four words (Philox4x64-10)", amount(ns["block"])],
        ["exponential duration, block and logarithm", amount(ns["duration"])],
        *(
            [f"agenda, first off and on again, {n:,} entries", amount(ns[f"heap {n}"])]
            for n in ENTRIES
        ),
        [f"row of the log ({ROW.itemsize} bytes)", amount(ns["row"])],
    ]
    leads = [_against(s, ns) for s in queues]
    return [
        Table("What an event must cost at least", ["", "ns"], parts, "The engine's own source."),
        Table(
            "A lead against its floor",
            ["", "draws", "agenda entries", "rows", "floor, ns", "engine, ns", "ratio"],
            leads,
            "Floor: each draw a block, each entry once on and off an agenda of 100, each row "
            "written. The engine's log is dropped; what a lead is besides (slot, routing, queue, "
            "calendars, order of events) is the difference.",
        ),
    ]


def built() -> ModuleType:
    """The helper, compiled against the engine's source if that has not been done here yet."""
    from Cython.Build import cythonize
    from setuptools import Distribution, Extension

    sources = Path(funnelsim.__file__).parent
    flags = ["/fp:precise"] if sys.platform == "win32" else ["-O2", "-ffp-contract=off", "-w"]
    (extension,) = cythonize(
        [Extension("floor_kernel", [str(SOURCE)], extra_compile_args=flags)],
        include_path=[str(sources.parent), str(sources / "engines" / "compiled")],
        build_dir=str(BUILT),
        quiet=True,
    )
    command = Distribution({"ext_modules": [extension]}).get_command_obj("build_ext")
    command.build_lib, command.build_temp = str(BUILT), str(BUILT / "temp")
    command.ensure_finalized()
    command.run()
    spec = spec_from_file_location("floor_kernel", command.get_ext_fullpath("floor_kernel"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _times(run: object, _seed: int) -> int:
    run(A_TURN)
    return A_TURN


def _simulated(system: System, leads: int, seed: int) -> int:
    return rows_of(model_of(system.path, *system.settings(leads)), seed)


def _against(system: System, ns: dict[str, float]) -> list[str]:
    draws, entries, rows = NEEDS[system.key]
    floor = draws * ns["block"] + entries * ns["heap 100"] + rows * ns["row"]
    needed = rows * ns[system.key]
    return [
        system.title, f"{draws:.1f}", f"{entries:.1f}", f"{rows:.1f}",
        amount(floor), amount(needed), times(needed / floor),
    ]  # fmt: skip
