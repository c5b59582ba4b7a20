"""Load of teams by hour of the week, and open opportunities of rep groups.

Hours are those of the wall, Monday 00:00 first; only time in the horizon counts. Everything is a
sum of whole ms: over the hours of a team they add up to its `teams.TEAM` and `teams.ITEMS`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from funnelsim.outcomes.spans import Table, Ticks
from funnelsim.outcomes.tallies import Sums, shaped
from funnelsim.outcomes.tally_codes import GROUP_OPEN_MS, HOUR_SUMS, HOURS_OF_WEEK, N_EDGE
from funnelsim.outcomes.week import from_edges

HOURS = (*HOUR_SUMS, "staffed_ms")
"""Last axis of `hours_by_team`: working time of reps from start until free again; number waiting,
integrated; working time of the reps employed, 0 if unlimited."""

DESK = np.dtype(
    [
        ("open_ms", np.float64),  # open opportunities of its reps, integrated over the horizon
        ("employed_ms", np.float64),  # number of reps employed, integrated; 0 if unlimited
    ]
)

Hours = NDArray[np.int64]


def hours_by_team(sums: Sums) -> Hours:
    """`HOURS` of each team and hour of the week, shape (teams, 168, 3).

    Whole numbers, to be added up over replications: 64 bits hold 50,000 years of waiting in an
    hour of the week, in each of 5,000 replications.
    """
    shape = (sums.frame.n_teams, len(HOUR_SUMS), HOURS_OF_WEEK, N_EDGE)
    counted: Ticks = from_edges(shaped(sums.tally.hours, *shape))
    found: Hours = np.concatenate([counted, sums.layout.staffed[:, np.newaxis]], axis=1)
    return found.transpose(0, 2, 1).copy()


def desks_by_group(sums: Sums) -> Table:
    """`DESK` of each rep group.

    An opportunity is open from its first meeting, or its arrival in the pipeline, until it is won,
    lost or cold; it is with the rep who had it last. Before anybody has it, it counts nowhere.
    """
    table = np.zeros(sums.frame.n_groups, DESK)
    table["open_ms"] = sums.groups[:, GROUP_OPEN_MS]
    table["employed_ms"] = sums.layout.employed
    return table
