import numpy as np
import pytest
from scipy import stats

from covering import acceptance, count, revenue
from funnelsim.experiments.contests.best import (
    best_set,
    may_be_best,
    p_best,
    p_best_mean,
    pair_level,
)
from funnelsim.experiments.intervals import Interval


def test_the_set_follows_its_definition(rng: np.random.Generator) -> None:
    for _ in range(20):
        x = rng.normal(np.arange(5)[:, np.newaxis] * 0.2, 1.0, size=(5, 60)) + rng.normal(size=60)
        factor = stats.t.ppf(1 - 0.05 / 4, 59)
        kept = tuple(
            i
            for i in range(5)
            if not any(
                (x[j] - x[i]).mean() > factor * stats.sem(x[j] - x[i]) for j in range(5) if j != i
            )
        )
        found = best_set(x)
        assert found.policies == kept
        assert best_set(-x, larger=False).policies == kept
        assert all((by is None) == (i in kept) for i, by in enumerate(found.beaten_by))


def test_who_excludes_a_policy(rng: np.random.Generator) -> None:
    noise = rng.normal(size=(3, 100))
    found = best_set(noise + np.array([[0.0], [5.0], [9.0]]))
    assert (found.policies, found.beaten_by) == ((2,), (2, 2, None))


def test_pairs_that_hardly_differ_exclude_nothing(rng: np.random.Generator) -> None:
    base = rng.normal(size=400)
    rare = base.copy()
    rare[:10] += 3.0
    found = best_set([base, rare, base])
    assert found.policies == (0, 1, 2)
    assert found.unclear[0, 2] == "identical"
    assert "10 of 400" in found.unclear[0, 1]


def test_exact_bounds_decide_in_their_place(rng: np.random.Generator) -> None:
    base = rng.normal(size=400)
    dearer = base - 100.0
    assert best_set([base, dearer]).policies == (0, 1)
    exact = {(0, 1): Interval(-100.0, -101.0, -90.0)}
    found = best_set([base, dearer], exact=exact)
    assert (found.policies, found.unclear) == ((0,), {})
    assert best_set([base, dearer], exact={(0, 1): Interval(-1.0, -9.0, 7.0)}).policies == (0, 1)
    assert pair_level(2) == pytest.approx(0.9)
    assert pair_level(3) == pytest.approx(0.95)


def test_shares_of_futures_split_ties() -> None:
    found = p_best([[3.0, 1.0, 2.0, 5.0], [1.0, 1.0, 2.0, 9.0], [0.0, 0.0, 2.0, 1.0]])
    shares = [1 + 1 / 2 + 1 / 3, 1 / 2 + 1 / 3 + 1, 1 / 3]
    assert [each.value for each in found] == pytest.approx([share / 4 for share in shares])
    lowest = p_best([[3.0, 1.0], [1.0, 1.0]], larger=False)
    assert [each.value for each in lowest] == pytest.approx([0.25, 0.75])


def test_first_in_most_futures_need_not_have_the_best_mean(rng: np.random.Generator) -> None:
    steady = np.ones(500)
    bold = np.where(np.arange(500) % 10 == 0, 30.0, 0.0)
    assert [each.value for each in p_best([steady, bold])] == pytest.approx([0.9, 0.1])
    assert p_best_mean([steady, bold], rng)[1] > 0.99
    assert p_best_mean([steady, bold], rng, larger=False)[0] > 0.99


def test_identical_policies_share_the_chance(rng: np.random.Generator) -> None:
    base = rng.lognormal(size=300)
    assert p_best_mean([base, base, base - 1.0], rng) == pytest.approx((0.5, 0.5, 0.0))


def test_chance_of_the_best_mean_is_that_of_a_normal_mean(rng: np.random.Generator) -> None:
    difference = rng.normal(0.0, 1.0, 400)
    difference += 0.05 - difference.mean()
    base = rng.normal(0.0, 9.0, 400)  # common luck cancels
    _, ahead = p_best_mean([base, base + difference], rng, resamples=9999)
    exact = stats.norm.cdf(0.05 * 20 / difference.std())
    assert ahead == pytest.approx(exact, abs=0.02)


@pytest.mark.parametrize("ahead", [0.0, 0.1])
def test_the_set_contains_the_best(ahead: float, rng: np.random.Generator) -> None:
    def experiment(r: np.random.Generator) -> bool:
        common = revenue(r, 200, 4.0)
        x = [common + revenue(r, 200, deals) for deals in (1.0 + ahead, 1.0, 1.0, 1.0)]
        return 0 in best_set(x).policies

    assert count(experiment, rng) >= acceptance()[0]


def test_with_two_policies_the_level_is_exact(rng: np.random.Generator) -> None:
    covered = count(lambda r: 0 in best_set(r.normal(size=(2, 40))).policies, rng)
    lo, hi = acceptance()
    assert lo <= covered <= hi


def test_the_best_alone_remains_when_it_is_far_ahead(rng: np.random.Generator) -> None:
    common = revenue(rng, 400, 4.0)
    x = [common + revenue(rng, 400, deals) for deals in (1.0, 1.2, 2.5)]
    assert best_set(x).policies == (2,)
    assert best_set(x, larger=False).policies[0] == 0


def test_rows_that_may_be_best(rng):
    noise = rng.normal(size=200)
    x = np.array([noise, noise + rng.normal(size=200), noise + 9.0 + rng.normal(size=200)])
    assert may_be_best(x).tolist() == [False, False, True]
    assert may_be_best(x, larger=False).tolist() == [True, True, False]
    assert may_be_best(np.zeros((1, 5))).tolist() == [True]
    assert may_be_best(np.tile(np.arange(50.0), (3, 1))).tolist() == [True, True, True]
