import pytest
from scipy.special import pdtr


@pytest.fixture
def flow(rng):
    """Which of n replications win at least `wins` deals from a Poisson flow at a rate.

    The same uniform numbers at every volume: common luck.
    """

    def make(n, wins=10, rate=0.25):
        luck = rng.random(n)
        # The quantile at u is at least k where P(fewer than k) < u.
        return lambda volume: luck > pdtr(wins - 1, volume * rate)

    return make
