"""Conversion rates in three readings.

- **period**: what reached the later status in the horizon, over what reached the earlier one in
  the horizon. This is what a dashboard shows; it lags in a growing funnel.
- **cohort**: leads created in the horizon, what became of them by its end.
- **ultimate**: the same leads, followed to the end of the run-off; the share that is still open
  then is reported beside it.

========================  ============================================  =======================
rate                      of                                            reach
========================  ============================================  =======================
``opt_in``                visitors of channels that count them          lead
``lead_to_mql``           leads that entered as leads                   MQL
``mql_to_sql``            leads that were MQL                           SQL
``sql_to_opportunity``    SQL                                           first meeting
``sql_to_customer``       SQL (the win rate)                            customer
``lead_to_customer``      all leads                                     customer
========================  ============================================  =======================

Leads that enter as SQL were never MQL, and leads that enter as MQL say nothing about the way
there: neither is counted where it did not take part.
"""

from __future__ import annotations

import numpy as np

from funnelsim.model.codes import Place, Status
from funnelsim.outcomes.history import History
from funnelsim.outcomes.spans import BEFORE, NEVER, Flags, Table, Ticks

READINGS = ("period", "cohort", "ultimate")
RATES = (
    "opt_in",
    "lead_to_mql",
    "mql_to_sql",
    "sql_to_opportunity",
    "sql_to_customer",
    "lead_to_customer",
)


def conversions(history: History, leads: Table) -> dict[str, float]:
    """Counts ``{rate}_{reading}_hits`` and ``{rate}_{reading}_of``, and ``still_open``.

    ``still_open`` counts leads created in the horizon that are neither cold nor gone at the end
    of the run-off; ``cohort`` all leads created in the horizon.
    """
    end = history.model.end
    new = created_in_horizon(leads, end)
    sums: dict[str, float] = {}
    for reading in READINGS:
        hits, of = _opt_in(history, leads, end)
        sums[f"opt_in_{reading}_hits"], sums[f"opt_in_{reading}_of"] = hits, of
    for rate, (base, reached) in _steps(leads).items():
        took_part = base < NEVER
        cohort = new & took_part
        counts = {
            "period": (took_part & _within(reached, end), _within(base, end)),
            "cohort": (cohort & (reached < end), cohort & (base < end)),
            "ultimate": (cohort & (reached < NEVER), cohort),
        }
        for reading, (hit, of_what) in counts.items():
            sums[f"{rate}_{reading}_hits"] = float(np.count_nonzero(hit))
            sums[f"{rate}_{reading}_of"] = float(np.count_nonzero(of_what))
    sums["cohort"] = float(np.count_nonzero(new))
    sums["still_open"] = float(np.count_nonzero(new & still_open(leads)))
    return sums


def created_in_horizon(leads: Table, end: int) -> Flags:
    """New leads of the horizon [0, end): open deals are none."""
    return np.asarray(~leads["open_deal"] & _within(leads["created"], end))


def still_open(leads: Table) -> Flags:
    """Leads that are neither cold nor gone when the log ends."""
    return ~np.isin(leads["place"], (Place.COLD, Place.GONE))


def _steps(leads: Table) -> dict[str, tuple[Ticks, Ticks]]:
    """Ticks of the earlier and the later status of each rate; NEVER: takes no part."""
    created = np.where(leads["open_deal"], BEFORE, leads["created"])
    as_lead = np.where(leads["entry"] == Status.LEAD, created, NEVER)
    return {
        "lead_to_mql": (as_lead, leads["mql"]),
        "mql_to_sql": (leads["mql"], leads["sql"]),
        "sql_to_opportunity": (leads["sql"], leads["opportunity"]),
        "sql_to_customer": (leads["sql"], leads["won"]),
        "lead_to_customer": (created, leads["won"]),
    }


def _within(ticks: Ticks, end: int) -> Flags:
    return np.asarray((ticks >= 0) & (ticks < end))


def _opt_in(history: History, leads: Table, end: int) -> tuple[float, float]:
    """Leads drawn from traffic in the horizon, and the visitors they were among."""
    rows = history.visitors
    here = _within(rows["tick"], end)
    counted = np.isin(leads["channel"], rows["a"]) & ~leads["given"]
    hits = counted & created_in_horizon(leads, end)
    return float(np.count_nonzero(hits)), float(rows["value"][here].sum())
