"""The horizon by channel, segment, region, origin and rep group.

For a rep group: leads are those that came to one of its reps for the first time, MQL the visits
that came to it before any other group; SQL, opportunities and customers those that its reps
accepted, met and won; cold what went cold while one of its reps had it. Its cost is the pay of its
reps.
"""

from __future__ import annotations

import numpy as np

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
    tables = _of_leads(sums)
    carried = cost_of_classes(sums)
    for dimension, key in (("segment", model.class_segment), ("region", model.class_region)):
        tables[dimension]["cost"] = np.bincount(key, carried, len(tables[dimension]))
        tables[dimension]["visitors"] = np.nan
    channel = tables["channel"]
    channel["cost"] = cost_of_channels(sums)
    channel["visitors"] = sums.horizon[:-1, SPENT_VISITORS].rounded()
    origin = np.array([ORIGINS.index(name) for name in model.names.origins], np.int64)
    tables["origin"] = np.zeros(len(ORIGINS), BREAKDOWN)
    for name in BREAKDOWN.names or ():
        tables["origin"][name] = np.bincount(origin, channel[name], len(ORIGINS))
    tables["rep_group"] = _of_groups(sums)
    return tables


def _of_leads(sums: Sums) -> dict[str, Table]:
    """Counts and sums over the classes of each channel, segment, region; no costs, no visitors."""
    model = sums.model
    keys = {
        "channel": model.class_channel,
        "segment": model.class_segment,
        "region": model.class_region,
    }
    sizes = [len(names_of(model, dimension)) for dimension in keys]
    first = np.cumsum([0, *sizes])
    key = np.concatenate([each + start for each, start in zip(keys.values(), first, strict=False)])
    n = int(first[-1])
    table = np.zeros(n, BREAKDOWN)
    counts = grouped(np.tile(sums.classes, (3, 1)), key, n)
    for index, name in enumerate(CLASS_COUNTS):
        if name in (BREAKDOWN.names or ()):
            table[name] = counts[:, index]
    thrice = sums.earned.mapped(lambda column: np.concatenate([column] * 3))
    earned = thrice.mapped(lambda column: grouped(column, key, n)).rounded()
    table["revenue"] = earned[:, EARNED_REVENUE]
    table["gross_profit"] = earned[:, EARNED_GROSS_PROFIT]
    spans = zip(keys, first[:-1], first[1:], strict=True)
    return {dimension: table[begin:end].copy() for dimension, begin, end in spans}


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
