"""Ciw: a network of one node, patience as its reneging time; figures from its records."""

from __future__ import annotations

from typing import Any

import ciw

from benchmarks.peers import Answer


def mm1(customers: int, seed: int) -> Answer:
    records = _records(customers, seed, 0.9, 1.0, 1)
    stay = sum(r.exit_date - r.arrival_date for r in records)
    return Answer(len(records), stay / len(records))


def erlang_a(customers: int, seed: int) -> Answer:
    return _impatient(_records(customers, seed, 10.0, 1.0, 10, ciw.dists.Exponential(0.5)))


def bank(customers: int, seed: int) -> Answer:
    return _impatient(_records(customers, seed, 1 / 10, 1 / 12, 1, ciw.dists.Uniform(1.0, 3.0)))


def _impatient(records: list[Any]) -> Answer:
    gone = sum(r.record_type == "renege" for r in records)
    return Answer(len(records), gone / len(records))


def _records(
    customers: int, seed: int, arrivals: float, service: float, servers: int, patience: Any = None
) -> list[Any]:
    """Records of customers who left; who is still there when the last one comes has none."""
    ciw.seed(seed)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(arrivals)],
        service_distributions=[ciw.dists.Exponential(service)],
        number_of_servers=[servers],
        reneging_time_distributions=[patience],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(customers, method="Arrive")
    return simulation.get_all_records()
