import json
from math import exp, factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from funnelsim.experiments.intervals import mean_t
from funnelsim.experiments.ratios import (
    fieller,
    per_replication,
    ratio_difference,
    ratio_of_means,
    ratio_summary,
    undefined_share,
)


def cost_and_wins(rng: np.random.Generator, n: int, wins: float) -> tuple[np.ndarray, np.ndarray]:
    won = rng.poisson(wins, n)
    return 1000.0 + 50.0 * won + rng.gamma(4.0, 50.0, n), won


def test_jackknife_equals_recomputing_without_each(rng: np.random.Generator) -> None:
    cost, wins = cost_and_wins(rng, 40, 5.0)
    without = [np.delete(cost, i).mean() / np.delete(wins, i).mean() for i in range(40)]
    error = np.sqrt(39 / 40 * np.sum((without - np.mean(without)) ** 2))
    ratio, half = cost.mean() / wins.mean(), stats.t.ppf(0.975, 39) * error
    found = ratio_of_means(cost, wins)
    assert found.value == pytest.approx(ratio)
    assert found.ends == pytest.approx([ratio - half, ratio + half])


def test_jackknife_agrees_with_the_delta_method(rng: np.random.Generator) -> None:
    cost, wins = cost_and_wins(rng, 20_000, 5.0)
    ratio = cost.mean() / wins.mean()
    error = (cost - ratio * wins).std(ddof=1) / wins.mean() / np.sqrt(20_000)
    assert ratio_of_means(cost, wins).half_width == pytest.approx(1.96 * error, rel=1e-3)


def test_constant_denominator_leaves_the_mean_interval(rng: np.random.Generator) -> None:
    profit = rng.normal(3.0, 2.0, 50)
    expected = mean_t(profit / 4.0)
    found = ratio_of_means(profit, np.full(50, 4.0))
    assert found.value == pytest.approx(expected.value)
    assert found.ends == pytest.approx(expected.ends)


@pytest.mark.parametrize(("wins", "bias"), [(1, -0.23), (3, 0.30)])
def test_mean_of_ratios_is_far_off_where_wins_are_rare(
    rng: np.random.Generator, wins: int, bias: float
) -> None:
    poisson = [exp(-wins) * wins**k / factorial(k) for k in range(60)]
    inverse = sum(p / k for k, p in enumerate(poisson) if k) / (1 - poisson[0])
    assert inverse * wins - 1 == pytest.approx(bias, abs=0.005)
    won = rng.poisson(wins, 4000)
    own = per_replication(np.full(4000, 100.0), won)
    assert np.nanmean(own) * wins / 100 - 1 == pytest.approx(bias, abs=0.03)
    assert ratio_of_means(np.full(4000, 100.0), won).covers(100 / wins)


def rejected(num: np.ndarray, den: np.ndarray, ratio: float, level: float) -> bool:
    return bool(stats.ttest_1samp(num - ratio * den, 0.0).pvalue < 1 - level)


def test_fieller_keeps_exactly_the_ratios_a_t_test_keeps(rng: np.random.Generator) -> None:
    noise = rng.normal(size=(2, 15))
    num, den = 4.0 + noise[0] + noise[1], 1.5 + noise[1]
    found = fieller(num, den, 0.9)
    lo, hi = found.ends or (np.nan, np.nan)
    width = hi - lo
    for inside in np.linspace(lo + 1e-6 * width, hi - 1e-6 * width, 101):
        assert not rejected(num, den, inside, 0.9)
    for outside in [lo - 1e-6 * width, hi + 1e-6 * width, lo - 9 * width, hi + 9 * width]:
        assert rejected(num, den, outside, 0.9)
    assert found.covers(num.mean() / den.mean())


def test_unclear_denominator_is_handed_to_fieller() -> None:
    den = np.array([0.0, 1.0, 1.0, 1.0, 2.0, 0.0, 3.0])  # 99 % includes 0, 95 % does not
    assert mean_t(den, 0.99).covers(0.0)
    assert not mean_t(den, 0.95).covers(0.0)
    num = np.array([5.0, 6.0, 5.0, 7.0, 5.0, 6.0, 6.0])
    assert ratio_of_means(num, den) == fieller(num, den)
    assert ratio_of_means(num, den).ends is not None


def test_unbounded_interval_is_none() -> None:
    found = ratio_of_means([5.0, 6.0, 7.0], [0.0, 1.0, 0.0])
    assert found.value == pytest.approx(18.0)
    assert found.ends is None
    assert found.reason == "the mean denominator cannot be told from 0"


def test_single_nonzero_denominator_never_reaches_the_jackknife() -> None:
    for n in (2, 3, 50, 2000):
        den = np.zeros(n)
        den[0] = 1.0
        assert ratio_of_means(np.arange(1.0, n + 1), den).ends is None


def test_no_win_at_all_has_no_cost_per_win() -> None:
    found = ratio_of_means([100.0, 120.0], [0, 0])
    assert found.value is None
    assert found.reason == "the mean denominator is 0"


def test_one_replication_has_a_ratio_and_no_interval() -> None:
    found = ratio_of_means([100.0], [4])
    assert found.value == 25.0
    assert found.reason == "one replication has no interval"


