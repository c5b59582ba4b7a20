"""The horizon by channel, segment, region, origin and rep group.

For a rep group: leads are those that came to one of its reps for the first time, MQL the visits
that came to it before any other group; SQL, opportunities and customers those that its reps
accepted, met and won; cold what went cold while one of its reps had it. Its cost is the pay of its
reps.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from funnelsim.model.codes import Origin
from funnelsim.model.tables import Model
from funnelsim.outcomes.money import cost_of_channels, cost_of_classes, pay_of_groups
from funnelsim.outcomes.spans import Table
from funnelsim.outcomes.tallies import Exact, Sums, grouped
from funnelsim.outcomes.tally_codes import (
    CLASS_COUNTS,
    EARNED_GROSS_PROFIT,
    EARNED_REVENUE,
    GROUP_COUNTS,
    SPENT_VISITORS,
)

BREAKDOWN = np.dtype(
    [
        (name, np.float64)
        for name in (
            "visitors",  # NaN where visitors, being anonymous, cannot be told apart
            "leads",
            "mql",
            "sql",
            "opportunities",
            "customers",
            "revenue",
            "gross_profit",
            "cost",
            "cold",
            "cohort_customers",  # leads created in the horizon that win before the log ends
            "still_open",  # and those that are neither cold nor gone by then
        )
    ]
)

DIMENSIONS = ("channel", "segment", "region", "origin", "rep_group")
ORIGINS = tuple(origin.name.lower() for origin in Origin)


def names_of(model: Model, dimension: str) -> tuple[str, ...]:
    """Names of the rows of a breakdown."""
    return {
        "channel": model.names.channels,
        "segment": model.names.segments,
        "region": model.names.regions,
        "origin": ORIGINS,
        "rep_group": model.names.groups,
    }[dimension]


def breakdowns(sums: Sums) -> dict[str, Table]:
    """`BREAKDOWN` tables by dimension, rows as in `names_of`."""
    model = sums.model
    carried = cost_of_classes(sums)
    channel = _of_leads(sums, model.class_channel, "channel")
    channel["cost"] = cost_of_channels(sums)
    channel["visitors"] = sums.horizon[:-1, SPENT_VISITORS].rounded()
    tables = {"channel": channel}
    for dimension, key in (("segment", model.class_segment), ("region", model.class_region)):
        table = _of_leads(sums, key, dimension)
        table["cost"] = np.bincount(key, carried, len(table))
        table["visitors"] = np.nan
        tables[dimension] = table
    origin = np.array([ORIGINS.index(name) for name in model.names.origins], np.int64)
    tables["origin"] = np.zeros(len(ORIGINS), BREAKDOWN)
    for name in BREAKDOWN.names or ():
        tables["origin"][name] = np.bincount(origin, channel[name], len(ORIGINS))
    tables["rep_group"] = _of_groups(sums)
    return tables


def _of_leads(sums: Sums, key: NDArray[np.int64], dimension: str) -> Table:
    """Counts and sums over the classes with each key, costs and visitors left out."""
    table = np.zeros(len(names_of(sums.model, dimension)), BREAKDOWN)
    n = len(table)
    counts = grouped(sums.classes, key, n)
    for index, name in enumerate(CLASS_COUNTS):
        if name in (BREAKDOWN.names or ()):
            table[name] = counts[:, index]
    earned = sums.earned.mapped(lambda column: grouped(column, key, n)).rounded()
    table["revenue"] = earned[:, EARNED_REVENUE]
    table["gross_profit"] = earned[:, EARNED_GROSS_PROFIT]
    return table


def _of_groups(sums: Sums) -> Table:
    table = np.zeros(sums.frame.n_groups, BREAKDOWN)
    for index, name in enumerate(GROUP_COUNTS):
        if name in (BREAKDOWN.names or ()):
            table[name] = sums.groups[:, index]
    earned = Exact.of(sums.tally.group_money, len(table), 2).rounded()
    table["revenue"], table["gross_profit"] = earned[:, 0], earned[:, 1]
    table["visitors"] = table["cohort_customers"] = table["still_open"] = np.nan
    table["cost"] = pay_of_groups(sums)
    return table
