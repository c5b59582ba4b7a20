"""The horizon by channel, segment, region, origin and rep group.

For a rep group: leads are those that came to one of its reps for the first time, MQL the visits
that came to it before any other group; SQL, opportunities and customers those that its reps
accepted, met and won; cold what went cold while one of its reps had it. Its cost is the pay of its
reps.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from funnelsim.model.codes import ItemClass, Origin, Row
from funnelsim.model.tables import Model
from funnelsim.outcomes.conversion import created_in_horizon, still_open
from funnelsim.outcomes.history import History, last_before
from funnelsim.outcomes.money import Costs, accrued, cost_of_leads
from funnelsim.outcomes.spans import NEVER, Flags, Floats, Table, Ticks

BREAKDOWN = np.dtype(
    [
        (name, np.float64)
        for name in (
            "visitors",  # NaN where visitors, being anonymous, cannot be told apart
            "leads", "mql", "sql", "opportunities", "customers", "revenue", "gross_profit",
            "cost", "cold",
            "cohort_customers",  # leads created in the horizon that win before the log ends
            "still_open",  # and those that are neither cold nor gone by then
        )
    ]
)  # fmt: skip

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


def breakdowns(history: History, leads: Table, spent: Costs) -> dict[str, Table]:
    """`BREAKDOWN` tables by dimension, rows as in `names_of`."""
    model = history.model
    origin = np.array([ORIGINS.index(name) for name in model.names.origins], np.int64)
    carried = cost_of_leads(spent, leads, created_in_horizon(leads, model.end))
    channel = _of_leads(history, leads, leads["channel"], len(model.names.channels))
    channel["cost"] = _channel_costs(spent)
    channel["visitors"] = _visitors(history)
    tables = {"channel": channel}
    for dimension in ("segment", "region"):
        table = _of_leads(history, leads, leads[dimension], len(names_of(model, dimension)))
        table["cost"] = np.bincount(leads[dimension], carried, len(table))
        table["visitors"] = np.nan
        tables[dimension] = table
    tables["origin"] = np.zeros(len(ORIGINS), BREAKDOWN)
    for name in BREAKDOWN.names or ():
        tables["origin"][name] = np.bincount(origin, channel[name], len(ORIGINS))
    tables["rep_group"] = _of_groups(history, leads)
    return tables


def _of_leads(history: History, leads: Table, key: NDArray[np.int32], n: int) -> Table:
    """Counts and sums over the leads with each key, costs and visitors left out."""
    end = history.model.end
    new = created_in_horizon(leads, end)
    table = np.zeros(n, BREAKDOWN)

    def add(field: str, chosen: Flags, weights: Floats | None = None) -> None:
        table[field] = np.bincount(key[chosen], None if weights is None else weights[chosen], n)

    won = _within(leads["won"], end)
    add("leads", new)
    for field, tick in (("mql", "mql"), ("sql", "sql"), ("opportunities", "opportunity")):
        add(field, _within(leads[tick], end))
    add("customers", won)
    add("revenue", won, leads["revenue"])
    add("gross_profit", won, leads["gross_profit"])
    cold = (history.kinds == Row.COLD) & _within(history.rows["tick"], end)
    table["cold"] = np.bincount(key[history.who[cold]], minlength=n)
    add("cohort_customers", new & (leads["won"] < NEVER))
    add("still_open", new & still_open(leads))
    return table


def _within(ticks: Ticks, end: int) -> Flags:
    return np.asarray((ticks >= 0) & (ticks < end))


def _channel_costs(spent: Costs) -> Floats:
    """What each channel bears in the horizon."""
    model = spent.model
    n = len(model.names.channels)
    result = np.zeros(n + 1)  # the last entry takes what no channel bears
    edges = np.array([0, model.end], np.int64)
    np.add.at(result, model.streams["channel"], accrued(model, edges)[:, 0])
    inside = _within(spent.tick, model.end)
    np.add.at(result, spent.channel[inside], spent.amount[inside])
    return result[:n]


def _visitors(history: History) -> Floats:
    rows = history.visitors
    here = rows[_within(rows["tick"], history.model.end)]
    n = len(history.model.names.channels)
    return np.bincount(here["a"], here["value"], n).astype(np.float64)


def _of_groups(history: History, leads: Table) -> Table:
    model, rows, kind = history.model, history.rows, history.kinds
    n = len(model.names.groups)
    table = np.zeros(n, BREAKDOWN)
    here = _within(rows["tick"], model.end)
    given = np.isin(kind, (Row.ASSIGNED, Row.STARTED)) & (rows["b"] >= 0)
    group = np.full(len(rows), -1, np.int64)
    group[given] = model.rep_group[rows["b"][given]]

    def add(field: str, chosen: Flags, of: NDArray[np.int64]) -> None:
        table[field] = np.bincount(of[chosen & here & (of >= 0)], minlength=n)

    add("leads", _first_of_key(history.who * n + group, given), group)
    visit = last_before(kind == Row.MQL)
    handed_over = given & (visit >= 0) & (history.who[visit] == history.who)
    add("mql", _first_of_key(visit, handed_over), group)
    sql = (kind == Row.SQL) & (rows["b"] >= 0)
    group[sql] = model.rep_group[rows["b"][sql]]
    add("sql", _first_of_key(history.who, kind == Row.SQL), group)
    meeting = (kind == Row.STARTED) & (rows["c"] == ItemClass.MEETING)
    first_meeting = _first_of_key(history.who, meeting)
    first_meeting &= leads["opportunity"][history.who] == rows["tick"]
    add("opportunities", first_meeting, group)
    won = (kind == Row.WON) & (rows["a"] >= 0) & here
    winner, who = model.rep_group[rows["a"][won]], history.who[won]
    table["customers"] = np.bincount(winner, minlength=n)
    for field in ("revenue", "gross_profit"):
        table[field] = np.bincount(winner, leads[field][who], n)
    add("cold", kind == Row.COLD, _holder(history, given, group))
    table["visitors"] = table["cohort_customers"] = table["still_open"] = np.nan
    pay = np.zeros(n + 1)
    edges = np.array([0, model.end], np.int64)
    np.add.at(pay, model.streams["group"], accrued(model, edges)[:, 0])
    table["cost"] = pay[:n]
    return table


def _first_of_key(key: NDArray[np.int64], chosen: Flags) -> Flags:
    """Of the chosen rows, the first with each key."""
    at = np.flatnonzero(chosen)
    result = np.zeros(len(chosen), np.bool_)
    result[at[np.unique(key[at], return_index=True)[1]]] = True
    return result


def _holder(history: History, given: Flags, group: NDArray[np.int64]) -> NDArray[np.int64]:
    """Rep group that has the lead at each row, -1 for none: its last taker since it last left."""
    out = np.isin(history.kinds, (Row.ARRIVED, Row.MQL, Row.RECYCLED, Row.REACTIVATED))
    taken, left = last_before(given), last_before(out)
    held = taken > left
    return np.where(held, group[taken], -1)
