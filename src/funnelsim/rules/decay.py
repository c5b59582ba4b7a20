"""What fades or builds up between events: interest, score, hazard budgets, in closed form.

All times are ms. Interest after ``elapsed`` ms without a positive signal is
``m = floor + (1 - floor) 2**(-elapsed / half_life)``; an infinite half life keeps it at 1, a half
life of 0 drops it to the floor at once.
"""

from __future__ import annotations

from funnelsim.rules.numerics import *


def interest(elapsed: float, half_life: float, floor: float) -> float:
    """Interest ``m`` after ``elapsed`` ms; 1 at and before the positive signal."""
    return floor + (1.0 - floor) * _halved(elapsed, half_life)


def interest_integral(t0: float, t1: float, half_life: float, floor: float) -> float:
    """Integral of interest in ms from ``t0`` to ``t1`` ms after the positive signal, t0 >= 0."""
    span = t1 - t0
    if half_life == INFINITY:
        return span
    if half_life <= 0.0:
        return floor * span
    fading = (1.0 - floor) * _halved(t0, half_life) * half_life / LN2
    return floor * span - fading * expm1(-LN2 * span / half_life)


def interest_time(t0: float, area: float, half_life: float, floor: float) -> float:
    """The ``t1`` at which the integral of interest from ``t0`` reaches ``area``.

    Infinity where the interest left is less than that.
    """
    if area <= 0.0:
        return t0
    if half_life == INFINITY:
        return t0 + area
    if half_life <= 0.0:
        return t0 + area / floor if floor > 0.0 else INFINITY
    rate = LN2 / half_life
    # floor d + fading (1 - exp(-rate d)) = area, to be solved for d.
    fading = (1.0 - floor) * _halved(t0, half_life) / rate
    if floor <= 0.0:
        return t0 - log1p(-area / fading) / rate if area < fading else INFINITY
    # Halley's steps rise to the root from a start below it. Both lower bounds are exact in one
    # limit, interest still whole and interest at its floor; the larger one keeps the divisor
    # above 0. Steps shrink with the third power: after one of 1e-6 nothing is left to correct.
    span = max(area / (floor + fading * rate), (area - fading) / floor)
    for _ in range(60):
        gone = expm1(-rate * span)
        lacking = area - floor * span + fading * gone
        left = fading * rate * (1.0 + gone)
        slope = floor + left
        step = lacking / slope
        step /= 1.0 - 0.5 * step * rate * (left / slope)
        span += step
        if step <= 1e-6 * span:
            break
    return t0 + span


def next_signal(
    elapsed: float, budget: float, rate: float, half_life: float, floor: float
) -> float:
    """When a signal comes, in ms after the last positive one, if ``elapsed`` ms are over now.

    The ``rate`` per ms times interest uses up ``budget``; infinity where it never does.
    """
    return interest_time(elapsed, budget / rate, half_life, floor) if rate > 0.0 else INFINITY


def score_after(score: float, elapsed: float, half_life: float) -> float:
    """Engagement score after ``elapsed`` ms; an infinite half life keeps it."""
    return score * _halved(elapsed, half_life)


def score_add(score: float, points: float) -> float:
    """Score after a signal worth ``points``, never below 0."""
    return max(0.0, score + points)


def exponential_budget(u: float) -> float:
    """Unit exponential at the uniform ``u``: what a hazard must spend before it acts."""
    return -log(u)


def hazard_time(budget: float, hazard: float) -> float:
    """Time in ms at ``hazard`` per ms until ``budget`` is spent; infinity without a hazard."""
    if budget <= 0.0:
        return 0.0
    return budget / hazard if hazard > 0.0 else INFINITY


def hazard_spent(hazard: float, elapsed: float) -> float:
    """Budget that ``elapsed`` ms at ``hazard`` per ms use up."""
    return hazard * elapsed if hazard > 0.0 else 0.0


def budget_left(budget: float, spent: float) -> float:
    """What is left of a budget, never below 0."""
    return max(0.0, budget - spent)


def _halved(elapsed: float, half_life: float) -> float:
    if elapsed <= 0.0 or half_life == INFINITY:
        return 1.0
    return exp2(-elapsed / half_life) if half_life > 0.0 else 0.0
