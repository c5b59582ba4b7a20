import numpy as np
import pytest
from scipy import stats

from covering import EXPERIMENTS, acceptance, count, revenue
from funnelsim.experiments.contests.simultaneous import (
    differences,
    differences_max_t,
    holm,
    single_level,
)


def skewed(rng: np.random.Generator, n: int, extra: tuple[float, ...]) -> np.ndarray:
    """Policies that share most deals and win `extra` ones of their own per future."""
    common = revenue(rng, n, 4.0)
    return np.stack([common + revenue(rng, n, deals) for deals in extra])


def test_intervals_are_scipys_paired_t_at_the_bonferroni_level(rng: np.random.Generator) -> None:
    x = rng.normal(size=(4, 50)) + rng.normal(size=50)
    found = differences(x, baseline=1)
    assert [each.policy for each in found.each] == [0, 2, 3]
    assert found.single_level == pytest.approx(1 - 0.05 / 3)
    factor = stats.t.ppf(1 - 0.05 / (2 * 3), 49)
    for each in found.each:
        difference = x[each.policy] - x[1]
        half = factor * stats.sem(difference)
        mean = difference.mean()
        assert each.interval.ends == pytest.approx([mean - half, mean + half])


def test_two_policies_are_one_comparison(rng: np.random.Generator) -> None:
    x = rng.normal(size=(2, 40))
    (only,) = differences(x).each
    exact = stats.ttest_rel(x[1], x[0])
    assert only.interval.ends == pytest.approx(list(exact.confidence_interval(0.95)))
    assert only.p_holm == pytest.approx(exact.pvalue)
    assert single_level(1) == 0.95


def test_holm_steps_down() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([None, 0.02]) == [None, pytest.approx(0.04)]


def test_rare_and_identical_policies_have_reasons_instead(rng: np.random.Generator) -> None:
    base = rng.normal(size=500)
    rare = base.copy()
    rare[:5] += 10.0
    x = np.stack([base, base, rare, base + rng.normal(size=500)])
    for found in (differences(x), differences_max_t(x, rng)):
        same, few, clear = found.each
        assert (same.interval.value, same.interval.reason) == (0.0, "identical")
        assert few.interval.ends is None
        assert "5 of 500" in str(few.interval.reason)
        assert few.interval.value == pytest.approx(0.1)
        assert few.p_holm is None
        assert clear.interval.ends is not None
    # A single policy is left of three: its share of the error stays a third.
    assert clear.interval.half_width == pytest.approx(
        differences(x).each[2].interval.half_width, rel=0.15
    )


def test_nothing_to_resample(rng: np.random.Generator) -> None:
    found = differences_max_t(np.ones((3, 100)), rng)
    assert [each.interval.reason for each in found.each] == ["identical"] * 2


def test_max_t_is_narrower_where_policies_resemble_each_other(rng: np.random.Generator) -> None:
    common = rng.normal(size=400)
    x = np.stack([np.zeros(400), *(common + 0.1 * rng.normal(size=(9, 400)))])
    wide = differences(x).each[0].interval.half_width
    narrow = differences_max_t(x, rng).each[0].interval.half_width
    assert wide is not None
    assert narrow is not None
    # Nearly one comparison instead of nine: factor 2 instead of 2.8.
    assert 0.65 < narrow / wide < 0.85


def test_max_t_is_the_same_for_the_same_generator(rng: np.random.Generator) -> None:
    x = rng.normal(size=(3, 60))
    one, other = (differences_max_t(x, np.random.default_rng(3)) for _ in range(2))
    assert one == other


def test_an_unknown_baseline() -> None:
    with pytest.raises(ValueError, match="no policy 2 among 2"):
        differences(np.ones((2, 3)), baseline=2)


def covers_all(found, truths: list[float]) -> bool:
    return all(each.interval.covers(truth) for each, truth in zip(found.each, truths, strict=True))


def test_one_difference_covers_as_announced(rng: np.random.Generator) -> None:
    def experiment(r: np.random.Generator) -> bool:
        return covers_all(differences(skewed(r, 200, (1.0, 2.0))), [1.0])

    lo, hi = acceptance()
    assert lo <= count(experiment, rng) <= hi


def test_all_differences_cover_at_once(rng: np.random.Generator) -> None:
    def experiment(r: np.random.Generator) -> bool:
        return covers_all(differences(skewed(r, 300, (1.0, 1.0, 1.5, 2.0))), [0.0, 0.5, 1.0])

    assert count(experiment, rng) >= acceptance()[0]


def test_the_bootstrap_covers_at_once(rng: np.random.Generator) -> None:
    def experiment(r: np.random.Generator) -> bool:
        x = skewed(r, 200, (1.0, 1.0, 1.5, 2.0))
        return covers_all(differences_max_t(x, r, resamples=399), [0.0, 0.5, 1.0])

    lo, hi = acceptance(size=500)
    assert lo <= count(experiment, rng, 500) <= hi


def test_single_intervals_would_not_cover_at_once(rng: np.random.Generator) -> None:
    def naive(r: np.random.Generator) -> bool:
        x = r.normal(size=(6, 100))
        return all(
            differences(x[[0, policy]]).each[0].interval.covers(0.0) for policy in range(1, 6)
        )

    assert count(naive, rng, 500) < acceptance(size=500)[0]


@pytest.mark.slow
def test_many_policies_cover_at_once(rng: np.random.Generator) -> None:
    extra = tuple(np.linspace(0.5, 1.5, 10))
    truths = [deals - 0.5 for deals in extra[1:]]
    covered = np.zeros(2, dtype=int)
    for _ in range(EXPERIMENTS):
        x = skewed(rng, 500, extra)
        covered += [
            covers_all(differences(x), truths),
            covers_all(differences_max_t(x, rng, resamples=999), truths),
        ]
    lo, hi = acceptance()
    assert covered[0] >= lo
    assert lo <= covered[1] <= hi
