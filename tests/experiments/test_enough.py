"""Running until the headline is precise enough."""

import numpy as np
import pytest

from funnelsim.engines import DEFAULT_ENGINE
from funnelsim.errors import UsageError
from funnelsim.experiments.enough import replicate_until, rule_for
from funnelsim.experiments.forecast import forecast
from funnelsim.experiments.replicate import Means, replicate
from funnelsim.experiments.stopping import Goal, StoppingRule
from funnelsim.experiments.store import MemoryStore
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


def test_one_replication_has_no_precision(tiny):
    with pytest.raises(UsageError, match="one replication says nothing"):
        forecast(tiny, 1, precision=0.03, threads=1)


@pytest.mark.parametrize("seed", [-1, 2**63, 1.5, "7", True])
def test_what_is_no_seed(tiny, seed):
    with pytest.raises(UsageError, match="write a whole number from 0"):
        forecast(tiny, 1, seed, threads=1)
    with pytest.raises(UsageError, match="write a whole number from 0"):
        trace(tiny, 0, seed)
