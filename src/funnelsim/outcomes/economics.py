"""The cost of chasing unfit leads, payback, and the swing from month to month."""

from __future__ import annotations

import numpy as np

from funnelsim.outcomes.hours import limited_reps
from funnelsim.outcomes.money import pay_of_groups
from funnelsim.outcomes.spans import Table
from funnelsim.outcomes.tallies import Sums
from funnelsim.outcomes.tally_codes import GROUP_UNFIT_MS, SPENT_REVENUE


def chasing_unfit(sums: Sums) -> dict[str, float]:
    """``unfit_ms`` of working time spent on unfit leads and ``unfit_cost``, what it was paid.

    A rep's hour costs the pay of the rep group in the horizon over the working time of its reps.
    Teams without a limit have no such price and add nothing.
    """
    n = sums.frame.n_groups
    limited = limited_reps(sums.model)
    groups = sums.model.rep_group[limited]
    hours = np.bincount(groups, sums.layout.available[limited], n)
    price = np.divide(pay_of_groups(sums), hours, out=np.zeros(n), where=hours > 0)
    unfit = sums.groups[:, GROUP_UNFIT_MS]
    return {"unfit_ms": float(unfit.sum()), "unfit_cost": float((price * unfit).sum())}


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


def growth(sums: Sums) -> dict[str, float]:
    """Revenue of the first half of the horizon [0, end), and how much more the second brought."""
    first, second = sums.spent[-3:-1, 0, SPENT_REVENUE].tolist()
    return {"revenue_first_half": first, "revenue_growth": second - first}
