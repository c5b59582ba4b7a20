from math import comb, exp, factorial

import numpy as np
import pytest
from scipy import stats

from funnelsim.experiments.planning import (
    p_at_least_batch,
    p_at_least_beta_binomial,
    p_at_least_poisson,
    volume_for_probability_batch,
    volume_for_probability_beta_binomial,
    volume_for_probability_poisson,
)


def test_a_plan_at_the_ratio_is_a_coin_toss() -> None:
    # 10 wins from 40 SQL at 25 %
    assert p_at_least_batch(10, 40, 0.25) == pytest.approx(0.560, abs=5e-4)
    assert p_at_least_poisson(10, 40, 0.25) == pytest.approx(0.542, abs=5e-4)


@pytest.mark.parametrize(
    ("probability", "batch", "flow"), [(0.8, 49, 51), (0.9, 55, 57), (0.95, 60, 63)]
)
def test_sql_to_plan_for_ten_wins(probability: float, batch: int, flow: int) -> None:
    assert volume_for_probability_batch(10, 0.25, probability) == batch
    assert volume_for_probability_poisson(10, 0.25, probability) == flow


@pytest.mark.parametrize(("probability", "volume"), [(0.8, 54), (0.9, 64)])
def test_sql_to_plan_when_the_rate_is_known_as_ten_of_forty(
    probability: float, volume: int
) -> None:
    assert volume_for_probability_beta_binomial(10, 10, 40, probability) == volume


@pytest.mark.parametrize(("wins", "volume", "rate"), [(1, 1, 0.3), (10, 40, 0.25), (7, 30, 0.9)])
def test_chances_equal_their_sums(wins: int, volume: int, rate: float) -> None:
    binomial = sum(
        comb(volume, k) * rate**k * (1 - rate) ** (volume - k) for k in range(wins, volume + 1)
    )
    assert p_at_least_batch(wins, volume, rate) == pytest.approx(binomial, rel=1e-12)
    mean = volume * rate
    below = sum(exp(-mean) * mean**k / factorial(k) for k in range(wins))
    assert p_at_least_poisson(wins, volume, rate) == pytest.approx(1 - below, rel=1e-12)


@pytest.mark.parametrize(
    ("wins", "volume", "won", "of"), [(10, 40, 10, 40), (3, 9, 0, 5), (8, 9, 7, 8)]
)
def test_beta_binomial_is_the_binomial_averaged_over_the_posterior(
    wins: int, volume: int, won: int, of: int
) -> None:
    # Equally likely rates, by the posterior's quantiles at the midpoints of 20,000 slices.
    shares = (np.arange(20_000) + 0.5) / 20_000
    rates = stats.beta.ppf(shares, won + 0.5, of - won + 0.5)
    averaged = stats.binom.sf(wins - 1, volume, rates).mean()
    assert p_at_least_beta_binomial(wins, volume, won, of) == pytest.approx(averaged, abs=2e-6)


def test_a_well_known_rate_is_the_binomial() -> None:
    known = p_at_least_beta_binomial(10, 40, 2_500_000, 10_000_000)
    assert known == pytest.approx(p_at_least_batch(10, 40, 0.25), abs=1e-5)


@pytest.mark.parametrize("rate", [0.003, 0.25, 0.9, 1.0])
@pytest.mark.parametrize("wins", [1, 10, 200])
@pytest.mark.parametrize("probability", [0.1, 0.8, 0.99])
def test_volumes_are_the_smallest(wins: int, rate: float, probability: float) -> None:
    batch = volume_for_probability_batch(wins, rate, probability)
    flow = volume_for_probability_poisson(wins, rate, probability)
    assert batch is not None
    assert flow is not None
    assert p_at_least_batch(wins, batch, rate) >= probability
    assert p_at_least_batch(wins, batch - 1, rate) < probability
    assert p_at_least_poisson(wins, flow, rate) >= probability
    assert p_at_least_poisson(wins, flow - 1, rate) < probability


def test_a_sure_win_needs_as_many_leads_as_wins() -> None:
    assert volume_for_probability_batch(10, 1.0, 0.99) == 10


def test_ignorance_costs_volume_on_the_way_to_certainty() -> None:
    known = [volume_for_probability_batch(10, 0.25, p) or 0 for p in (0.8, 0.9, 0.99)]
    guess = [volume_for_probability_beta_binomial(10, 10, 40, p) or 0 for p in (0.8, 0.9, 0.99)]
    gaps = [b - a for a, b in zip(known, guess, strict=True)]
    assert gaps == sorted(gaps)
    assert gaps[0] > 0


def test_no_wins_wanted_need_no_leads() -> None:
    assert p_at_least_batch(0, 0, 0.0) == p_at_least_poisson(0, 0, 0.0) == 1.0
    assert p_at_least_beta_binomial(0, 0, 1, 2) == 1.0
    assert volume_for_probability_batch(0, 0.0, 0.9) == 0
    assert volume_for_probability_poisson(0, 0.0, 0.9) == 0
    assert volume_for_probability_beta_binomial(0, 1, 2, 0.9) == 0


def test_more_wins_than_leads_are_impossible() -> None:
    assert p_at_least_batch(5, 4, 0.9) == 0.0
    assert p_at_least_beta_binomial(5, 4, 9, 10) == 0.0


def test_rare_wins_need_many_leads() -> None:
    # P(no win) = (1 - 1e-8)**n = 1/2 at n = ln 2 / 1e-8
    assert volume_for_probability_batch(1, 1e-8, 0.5) == pytest.approx(69_314_718, abs=1)


def test_out_of_reach_is_none() -> None:
    assert volume_for_probability_batch(1, 0.0, 0.5) is None
    assert volume_for_probability_poisson(1, 0.0, 0.5) is None
    assert volume_for_probability_poisson(1, 1e-12, 0.5) is None
    assert volume_for_probability_batch(1, 1e-12, 0.5) is None


@pytest.mark.parametrize(
    "call",
    [
        lambda: p_at_least_batch(1, 10, 1.4),
        lambda: p_at_least_batch(-1, 10, 0.4),
        lambda: p_at_least_poisson(1, -10, 0.4),
        lambda: p_at_least_beta_binomial(1, 10, 5, 4),
        lambda: volume_for_probability_batch(1, 0.5, 1.0),
        lambda: volume_for_probability_poisson(1, 0.5, 80),
        lambda: volume_for_probability_beta_binomial(1, 1, 2, 0.0),
    ],
)
def test_impossible_questions_are_refused(call) -> None:
    with pytest.raises(ValueError, match=r"lies|negative|won of"):
        call()
