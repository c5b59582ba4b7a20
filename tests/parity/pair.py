"""The two engines side by side."""

from pathlib import Path

from funnelsim.engines import engine
from funnelsim.model.compile import compile_model
from funnelsim.outcomes.log import first_difference
from funnelsim.scenario.load import load

FILES = Path(__file__).parent / "data"
"""What written scenarios may read."""

reference = engine("reference")
compiled = engine("compiled")


def written(text, with_=(), sets=()):
    """The compiled model of a text; its files are those in `data`."""
    return compile_model(load(FILES / "written.yaml", sets, with_, text=text, name="written.yaml"))


def same_log(model, seed=1, replication=0, world=None):
    """The log of both engines, which must be one; compared in every row and field."""
    expected = reference(model, seed, replication, world)
    difference = first_difference(expected, compiled(model, seed, replication, world))
    assert difference is None, (
        f"seed {seed}, replication {replication}, world {world}: {difference}"
    )
    return expected
