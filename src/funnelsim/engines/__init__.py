"""Engines by name; each turns a model, a seed and a replication number into an event log."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from funnelsim.errors import UsageError

if TYPE_CHECKING:
    import numpy as np

    from funnelsim.model.tables import Model

ENGINES = {"reference": "funnelsim.engines.reference"}
"""Name -> module that holds ``simulate``; imported only when it is asked for."""

DEFAULT_ENGINE = "reference"


class Simulate(Protocol):
    """One replication: the same model, seed, replication and world give the same log."""

    def __call__(
        self, model: Model, seed: int, replication: int, world: int | None = None
    ) -> np.ndarray: ...


def engine(name: str = DEFAULT_ENGINE) -> Simulate:
    """Return the engine of this name.

    Raises
    ------
    UsageError
        If there is none.
    """
    if name not in ENGINES:
        raise UsageError(f"there is no engine '{name}'; choose one of {', '.join(ENGINES)}")
    simulate: Simulate = import_module(ENGINES[name]).simulate
    return simulate
