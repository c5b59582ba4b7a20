"""Outcomes of many replications, one row per replication."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from funnelsim.outcomes.durations import Counts
from funnelsim.outcomes.fold import Outcomes
from funnelsim.outcomes.spans import Floats, Table, Ticks


@dataclass(frozen=True)
class Stack:
    """`fold.Outcomes` of several replications; the first axis is the replication.

    Attributes
    ----------
    n
        Number of replications.
    durations
        Counts added over the replications.
    loss_cells, cells
        All rows after each other, and how many belong to each replication.
    """

    n: int
    sums: dict[str, Floats]
    spreads: dict[str, Floats]
    targets: Floats
    months: Table
    weeks: Table
    by: dict[str, Table]
    teams: Table
    items: Table
    responses: Table
    losses: Table
    loss_cells: Table
    cells: Ticks
    durations: dict[str, Counts]
    places: Ticks

    def equals(self, other: Stack) -> bool:
        """Whether both hold the same numbers, bit by bit."""
        return all(_same(getattr(self, f.name), getattr(other, f.name)) for f in fields(self))


_ARRAYS = ("targets", "months", "weeks", "teams", "items", "responses", "losses", "places")


def stack(outcomes: Sequence[Outcomes]) -> Stack:
    """Stack the outcomes of one or more replications of one model."""
    first = outcomes[0]
    arrays = {name: np.stack([getattr(one, name) for one in outcomes]) for name in _ARRAYS}
    return Stack(
        n=len(outcomes),
        sums={k: np.array([one.sums[k] for one in outcomes]) for k in first.sums},
        spreads={k: np.array([one.spreads[k] for one in outcomes]) for k in first.spreads},
        by={k: np.stack([one.by[k] for one in outcomes]) for k in first.by},
        loss_cells=np.concatenate([one.loss_cells for one in outcomes]),
        cells=np.array([len(one.loss_cells) for one in outcomes], np.int64),
        durations={k: _added([one.durations[k] for one in outcomes]) for k in first.durations},
        **arrays,
    )


def joined(stacks: Sequence[Stack]) -> Stack:
    """Stacks of one model after each other."""
    first = stacks[0]
    arrays = {
        name: np.concatenate([getattr(one, name) for one in stacks])
        for name in (*_ARRAYS, "loss_cells", "cells")
    }
    return Stack(
        n=sum(one.n for one in stacks),
        sums={k: np.concatenate([one.sums[k] for one in stacks]) for k in first.sums},
        spreads={k: np.concatenate([one.spreads[k] for one in stacks]) for k in first.spreads},
        by={k: np.concatenate([one.by[k] for one in stacks]) for k in first.by},
        durations={k: _added([one.durations[k] for one in stacks]) for k in first.durations},
        **arrays,
    )


def _added(counts: Sequence[Counts]) -> Counts:
    total: Counts = np.sum(counts, axis=0, dtype=np.int64)
    return total


def _same(left: object, right: object) -> bool:
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(_same(left[k], right[k]) for k in left)
    if isinstance(left, np.ndarray) and isinstance(right, np.ndarray):
        return left.dtype == right.dtype and left.tobytes() == right.tobytes()
    return left == right
