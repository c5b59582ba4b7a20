"""Cycle times, the cost of chasing unfit leads, payback, and the swing from month to month."""

from __future__ import annotations

import numpy as np

from funnelsim.outcomes.history import History
from funnelsim.outcomes.money import accrued
from funnelsim.outcomes.spans import BEFORE, Floats, Table, Ticks, by_period
from funnelsim.outcomes.work import Spells, WorkingTime


def cycle_times(leads: Table, end: int) -> tuple[Table, Ticks, Ticks]:
    """Customers won in the horizon, their ms from creation to win and from SQL to win.

    The latter is -1 for an open deal that was an SQL before the start: since when is not known.
    """
    won = leads[(leads["won"] >= 0) & (leads["won"] < end)]
    known = won["sql"] > BEFORE
    from_sql = np.where(known, won["won"] - np.where(known, won["sql"], 0), -1)
    return won, won["won"] - won["created"], from_sql


def chasing_unfit(
    history: History, leads: Table, spells: Spells, working: WorkingTime, busy: Floats
) -> dict[str, float]:
    """``unfit_ms`` of working time spent on unfit leads and ``unfit_cost``, what it was paid.

    A rep's hour costs the pay of the rep group in the horizon over the working time of its reps.
    Teams without a limit have no such price and add nothing.
    """
    model = history.model
    n = len(model.names.groups)
    pay = np.zeros(n + 1)
    edges = np.array([0, model.end], np.int64)
    np.add.at(pay, model.streams["group"], accrued(model, edges)[:, 0])
    limited = ~model.team_unlimited[model.rep_team].astype(np.bool_)
    hours = np.bincount(model.rep_group[limited], working.available()[limited], n)
    price = np.divide(pay[:n], hours, out=np.zeros(n), where=hours > 0)
    unfit = ~leads["fit"][spells.who]
    group = model.rep_group[spells.rep[unfit]]
    return {
        "unfit_ms": float(busy[unfit].sum()),
        "unfit_cost": float((price[group] * busy[unfit]).sum()),
    }


def payback_months(months: Table) -> float:
    """Months from the start until cumulative profit is no longer negative, and stays so.

    Revenue counts at the win. NaN when the horizon ends before.
    """
    total = np.cumsum(months["profit"])
    below = np.flatnonzero(total < 0)
    paid_back = int(below[-1]) + 1 if len(below) else 0
    return float(paid_back + 1) if paid_back < len(total) else float("nan")


def volatility(months: Table) -> float:
    """Standard deviation over mean of revenue in whole months (feast and famine); NaN at 0."""
    revenue = months["revenue"][~months["partial"]]
    if len(revenue) < 2 or revenue.mean() == 0:
        return float("nan")
    return float(revenue.std(ddof=1) / revenue.mean())


def growth(leads: Table, end: int) -> dict[str, float]:
    """Revenue of the first half of the horizon [0, end), and how much more the second brought."""
    half = np.array([0, end // 2, end], np.int64)
    first, second = by_period(leads["won"], half, leads["revenue"])
    return {"revenue_first_half": float(first), "revenue_growth": float(second - first)}
