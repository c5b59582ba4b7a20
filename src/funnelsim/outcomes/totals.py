"""Scalars of one replication that only add up what other folds found."""

from __future__ import annotations

import numpy as np

from funnelsim.model.codes import Status
from funnelsim.model.tables import Model
from funnelsim.outcomes.conversion import created_in_horizon
from funnelsim.outcomes.durations import Counts, count_durations
from funnelsim.outcomes.economics import cycle_times
from funnelsim.outcomes.facts import FACTS, facts
from funnelsim.outcomes.figures import figure
from funnelsim.outcomes.history import History
from funnelsim.outcomes.ledger import paper_loss
from funnelsim.outcomes.money import Costs
from funnelsim.outcomes.response import in_horizon
from funnelsim.outcomes.spans import NEVER, Floats, Table
from funnelsim.outcomes.visits import ARRIVES, Visits


def horizon_facts(months: Table) -> dict[str, float]:
    """`facts.FACTS` of the horizon, which its months make up."""
    return {name: float(months[name].sum()) for name in FACTS.names or ()}


def window_facts(
    history: History, leads: Table, spent: Costs, begin: int, end: int
) -> dict[str, float]:
    """`facts.FACTS` of [begin, end)."""
    found = facts(history, leads, spent, np.array([begin, end], np.int64))[0]
    return {name: float(found[name]) for name in FACTS.names or ()}


def target_values(history: History, leads: Table, spent: Costs, losses: Table) -> Floats:
    """Value of each target's metric in its window; NaN for a ratio over 0."""
    values = []
    for target in history.model.targets:
        sums = window_facts(history, leads, spent, target.begin, target.end)
        sums |= paper_loss(losses, target.begin, target.end)
        values.append(figure(target.metric, sums))
    return np.array(values, np.float64)


def entries(leads: Table, end: int) -> dict[str, float]:
    """Leads of the horizon by the status they entered with; open deals apart."""
    new = leads["entry"][created_in_horizon(leads, end)]
    counts = {f"entered_{s.name.lower()}": float(np.count_nonzero(new == s)) for s in Status}
    return counts | {"open_deals": float(np.count_nonzero(leads["open_deal"]))}


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


def cycle_sums(leads: Table, end: int) -> dict[str, float]:
    """Both sides of the mean cycle times of customers won in the horizon."""
    _, cycle, from_sql = cycle_times(leads, end)
    known = from_sql >= 0
    return {
        "cycle_ms": float(cycle.sum()),
        "cycle_from_sql_ms": float(from_sql[known].sum()),
        "cycle_from_sql_n": float(np.count_nonzero(known)),
    }


def durations(visits: Visits, leads: Table, model: Model) -> dict[str, Counts]:
    """Counts on the grid of `durations`: response by time of arrival, cycle by segment."""
    called = visits.chosen(in_horizon(visits, model.end) & (visits.first_call < NEVER))
    won, cycle, from_sql = cycle_times(leads, model.end)
    result = {
        "response_wall": count_durations(called.wall),
        "response_working": count_durations(called.working),
        "cycle": count_durations(cycle),
        "cycle_from_sql": count_durations(from_sql[from_sql >= 0]),
    }
    for i, name in enumerate(ARRIVES):
        here = called.arrives == i
        result[f"response_wall.{name}"] = count_durations(called.wall[here])
        result[f"response_working.{name}"] = count_durations(called.working[here])
    for i, name in enumerate(model.names.segments):
        result[f"cycle.{name}"] = count_durations(cycle[won["segment"] == i])
    return result
