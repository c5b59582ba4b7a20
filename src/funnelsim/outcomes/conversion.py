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

from funnelsim.outcomes.tallies import Sums
from funnelsim.outcomes.tally_codes import (
    CLASS_DRAWN,
    CLASS_LEADS,
    CLASS_STILL_OPEN,
    RATE_NAMES,
    SPENT_VISITORS,
)

READINGS = ("period", "cohort", "ultimate")
RATES = (
    "opt_in",
    "lead_to_mql",
    "mql_to_sql",
    "sql_to_opportunity",
    "sql_to_customer",
    "lead_to_customer",
)


def conversions(sums: Sums) -> dict[str, float]:
    """Counts ``{rate}_{reading}_hits`` and ``{rate}_{reading}_of``, and ``still_open``.

    ``still_open`` counts leads created in the horizon that are neither cold nor gone at the end
    of the run-off; ``cohort`` all leads created in the horizon.
    """
    hits, of = _opt_in(sums)
    found: dict[str, float] = {}
    for reading in READINGS:
        found[f"opt_in_{reading}_hits"], found[f"opt_in_{reading}_of"] = hits, of
    counts = iter(np.asarray(sums.tally.rates, np.float64).tolist())
    for rate in RATE_NAMES:
        for reading in READINGS:
            found[f"{rate}_{reading}_hits"] = next(counts)
            found[f"{rate}_{reading}_of"] = next(counts)
    found["cohort"] = float(sums.classes[:, CLASS_LEADS].sum())
    found["still_open"] = float(sums.classes[:, CLASS_STILL_OPEN].sum())
    return found


def _opt_in(sums: Sums) -> tuple[float, float]:
    """Leads drawn from traffic in the horizon, and the visitors they were among."""
    counted = np.asarray(sums.tally.counted, np.bool_)[sums.model.class_channel]
    visitors = sums.horizon[:, SPENT_VISITORS].sum(0).rounded()
    return float(sums.classes[counted, CLASS_DRAWN].sum()), float(visitors)