def test_ratio_does_not_depend_on_units(rng: np.random.Generator) -> None:
    cost, wins = cost_and_wins(rng, 60, 4.0)
    cents = ratio_of_means(100 * cost, wins)
    assert cents.ends == pytest.approx([100 * end for end in ratio_of_means(cost, wins).ends or []])
    few = np.where(np.arange(60) % 12 == 0, 1.0, 0.0)
    big = fieller(cost * 1e200, few)
    assert big.ends == pytest.approx([1e200 * end for end in fieller(cost, few).ends or []])


def test_paired_difference_by_hand_over_equal_denominators(rng: np.random.Generator) -> None:
    cost, other = rng.normal(50.0, 9.0, (2, 30))
    leads = np.full(30, 8.0)
    expected = mean_t((cost - other) / 8.0)
    found = ratio_difference(cost, leads, other, leads)
    assert found.value == pytest.approx(expected.value)
    assert found.ends == pytest.approx(expected.ends)


def test_common_luck_cancels_in_a_paired_difference(rng: np.random.Generator) -> None:
    cost, wins = cost_and_wins(rng, 200, 5.0)
    paired = ratio_difference(cost + 10.0, wins, cost, wins)
    assert paired.value == pytest.approx(10.0 / wins.mean())
    assert paired.half_width < 0.1 * ratio_of_means(cost, wins).half_width  # type: ignore[operator]


def test_difference_from_itself_is_zero() -> None:
    x, y = [3.0, 4.0, 5.0], [9.0, 9.5, 9.0]
    assert ratio_difference(x, y, x, y).ends == [0.0, 0.0]


def test_difference_without_clear_denominator_has_no_interval() -> None:
    cost, wins = [5.0, 6.0, 7.0], [20.0, 20.0, 21.0]
    unclear = [1.0, 0.0, 0.0]
    for found in (
        ratio_difference(cost, wins, cost, unclear),
        ratio_difference(cost, unclear, cost, wins),
    ):
        assert found.value is not None
        assert found.reason == "the mean denominator cannot be told from 0"
    assert ratio_difference(cost, wins, cost, [0.0, 0.0, 0.0]).value is None


@pytest.mark.parametrize(
    "call",
    [
        lambda: ratio_of_means([1.0, 2.0], [1.0]),
        lambda: ratio_difference([1.0, 2.0], [1.0, 2.0], [1.0], [1.0]),
    ],
)
def test_unpaired_columns_are_refused(call) -> None:
    with pytest.raises(ValueError, match=r"denominators|not paired"):
        call()


def test_undefined_share_counts_zero_denominators() -> None:
    assert undefined_share([0, 2, 0, 5]) == 0.5
    assert undefined_share([]) is None
    assert np.isnan(per_replication([1.0, 0.0, 6.0], [0.0, 0.0, 2.0])).tolist() == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(("zeros", "shown"), [(0, True), (9, True), (10, False), (400, False)])
def test_own_ratios_are_shown_only_while_nearly_all_exist(zeros: int, shown: bool) -> None:
    wins = np.full(1000, 4.0)
    wins[:zeros] = 0.0
    cost = np.linspace(100.0, 200.0, 1000)
    found = ratio_summary(cost, wins)
    assert found["undefined_share"] == zeros / 1000
    assert found["mean"] == pytest.approx(cost.mean() / wins.mean())
    assert found["ci95"] is not None
    assert (found["sd"] is not None) == shown
    assert all((entry["value"] is not None) == shown for entry in found["quantiles"].values())
    if shown:
        own = cost[zeros:] / 4.0
        assert found["sd"] == pytest.approx(own.std(ddof=1))
        assert found["quantiles"]["0.5"]["value"] in own
    else:
        assert found["reason"] == f"undefined in {zeros} of 1000 replications"


def test_ratio_summary_without_quantiles_is_short() -> None:
    found = ratio_summary([10.0, 14.0, 12.0], [5.0, 6.0, 5.0], ())
    assert list(found) == ["mean", "ci95", "sd", "undefined_share"]


def test_ratio_summary_without_denominator_is_none_with_a_reason() -> None:
    found = ratio_summary([10.0, 14.0], [0.0, 0.0], (0.5,))
    reason = "the mean denominator is 0"
    assert found == {
        "mean": None,
        "ci95": None,
        "sd": None,
        "quantiles": {"0.5": {"value": None, "ci95": None, "reason": reason}},
        "reason": reason,
        "undefined_share": 1.0,
    }


@given(st.lists(st.tuples(st.floats(), st.floats() | st.just(0.0)), max_size=30))
def test_output_is_strict_json_whatever_the_figures(pairs: list[tuple[float, float]]) -> None:
    found = json.loads(
        json.dumps(ratio_summary([a for a, _ in pairs], [b for _, b in pairs]), allow_nan=False)
    )
    if found["mean"] is None or found["ci95"] is None or found["sd"] is None:
        assert found["reason"]
    if found["ci95"] is not None:
        assert found["ci95"][0] <= found["mean"] <= found["ci95"][1]
