"""The figures of a forecast by name: counts, money, ratios, means of durations.

``docs/schemas/run-1.json`` describes each of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from funnelsim.experiments.intervals import FloatArray
from funnelsim.experiments.ratios import per_replication, ratio_summary, undefined_share
from funnelsim.experiments.record import Part
from funnelsim.experiments.stack import Stack
from funnelsim.experiments.summaries import PROBABILITIES, Summary, summary
from funnelsim.outcomes.figures import RATIOS
from funnelsim.outcomes.spans import DAY, HOUR

COUNTS = (
    "visitors", "leads", "mql", "sql", "opportunities", "customers", "cold", "still_open",
    "entered_lead", "entered_mql", "entered_sql", "open_deals", "zombies",
    "marketing_leads", "marketing_customers", "paid_leads", "paid_customers", "visits",
    "hot", "warm", "cold_stock", "database", "phantoms",
)  # fmt: skip
MONEY = (
    "revenue", "gross_profit", "profit", "cost", "marketing_cost", "paid_cost", "unfit_cost",
    "paper_loss", "paper_gross", "paper_recovered",
)  # fmt: skip
SPREADS = ("payback_months", "volatility")

_SCALED = {
    "mean_response_hours": ("response_wall", 1 / HOUR),
    "mean_response_open_hours": ("response_working", 1 / HOUR),
    "mean_cycle_days": ("cycle", 1 / DAY),
    "mean_cycle_from_sql_days": ("cycle_from_sql", 1 / DAY),
}
_RAW = frozenset(name for name, _ in _SCALED.values())

PER_DAY = "leads_per_business_day"
QUOTIENTS = (*(name for name in RATIOS if name not in _RAW), *_SCALED, PER_DAY)
NAMES = (*COUNTS, *MONEY, *QUOTIENTS, *SPREADS)


def sides(stack: Stack | Part, name: str) -> tuple[FloatArray, FloatArray]:
    """Numerator and denominator of a quotient, one entry per replication.

    Raises
    ------
    KeyError
        For a name that is no quotient.
    """
    if name == PER_DAY:
        return stack.sums["leads"], stack.months["business_days"].sum(axis=1)
    ratio, scale = _SCALED.get(name, (name, 1.0))
    found = RATIOS[ratio]
    over = stack.sums[found.over]
    return (over if scale == 1.0 else over * scale), stack.sums[found.under]


def column(stack: Stack | Part, name: str) -> FloatArray:
    """One figure per replication; NaN where it is undefined.

    Raises
    ------
    KeyError
        For an unknown name.
    """
    if name in QUOTIENTS:
        return per_replication(*sides(stack, name))
    found: FloatArray = stack.spreads[name] if name in SPREADS else stack.sums[name]
    return found


def figure(stack: Stack, name: str, probabilities: Sequence[float] = PROBABILITIES) -> Summary:
    """Summary of one figure; a quotient is the ratio of means."""
    if name in QUOTIENTS:
        return ratio_summary(*sides(stack, name), probabilities)
    if name in SPREADS:
        values = stack.spreads[name]
        share = undefined_share(np.isfinite(values).astype(np.float64))
        return summary(values, probabilities) | {"undefined_share": share}
    return summary(stack.sums[name], probabilities)
