"""Policies that change nothing: the same futures with and without them, compared bit by bit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from funnelsim.experiments.forecast import Forecast
from funnelsim.experiments.replicate import replicate
from funnelsim.experiments.stack import Stack
from funnelsim.model.compile import compile_model

COMPARED = 3
"""Replications compared; a policy that acts at all nearly always shows in the first."""

_EVENTS = ("teams", "items", "responses", "losses", "places")
_COUNTED = ("visitors", "leads", "mql", "sql", "opportunities", "customers", "cold", "hot", "warm")
_EARNED = ("revenue", "gross_profit")


@dataclass(frozen=True, slots=True)
class Idle:
    """A policy without effect in the replications compared.

    Attributes
    ----------
    policy
        Its name.
    keys
        The keys it sets.
    compared
        How many replications were the same with it and without it.
    costs
        Whether it still changed what is paid.
    """

    policy: str
    keys: tuple[str, ...]
    compared: int
    costs: bool


def idle_policies(forecast: Forecast, threads: int | None = None) -> list[Idle]:
    """Every policy in force that leaves the first replications as they were without it.

    Each policy costs a few further replications, simulated without it and with all others.
    """
    return list(_idle(forecast, threads))


def _idle(forecast: Forecast, threads: int | None) -> Iterator[Idle]:
    bundle = forecast.bundle
    numbers = forecast.replications.numbers[:COMPARED]
    for name in bundle.with_:
        others = replace(bundle, with_=tuple(other for other in bundle.with_ if other != name))
        done = replicate(
            compile_model(others),
            numbers,
            forecast.seed,
            engine=forecast.engine,
            threads=threads,
            chunk_size=1,
        )
        without, n = done.outcomes, len(numbers)
        if without is None or without.n < n or not _same_events(forecast.stack, without, n):
            continue
        costs = forecast.stack.sums["cost"][:n].tobytes() != without.sums["cost"].tobytes()
        keys = tuple(str(key) for key in bundle.scenario.policies[name].set)
        yield Idle(name, keys, n, costs)


def _same_events(left: Stack, right: Stack, n: int) -> bool:
    """Whether the same happened in the first `n` replications, whatever was paid for it."""
    arrays = all(left.records[name][:n].tobytes() == right.records[name][:n].tobytes()
                 for name in _EVENTS)  # fmt: skip
    sums = all(left.sums[name][:n].tobytes() == right.sums[name][:n].tobytes()
               for name in (*_COUNTED, *_EARNED))  # fmt: skip
    return arrays and sums
