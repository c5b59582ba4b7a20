"""Response times, and how warm the database is.

Response time runs from the tick at which a lead became MQL to the start of the first call: the
hand-over delay counts, because the lead waits through it. Wall time, and open hours of the team
that calls. Visits that begin in the horizon; a lead handed over again counts again.

At the end of the horizon every lead still in the database is

- **hot**: handed to sales and still with sales or the buyer; or its shelf life has not run out and
  it gave a positive signal (or arrived) in the last 7 days;
- **warm**: the same within the last 90 days;
- **cold**: the rest.

Customers, and those who unsubscribed, were disqualified, said no, or went to a competitor are in
no class. People who left their firm are: nobody noticed. They are the **phantoms**.
"""

from __future__ import annotations

import numpy as np

from funnelsim.outcomes.spans import Table
from funnelsim.outcomes.tallies import Sums, shaped
from funnelsim.outcomes.tally_codes import (
    ARRIVE_CALLED,
    ARRIVE_VISITS,
    ARRIVE_WALL_MS,
    ARRIVE_WORKING_MS,
    N_ARRIVE,
)
from funnelsim.outcomes.visits import ARRIVES

WARMTH = ("hot", "warm", "cold_stock", "database", "phantoms")
EFFORT = ("effort_hot_ms", "effort_warm_ms", "effort_cold_ms")

RESPONSE = np.dtype(
    [
        ("visits", np.float64),  # handed over in the horizon
        ("called", np.float64),  # of these, called before the log ends
        ("never_called", np.float64),  # of these, not; still waiting ones included
        ("wall_ms", np.float64),  # summed over the called
        ("working_ms", np.float64),
    ]
)


def responses(sums: Sums) -> Table:
    """`RESPONSE` for each of `visits.ARRIVES`, visits of the horizon."""
    counts = shaped(sums.tally.arrives, len(ARRIVES), N_ARRIVE)
    table = np.zeros(len(ARRIVES), RESPONSE)
    table["visits"], table["called"] = counts[:, ARRIVE_VISITS], counts[:, ARRIVE_CALLED]
    table["never_called"] = counts[:, ARRIVE_VISITS] - counts[:, ARRIVE_CALLED]
    table["wall_ms"] = counts[:, ARRIVE_WALL_MS]
    table["working_ms"] = counts[:, ARRIVE_WORKING_MS]
    return table


def temperature(sums: Sums) -> dict[str, float]:
    """Leads by class, ``phantoms`` and ``database`` at the end of the horizon."""
    return {name: sums.scalars[name] for name in WARMTH}


def effort(sums: Sums) -> dict[str, float]:
    """Working ms of reps in the horizon by how recently the lead had shown interest at the start.

    ``effort_hot_ms`` up to 7 days since the last positive signal, becoming an SQL or arrival;
    ``effort_warm_ms`` up to 90 days; ``effort_cold_ms`` longer; ``effort_ms`` all of it.
    """
    found = {name: sums.scalars[name] for name in EFFORT}
    return found | {"effort_ms": sum(found.values())}
