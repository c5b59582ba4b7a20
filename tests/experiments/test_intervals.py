import subprocess
import sys
from math import comb

import numpy as np
import pytest
from scipy import stats

from funnelsim.experiments.intervals import (
    Interval,
    least_replications,
    mean_t,
    normal_quantile,
    order_ranks,
    quantile_order,
    wilson,
)


@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
@pytest.mark.parametrize("n", [2, 7, 400])
def test_mean_interval_is_students(rng: np.random.Generator, n: int, level: float) -> None:
    x = rng.lognormal(size=n)
    found = mean_t(x, level)
    lo, hi = stats.t.interval(level, n - 1, loc=x.mean(), scale=stats.sem(x))
    assert found.value == pytest.approx(x.mean(), rel=1e-14)
    assert found.ends == pytest.approx([lo, hi], rel=1e-12)


def test_mean_of_four_by_hand() -> None:
    # mean 5, sd sqrt(20/3), t(3) = 3.182446305284263 from Student's table
    half = 3.182446305284263 * (20 / 3) ** 0.5 / 2
    assert mean_t([2, 4, 6, 8]).ends == pytest.approx([5 - half, 5 + half], rel=1e-12)


def test_one_replication_has_a_value_and_no_interval() -> None:
    found = mean_t([7.0])
    assert found.value == 7.0
    assert found.ends is None
    assert found.half_width is None
    assert not found.covers(7.0)
    assert found.reason == "one replication has no interval"


def test_no_replication_has_no_value() -> None:
    assert mean_t([]) == Interval(None, reason="no replication")
    assert quantile_order([], 0.5) == Interval(None, reason="no replication")
    assert wilson(0, 0) == Interval(None, reason="no replication")


@pytest.mark.parametrize("undefined", [np.nan, np.inf, None])
def test_undefined_replications_are_counted_not_averaged_away(undefined: float | None) -> None:
    expected = Interval(None, reason="undefined in 2 of 4 replications")
    assert mean_t([1.0, undefined, 3.0, undefined]) == expected
    assert quantile_order([1.0, undefined, 3.0, undefined], 0.5) == expected


def test_figures_too_large_to_add_give_a_reason() -> None:
    assert mean_t([1e308, 1e308]).reason == "too large for a floating-point number"
    assert mean_t([1e307, -1e307]).ends is None


def test_identical_replications_have_a_point_interval() -> None:
    assert mean_t([40.0] * 30) == Interval(40.0, 40.0, 40.0)


def test_a_table_is_not_a_column() -> None:
    with pytest.raises(ValueError, match=r"shape \(2, 2\)"):
        mean_t([[1, 2], [3, 4]])


@pytest.mark.parametrize("level", [0, 1, 95])
def test_level_is_a_share(level: float) -> None:
    with pytest.raises(ValueError, match="confidence level"):
        mean_t([1, 2, 3], level)


def brute_ranks(n: int, q: float, level: float) -> tuple[int, int] | None:
    """Ranks from the binomial sums themselves, end by end."""
    pmf = [comb(n, k) * q**k * (1 - q) ** (n - k) for k in range(n + 1)]
    tail = (1 - level) / 2
    lower = [rank for rank in range(1, n + 1) if sum(pmf[:rank]) <= tail]
    upper = [rank for rank in range(1, n + 1) if sum(pmf[rank:]) <= tail]
    return (max(lower), min(upper)) if lower and upper else None


@pytest.mark.parametrize("level", [0.8, 0.95])
@pytest.mark.parametrize("q", [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95])
def test_ranks_equal_binomial_sums(q: float, level: float) -> None:
    for n in [1, 2, 5, 6, 17, 71, 72, 73, 100, 200]:
        assert order_ranks(n, q, level) == brute_ranks(n, q, level)


