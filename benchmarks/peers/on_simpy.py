"""SimPy.

Where nobody leaves the queue a store of times of arrival is 1.6 times as quick as a process for
each customer; with patience each customer is a process, as in SimPy's bank example.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import simpy
from simpy.events import ProcessGenerator

from benchmarks.peers import Answer


def mm1(customers: int, seed: int) -> Answer:
    chance, env = Random(seed), simpy.Environment()
    line = simpy.Store(env)
    stay = 0.0

    def source() -> ProcessGenerator:
        for _ in range(customers):
            yield env.timeout(chance.expovariate(0.9))
            line.put(env.now)

    def server() -> ProcessGenerator:
        nonlocal stay
        while True:
            came = yield line.get()
            yield env.timeout(chance.expovariate(1.0))
            stay += env.now - came

    env.process(source())
    env.process(server())
    env.run()
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
    env = simpy.Environment()
    counter = simpy.Resource(env, capacity=servers)
    gone = 0

    def customer() -> ProcessGenerator:
        nonlocal gone
        with counter.request() as turn:
            yield turn | env.timeout(patience())
            if turn.triggered:
                yield env.timeout(service())
            else:
                gone += 1

    def source() -> ProcessGenerator:
        for _ in range(customers):
            yield env.timeout(gap())
            env.process(customer())

    env.process(source())
    env.run()
    return Answer(customers, gone / customers)
