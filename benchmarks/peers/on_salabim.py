"""salabim with `yield` (generators: up to a third quicker here than greenlets), monitors off.

Most of what is left is what every component pays at its birth: salabim looks up the signatures of
its methods.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import salabim

from benchmarks.peers import Answer


def mm1(customers: int, seed: int) -> Answer:
    chance, env = Random(seed), _environment()
    desk = salabim.Resource("desk", monitor=False)
    stay = 0.0

    class Customer(salabim.Component):
        def process(self) -> Iterator[Any]:
            nonlocal stay
            came = env.now()
            yield self.request(desk)
            yield self.hold(chance.expovariate(1.0))
            self.release(desk)
            stay += env.now() - came

    _run(env, customers, lambda: chance.expovariate(0.9), Customer)
    return Answer(customers, stay / customers)


def erlang_a(customers: int, seed: int) -> Answer:
    chance = Random(seed)
    return _impatient(
        customers, 10,
        lambda: chance.expovariate(10.0),
        lambda: chance.expovariate(1.0),
        lambda: chance.expovariate(0.5),
    )  # fmt: skip


def bank(customers: int, seed: int) -> Answer:
    chance = Random(seed)
    return _impatient(
        customers, 1,
        lambda: chance.expovariate(1 / 10),
        lambda: chance.expovariate(1 / 12),
        lambda: chance.uniform(1.0, 3.0),
    )  # fmt: skip


def _impatient(
    customers: int,
    servers: int,
    gap: Callable[[], float],
    service: Callable[[], float],
    patience: Callable[[], float],
) -> Answer:
    env = _environment()
    desk = salabim.Resource("desk", capacity=servers, monitor=False)
    gone = 0

    class Customer(salabim.Component):
        def process(self) -> Iterator[Any]:
            nonlocal gone
            yield self.request(desk, fail_delay=patience())
            if self.failed():
                gone += 1
            else:
                yield self.hold(service())
                self.release(desk)

    _run(env, customers, gap, Customer)
    return Answer(customers, gone / customers)


def _environment() -> salabim.Environment:
    return salabim.Environment(trace=False, yieldless=False)


def _run(
    env: salabim.Environment, customers: int, gap: Callable[[], float], customer: type
) -> None:
    class Source(salabim.Component):
        def process(self) -> Iterator[Any]:
            for _ in range(customers):
                yield self.hold(gap())
                customer(suppress_trace=True)

    Source()
    env.run()
