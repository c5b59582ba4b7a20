import numpy as np
import pytest

from funnelsim.experiments.contests.paired import (
    ENOUGH,
    IDENTICAL,
    TOO_FEW,
    differing,
    identical,
    pair,
    table,
    unclear,
)
from funnelsim.experiments.resample import draws, percentile_interval, upper_quantile


def test_replications_that_differ_are_counted_from_the_common_difference() -> None:
    a = np.arange(50.0)
    b = a.copy()
    b[[3, 17]] += 5.0
    assert differing(a, b) == 2
    assert differing(a, b - 1000.0) == 2
    assert differing(a, a - 1000.0) == 0


def test_rounding_is_no_difference() -> None:
    a = np.array([0.1 + 0.2, 1e6])
    assert identical(a, np.array([0.3, 1e6]))
    assert differing(a, np.array([0.3, 1e6 + 1.0])) == 1


def test_without_a_common_difference_all_differ() -> None:
    a = np.arange(30.0)
    b = a + a**2 + 1.0
    assert differing(a, b) == 30
    assert unclear(a, b) is None
    assert unclear(a[:29], b[:29]) == TOO_FEW


def test_a_t_interval_needs_enough_replications_that_differ() -> None:
    a = np.zeros(1000)
    assert unclear(a, a) == IDENTICAL
    for found, clear in [(ENOUGH - 1, False), (ENOUGH, True)]:
        b = a.copy()
        b[:found] = np.arange(found) + 1.0
        reason = unclear(a, b)
        assert (reason is None) == clear
        assert clear or "29 of 1,000" in str(reason)


@pytest.mark.parametrize("x", [[1.0, 2.0], [[1.0, 2.0]], [[1.0], [np.nan]], [[], []]])
def test_what_is_no_contest(x: object) -> None:
    with pytest.raises(ValueError, match=r"two policies|undefined|no replication"):
        table(x)  # type: ignore[arg-type]


def test_policies_are_paired() -> None:
    with pytest.raises(ValueError, match="not paired"):
        pair([1.0], [1.0, 2.0])


def test_draws_keep_the_number_of_replications(rng: np.random.Generator) -> None:
    drawn = np.concatenate(list(draws(1000, 600, rng)))
    assert drawn.shape == (600, 1000)
    assert (drawn.sum(axis=1) == 1000).all()
    # Each count is binomial(1000, 1/1000): variance .999.
    assert abs(drawn.var() - 0.999) < 0.01
    assert abs(np.corrcoef(drawn[:, 0], drawn[:, 1])[0, 1]) < 0.2


def test_ends_of_a_bootstrap_interval_are_order_statistics(rng: np.random.Generator) -> None:
    found = rng.permutation(np.arange(1.0, 2000.0))
    assert upper_quantile(found, 0.95) == 1900.0
    assert percentile_interval(1000.0, found, 0.95).ends == [50.0, 1950.0]
    assert percentile_interval(7.0, found, 0.95).ends == [7.0, 1950.0]
