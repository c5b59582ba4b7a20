from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from covering import Experiment, acceptance, count
from funnelsim.experiments.contests.distributions import (
    cvar,
    cvar_difference,
    hit_difference,
    quantile_difference,
)
from funnelsim.experiments.hits import hits
from funnelsim.experiments.intervals import quantile_order

Pair = tuple[np.ndarray, np.ndarray]


def correlated(r: np.random.Generator, n: int) -> Pair:
    """Exponential revenue of mean 1 and 1.3 (gamma with shape 1) sharing part of the luck."""
    common, *own = r.gamma(0.7, size=n), r.gamma(0.3, size=n), r.gamma(0.3, size=n)
    return common + own[0], 1.3 * (common + own[1])


def worst_tenth(larger: bool) -> float:
    """Mean of the worst tenth of an exponential of mean 1."""
    if larger:
        cut = stats.expon.ppf(0.1)
        return float(stats.expon.expect(lambda x: x, ub=cut) / 0.1)
    return float(stats.expon.ppf(0.9) + 1.0)


def test_quantiles_are_those_of_single_runs(rng: np.random.Generator) -> None:
    a, b = correlated(rng, 237)
    for q in (0.05, 0.5, 0.93):
        found = quantile_difference(a, b, q, rng, resamples=39)
        alone = [quantile_order(x, q).value or 0.0 for x in (a, b)]
        assert found.value == pytest.approx(alone[1] - alone[0])
        assert found.covers(found.value or 0.0)


def test_mean_of_the_worst_tenth() -> None:
    x = np.random.default_rng(1).permutation(np.arange(1.0, 101.0))
    assert cvar(x) == pytest.approx(5.5)
    assert cvar(x, larger=False) == pytest.approx(95.5)
    # Of 25 figures the worst two and half of the third.
    assert cvar(np.arange(25.0)) == pytest.approx((0 + 1 + 2 / 2) / 2.5)
    assert cvar(x, share=1.0) == pytest.approx(50.5)


def test_a_constant_difference_is_found_exactly(rng: np.random.Generator) -> None:
    a = rng.lognormal(size=200)
    for found in (
        quantile_difference(a, a + 3.0, 0.1, rng, resamples=99),
        cvar_difference(a, a + 3.0, rng, resamples=99),
    ):
        assert found.ends == pytest.approx([3.0, 3.0])


def test_resamples_are_drawn_as_documented() -> None:
    a, b = correlated(np.random.default_rng(4), 200)
    found = cvar_difference(a, b, np.random.default_rng(5), resamples=199)
    index = np.random.default_rng(5).integers(200, size=(199, 200))
    slow = np.sort([cvar(b[each]) - cvar(a[each]) for each in index])
    # Level .9682 instead of .95, as the worst tenth has 20 figures: 3.2 of 200 in each tail.
    assert found.ends == pytest.approx([slow[2], slow[196]])


def test_what_has_no_interval(rng: np.random.Generator) -> None:
    a, b = correlated(rng, 199)
    few = cvar_difference(a, b, rng)
    assert (few.value, few.ends) == (pytest.approx(cvar(b) - cvar(a)), None)
    assert "200" in str(few.reason)
    assert quantile_difference(a, a, 0.5, rng).reason == "identical"


@pytest.mark.parametrize("q", [0.05, 0.5, 0.9])
def test_quantile_differences_cover(q: float, rng: np.random.Generator) -> None:
    truth = 0.3 * stats.expon.ppf(q)

    def experiment(r: np.random.Generator) -> bool:
        return quantile_difference(*correlated(r, 300), q, r, resamples=199).covers(truth)

    # The quantile moves in steps, so the bootstrap errs on the wide side.
    assert count(experiment, rng, 500) >= acceptance(size=500)[0]


@pytest.mark.parametrize("larger", [True, False])
def test_differences_of_the_worst_tenth_cover(larger: bool, rng: np.random.Generator) -> None:
    truth = 0.3 * worst_tenth(larger)

    def experiment(r: np.random.Generator) -> bool:
        return cvar_difference(*correlated(r, 200), r, larger, resamples=199).covers(truth)

    assert count(experiment, rng, 500) >= acceptance(size=500)[0]


