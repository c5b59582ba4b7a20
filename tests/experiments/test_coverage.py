"""Announced coverage, counted on synthetic replications whose truth is known.

A method passes when the number of experiments whose interval covers the truth lies within the
central 99.9 % of the binomial distribution at its exact coverage; conservative methods need
only the lower end.
"""

import numpy as np
import pytest
from scipy import stats

from covering import EXPERIMENTS, Experiment, acceptance, count
from funnelsim.experiments.hits import hit_probability, hits, predictive_probability
from funnelsim.experiments.intervals import mean_t, order_ranks, quantile_order
from funnelsim.experiments.ratios import (
    fieller,
    per_replication,
    ratio_difference,
    ratio_of_means,
)
from funnelsim.experiments.stopping import Goal, StoppingRule
from funnelsim.experiments.summaries import fan_bands


@pytest.mark.parametrize(
    ("size", "band"), [(2000, (1867, 1931)), (500, (458, 489)), (200, (179, 198))]
)
def test_acceptance_bands(size: int, band: tuple[int, int]) -> None:
    assert acceptance(size=size) == band


def normal_mean(rng: np.random.Generator) -> bool:
    return mean_t(rng.normal(5.0, 2.0, 12)).covers(5.0)


def skewed_mean(rng: np.random.Generator) -> bool:
    return mean_t(rng.lognormal(0.0, 0.5, 300)).covers(np.exp(0.125))


def cost_per_win(rng: np.random.Generator) -> bool:
    wins = rng.poisson(3.0, 300)
    cost = 1000.0 + 50.0 * wins + rng.gamma(4.0, 50.0, 300)
    return ratio_of_means(cost, wins).covers(1350.0 / 3.0)


def paired_cost_per_win(rng: np.random.Generator) -> bool:
    wins, gained = rng.poisson(3.0, 300), rng.binomial(2, 0.3, 300)
    cost = 1000.0 + rng.gamma(4.0, 50.0, 300)
    found = ratio_difference(cost + 100.0, wins + gained, cost, wins)
    return found.covers(1300.0 / 3.6 - 1200.0 / 3.0)


def fieller_of_normals(rng: np.random.Generator) -> bool:
    common, own = rng.normal(size=(2, 15))
    return fieller(5.0 + common + own, 3.0 + common).covers(5.0 / 3.0)


def chance_with_uncertain_rate(rng: np.random.Generator) -> bool:
    rate = rng.beta(2.0, 3.0, 100)
    reached = rng.random((100, 8)) < rate[:, np.newaxis]
    return predictive_probability(reached.ravel(), np.repeat(np.arange(100), 8)).covers(0.4)


def mean_at_the_stopping_look(rng: np.random.Generator) -> bool:
    rule = StoppingRule([Goal("x", relative=0.05)], maximum=2000)
    decision = rule.decide({"x": rng.normal(1.0, 0.5, 2000)})
    assert decision.limit == "precision"
    return decision.progress[0].found.covers(1.0)


def ratio_at_the_stopping_look(rng: np.random.Generator) -> bool:
    rule = StoppingRule([Goal("x", "ratio", relative=0.05)], maximum=2000)
    wins = rng.poisson(3.0, 2000)
    cost = 1000.0 + 50.0 * wins + rng.gamma(4.0, 50.0, 2000)
    decision = rule.decide({"x": np.stack([cost, wins])})
    assert decision.limit == "precision"
    return decision.progress[0].found.covers(1350.0 / 3.0)


@pytest.mark.parametrize(
    "experiment",
    [
        normal_mean,
        skewed_mean,
        cost_per_win,
        paired_cost_per_win,
        fieller_of_normals,
        chance_with_uncertain_rate,
        mean_at_the_stopping_look,
        ratio_at_the_stopping_look,
    ],
)
def test_covers_as_announced(experiment: Experiment, rng: np.random.Generator) -> None:
    lo, hi = acceptance()
    assert lo <= count(experiment, rng) <= hi


