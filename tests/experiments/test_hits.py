import numpy as np
import pytest

from funnelsim.experiments.hits import (
    hit_probability,
    hits,
    joint_probability,
    predictive_probability,
)
from funnelsim.experiments.intervals import wilson


def test_a_target_includes_itself() -> None:
    assert hits([9, 10, 11], 10).tolist() == [False, True, True]
    assert hits([9, 10, 11], 10, "at_most").tolist() == [True, True, False]


@pytest.mark.parametrize("direction", ["at_least", "at_most"])
def test_a_replication_without_figure_reaches_no_target(direction: str) -> None:
    assert hits([np.nan, 5.0], 5.0, direction).tolist() == [False, True]  # type: ignore[arg-type]


def test_a_target_has_one_of_two_directions() -> None:
    with pytest.raises(ValueError, match="at_least or at_most"):
        hits([1.0], 1.0, "above")  # type: ignore[arg-type]


def test_probability_is_wilsons() -> None:
    assert hit_probability([True, False, True, True]) == wilson(3, 4)


def test_one_replication_has_no_interval() -> None:
    found = hit_probability([True])
    assert (found.value, found.ends) == (1.0, None)
    assert found.reason


def test_joint_counts_replications_that_reach_every_target() -> None:
    customers = hits([9, 10, 12, 12], 10)
    spend = hits([1.0, 1.0, 1.0, 3.0], 2.0, "at_most")
    assert joint_probability(np.column_stack([customers, spend])) == wilson(2, 4)


def test_joint_needs_targets() -> None:
    with pytest.raises(ValueError, match="targets"):
        joint_probability(np.zeros((5, 0)))


def test_own_parameters_make_replications_independent() -> None:
    reached = [True, False, True, True, False]
    assert predictive_probability(reached) == wilson(3, 5)
    assert predictive_probability(reached, [4, 1, 3, 0, 2]) == wilson(3, 5)


def test_replications_that_agree_within_worlds_count_once(rng: np.random.Generator) -> None:
    world_hits = rng.random(300) < 0.3
    found = predictive_probability(np.repeat(world_hits, 5), np.repeat(np.arange(300), 5))
    # 299 degrees of freedom: one lost to the mean, and Student's factor for the normal one
    trials = 299 * (1.959963984540054 / 1.9679296690656698) ** 2
    assert found.value == pytest.approx(world_hits.mean())
    assert found.ends == pytest.approx(wilson(world_hits.mean() * trials, trials).ends)


def test_worlds_that_do_not_matter_cost_little(rng: np.random.Generator) -> None:
    reached, worlds = rng.random(4000) < 0.4, np.repeat(np.arange(1000), 4)
    found, plain = predictive_probability(reached, worlds), hit_probability(reached)
    assert found.half_width == pytest.approx(plain.half_width, rel=0.06)


def test_balance_within_worlds_earns_no_narrower_interval() -> None:
    worlds = np.repeat(np.arange(50), 2)
    balanced = [True, False] * 50
    nearly = [True, True, False, False, *balanced[4:]]
    for reached in (balanced, nearly):
        assert predictive_probability(reached, worlds).ends == pytest.approx(wilson(50, 100).ends)


def test_all_or_none_counts_each_world_once() -> None:
    worlds = np.repeat(np.arange(20), 3)
    assert predictive_probability([False] * 60, worlds) == wilson(0, 20)
    assert predictive_probability([True] * 60, worlds) == wilson(20, 20)


def test_one_world_has_no_interval() -> None:
    found = predictive_probability([True, False, True, True], [0, 0, 0, 0])
    assert found.value == 0.75
    assert found.ends is None
    assert found.reason == "all replications share one draw of the parameters"


def test_no_replication_no_probability() -> None:
    assert predictive_probability([], []).reason == "no replication"


def test_labels_must_match() -> None:
    with pytest.raises(ValueError, match="3 world labels for 2 replications"):
        predictive_probability([True, False], [0, 1, 2])
