"""The two engines side by side."""

import os
import re
from pathlib import Path

import numpy as np
import pytest

from funnelsim.engines import engine, stream
from funnelsim.errors import RunError
from funnelsim.model.compile import compile_model
from funnelsim.outcomes.log import first_difference, sort_log
from funnelsim.scenario.load import load

FILES = Path(__file__).parent / "data"
"""What written scenarios may read."""

FEWER = os.environ.get("FUNNELSIM_FEWER") == "1"
"""Fewer seeds and examples, for a build that checks itself."""

reference = engine("reference")
compiled = engine("compiled")


def written(text, with_=(), sets=()):
    """The compiled model of a text; its files are those in `data`."""
    return compile_model(load(FILES / "written.yaml", sets, with_, text=text, name="written.yaml"))


def same_log(model, seed=1, replication=0, world=None):
    """The log of both engines, which must be one; compared in every row and field.

    Where one engine gives up, the other must do so with the same words.
    """
    try:
        expected = reference(model, seed, replication, world)
    except RunError as fault:
        with pytest.raises(RunError, match=re.escape(str(fault))):
            compiled(model, seed, replication, world)
        raise
    difference = first_difference(expected, compiled(model, seed, replication, world))
    assert difference is None, (
        f"seed {seed}, replication {replication}, world {world}: {difference}"
    )
    return expected


def in_parts(model, rows, seed=1, replication=0):
    """The log of the compiled engine with room for so many rows, and the number of its parts."""
    parts = []

    def take(part):
        parts.append(part.copy())

    stream("compiled")(model, seed, replication, take=take, rows=rows)
    owners = [set(part["lead"].tolist()) - {-1} for part in parts]
    assert sum(map(len, owners)) == len(set().union(*owners)), "a lead in two parts"
    return sort_log(np.concatenate(parts)), len(parts)
