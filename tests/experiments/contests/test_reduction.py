import numpy as np
import pytest

from funnelsim.experiments.contests.reduction import CONSTANT, ceiling, variance_reduction


def test_independent_runs_save_nothing(rng: np.random.Generator) -> None:
    found = variance_reduction(rng.normal(size=20000), rng.normal(size=20000))
    assert found.value == pytest.approx(1.0, abs=0.05)


def test_common_luck_saves(rng: np.random.Generator) -> None:
    common = rng.normal(0.0, 3.0, 20000)
    found = variance_reduction(
        common + rng.normal(size=20000), 100.0 + common + rng.normal(size=20000)
    )
    assert found.value == pytest.approx((10 + 10) / 2, rel=0.05)


@pytest.mark.parametrize(("gain", "most"), [(0.1, 21.0), (0.25, 9.0), (0.5, 5.0)])
def test_a_pure_gain_has_a_ceiling(gain: float, most: float, rng: np.random.Generator) -> None:
    assert ceiling(1.0, 1.0 + gain, gain, 0.0).value == pytest.approx(most)
    # Perfectly matched Poisson deals reach it.
    a = rng.poisson(20.0, 40000)
    b = a + rng.poisson(20.0 * gain, 40000)
    assert variance_reduction(a, b).value == pytest.approx(most, rel=0.05)


def test_deals_that_both_win_for_other_money_differ(rng: np.random.Generator) -> None:
    deals = rng.poisson(20.0, 40000)  # of 10, for 12 in the other world
    found = variance_reduction(10.0 * deals, 12.0 * deals)
    most = ceiling(100.0, 144.0, 0.0, 0.0, changed=4.0).value
    assert most == 61
    assert found.value == pytest.approx(most)


def test_undefined_has_a_reason(rng: np.random.Generator) -> None:
    a = rng.normal(size=100)
    assert variance_reduction(a, a).reason == "identical"
    assert variance_reduction(a, a - 5.0).reason == CONSTANT
    assert variance_reduction([1.0], [2.0]).value is None
    assert ceiling(7.0, 7.0, 0.0, 0.0).reason == "identical"


@pytest.mark.parametrize("totals", [(1.0, 1.0, 0.0, 2.0), (1.0, 1.0, 2.0, 0.0), (1, 1, -1, 0)])
def test_deals_that_do_not_add_up(totals: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="lost of"):
        ceiling(*totals)
