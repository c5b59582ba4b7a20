"""Little's law on every scenario of theory and every trace, as an identity in ticks."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from runs import THEORY, compiled

from funnelsim.model.codes import Place
from funnelsim.outcomes.fold import fold
from funnelsim.outcomes.history import arrange
from funnelsim.outcomes.places import moves, numbers_in_places, times_in_places
from funnelsim.outcomes.teams import queue_items
from funnelsim.outcomes.work import work_spells
from two_engines import quick as simulate

TRACES = THEORY.parent / "traces"
QUEUES = ("discipline", "erlang", "fixed", "mg1", "mm", "plan", "priority", "weibull")
SHORT = {"poisson-wins": ["horizon=40 days"], "golden": ["horizon=60 days"]}


def settings_of(path):
    if path.stem == "base":
        return ["horizon=30 min", "warm_up=1 h"]
    if path.stem.startswith(QUEUES):
        return ["horizon=1 h", "warm_up=none"]
    return SHORT.get(path.stem, [])


FILES = [*sorted(THEORY.glob("*.yaml")), *sorted(TRACES.glob("*.yaml"))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_time_in_place_is_number_in_place(path, seed):
    model = compiled(Path("..") / path.parent.name / path.stem, settings_of(path))
    log = simulate(model, seed, 0)
    history = arrange(log, model)
    moved = moves(history)
    stays = times_in_places(moved, model.end)
    numbers = numbers_in_places(moved, model.end)
    assert stays.tolist() == numbers.tolist()
    assert fold(log, model).places.tolist() == stays.tolist()
    everybody = np.clip(model.end - moved.tick[np.unique(moved.who, return_index=True)[1]], 0, None)
    assert stays.sum() == np.minimum(everybody, model.end).sum(), "each lead is somewhere"
    if not np.any(model.team_unlimited):
        assert queued(history, model) == stays[Place.QUEUED]


def queued(history, model):
    """The wait of all items, added up; items still waiting wait to the end."""
    items = queue_items(history, work_spells(history))
    items = replace(items, leaves=np.minimum(items.leaves, model.end))
    return int(
        np.sum(
            np.clip(items.leaves, 0, None) - np.clip(np.minimum(items.ready, model.end), 0, None)
        )
    )
