"""The rate of a channel at a tick, and what it adds up to over an hour.

Rates are per ms. ``growth`` is a share per month of 30.4375 days, ``shape`` the factor of the day
(month, weekday, campaigns), ``hour`` that of the hour of the day.
"""

from __future__ import annotations

from funnelsim.rules.arrivals import *
from funnelsim.rules.columns import Floats
from funnelsim.rules.numerics import *
from funnelsim.rules.raw import *


def lead_rate(
    leads: float,
    visitors: float,
    budget: float,
    cost_per_click: float,
    saturates_at: float,
    opt_in: float,
) -> float:
    """Leads per ms of a channel before shapes: stated leads, and visitors and clicks who opt in."""
    return leads + (visitors + clicks(budget, cost_per_click, saturates_at)) * opt_in


def clicks(budget: float, cost_per_click: float, saturates_at: float) -> float:
    """Clicks per ms that a budget per ms buys; 0 without a price."""
    if cost_per_click <= 0.0:
        return 0.0
    return saturating(budget / cost_per_click, saturates_at)


def rate_at(base: float, shape: float, hour: float, growth: float, t: float) -> float:
    """Rate at ``t`` ms of a channel whose unshaped rate is ``base``."""
    return base * shape * hour * growth_factor(growth, t)


def highest_rate(
    base: float, shape: float, hour: float, growth: float, t0: float, t1: float
) -> float:
    """Bound of the rate on [t0, t1]; ``base`` and ``hour`` are the largest there."""
    return base * shape * hour * max(growth_factor(growth, t0), growth_factor(growth, t1))


def growth_integral(growth: float, t0: float, t1: float) -> float:
    """Integral of the growth factor (1 + growth) ** (t / month) over [t0, t1), in ms."""
    if growth == 0.0:
        return t1 - t0
    rate = log1p(growth) / MONTH
    return growth_factor(growth, t0) * expm1(rate * (t1 - t0)) / rate


def day_integral(hours: Floats, growth: float, length: int) -> float:
    """Integral of hour of the day times growth since 00:00 over the first ``length`` ms, in ms.

    ``hours`` are 24 factors.
    """
    return grown_day(floats(hours), growth, length)


def grown_day(hours: Floats, growth: float, length: int) -> float:
    """:func:`day_integral`, see ``raw``."""
    area = 0.0
    for i in range(24):
        start = i * HOUR
        end = min(start + HOUR, length)
        if start < end:
            area += hours[i] * growth_integral(growth, float(start), float(end))
    return area
