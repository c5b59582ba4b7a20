"""Engines by name; each turns a model, a seed and a replication number into an event log."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from funnelsim.errors import UsageError

if TYPE_CHECKING:
    import numpy as np

    from funnelsim.model.tables import Model

ENGINES = {
    "compiled": "funnelsim.engines.compiled",
    "reference": "funnelsim.engines.reference",
}
"""Name -> module that holds ``simulate``; imported only when it is asked for."""

_FOLDER = Path(__file__).parent / "compiled"
IS_COMPILED = any((_FOLDER / f"kernel{suffix}").exists() for suffix in EXTENSION_SUFFIXES)
"""Whether this installation has the compiled engine; looked up without importing it."""

DEFAULT_ENGINE = "compiled" if IS_COMPILED else "reference"
"""The fast one, where the installation has it."""


class Simulate(Protocol):
    """One replication: the same model, seed, replication and world give the same log."""

    def __call__(
        self, model: Model, seed: int, replication: int, world: int | None = None
    ) -> np.ndarray: ...


Take = Callable[["np.ndarray"], None]
"""Is handed rows of the log, all rows of a lead at once; an array may be written over later."""


class Stream(Protocol):
    """The same replication, handed over in parts while it runs; the order of leads is free."""

    def __call__(
        self, model: Model, seed: int, replication: int, world: int | None = None, *, take: Take
    ) -> None: ...


def engine(name: str = DEFAULT_ENGINE) -> Simulate:
    """Return the engine of this name.

    Raises
    ------
    UsageError
        If there is none.
    """
    if name not in ENGINES:
        raise UsageError(f"there is no engine '{name}'; choose one of {', '.join(ENGINES)}")
    if name == "compiled" and not IS_COMPILED:
        raise UsageError(
            "this installation has no compiled engine; `funnelsim doctor` says how to get it, "
            "or choose the reference engine"
        )
    simulate: Simulate = import_module(ENGINES[name]).simulate
    return simulate


def releases_gil(name: str = DEFAULT_ENGINE) -> bool:
    """Whether other threads can run while this engine simulates: its module says ``RELEASES_GIL``.

    Raises
    ------
    UsageError
        There is no such engine.
    """
    engine(name)
    return bool(getattr(import_module(ENGINES[name]), "RELEASES_GIL", False))


def stream(name: str = DEFAULT_ENGINE) -> Stream:
    """Return what hands over the log of this engine in parts; at one go where it has no parts.

    Raises
    ------
    UsageError
        There is no such engine.
    """
    simulate = engine(name)
    in_parts: Stream | None = getattr(import_module(ENGINES[name]), "stream", None)
    if in_parts is not None:
        return in_parts

    def at_one_go(
        model: Model, seed: int, replication: int, world: int | None = None, *, take: Take
    ) -> None:
        take(simulate(model, seed, replication, world))

    return at_one_go


def simulate(model: Model, seed: int, replication: int, world: int | None = None) -> np.ndarray:
    """Event log of one replication, sorted by tick, lead and the lead's own row number.

    Parameters
    ----------
    model
        As compiled.
    seed, replication
        Chance: the same two give the same log, with any engine.
    world
        Which draw of the uncertain parameters; by default the replication's number.

    Returns
    -------
    ndarray
        Rows of `outcomes.log.ROW`.

    Raises
    ------
    RunError
        The replication cannot go on: it loops without taking time, or counts too far.
    """
    return engine()(model, seed, replication, world)
