import numpy as np
import pytest

from covering import acceptance
from funnelsim.errors import UsageError
from funnelsim.experiments.search.levers import Choice, Lever
from funnelsim.experiments.search.optimum import FINAL_REPLICATIONS, optimise

LEVERS = (
    Lever("rate", 0.0, 1.0),
    Lever("reps", 1, 20, whole=True),
    Choice("routing", ("slow", "fast")),
)
BASELINE = (0.9, 3.0, "slow")


def profit(design):
    """Largest, 10, at rate .3, 12 reps, fast routing."""
    rate, reps, routing = design
    return 10.0 - 20 * (rate - 0.3) ** 2 - 0.05 * (reps - 12) ** 2 - (routing == "slow")


class Noisy:
    """Outcomes of a truth with the luck of each replication number; remembers who used which."""

    def __init__(self, rng, truth, sd=3.0):
        self.luck = rng.normal(0.0, sd, 100_000)
        self.truth, self.used = truth, []

    def __call__(self, design, numbers):
        self.used.append((design, numbers))
        return self.truth(design) + self.luck[numbers.start : numbers.stop]


def test_finds_the_best_design(rng):
    found = optimise(LEVERS, Noisy(rng, profit), budget=6000, rng=rng, baseline=BASELINE)
    assert profit(found.winner) > 9.7
    assert found.winner[2] == "fast"
    assert found.honest_value.covers(profit(found.winner))
    assert found.gain.value == pytest.approx(profit(found.winner) - profit(BASELINE))
    assert found.winner == found.best_set[0]
    assert len(found.finalists) == 10


def test_the_three_sets_have_nothing_in_common(rng):
    evaluate = Noisy(rng, profit)
    found = optimise(LEVERS, evaluate, budget=1000, rng=rng, baseline=BASELINE)
    searched = [n for _, numbers in evaluate.used for n in numbers if n < 1000]
    assert searched == list(range(1000))
    later = [(design, numbers) for design, numbers in evaluate.used if numbers.start >= 1000]
    finalists = {one.design for one in found.finalists}
    assert {design for design, numbers in later if numbers == range(1000, 3000)} == finalists
    third = {design for design, numbers in later if numbers == range(3000, 5000)}
    assert third == {found.winner, BASELINE}
    assert len(later) == len(finalists) + 2
    assert found.replications == sum(len(numbers) for _, numbers in evaluate.used)


def test_the_same_state_gives_the_same_answer(rng):
    evaluate = Noisy(rng, profit)
    one, two = (
        optimise(LEVERS, evaluate, budget=500, rng=np.random.default_rng(3)) for _ in range(2)
    )
    assert one == two


def test_a_few_possible_designs_suffice(rng):
    found = optimise([LEVERS[2]], Noisy(rng, lambda d: d == ("fast",)), budget=500, rng=rng)
    assert found.candidates == len(found.finalists) == 2
    assert found.winner == ("fast",)


def test_the_honest_value_covers_where_the_search_value_promises_too_much(rng):
    """Nothing has an effect: the winner's search value is luck alone."""
    lever = Lever("x", 0.0, 1.0)
    found = [optimise([lever], Noisy(rng, lambda d: 5.0), budget=600, rng=rng) for _ in range(200)]
    lo, hi = acceptance(size=200)
    assert lo <= sum(one.honest_value.covers(5.0) for one in found) <= hi
    # What the shrinkage says about the truth: search value less true value.
    assert lo <= sum(one.shrinkage.covers(one.search_value.value - 5.0) for one in found) <= hi
    assert np.mean([one.search_value.value for one in found]) > 5.2
    assert sum(one.search_value.covers(5.0) for one in found) < lo


def test_what_cannot_be_optimised_is_refused(rng):
    evaluate = Noisy(rng, profit)
    with pytest.raises(UsageError, match="no lever"):
        optimise([], evaluate, budget=1000, rng=rng)
    with pytest.raises(UsageError, match="at least 240"):
        optimise(LEVERS, evaluate, budget=100, rng=rng)
    with pytest.raises(UsageError, match=f"at least 1 with {FINAL_REPLICATIONS}"):
        optimise(LEVERS, evaluate, budget=1000, rng=rng, final_replications=100)
