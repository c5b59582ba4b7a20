"""One replication on the compiled kernel, at one go or in parts."""

from __future__ import annotations

import numpy as np

from funnelsim.engines import Take
from funnelsim.engines.compiled.kernel import Kernel
from funnelsim.engines.faults import last_event
from funnelsim.engines.fill import fill
from funnelsim.errors import RunError
from funnelsim.model.tables import Model
from funnelsim.outcomes.log import sort_log

RELEASES_GIL = True
"""Replications of several threads run at the same time."""

ROWS = 400_000
"""Room of the log; 18 MB. A flagship year and a half has 80,000 rows and never pauses."""


def simulate(model: Model, seed: int, replication: int, world: int | None = None) -> np.ndarray:
    """Event log of one replication, sorted.

    Parameters
    ----------
    model
        As compiled.
    seed, replication
        Chance: the same two give the same log.
    world
        Which draw of the uncertain parameters; by default the replication's number.

    Raises
    ------
    RunError
        More than a million events at one tick, or a number too large for its place in a random
        address; the message names lead and stage.
    """
    parts: list[np.ndarray] = []
    stream(model, seed, replication, world, take=parts.append)
    return sort_log(np.concatenate(parts))


def stream(
    model: Model,
    seed: int,
    replication: int,
    world: int | None = None,
    *,
    take: Take,
    rows: int = ROWS,
) -> None:
    """Hand over the log of one replication in parts, each with all rows of its leads.

    Parameters
    ----------
    take
        Is handed the rows of leads that are over whenever the log is full, and all others at the
        end.
    rows
        Room of the log. What is in flight never leaves it, so it grows where that is more.
    """
    filled, _ = fill(model, seed, replication if world is None else world)
    kernel = Kernel(filled, seed, replication, rows)
    try:
        while kernel.run():
            take(kernel.take())
    except (RunError, OverflowError) as fault:
        raise RunError(f"{fault} ({last_event(model, *kernel.latest)})") from fault
    take(kernel.rows())
