"""The rate of a channel at a tick, and what it adds up to over an hour."""

from __future__ import annotations

from math import expm1, log1p

from funnelsim.rules.arrivals import growth_factor, saturating

MONTH = 2_629_800_000.0
"""30.4375 days in ms."""


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


def growth_integral(g: float, t0: float, t1: float) -> float:
    """Integral of the growth factor (1 + g) ** (t / 30.4375 days) over [t0, t1), in ms."""
    if g == 0.0:
        return t1 - t0
    rate = log1p(g) / MONTH
    return growth_factor(g, t0) * expm1(rate * (t1 - t0)) / rate


def largest_growth(g: float, t0: float, t1: float) -> float:
    """Largest growth factor on [t0, t1]."""
    return max(growth_factor(g, t0), growth_factor(g, t1))
