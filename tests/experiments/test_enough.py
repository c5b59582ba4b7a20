"""Running until the headline is precise enough."""

import numpy as np
import pytest

from funnelsim.engines import DEFAULT_ENGINE
from funnelsim.errors import UsageError
from funnelsim.experiments.enough import replicate_until, rule_for
from funnelsim.experiments.forecast import forecast
from funnelsim.experiments.replicate import Means, replicate
from funnelsim.experiments.stopping import Goal, StoppingRule
from funnelsim.experiments.store import FolderStore, MemoryStore
from funnelsim.experiments.trace import trace
from funnelsim.model.compile import compile_model


@pytest.fixture(scope="module")
def model(tiny):
    return compile_model(tiny)


def until(model, rule, store=None, **means):
    return replicate_until(
        model, rule, 5, Means(**means), engine=DEFAULT_ENGINE, store=store or MemoryStore()
    )


def test_it_stops_at_the_first_look_that_is_precise_enough(model):
    """Looks at 4, 6, 9, …: the decision is that of the columns, and no more is computed."""
    rule = StoppingRule([Goal("customers", absolute=1.1)], first=4, maximum=30)
    done, decision = until(model, rule, threads=1)
    all_ = replicate(model, 30, 5, threads=1).outcomes.sums["customers"]
    assert decision == rule.decide({"customers": all_})
    assert decision.limit == "precision"
    assert 4 < decision.replications < 30
    assert done.numbers == tuple(range(decision.replications))
    assert np.array_equal(done.outcomes.sums["customers"], all_[: decision.replications])
    assert [status.chunk for status in done.status] == list(range(len(done.status)))


def test_the_maximum_is_said(tiny):
    made = forecast(tiny, 5, precision=0.001, threads=1)
    assert made.n == 5
    assert made.decision.limit == "maximum"
    assert "not yet as precise as asked" in made.decision.sentence


def test_an_interruption_ends_it(model):
    def impatient(step):
        if step.done >= 5:
            raise KeyboardInterrupt

    rule = StoppingRule([Goal("customers", absolute=1e-6)], first=4, maximum=30)
    done, decision = until(model, rule, threads=1, chunk_size=1, progress=impatient)
    assert done.interrupted
    assert done.numbers == tuple(range(5))
    assert decision.limit is None


def test_progress_counts_over_all_looks(model):
    steps = []
    rule = StoppingRule([Goal("customers", absolute=1e-6)], first=2, maximum=4)
    until(model, rule, threads=1, chunk_size=1, progress=steps.append)
    assert [(s.done, s.wanted) for s in steps if s.latest] == [(1, 2), (2, 2), (3, 3), (4, 4)]


def test_the_rule_looks_at_the_first_target(model):
    (goal,) = rule_for(model, 0.03).goals
    assert (goal.kind, goal.absolute) == ("probability", 0.03)
    with pytest.raises(UsageError, match="above zero"):
        rule_for(model, 0.0)


@pytest.mark.parametrize(
    ("of", "goal"),
    [
        ("target 2", Goal("target 2", "probability", absolute=0.03)),
        ("customers", Goal("customers", relative=0.03, absolute=0.03)),
        ("revenue", Goal("revenue", relative=0.03)),
        ("cac", Goal("cac", "ratio", relative=0.03)),
        ("volatility", Goal("volatility", relative=0.03)),
    ],
)
def test_any_outcome_can_decide(model, of, goal):
    assert list(rule_for(model, 0.03, of=of).goals) == [goal]


def test_an_outcome_that_is_not_there(model):
    with pytest.raises(
        UsageError, match=r"no outcome 'revenu' .*; did you mean 'revenue'\?; write"
    ):
        rule_for(model, 0.03, of="revenu")
    with pytest.raises(UsageError, match=r"write target 1 or target 2 or target 3 for a chance"):
        rule_for(model, 0.03, of="target 4")


def test_an_outcome_without_a_precision(tiny):
    with pytest.raises(UsageError, match="how precise 'revenue' is to be is not said"):
        forecast(tiny, 4, precision_of="revenue")


@pytest.mark.parametrize("of", ["target 1", "cac", "revenue", "mean_cycle_days"])
def test_the_decision_is_that_of_the_figures(tiny, model, of):
    """The interval at the deciding look is the one that the results print."""
    made = forecast(tiny, 6, 5, precision=1e-9, precision_of=of, threads=1)
    (step,) = made.decision.progress
    shown = made.aims[0].chance if of == "target 1" else None
    if shown is None:
        figure = made.figure(of)
        assert (step.found.value, step.found.ends) == (figure["mean"], figure["ci95"])
    else:
        assert step.found == shown


def test_what_was_done_before_is_not_done_again(model, tmp_path):
    rule = StoppingRule([Goal("customers", absolute=1.1)], first=4, maximum=30)
    whole, decision = until(model, rule, threads=1)
    replicate(model, (1, 2, 3), 5, threads=1, chunk_size=2, store=FolderStore(tmp_path))
    steps = []
    again, same = until(
        model, rule, FolderStore(tmp_path), threads=1, chunk_size=1, progress=steps.append
    )
    assert same == decision
    assert again.outcomes.equals(whole.outcomes)
    fresh = {int(one) for step in steps if step.latest for one in step.latest.numbers}
    assert fresh == set(range(decision.replications)) - {1, 2, 3}


def test_one_replication_has_no_precision(tiny):
    with pytest.raises(UsageError, match="one replication says nothing"):
        forecast(tiny, 1, precision=0.03, threads=1)


@pytest.mark.parametrize("seed", [-1, 2**63, 1.5, "7", True])
def test_what_is_no_seed(tiny, seed):
    with pytest.raises(UsageError, match="write a whole number from 0"):
        forecast(tiny, 1, seed, threads=1)
    with pytest.raises(UsageError, match="write a whole number from 0"):
        trace(tiny, 0, seed)
