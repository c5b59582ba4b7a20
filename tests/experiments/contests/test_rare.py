import numpy as np
import pytest
from scipy import stats

from covering import EXPERIMENTS, Experiment, acceptance, count, revenue
from funnelsim.experiments.contests.paired import differing
from funnelsim.experiments.contests.rare import (
    UNEXPLAINED,
    DealValue,
    deals_per_replication,
    rare_difference,
)
from funnelsim.experiments.intervals import mean_t

DEAL = DealValue(0.5, 2.0)


def only(n: int, deals: list[int]) -> np.ndarray:
    """`n` replications of which the first have these deals."""
    return np.array(deals + [0] * (n - len(deals)), dtype=float)


@pytest.mark.parametrize("k", [0, 1, 3, 12])
def test_single_deals_have_garwoods_exact_bounds(k: int) -> None:
    lo, hi = deals_per_replication(only(200, [1] * k), 0.95)
    assert lo * 200 == pytest.approx(stats.chi2.ppf(0.025, 2 * k) / 2 if k else 0.0)
    assert hi * 200 == pytest.approx(stats.chi2.ppf(0.975, 2 * k + 2) / 2)


def test_several_deals_at_once_are_less_certain() -> None:
    single = deals_per_replication(only(200, [1] * 12))
    lo, hi = deals_per_replication(only(200, [4] * 3))
    assert lo < single[0] < 12 / 200 < single[1] < hi
    # As if three replications were seen, counted in fours.
    three = deals_per_replication(only(200, [1] * 3))
    assert (lo, hi) == pytest.approx((4 * three[0], 4 * three[1]))


def test_ends_take_the_worst_deals() -> None:
    gained, lost = only(100, [1, 1, 0]), only(100, [0, 0, 1])
    a = np.full(100, 50.0)
    b = a + 1.5 * gained - lost
    found = rare_difference(a, b, gained, lost, DEAL)
    more, fewer = (stats.chi2.ppf([0.0125, 0.9875], [2 * k, 2 * k + 2]) / 200 for k in (2, 1))
    assert found.value == pytest.approx(0.02)
    assert found.ends == pytest.approx(
        [0.5 * more[0] - 2.0 * fewer[1], 2.0 * more[1] - 0.5 * fewer[0]]
    )


def test_what_is_certain_only_moves_the_interval() -> None:
    none = np.zeros(100)
    found = rare_difference(none, none - 7.0, none, none, DEAL, fixed=-7.0)
    most = -np.log(0.0125) / 100 * 2.0
    assert found.value == -7.0
    assert found.ends == pytest.approx([-7.0 - most, -7.0 + most])


def test_what_has_no_interval() -> None:
    none, one = np.zeros(100), only(100, [1])
    assert rare_difference(none, none, none, none, DEAL).reason == "identical"
    unbounded = rare_difference(none, one, one, none, DealValue(0.0, None))
    assert unbounded.value == pytest.approx(0.01)
    assert "too rare: 1 of 100" in str(unbounded.reason)
    assert rare_difference(none, one * 9.0, one, none, DEAL).reason == UNEXPLAINED
    assert rare_difference(none, one, none, none, DEAL).reason == UNEXPLAINED


@pytest.mark.parametrize("bounds", [(-1.0, 2.0), (3.0, 2.0), (0.0, 0.0)])
def test_impossible_deals(bounds: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="deals"):
        DealValue(*bounds)


def test_counts_belong_to_replications() -> None:
    with pytest.raises(ValueError, match="3 replications"):
        rare_difference(np.zeros(3), np.ones(3), [1.0], [0.0], DEAL)


