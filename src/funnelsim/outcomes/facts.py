"""What happened in each span of time: the whole horizon, its months, its weeks, a target's window.

Leads, MQL, SQL, opportunities and customers count leads that reach the status **for the first
time**; what an open deal had behind it before the start counts nowhere. ``cold`` counts every
time a shelf life ran out. Gross profit is revenue times the margin of the lead's class at the
win; profit is gross profit less all costs.
"""

from __future__ import annotations

import numpy as np

from funnelsim.outcomes.money import spent_by_span
from funnelsim.outcomes.spans import Floats, Table, Ticks
from funnelsim.outcomes.tallies import Sums
from funnelsim.outcomes.tally_codes import (
    SPAN_COUNTS,
    SPAN_CUSTOMERS,
    SPAN_LEADS,
    SPENT_GROSS_PROFIT,
    SPENT_REVENUE,
    SPENT_VISITORS,
)

FACTS = np.dtype(
    [
        (name, np.float64)
        for name in (
            "visitors",
            "leads",
            "mql",
            "sql",
            "opportunities",
            "customers",
            "revenue",
            "gross_profit",
            "cost",
            "profit",
            "cold",
            "marketing_leads",
            "marketing_customers",
            "marketing_gross_profit",
            "marketing_cost",
            "marketing_profit",
            "paid_leads",
            "paid_customers",
            "paid_cost",
        )
    ]
)

PERIOD = np.dtype(
    [
        ("begin", np.int64),
        ("end", np.int64),
        ("partial", np.bool_),  # not a whole month or week
        ("business_days", np.float64),
        *((name, np.float64) for name in FACTS.names or ()),
    ]
)


def facts(sums: Sums) -> Table:
    """`FACTS` of each month, week and window, last of the horizon."""
    table = np.zeros(len(sums.spans), FACTS)
    counts, spent = sums.spans, sums.spent
    for index, name in enumerate(SPAN_COUNTS):
        table[name] = counts[:, 0, index]
    table["visitors"] = spent[:, 0, SPENT_VISITORS]
    table["revenue"] = spent[:, 0, SPENT_REVENUE]
    table["gross_profit"] = spent[:, 0, SPENT_GROSS_PROFIT]
    table["marketing_gross_profit"] = spent[:, 1, SPENT_GROSS_PROFIT]
    for bearer, name in enumerate(("marketing", "paid"), start=1):
        table[f"{name}_leads"] = counts[:, bearer, SPAN_LEADS]
        table[f"{name}_customers"] = counts[:, bearer, SPAN_CUSTOMERS]
    table["cost"], table["marketing_cost"], table["paid_cost"] = spent_by_span(sums)
    table["profit"] = table["gross_profit"] - table["cost"]
    table["marketing_profit"] = table["marketing_gross_profit"] - table["marketing_cost"]
    return table


def months(sums: Sums, found: Table) -> Table:
    """`PERIOD` of each calendar month of the horizon, from the facts of all spans."""
    return _periods(sums, found, sums.layout.months, 0)


def weeks(sums: Sums, found: Table) -> Table:
    """`PERIOD` of each ISO week (Monday 00:00 to Monday 00:00) of the horizon."""
    return _periods(sums, found, sums.layout.weeks, sums.frame.n_months)


def _periods(sums: Sums, found: Table, edges: Ticks, first: int) -> Table:
    here = slice(first, first + len(edges) - 1)
    table = np.zeros(len(edges) - 1, PERIOD)
    for name in FACTS.names or ():
        table[name] = found[name][here]
    table["begin"], table["end"] = edges[:-1], edges[1:]
    table["partial"] = sums.layout.partial[here]
    table["business_days"] = sums.layout.business_days[here]
    return table


def per_business_day(counts: Floats, days: Floats) -> Floats:
    """Leads (or anything counted) per business day; NaN in a period without one."""
    undefined = np.full(np.shape(counts), np.nan)
    result: Floats = np.divide(counts, days, out=undefined, where=days > 0)
    return result


def change(series: Floats) -> Floats:
    """Relative change against the period before; NaN for the first and after a zero."""
    before = np.concatenate(([np.nan], series[:-1]))
    undefined = np.full(len(series), np.nan)
    result: Floats = np.divide(series - before, before, out=undefined, where=before != 0)
    return result
