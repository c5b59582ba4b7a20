import numpy as np
import pytest
from scipy import stats

from covering import acceptance, count
from funnelsim.experiments.contests.dominance import POINTS, Dominance, dominance


def compared(r: np.random.Generator, shift: float, scale: float = 1.0, n: int = 300) -> Dominance:
    """Normal figures with half of the variance in common; `b` is moved and stretched."""
    common, own, other = r.normal(0.0, np.sqrt(0.5), size=(3, n))
    return dominance(common + own, shift + scale * (common + other), r, resamples=199)


def test_band_is_around_the_difference_of_shares(rng: np.random.Generator) -> None:
    a, b = rng.lognormal(size=(2, 250))
    found = dominance(a, b, rng, resamples=99)
    assert found.points.size == POINTS
    expected = [(a <= x).mean() - (b <= x).mean() for x in found.points]
    assert found.difference == pytest.approx(np.array(expected))
    both = np.sort(np.concatenate([a, b]))
    assert (found.lo, found.hi) == (both[24], both[474])
    assert found.half_width is not None
    assert 0.05 < found.half_width < 0.25


def test_a_better_policy_dominates_whatever_is_better(rng: np.random.Generator) -> None:
    a = rng.lognormal(size=1000)
    b = a * rng.uniform(1.5, 2.5, 1000)
    assert dominance(a, b, rng).verdict == "b"
    assert dominance(b, a, rng).verdict == "a"
    assert dominance(a, b, rng, larger=False).verdict == "a"


def test_better_on_average_but_riskier_is_undecided(rng: np.random.Generator) -> None:
    found = compared(rng, 1.0, 3.0, n=2000)
    assert found.verdict == "undecided"
    assert found.half_width is not None
    assert found.reason is None
    assert found.difference.min() < -found.half_width < found.half_width < found.difference.max()


def test_what_has_no_band(rng: np.random.Generator) -> None:
    a = rng.normal(size=199)
    assert dominance(a, a, rng).verdict == "identical"
    few = dominance(a, a + 9.0, rng)
    assert (few.verdict, few.half_width) == ("undecided", None)
    assert "200" in str(few.reason)


def test_a_handful_of_replications_proves_nothing(rng: np.random.Generator) -> None:
    a = np.repeat([0.0, 1.0], 500)
    b = a.copy()
    b[:20] = 1.0
    found = dominance(a, b, rng)
    assert found.verdict == "undecided"
    b[:200] = 1.0
    assert dominance(a, b, rng).verdict == "undecided"  # both stay at or below 1
    assert dominance(a + rng.random(1000), b + 0.7, rng).points.size > 2


def test_the_band_covers_at_all_figures_at_once(rng: np.random.Generator) -> None:
    def experiment(r: np.random.Generator) -> bool:
        found = compared(r, 0.5)
        truth = stats.norm.cdf(found.points) - stats.norm.cdf(found.points - 0.5)
        assert found.half_width is not None
        return bool(np.abs(found.difference - truth).max() <= found.half_width)

    assert count(experiment, rng, 500) >= acceptance(size=500)[0]


@pytest.mark.parametrize(("shift", "scale"), [(0.0, 1.0), (0.6, 1.5)])
def test_dominance_is_rarely_claimed_where_there_is_none(
    shift: float, scale: float, rng: np.random.Generator
) -> None:
    claimed = count(lambda r: compared(r, shift, scale).verdict != "undecided", rng, 200)
    assert claimed <= acceptance(0.05, 200)[1]


def test_dominance_is_found_where_it_is_clear(rng: np.random.Generator) -> None:
    assert count(lambda r: compared(r, 1.5, n=1000).verdict == "b", rng, 50) >= 45