def gains(r: np.random.Generator, expected: float, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Rare deals worth 1 on average, half of them .5 and a third 2, and their money."""
    deals = r.poisson(expected / n, n)
    values = r.choice([0.5, 1.0, 2.0], p=[1 / 2, 1 / 6, 1 / 3], size=deals.sum())
    money = np.bincount(np.repeat(np.arange(n), deals), values, minlength=n)
    return deals.astype(float), money


MEAN_DEAL = 0.5 / 2 + 1 / 6 + 2 / 3


def rare(expected: float, share_lost: float, n: int = 500) -> Experiment:
    def experiment(r: np.random.Generator) -> bool:
        gained, plus = gains(r, expected * (1 - share_lost), n)
        lost, minus = gains(r, expected * share_lost, n)
        base = revenue(r, n, 5.0) + 10.0
        found = rare_difference(base + minus, base + plus, gained, lost, DEAL)
        truth = MEAN_DEAL * expected * (1 - 2 * share_lost) / n
        # Without any deal both are identical, which says nothing wrong.
        return found.covers(truth) or found.reason == "identical"

    return experiment


@pytest.mark.parametrize("expected", [1.0, 4.0, 15.0])
@pytest.mark.parametrize("share_lost", [0.0, 0.3])
def test_rare_deals_are_covered(
    expected: float, share_lost: float, rng: np.random.Generator
) -> None:
    assert count(rare(expected, share_lost), rng) >= acceptance()[0]


@pytest.mark.parametrize("expected", [1.0, 2.0, 4.0])
def test_students_t_would_not_cover(expected: float, rng: np.random.Generator) -> None:
    def naive(r: np.random.Generator) -> bool:
        _, plus = gains(r, expected, 500)
        return mean_t(plus).covers(MEAN_DEAL * expected / 500)

    assert count(naive, rng) < acceptance(0.9)[0]


@pytest.mark.parametrize("expected", [1.0, 3.0, 10.0])
def test_bounds_of_single_deals_cover(expected: float, rng: np.random.Generator) -> None:
    def experiment(r: np.random.Generator) -> bool:
        lo, hi = deals_per_replication(r.poisson(expected / 300, 300))
        return lo <= expected / 300 <= hi

    assert count(experiment, rng) >= acceptance()[0]


@pytest.mark.parametrize("expected", [3.0, 10.0])
def test_bounds_of_deals_that_come_together_cover(
    expected: float, rng: np.random.Generator
) -> None:
    def experiment(r: np.random.Generator) -> bool:
        causes = r.poisson(expected / 300, 300)
        deals = causes + r.binomial(causes * 3, 0.3)  # 1 to 4 at once, 1.9 on average
        lo, hi = deals_per_replication(deals, at_once=4)
        return lo <= 1.9 * expected / 300 <= hi

    assert count(experiment, rng) >= acceptance()[0]


def test_together_they_defy_the_plain_poisson_bounds(rng: np.random.Generator) -> None:
    def naive(r: np.random.Generator) -> bool:
        deals = 4 * r.poisson(10.0 / 300, 300).sum()
        lo, hi = stats.chi2.ppf([0.025, 0.975], [2 * deals, 2 * deals + 2]) / 2
        return bool(lo <= 40.0 <= hi)

    assert count(naive, rng, 500) < acceptance(size=500)[0]


def test_how_many_come_together_must_be_known_when_few_are_seen(rng: np.random.Generator) -> None:
    assert deals_per_replication(np.zeros(100), at_once=3)[1] == pytest.approx(
        -3 * np.log(0.025) / 100
    )
    # What is known is not forgotten when more is seen.
    seen = only(100, [5, 1])
    assert deals_per_replication(seen, at_once=2) == deals_per_replication(seen)
    a, one = np.zeros(100), only(100, [1])
    alone = rare_difference(a, one, one, a, DEAL)
    together = rare_difference(a, one, one, a, DEAL, at_once=3)
    assert alone.hi is not None
    assert together.hi is not None
    assert together.hi > 1.5 * alone.hi


def test_never_without_width(rng: np.random.Generator) -> None:
    for _ in range(EXPERIMENTS // 10):
        gained, plus = gains(rng, 2.0, 100)
        base = revenue(rng, 100, 5.0)
        assert differing(base, base + plus) < 30
        found = rare_difference(base - 1.0, base + plus, gained, np.zeros(100), DEAL, fixed=1.0)
        assert found.lo is not None
        assert found.hi is not None
        assert found.lo < found.value < found.hi