def test_fewest_replications_from_the_binomial() -> None:
    # no observation below the quantile: .95**71 = .0262 > .025, .95**72 = .0249
    assert 0.95**71 > 0.025 > 0.95**72
    for q in (0.05, 0.95):
        assert least_replications(q) == 72
        assert quantile_order(np.arange(71.0), q).ends is None
        assert quantile_order(np.arange(72.0), q).ends is not None
    assert 0.5**5 > 0.025 > 0.5**6
    assert least_replications(0.5) == 6


@pytest.mark.parametrize("q", [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99])
@pytest.mark.parametrize("level", [0.5, 0.75, 0.9, 0.95, 0.9375, 0.999])
def test_least_replications_is_where_ranks_begin(q: float, level: float) -> None:
    n = least_replications(q, level)
    assert order_ranks(n, q, level) is not None
    assert order_ranks(n - 1, q, level) is None


def test_too_few_replications_are_told() -> None:
    found = quantile_order(np.arange(50.0), 0.05)
    assert found.value == 2.0
    assert found.reason == "an interval needs at least 72 replications"


def test_quantile_is_an_observation_with_share_q_at_or_below(rng: np.random.Generator) -> None:
    wins = rng.poisson(10, 500)
    for q in (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95):
        found = quantile_order(wins, q)
        assert found.value in wins
        assert np.mean(wins <= found.value) >= q > np.mean(wins < found.value)
        assert found.covers(found.value)


def test_rounding_of_n_times_q_does_not_move_the_rank() -> None:
    assert 100 * 0.07 > 7
    assert quantile_order(np.arange(1.0, 101.0), 0.07).value == 7.0


def test_quantile_mirrors(rng: np.random.Generator) -> None:
    x = rng.normal(size=333)
    low, high = quantile_order(x, 0.1), quantile_order(-x, 0.9)
    assert low.ends == [-high.hi, -high.lo]


@pytest.mark.parametrize(
    ("hits", "n", "lo", "hi"),
    [  # Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_equals_published_intervals(hits: int, n: int, lo: float, hi: float) -> None:
    assert wilson(hits, n).ends == pytest.approx([lo, hi], abs=5e-5)


@pytest.mark.parametrize("n", [1, 10, 137])
def test_wilson_ends_are_where_the_score_test_turns(n: int) -> None:
    for hits in range(n + 1):
        found = wilson(hits, n, 0.9)
        for end in found.ends or []:
            if 0 < end < 1:
                score = abs(hits / n - end) / np.sqrt(end * (1 - end) / n)
                assert score == pytest.approx(normal_quantile(0.9), rel=1e-9)
        assert found.covers(hits / n)


def test_wilson_at_the_borders_is_not_a_point() -> None:
    never, always = wilson(0, 100), wilson(100, 100)
    assert never.lo == 0.0
    assert never.hi == pytest.approx(1.96**2 / (100 + 1.96**2), abs=1e-5)
    assert always.ends == pytest.approx([1 - (never.hi or 0), 1.0])
    assert always.hi == 1.0


@pytest.mark.parametrize(("hits", "n"), [(-1, 10), (11, 10)])
def test_wilson_refuses_impossible_counts(hits: int, n: int) -> None:
    with pytest.raises(ValueError, match="hits in 10 trials"):
        wilson(hits, n)


@pytest.mark.parametrize(("n", "p"), [(100, 0.2), (100, 0.46), (400, 0.05), (1000, 0.9)])
def test_wilson_covers_as_announced_exactly(n: int, p: float) -> None:
    covered = sum(stats.binom.pmf(k, n, p) for k in range(n + 1) if wilson(k, n).covers(p))
    assert covered == pytest.approx(0.95, abs=0.015)


@pytest.mark.parametrize("module", ["hits", "planning", "ratios", "stopping", "summaries"])
def test_import_leaves_scipy_for_later(module: str) -> None:
    program = (
        f"import sys, funnelsim.experiments.{module}; "
        "sys.exit(any(name.split('.')[0] == 'scipy' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
