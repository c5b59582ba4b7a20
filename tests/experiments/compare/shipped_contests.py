"""Shipped scenarios with their policies, compared once for all tests that ask."""

from functools import cache
from pathlib import Path

from funnelsim.experiments.compare.contest import compare
from funnelsim.scenario.load import load

FOLDER = Path(__file__).parents[3] / "scenarios"
TINY = Path(__file__).parents[2] / "tiny.yaml"
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def loaded(name, *sets):
    return load(TINY if name == "tiny" else FOLDER / f"{name}.yaml", sets=sets)


@cache
def contest(name, n, threads=1):
    return compare(loaded(name), replications=n, seed=1, threads=threads)


@cache
def policies(name, n, threads=1):
    """Verdicts on all policies but the baseline."""
    return tuple(contest(name, n, threads).verdicts[1:])
