"""Names of the figures of a run, and the ratios formed from sums.

A ratio is never formed inside a replication (except for targets): experiments divide means.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from funnelsim.outcomes.conversion import RATES, READINGS


class Ratio(NamedTuple):
    """A figure that is a quotient of two sums.

    Attributes
    ----------
    over, under
        Names in `Outcomes.sums`.
    says
        What it means, for tables.
    """

    over: str
    under: str
    says: str


RATIOS: dict[str, Ratio] = {
    "roi": Ratio("profit", "cost", "(gross profit - all costs) / all costs"),
    "marketing_roi": Ratio(
        "marketing_profit",
        "marketing_cost",
        "(gross profit of marketing-originated customers - marketing cost) / marketing cost",
    ),
    "cpl": Ratio("marketing_cost", "marketing_leads", "marketing cost per lead of marketing"),
    "cpl_paid": Ratio("paid_cost", "paid_leads", "cost of paid channels per lead of theirs"),
    "cac": Ratio("cost", "customers", "all costs per customer (blended)"),
    "cac_paid": Ratio(
        "paid_cost", "paid_customers", "cost of paid channels per customer of theirs"
    ),
    "deal_size": Ratio("revenue", "customers", "average deal"),
    "clv": Ratio("gross_profit", "customers", "gross profit per customer; one-off deals"),
    "clv_to_cac": Ratio("gross_profit", "cost", "gross profit per customer over cost per customer"),
    "max_cpl": Ratio(
        "marketing_gross_profit", "marketing_leads", "cost per lead at which marketing breaks even"
    ),
    "marketing_originated": Ratio(
        "marketing_customers", "customers", "share of customers whose lead came from marketing"
    ),
    "growth": Ratio("revenue_growth", "revenue_first_half", "revenue, second half over first"),
    "never_called": Ratio("uncalled", "visits", "share of leads handed to sales never called"),
    "response_wall": Ratio("response_wall_ms", "called", "mean first response, ms of wall time"),
    "response_working": Ratio("response_working_ms", "called", "mean first response, open ms"),
    "cycle": Ratio("cycle_ms", "customers", "mean time from lead to customer, ms"),
    "cycle_from_sql": Ratio("cycle_from_sql_ms", "cycle_from_sql_n", "mean from SQL to win, ms"),
    "effort_hot": Ratio("effort_hot_ms", "effort_ms", "share of rep time spent on hot leads"),
    "effort_warm": Ratio("effort_warm_ms", "effort_ms", "share of rep time spent on warm leads"),
    "effort_cold": Ratio("effort_cold_ms", "effort_ms", "share of rep time spent on cold leads"),
    "still_open_share": Ratio("still_open", "cohort", "leads of the horizon open after run-off"),
    "unfit_share": Ratio("unfit_ms", "busy_ms", "share of rep time spent on unfit leads"),
    "utilisation": Ratio("busy_ms", "available_ms", "busy over available time of all reps"),
    "sla_met": Ratio("sla_in_time", "sla_counted", "visits called in time"),
}
for _rate in RATES:
    for _reading in READINGS:
        _name = _rate if _reading == "period" else f"{_rate}_{_reading}"
        RATIOS[_name] = Ratio(
            f"{_rate}_{_reading}_hits", f"{_rate}_{_reading}_of", f"{_rate} ({_reading})"
        )


def figure(name: str, sums: Mapping[str, float]) -> float:
    """A sum or a ratio by name; NaN for a ratio over 0.

    Raises
    ------
    KeyError
        For a name that is neither.
    """
    if name in sums:
        return float(sums[name])
    ratio = RATIOS[name]
    under = sums[ratio.under]
    return float(sums[ratio.over] / under) if under else float("nan")


ALARMS = {
    "cpl_above_deal": "a lead costs more than the average deal brings",
    "cac_above_deal": "a customer costs more than the average deal brings",
    "cac_above_clv": "a customer costs more than its gross profit: no break-even on the first sale",
}


def alarms(sums: Mapping[str, float]) -> tuple[str, ...]:
    """Names of the `ALARMS` that ring; an undefined figure rings none.

    Parameters
    ----------
    sums
        Sums of one replication, or their means over many.
    """
    cpl, cac, deal, clv = (figure(name, sums) for name in ("cpl", "cac", "deal_size", "clv"))
    rings = {"cpl_above_deal": cpl > deal, "cac_above_deal": cac > deal, "cac_above_clv": cac > clv}
    return tuple(name for name, ringing in rings.items() if ringing)


def break_even_customers(sums: Mapping[str, float]) -> float:
    """Customers whose gross profit, at the average so far, covers all costs; NaN without any."""
    clv = figure("clv", sums)
    return sums["cost"] / clv if clv > 0 else float("nan")