@pytest.mark.parametrize("q", [0.05, 0.5, 0.9])
def test_quantile_covers_with_its_exact_chance(q: float, rng: np.random.Generator) -> None:
    lower, upper = order_ranks(200, q) or (0, 0)
    exact = stats.binom.cdf(upper - 1, 200, q) - stats.binom.cdf(lower - 1, 200, q)
    assert 0.95 <= exact < 0.975
    truth = stats.lognorm.ppf(q, 1.0)
    lo, hi = acceptance(exact)
    covered = count(lambda r: quantile_order(r.lognormal(size=200), q).covers(truth), rng)
    assert lo <= covered <= hi


def test_each_end_of_a_quantile_misses_at_most_half(rng: np.random.Generator) -> None:
    truth = stats.expon.ppf(0.95)
    found = [quantile_order(rng.exponential(size=150), 0.95) for _ in range(EXPERIMENTS)]
    most = stats.binom.ppf(0.999, EXPERIMENTS, 0.025)
    assert sum(one.lo > truth for one in found) <= most
    assert sum(one.hi < truth for one in found) <= most


def test_quantile_of_counts_is_conservative(rng: np.random.Generator) -> None:
    truth = stats.poisson.ppf(0.1, 6.0)
    covered = count(lambda r: quantile_order(r.poisson(6.0, 200), 0.1).covers(truth), rng)
    assert covered >= acceptance()[0]


def test_hit_probability_covers_with_its_exact_chance(rng: np.random.Generator) -> None:
    truth = stats.poisson.sf(9, 10.0)
    outcomes = [hit_probability(np.arange(150) < k).covers(truth) for k in range(151)]
    exact = float(stats.binom.pmf(np.arange(151), 150, truth) @ outcomes)
    lo, hi = acceptance(exact)
    covered = count(lambda r: hit_probability(hits(r.poisson(10.0, 150), 10)).covers(truth), rng)
    assert lo <= covered <= hi


def test_a_chance_at_the_stopping_look_covers(rng: np.random.Generator) -> None:
    rule = StoppingRule([Goal("hit", "probability", absolute=0.03)], maximum=2000)

    def experiment(r: np.random.Generator) -> bool:
        decision = rule.decide({"hit": r.random(2000) < 0.4})
        assert decision.limit == "precision"
        return decision.progress[0].found.covers(0.4)

    lo, hi = acceptance(size=500)
    assert lo <= count(experiment, rng, 500) <= hi


def test_fan_bands_hold_for_each_period(rng: np.random.Generator) -> None:
    truth = stats.gamma.ppf(0.75, [2.0, 7.0])
    lower, upper = order_ranks(120, 0.75) or (0, 0)
    exact = stats.binom.cdf(upper - 1, 120, 0.75) - stats.binom.cdf(lower - 1, 120, 0.75)
    covered = np.zeros(2, dtype=int)
    for _ in range(EXPERIMENTS):
        (ends,) = fan_bands(rng.gamma([2.0, 7.0], size=(120, 2)), (0.75,)).ends
        assert ends is not None
        covered += (ends[0] <= truth) & (truth <= ends[1])
    lo, hi = acceptance(exact)
    assert all(lo <= one <= hi for one in covered)


def test_mean_of_own_ratios_would_not_cover(rng: np.random.Generator) -> None:
    def naive(r: np.random.Generator) -> bool:
        own = per_replication(np.full(300, 1000.0), r.poisson(3.0, 300))
        return mean_t(own[~np.isnan(own)]).covers(1000.0 / 3.0)

    assert count(naive, rng, 200) < 20


def test_ignoring_shared_worlds_would_not_cover(rng: np.random.Generator) -> None:
    def naive(r: np.random.Generator) -> bool:
        rate = r.beta(2.0, 3.0, 100)
        return hit_probability((r.random((8, 100)) < rate).ravel()).covers(0.4)

    assert count(naive, rng, 500) < acceptance(size=500)[0]
