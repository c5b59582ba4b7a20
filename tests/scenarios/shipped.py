"""Runs of the shipped scenarios, shared by their tests."""

from functools import cache
from pathlib import Path

import numpy as np

from funnelsim.experiments.forecast import forecast
from funnelsim.outcomes.breakdown import names_of
from funnelsim.scenario.load import load

FOLDER = Path(__file__).parents[2] / "scenarios"
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))

FEW = {
    "agency": 8,
    "consumer-afternoon": 20,
    "first-screen": 14,
    "industrial-b2b": 4,
    "overload": 8,
    "real-pipeline": 4,
    "saas-sales": 4,
    "ten-customers": 300,
    "trade-show": 10,
    "vendor-claims": 6,
}
"""Replications that show what each header promises."""
SEED = 7
"""Of scenarios that leave theirs to chance: policies are compared on identical leads."""


def loaded(name, policy="", sets=()):
    return load(FOLDER / f"{name}.yaml", sets=sets, with_=[policy])


@cache
def run(name, policy="", replications=None):
    """A forecast; every test that asks for the same one gets it from here."""
    few = FEW[name] if replications is None else replications
    bundle = loaded(name, policy)
    stated = bundle.scenario.run.seed
    return forecast(bundle, few, seed=SEED if stated is None else stated, threads=1)


def mean(found, figure):
    """Mean of a figure, or the ratio of means."""
    return found.figure(figure)["mean"]


def gain(name, policy, figure, against=""):
    """Mean difference of a figure on identical leads, and its standard error."""
    difference = run(name, policy).column(figure) - run(name, against).column(figure)
    return difference.mean(), difference.std(ddof=1) / np.sqrt(len(difference))


def of(found, dimension, name, field):
    """One figure of one channel, segment or rep group in every replication."""
    place = names_of(found.model, dimension).index(name)
    return found.stack.by[dimension][field][:, place]


def utilisation(found, team):
    """Busy over available time of a team."""
    place = found.model.names.teams.index(team)
    table = found.stack.teams
    return table["busy_ms"][:, place].sum() / table["available_ms"][:, place].sum()
