"""Arrivals and, without limits of capacity, customers and revenue are exactly Poisson."""

from itertools import pairwise

import numpy as np
import pytest
from formulas import delayed_poisson_mean, lognormal_cdf
from runs import HOUR, compiled, mean, outcomes
from scipy import stats

from funnelsim.model.codes import Row
from two_engines import quick as simulate

MONTH = 30.4375 * 24 * HOUR
PROBABILITIES = (0.05, 0.25, 0.5, 0.75, 0.95)


def is_poisson(counts, truth):
    """Mean within 4 standard errors; variance within the 99.99 % range of its chi-square."""
    n = len(counts)
    assert abs(np.mean(counts) - truth) < 4 * np.sqrt(truth / n)
    low, high = stats.chi2.ppf([5e-5, 1 - 5e-5], n - 1) / (n - 1)
    # Fourth moments of a Poisson number widen the range where the mean is small.
    widening = np.sqrt(1 + 1 / (2 * truth))
    spread = np.var(counts, ddof=1) / truth
    assert 1 - (1 - low) * widening < spread < 1 + (high - 1) * widening


def quantiles_are(values, cdf, at):
    """Shares at or below given points against the distribution function, within 4 errors."""
    n = len(values)
    for point in at:
        p = cdf(point)
        share = np.mean(np.asarray(values) <= point)
        assert abs(share - p) < 4 * np.sqrt(p * (1 - p) / n)


def test_counts_of_rates_in_steps(seed):
    model = compiled("nhpp")
    edges = np.array([0, 3.2, 7.9, 10, 13.2, 17.9, 20]) * HOUR
    counts = []
    for r in range(400):
        log = simulate(model, seed, r)
        arrived = log["tick"][log["kind"] == Row.ARRIVED]
        counts.append(np.histogram(arrived, edges)[0])
    counts = np.array(counts)
    lengths = np.diff(edges[:4]) / HOUR
    for span, rate in enumerate((5, 1.5, 3)):
        both = counts[:, span] + counts[:, span + 3]
        truth = 2 * lengths[span] * rate
        mean(both).agrees_with(truth, 0.02)
        is_poisson(both, truth)
        is_poisson(counts[:, span], truth / 2)
        quantiles_are(both, stats.poisson(truth).cdf, stats.poisson(truth).ppf(PROBABILITIES))
    neighbours = np.corrcoef(counts, rowvar=False)
    others = neighbours[~np.eye(6, dtype=bool)]
    assert np.abs(others).max() < 4.5 / np.sqrt(400), "counts of spans are independent"


def monthly_truth(model, per_month):
    """Expected customers of each calendar month."""
    delay = lognormal_cdf(40 * 24 * HOUR, 1.2)

    def rate(s):
        return per_month / MONTH * 1.02 ** (s / MONTH)

    edges = [int(t) for t in model.month_starts if 0 <= t < model.end]
    edges = sorted({0, *edges, model.end})
    return np.array([delayed_poisson_mean(rate, 0.25, delay, a, b) for a, b in pairwise(edges)])


def customers_are_poisson(seed, sets, per_month, replications, error):
    """Customers by month and in all; revenue at exponential deal values of mean 100."""
    model = compiled("poisson-wins", [*sets, "segments.any.deal=exponential(mean=100)"])
    found = outcomes(model, seed, replications)
    truth = monthly_truth(model, per_month)
    months = np.array([o.months["customers"] for o in found])
    for column, expected in zip(months.T, truth, strict=True):
        is_poisson(column, expected)
    total, wins = truth.sum(), months.sum(axis=1)
    mean(wins).agrees_with(total, error)
    quantiles_are(wins, stats.poisson(total).cdf, stats.poisson(total).ppf(PROBABILITIES))
    revenue_is_compound_poisson([o.sums["revenue"] for o in found], total, error)


def revenue_is_compound_poisson(revenue, wins, error):
    """Cumulants of order j are wins x E[value^j], for exponential values wins x j! 100^j."""
    n = len(revenue)
    mean(revenue).agrees_with(100 * wins, 2 * error)
    variance, fourth = 2 * 100**2 * wins, 24 * 100**4 * wins
    spread = np.sqrt(fourth / n + 2 * variance**2 / (n - 1))
    assert abs(np.var(revenue, ddof=1) - variance) < 4 * spread
    numbers = np.arange(1, int(wins + 12 * np.sqrt(wins)) + 1)
    weights = stats.poisson.pmf(numbers, wins)

    def cdf(x):
        return np.exp(-wins) + np.sum(weights * stats.gamma.cdf(x / 100, numbers))

    around = 100 * wins + np.sqrt(variance) * stats.norm.ppf(PROBABILITIES)
    quantiles_are(revenue, cdf, around)


def test_customers_and_revenue(seed):
    sets = ("horizon=4 months", "channels.in.leads=60/month")
    customers_are_poisson(seed, sets, 60, 120, 0.02)


@pytest.mark.slow
def test_customers_and_revenue_as_the_file_says(seed):
    customers_are_poisson(seed, (), 300, 60, 0.01)
