"""Leads per business day, month by month."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from funnelsim.experiments.days import day_of
from funnelsim.experiments.summaries import Summary, summary
from funnelsim.outcomes.facts import per_business_day

if TYPE_CHECKING:
    from funnelsim.experiments.forecast import Forecast


@dataclass(frozen=True)
class Month:
    """A calendar month of the horizon.

    Attributes
    ----------
    first
        Its first day in the horizon.
    whole
        Whether the horizon has all of it.
    days
        Days on which the calling team's calendar opens.
    a_day
        New leads per business day; undefined without one.
    """

    first: dt.date
    whole: bool
    days: float
    leads: Summary
    a_day: Summary


def business_months(forecast: Forecast) -> list[Month]:
    """Every month of the horizon."""
    months, origin = forecast.stack.months, forecast.model.origin
    first = months[0]
    daily = per_business_day(months["leads"], months["business_days"])
    return [
        Month(
            day_of(origin, first["begin"][i]),
            not bool(first["partial"][i]),
            float(first["business_days"][i]),
            summary(months["leads"][:, i], ()),
            summary(daily[:, i], ()),
        )
        for i in range(len(first))
    ]


def more_per_day(before: float, after: float) -> float:
    """How much more a business day must bring for the volume of a month with more of them.

    Parameters
    ----------
    before, after
        Business days of the two months.

    Returns
    -------
    float
        A share: 23 days and then 20 make 0.15.
    """
    return before / after - 1.0
