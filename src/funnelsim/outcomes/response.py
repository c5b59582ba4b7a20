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

from funnelsim.model.codes import POSITIVE, Cause, Place, Row
from funnelsim.outcomes.history import History
from funnelsim.outcomes.leads import NO_CAUSE, last_positive, loss_causes
from funnelsim.outcomes.places import Moves, place_at
from funnelsim.outcomes.spans import DAY, NEVER, Flags, Floats, Table, Ticks
from funnelsim.outcomes.visits import ARRIVES, Visits
from funnelsim.outcomes.work import Spells

HOT_FOR = 7 * DAY
WARM_FOR = 90 * DAY

RESPONSE = np.dtype(
    [
        ("visits", np.float64),  # handed over in the horizon
        ("called", np.float64),  # of these, called before the log ends
        ("never_called", np.float64),  # of these, not; still waiting ones included
        ("wall_ms", np.float64),  # summed over the called
        ("working_ms", np.float64),
    ]
)


def responses(visits: Visits, end: int) -> Table:
    """`RESPONSE` for each of `visits.ARRIVES`, visits of the horizon [0, end)."""
    table = np.zeros(len(ARRIVES), RESPONSE)
    for i in range(len(ARRIVES)):
        here = visits.chosen(in_horizon(visits, end) & (visits.arrives == i))
        called = here.chosen(here.first_call < NEVER)
        table[i] = (
            len(here.who),
            len(called.who),
            len(here.who) - len(called.who),
            called.wall.sum(),
            called.working.sum(),
        )
    return table


def in_horizon(visits: Visits, end: int) -> Flags:
    """Visits that begin in the horizon [0, end)."""
    return np.asarray((visits.handed_over >= 0) & (visits.handed_over < end))


def temperature(history: History, leads: Table, moved: Moves) -> dict[str, float]:
    """Leads by class, ``phantoms`` and ``database`` at the end of the horizon."""
    end = history.model.end
    place = place_at(history, moved, end)
    earlier = history.rows["tick"] < end
    causes = loss_causes(history.rows)
    left_as = np.full(len(leads), NO_CAUSE)
    losses = earlier & (causes != NO_CAUSE)
    left_as[history.who[losses]] = causes[losses]
    phantom = (place == Place.GONE) & (left_as == Cause.CONTACT_LEFT)
    known = ((place >= 0) & (place != Place.GONE)) | phantom
    age = end - last_positive(history, leads["created"], end)
    with_sales = np.isin(
        place, (Place.HANDOFF, Place.QUEUED, Place.WORKED, Place.BETWEEN, Place.BUYER)
    )
    awake = known & (place != Place.COLD)
    hot = awake & (with_sales | (age <= HOT_FOR))
    warm = awake & ~hot & (age <= WARM_FOR)
    counts = {"hot": hot, "warm": warm, "cold_stock": known & ~hot & ~warm}
    counts |= {"database": known, "phantoms": phantom}
    return {name: float(np.count_nonzero(flags)) for name, flags in counts.items()}


def effort(history: History, leads: Table, spells: Spells, busy: Floats) -> dict[str, float]:
    """Working ms of reps in the horizon by how recently the lead had shown interest at the start.

    ``effort_hot_ms`` up to 7 days since the last positive signal, becoming an SQL or arrival;
    ``effort_warm_ms`` up to 90 days; ``effort_cold_ms`` longer; ``effort_ms`` all of it.
    """
    since = spells.start - _last_interest(history, leads, spells)
    hot = since <= HOT_FOR
    warm = ~hot & (since <= WARM_FOR)
    parts = {"hot": hot, "warm": warm, "cold": ~hot & ~warm}
    found = {f"effort_{name}_ms": float(busy[chosen].sum()) for name, chosen in parts.items()}
    return found | {"effort_ms": float(busy.sum())}


def _last_interest(history: History, leads: Table, spells: Spells) -> Ticks:
    """Tick of the lead's last sign of interest at or before the start of each spell."""
    signals = history.signals
    positive = np.isin(signals["a"], list(POSITIVE))
    accepted = history.kinds == Row.SQL
    who = np.concatenate((history.signal_who[positive], history.who[accepted]))
    tick = np.concatenate((signals["tick"][positive], history.rows["tick"][accepted]))
    # One sorted key per (lead, tick): the latest at or before (lead, start) is one search away.
    span = history.model.stop - history.model.begin + 1
    keys = np.sort(who * span + (tick - history.model.begin))
    wanted = spells.who * span + (spells.start - history.model.begin)
    found = np.searchsorted(keys, wanted, side="right") - 1
    latest = np.append(keys, -1)[found]
    same = latest // span == spells.who
    return np.where(same, latest % span + history.model.begin, leads["created"][spells.who])
