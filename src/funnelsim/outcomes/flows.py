"""Ways through the funnel: every new lead of the horizon once, by how far it came and where it is.

A lead that went cold, was recycled or came back is counted once: at the furthest stage that it ever
reached, and as what it is on the last day. So whatever enters a stage leaves it again: for the next
one, or for an end. Open deals are in no way, nor what happens after the horizon.
"""

from __future__ import annotations

import numpy as np

from funnelsim.model.codes import COLD_CAUSES, Cause
from funnelsim.outcomes.durations import Counts
from funnelsim.outcomes.tallies import Sums, shaped
from funnelsim.outcomes.tally_codes import ENTRY_NAMES, FURTHEST_NAMES

ENDS = (*(cause.name.lower() for cause in Cause), "open", "won")
"""As what a lead is on the last day: lost (by cause), under way, a customer."""

COLD_ENDS = tuple(cause.name.lower() for cause in COLD_CAUSES)

AXES = (ENTRY_NAMES, FURTHEST_NAMES, ENDS)
"""Status at arrival, furthest status (an opportunity: the first meeting has begun), end."""


def flows(sums: Sums) -> Counts:
    """Number of leads by `AXES`."""
    return shaped(sums.tally.flows, *map(len, AXES)).astype(np.int32)
