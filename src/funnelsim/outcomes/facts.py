"""What happened in each span of time: the whole horizon, its months, its weeks, a target's window.

Leads, MQL, SQL, opportunities and customers count leads that reach the status **for the first
time**; what an open deal had behind it before the start counts nowhere. ``cold`` counts every
time a shelf life ran out. Gross profit is revenue times the margin of the lead's class at the
win; profit is gross profit less all costs.
"""

from __future__ import annotations

import numpy as np

from funnelsim.model.calendar import Calendar
from funnelsim.model.codes import Row
from funnelsim.model.tables import Model
from funnelsim.outcomes.history import History
from funnelsim.outcomes.money import Costs, marketing_channels, paid_channels
from funnelsim.outcomes.spans import (
    Floats,
    Table,
    Ticks,
    business_days,
    by_period,
    month_edges,
    partial_months,
    partial_weeks,
    week_edges,
)

FACTS = np.dtype(
    [
        (name, np.float64)
        for name in (
            "visitors", "leads", "mql", "sql", "opportunities", "customers",
            "revenue", "gross_profit", "cost", "profit", "cold",
            "marketing_leads", "marketing_customers", "marketing_gross_profit",
            "marketing_cost", "marketing_profit",
            "paid_leads", "paid_customers", "paid_cost",
        )
    ]
)  # fmt: skip

PERIOD = np.dtype(
    [
        ("begin", np.int64),
        ("end", np.int64),
        ("partial", np.bool_),  # not a whole month or week
        ("business_days", np.float64),
        *((name, np.float64) for name in FACTS.names or ()),
    ]
)


def facts(history: History, leads: Table, spent: Costs, edges: Ticks) -> Table:
    """`FACTS` of each span between `edges`."""
    model = history.model
    new = leads[~leads["open_deal"]]
    cold = history.kinds == Row.COLD
    table = np.zeros(len(edges) - 1, FACTS)
    table["visitors"] = by_period(history.visitors["tick"], edges, history.visitors["value"])
    table["leads"] = by_period(new["created"], edges)
    for name in ("mql", "sql"):
        table[name] = by_period(leads[name], edges)
    table["opportunities"] = by_period(leads["opportunity"], edges)
    table["customers"] = by_period(leads["won"], edges)
    for name in ("revenue", "gross_profit"):
        table[name] = by_period(leads["won"], edges, leads[name])
    money = spent.by_period(edges)
    table["cost"] = money.total
    table["profit"] = table["gross_profit"] - table["cost"]
    table["cold"] = by_period(history.rows["tick"][cold], edges)
    marketing = leads[marketing_channels(model)[leads["channel"]]]
    _originated(table, "marketing", marketing, edges)
    table["marketing_gross_profit"] = by_period(marketing["won"], edges, marketing["gross_profit"])
    table["marketing_cost"] = money.marketing
    table["marketing_profit"] = table["marketing_gross_profit"] - table["marketing_cost"]
    paid = paid_channels(model)
    _originated(table, "paid", leads[paid[leads["channel"]]], edges)
    table["paid_cost"] = money.paid
    return table


def _originated(table: Table, name: str, leads: Table, edges: Ticks) -> None:
    new = leads[~leads["open_deal"]]
    table[f"{name}_leads"] = by_period(new["created"], edges)
    table[f"{name}_customers"] = by_period(leads["won"], edges)


def months(history: History, leads: Table, spent: Costs) -> Table:
    """`PERIOD` of each calendar month of the horizon."""
    model = history.model
    edges = month_edges(model.origin, model.end)
    return _periods(history, leads, spent, edges, partial_months(model.origin, edges))


def weeks(history: History, leads: Table, spent: Costs) -> Table:
    """`PERIOD` of each ISO week (Monday 00:00 to Monday 00:00) of the horizon."""
    edges = week_edges(history.model.origin, history.model.end)
    return _periods(history, leads, spent, edges, partial_weeks(edges))


def _periods(
    history: History, leads: Table, spent: Costs, edges: Ticks, partial: np.ndarray
) -> Table:
    found = facts(history, leads, spent, edges)
    table = np.zeros(len(found), PERIOD)
    for name in FACTS.names or ():
        table[name] = found[name]
    table["begin"], table["end"], table["partial"] = edges[:-1], edges[1:], partial
    table["business_days"] = business_days(_office(history.model), edges)
    return table


def _office(model: Model) -> Calendar:
    """The calendar whose business days count: that of the team that makes the calls.

    Where nobody calls that of the first team; without teams the only one, the scenario's.
    """
    if not model.team.shape[1]:
        return model.calendars[-1]
    team = max(0, int(model.lead["calls_team"][0, 0])) if model.n_classes else 0
    return model.calendars[int(model.team["calendar"][0, team])]


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
