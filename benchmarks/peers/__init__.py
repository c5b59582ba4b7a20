"""The same queues on other libraries, as somebody who knows the library would write them.

Each module has ``mm1``, ``erlang_a`` and ``bank``: (customers, seed) -> `Answer`, and imports its
library only there, so that a library that is not installed costs nobody else anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from types import ModuleType

PEERS = {"SimPy": "on_simpy", "Ciw": "on_ciw", "salabim": "on_salabim", "cimba": "on_cimba"}
"""Library, as its package is called but for capitals -> module here."""


@dataclass(frozen=True)
class Answer:
    """What a run found: of each `customers` that came, the mean of a figure."""

    customers: int
    figure: float


def installed(library: str) -> str | None:
    """Version of a library, None where it is not installed."""
    try:
        return version(library.lower())
    except PackageNotFoundError:
        return None


def module(library: str) -> ModuleType:
    """The models on this library."""
    return import_module(f"benchmarks.peers.{PEERS[library]}")
