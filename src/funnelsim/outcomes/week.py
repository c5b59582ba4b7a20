"""Time by hour of the week: 168 hours, Monday 00:00 to 01:00 the first."""

from __future__ import annotations

import numpy as np

from funnelsim.outcomes.spans import HOUR, Ticks
from funnelsim.outcomes.tally_codes import (
    EDGE_MS,
    EDGE_NUMBER,
    EDGE_WEEKS,
    HOURS_OF_WEEK,
    N_EDGE,
)


def from_edges(edges: Ticks) -> Ticks:
    """Ms in each hour of the week from the edges of stretches, as `hour_counting` leaves them.

    Up to an edge, all hours of the weeks before have passed whole, and those of its own week that
    are earlier; of its own hour the ms that the edge keeps.

    Parameters
    ----------
    edges
        Shape (..., 168, `EDGE_SUMS`); ends count up, begins down.
    """
    number = edges[..., EDGE_NUMBER]
    later = number.sum(axis=-1, keepdims=True) - np.cumsum(number, axis=-1)
    weeks = edges[..., EDGE_WEEKS].sum(axis=-1, keepdims=True)
    return np.asarray(HOUR * (weeks + later) + edges[..., EDGE_MS], np.int64)


def hours_of_stretches(begins: Ticks, ends: Ticks, weekday: int) -> Ticks:
    """Ms of stretches in each hour of the week, shape (168,).

    Parameters
    ----------
    begins, ends
        Ticks, at or after 0.
    weekday
        Of tick 0, Monday 0.
    """
    edges = np.zeros((HOURS_OF_WEEK, N_EDGE), np.int64)
    for ticks, sign in ((np.asarray(begins), -1), (np.asarray(ends), 1)):
        weeks, hour = np.divmod(ticks // HOUR + 24 * weekday, HOURS_OF_WEEK)
        kept = np.column_stack([np.ones_like(ticks), ticks % HOUR, weeks])
        np.add.at(edges, hour, sign * kept)
    return from_edges(edges)
