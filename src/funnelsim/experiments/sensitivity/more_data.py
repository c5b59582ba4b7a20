"""How much more decided deals would narrow a rate, and with it the forecast."""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np

from funnelsim.errors import UsageError
from funnelsim.experiments.intervals import FloatArray

POINTS = 1_000
"""Equally likely values of the rate that stand for what is known of it."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What `more` decided deals would tell on average, before they are seen.

    Attributes
    ----------
    sd_now, sd_then
        Standard deviation of the rate given the deals so far, and the root of its expected
        variance after `more` (0..1).
    explained
        Share of the variance of the rate's effect on the outcome that goes away, 0..1.
    variance_reduction
        Share of the outcome's variance that goes away, 0..1.
    narrowing
        By which share the outcome's standard deviation shrinks, and with it, about, every range
        of the plan: 1 - sqrt(1 - variance_reduction).
    """

    sd_now: float
    sd_then: float
    explained: float
    variance_reduction: float
    narrowing: float


def more_deals(
    won: int,
    of: int,
    more: int,
    share: float,
    effect: Callable[[FloatArray], FloatArray] | None = None,
) -> Narrowing:
    """How much `more` deals decided at the same, unknown rate would narrow a plan.

    The rate has Jeffreys' posterior Beta(a, b) with a = won + 1/2, b = of - won + 1/2. Its
    variance is expected to shrink by a + b over a + b + more; that of an effect that is no
    straight line by the expectation over the wins still to come, of which each number leaves a
    posterior of its own.

    Parameters
    ----------
    won, of
        Deals won of deals decided so far.
    more
        Further decided deals, 0 or more.
    share
        Share of the outcome's variance due to this rate, from :func:`split.split`; a negative one
        counts as 0.
    effect
        The outcome's mean as a function of the rate (0..1), e.g. ``Part.effect``. Default: a
        straight line.

    Raises
    ------
    UsageError
        If the deals are no possible numbers.
    """
    if not 0 <= won <= of or more < 0:
        raise UsageError(
            f"more deals: found {won} won of {of} and {more} more; won must lie within 0 and the "
            "number decided, and neither may be negative"
        )
    a, b = won + 0.5, of - won + 0.5
    now = a * b / ((a + b) ** 2 * (a + b + 1))
    left = (a + b) / (a + b + more)
    explained = 1.0 - (left if effect is None else _left(a, b, more, effect))
    reduction = min(1.0, max(0.0, share)) * explained
    return Narrowing(sqrt(now), sqrt(now * left), explained, reduction, 1.0 - sqrt(1.0 - reduction))


def _left(a: float, b: float, more: int, effect: Callable[[FloatArray], FloatArray]) -> float:
    """Expected share of the effect's variance that is left: E[Var(f | wins)] / Var(f)."""
    from scipy.special import betaincinv, xlog1py, xlogy
    from scipy.stats import betabinom

    rate = betaincinv(a, b, (np.arange(POINTS) + 0.5) / POINTS)
    height = np.asarray(effect(rate), dtype=np.float64)
    height = height - height.mean()
    total = float(np.square(height).mean())
    if total == 0.0 or more == 0:
        return 1.0
    left = 0.0
    wins = np.arange(more + 1)
    chance = betabinom.pmf(wins, more, a, b)
    for k in wins[chance > 1e-12]:
        logs = xlogy(k, rate) + xlog1py(more - k, -rate)
        weight = np.exp(logs - logs.max())
        weight /= weight.sum()
        mean = float(weight @ height)
        left += float(chance[k]) * float(weight @ np.square(height - mean))
    return min(1.0, left / total)
