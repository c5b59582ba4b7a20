"""Hand-written models of the same systems, as somebody who knows the library would write them."""

from __future__ import annotations

from random import Random

import simpy


def erlang_a(rate: float, mu: float, theta: float, reps: int, until: float, seed: int) -> int:
    """Leads that arrived at an Erlang-A queue (M/M/c with patience) until `until`, on SimPy."""
    chance, env = Random(seed), simpy.Environment()
    desk = simpy.Resource(env, capacity=reps)
    arrived = 0

    def lead() -> simpy.events.ProcessGenerator:
        with desk.request() as turn:
            yield turn | env.timeout(chance.expovariate(theta))
            if turn.triggered:
                yield env.timeout(chance.expovariate(mu))

    def source() -> simpy.events.ProcessGenerator:
        nonlocal arrived
        while True:
            yield env.timeout(chance.expovariate(rate))
            arrived += 1
            env.process(lead())

    env.process(source())
    env.run(until=until)
    return arrived