@pytest.mark.slow
@pytest.mark.parametrize("n", [200, 1000])
def test_tails_cover_in_many_experiments(n: int, rng: np.random.Generator) -> None:
    def experiment(larger: bool) -> Experiment:
        truth = 0.3 * worst_tenth(larger)
        return lambda r: cvar_difference(*correlated(r, n), r, larger, resamples=399).covers(truth)

    for larger in (True, False):
        assert count(experiment(larger), rng) >= acceptance()[0]


def flags(gained: int, lost: int, both: int, n: int) -> tuple[np.ndarray, np.ndarray]:
    a, b = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    b[:gained] = True
    a[gained : gained + lost] = True
    a[gained + lost : gained + lost + both] = b[gained + lost : gained + lost + both] = True
    return a, b


def test_many_discordant_replications_follow_agresti_and_min() -> None:
    found = hit_difference(*flags(40, 20, 100, 300))
    # Their formula with half a replication added to each of the four cells.
    gained, lost, n = 40.5, 20.5, 302.0
    half = stats.norm.ppf(0.975) * np.sqrt(gained + lost - (gained - lost) ** 2 / n) / n
    assert found.value == pytest.approx(20 / 300)
    assert found.ends == pytest.approx([20 / n - half, 20 / n + half])


def test_few_discordant_replications_have_exact_bounds() -> None:
    found = hit_difference(*flags(5, 0, 100, 400))
    more, fewer = stats.binomtest(5, 400), stats.binomtest(0, 400)
    exact = [each.proportion_ci(0.975, method="exact") for each in (more, fewer)]
    assert found.ends == pytest.approx([exact[0].low - exact[1].high, exact[0].high])


def test_equal_replications_still_leave_a_width() -> None:
    found = hit_difference(*flags(0, 0, 3, 1000))
    assert found.value == 0.0
    assert found.ends == pytest.approx([-np.log(80) / 1000, np.log(80) / 1000], rel=0.01)
    assert hit_difference([True], [True]).ends == pytest.approx([-0.9875, 0.9875])


def test_all_discordant_stay_within_a_difference_of_chances() -> None:
    assert hit_difference(*flags(50, 0, 0, 50)).hi == 1.0


def test_hits_are_paired() -> None:
    with pytest.raises(ValueError, match="not paired"):
        hit_difference([True], [True, False])


def chances(discordant: tuple[float, float], n: int = 400) -> Callable[..., bool]:
    gain, loss = (each / n for each in discordant)

    def experiment(r: np.random.Generator) -> bool:
        u = r.random(n)
        a = (u < 0.4) | (u > 1 - loss)
        b = (u < 0.4) | ((u > 0.4) & (u < 0.4 + gain))
        return hit_difference(a, b).covers(gain - loss)

    return experiment


@pytest.mark.parametrize("discordant", [(1, 0), (4, 2), (20, 0), (18, 12), (28, 4)])
def test_few_discordant_replications_cover(
    discordant: tuple[float, float], rng: np.random.Generator
) -> None:
    assert count(chances(discordant), rng) >= acceptance()[0]


@pytest.mark.parametrize("discordant", [(50, 30), (80, 0), (60, 60)])
def test_many_discordant_replications_cover(
    discordant: tuple[float, float], rng: np.random.Generator
) -> None:
    lo, hi = acceptance()
    assert lo <= count(chances(discordant), rng) <= hi


def test_targets_of_correlated_revenue_cover(rng: np.random.Generator) -> None:
    truth = stats.expon.sf(2.0 / 1.3) - stats.expon.sf(2.0)

    def experiment(r: np.random.Generator) -> bool:
        a, b = correlated(r, 600)
        return hit_difference(hits(a, 2.0), hits(b, 2.0)).covers(truth)

    lo, hi = acceptance()
    assert lo <= count(experiment, rng) <= hi
