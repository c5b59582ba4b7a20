import pytest
from scipy import stats


@pytest.fixture
def flow(rng):
    """Which of n replications win at least `wins` deals from a Poisson flow at a rate.

    The same uniform numbers at every volume: common luck.
    """

    def make(n, wins=10, rate=0.25):
        luck = rng.random(n)
        return lambda volume: stats.poisson.ppf(luck, volume * rate) >= wins

    return make
