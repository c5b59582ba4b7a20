"""Runs of the reference engine that can be looked into."""

import importlib
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import numpy as np

from funnelsim.engines.reference import simulate
from funnelsim.engines.reference.world import World
from funnelsim.model.compile import compile_model
from funnelsim.scenario.load import load

SCENARIOS = Path(__file__).parents[2] / "scenarios"
ENGINE = importlib.import_module("funnelsim.engines.reference.simulate")

SPRING = ("until=2027-04-10", "run_off=20 days", "warm_up=none", "targets=[]")
SHORT = {
    "agency": ("until=2027-02-28", *SPRING[1:]),
    "consumer-afternoon": (),
    "first-screen": SPRING,
    "industrial-b2b": (*SPRING, "channels.trade-show=off", "nurture.welcome.for.channels=off"),
    "overload": ("horizon=30 days", "until=off", "warm_up=none", "targets=[]"),
    "real-pipeline": ("until=2018-01-07", "targets=[]"),
    "saas-sales": ("until=2027-01-31", "run_off=10 days", "warm_up=none", "targets=[]"),
    "ten-customers": (),
    "trade-show": ("until=2027-06-15", "targets=[]"),
    "vendor-claims": SPRING,
    "theory/base": ("horizon=20 min", "warm_up=10 min"),
    "theory/erlang-a-10-1-05-8": ("horizon=20 min", "warm_up=none"),
    "theory/weibull": ("horizon=20 min", "warm_up=none"),
    "theory/priority": ("horizon=2 h", "warm_up=none"),
    "theory/golden": ("horizon=20 days",),
    "theory/scoring-55-25": (),
}
"""Shipped scenarios, each shortened to a second or so."""


def shipped(name, with_=(), more=()):
    return compile_model(load(SCENARIOS / f"{name}.yaml", sets=[*SHORT[name], *more], with_=with_))


def written(text, sets=(), with_=(), path=None):
    return compile_model(load(path, sets, with_, text=text, name="written.yaml"))


@dataclass(frozen=True)
class Run:
    """A replication, what it left behind, and the random numbers it asked for."""

    log: np.ndarray
    world: World
    draws: dict  # (purpose, who, occasion, word) -> uniform


def looked_into(model, seed=1, replication=0, **options):
    """Simulate and keep what is not in the log."""
    kept, draws, real = [], {}, World.u

    class Kept(World):
        def __init__(self, *args):
            super().__init__(*args)
            kept.append(self)

    def u(self, purpose, who, occasion=0, word=0):
        value = real(self, purpose, who, occasion, word)
        draws[purpose, who, occasion, word] = value
        return value

    with patch.object(ENGINE, "World", Kept), patch.object(World, "u", u):
        log = simulate(model, seed, replication, **options)
    return Run(log, kept[0], draws)
