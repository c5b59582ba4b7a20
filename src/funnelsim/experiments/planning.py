"""Exact volumes for a wanted probability of enough wins.

They hold where leads are won independently at one rate and reps are no limit. A *batch* is a
fixed number of leads; a *flow* has a Poisson number with the planned mean.
``scipy.special`` is imported on first use, to keep start-up short.
"""

from bisect import bisect_left
from collections.abc import Callable
from math import ceil

import numpy as np

LARGEST_VOLUME = 10**9
"""Volumes beyond this count as unreachable."""


def p_at_least_batch(wins: int, volume: int, rate: float) -> float:
    """P(at least `wins` wins | a batch of exactly `volume` leads), binomial.

    Parameters
    ----------
    wins
        Wins wanted, 0 or more.
    volume
        Number of leads.
    rate
        Chance that a lead is won, 0..1.
    """
    from scipy.special import bdtrc

    _check(wins, volume, rate)
    if wins <= 0:
        return 1.0
    return float(bdtrc(wins - 1, volume, rate)) if wins <= volume else 0.0


def p_at_least_poisson(wins: int, volume: float, rate: float) -> float:
    """P(at least `wins` wins | a flow of `volume` leads on average), Poisson."""
    from scipy.special import pdtrc

    _check(wins, volume, rate)
    return float(pdtrc(wins - 1, volume * rate)) if wins > 0 else 1.0


def p_at_least_beta_binomial(wins: int, volume: int, won: int, of: int) -> float:
    """P(at least `wins` wins | a batch of `volume` leads), rate known only as `won` of `of`.

    Beta-binomial: the rate has Jeffreys' posterior Beta(won + 1/2, of - won + 1/2).
    """
    if not 0 <= won <= of:
        raise ValueError(f"{won} won of {of}")
    _check(wins, volume, 0.0)
    if wins <= 0:
        return 1.0
    if wins > volume:
        return 0.0
    return _beta_binomial_tail(wins, volume, won + 0.5, of - won + 0.5)


def _beta_binomial_tail(wins: int, volume: int, a: float, b: float) -> float:
    """P(X >= wins): one less the terms below `wins`, of which there are few."""
    from scipy.special import betaln

    k = np.arange(wins)
    log_choose = -np.log(volume + 1.0) - betaln(volume - k + 1.0, k + 1.0)
    terms = np.exp(log_choose + betaln(k + a, volume - k + b) - betaln(a, b))
    return max(0.0, 1.0 - float(terms.sum()))


def volume_for_probability_batch(wins: int, rate: float, probability: float) -> int | None:
    """Smallest batch that brings at least `wins` wins with at least `probability`.

    Returns
    -------
    int or None
        Number of leads; ``None`` when no volume reaches it (rate 0).

    Raises
    ------
    ValueError
        If `rate` is not within 0..1 or `probability` not between 0 and 1.
    """
    _check(wins, 0, rate)
    if wins > 0 and rate == 0.0:
        return None
    return _smallest(lambda volume: p_at_least_batch(wins, volume, rate), probability)


def volume_for_probability_poisson(wins: int, rate: float, probability: float) -> int | None:
    """Smallest whole mean number of leads of a flow that brings the wins with `probability`.

    Parameters, result and errors as in :func:`volume_for_probability_batch`.
    """
    from scipy.special import gammaincinv

    _check(wins, 0, rate)
    _check_probability(probability)
    if wins <= 0:
        return 0
    if rate == 0.0:
        return None
    # P(Poisson(m) >= k) = P(gamma(k) <= m), the regularised lower incomplete gamma function.
    volume = ceil(float(gammaincinv(wins, probability)) / rate)
    return volume if volume <= LARGEST_VOLUME else None


def volume_for_probability_beta_binomial(
    wins: int, won: int, of: int, probability: float
) -> int | None:
    """Smallest batch that brings the wins with `probability`, rate known as `won` of `of`.

    Result and errors as in :func:`volume_for_probability_batch`.
    """
    return _smallest(lambda volume: p_at_least_beta_binomial(wins, volume, won, of), probability)


def _smallest(chance: Callable[[int], float], probability: float) -> int | None:
    """Smallest volume whose chance, which grows with the volume, is at least `probability`."""
    _check_probability(probability)
    top = 1
    while chance(top) < probability:
        if top >= LARGEST_VOLUME:
            return None
        top *= 2
    return bisect_left(range(top + 1), probability, key=chance)


def _check(wins: int, volume: float, rate: float) -> None:
    if wins < 0 or volume < 0:
        raise ValueError(f"{wins} wins from {volume} leads: neither may be negative")
    if not 0.0 <= rate <= 1.0:
        raise ValueError(f"a rate lies within 0 and 1, not {rate}")


def _check_probability(probability: float) -> None:
    if not 0.0 < probability < 1.0:
        raise ValueError(f"a probability lies between 0 and 1, not {probability}")
