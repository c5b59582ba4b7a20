"""Scalars of one replication that only add up or pick what other folds found."""

from __future__ import annotations

import numpy as np

from funnelsim.outcomes.durations import EDGES, Counts
from funnelsim.outcomes.facts import FACTS
from funnelsim.outcomes.figures import figure
from funnelsim.outcomes.ledger import paper_losses_of_targets
from funnelsim.outcomes.spans import Floats, Table
from funnelsim.outcomes.tallies import Sums, shaped
from funnelsim.outcomes.tally_codes import (
    HISTOGRAM_BY_ARRIVAL,
    HISTOGRAM_BY_SEGMENT,
    HISTOGRAM_CYCLE,
    HISTOGRAM_CYCLE_FROM_SQL,
    HISTOGRAM_RESPONSE_WALL,
    HISTOGRAM_RESPONSE_WORKING,
)
from funnelsim.outcomes.visits import ARRIVES

CYCLE = ("cycle_ms", "cycle_from_sql_ms", "cycle_from_sql_n")
ENTRIES = ("entered_lead", "entered_mql", "entered_sql", "open_deals")
"""Leads of the horizon by the status they entered with; open deals apart."""


def horizon_facts(months: Table) -> dict[str, float]:
    """`facts.FACTS` of the horizon, which its months make up."""
    return {name: float(months[name].sum()) for name in FACTS.names or ()}


def target_values(sums: Sums, found: Table) -> Floats:
    """Value of each target's metric in its window; NaN for a ratio over 0."""
    windows = found[len(sums.layout.partial) :]
    values = []
    for i, paper in enumerate(paper_losses_of_targets(sums)):
        here = dict(zip(FACTS.names or (), windows[i].tolist(), strict=True))
        values.append(figure(sums.model.targets[i].metric, here | paper))
    return np.array(values, np.float64)


def entries(sums: Sums) -> dict[str, float]:
    """`ENTRIES` of the horizon."""
    return {name: sums.scalars[name] for name in ENTRIES}


def cycle_sums(sums: Sums) -> dict[str, float]:
    """Both sides of the mean cycle times of customers won in the horizon."""
    return {name: sums.scalars[name] for name in CYCLE}


def response_sums(response: Table) -> dict[str, float]:
    """Both sides of the response ratios, over all times of arrival."""
    return {
        "visits": float(response["visits"].sum()),
        "called": float(response["called"].sum()),
        "uncalled": float(response["never_called"].sum()),
        "response_wall_ms": float(response["wall_ms"].sum()),
        "response_working_ms": float(response["working_ms"].sum()),
    }


def team_totals(teams: Table) -> dict[str, float]:
    """Sums over all teams; busy time of teams without a limit is not counted."""
    limited = teams["available_ms"] > 0
    met, breached = float(teams["sla_met"].sum()), float(teams["sla_breached"].sum())
    return {
        "busy_ms": float(teams["busy_ms"][limited].sum()),
        "available_ms": float(teams["available_ms"].sum()),
        "sla_in_time": met,
        "sla_counted": met + breached,
    }


def durations(sums: Sums) -> dict[str, Counts]:
    """Counts on the grid of `durations`: response by time of arrival, cycle by segment."""
    counts = shaped(sums.tally.durations, -1, len(EDGES) + 1).astype(np.int32)
    found = {
        "response_wall": counts[HISTOGRAM_RESPONSE_WALL],
        "response_working": counts[HISTOGRAM_RESPONSE_WORKING],
        "cycle": counts[HISTOGRAM_CYCLE],
        "cycle_from_sql": counts[HISTOGRAM_CYCLE_FROM_SQL],
    }
    for i, name in enumerate(ARRIVES):
        found[f"response_wall.{name}"] = counts[HISTOGRAM_BY_ARRIVAL + 2 * i]
        found[f"response_working.{name}"] = counts[HISTOGRAM_BY_ARRIVAL + 2 * i + 1]
    for i, name in enumerate(sums.model.names.segments):
        found[f"cycle.{name}"] = counts[HISTOGRAM_BY_SEGMENT + i]
    return found
