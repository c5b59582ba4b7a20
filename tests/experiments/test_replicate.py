"""Replications: the same numbers however the work is cut; failures are data."""

import numpy as np
import pytest

from funnelsim.engines.reference import simulate
from funnelsim.errors import UsageError
from funnelsim.experiments.replicate import replicate

N = 6


@pytest.mark.parametrize(
    "how",
    [
        {"threads": 1, "chunk_size": 1},
        {"threads": 1, "chunk_size": 4},
        {"threads": 2},
        {"threads": 7, "chunk_size": 2},
        {"threads": 2, "engine": "reference"},
        {"threads": 7, "chunk_size": 2, "engine": "reference"},
    ],
)
def test_same_numbers_for_any_chunks_threads_and_engine(model, alone, how):
    done = replicate(model, N, 5, **how)
    assert done.numbers == alone.numbers == tuple(range(N))
    assert done.outcomes.equals(alone.outcomes)


def test_chosen_replications_are_those_of_the_whole_run(model, alone):
    done = replicate(model, (4, 1), 5, threads=1, chunk_size=2)
    assert done.numbers == (1, 4)
    assert done.missing == 0
    assert done.outcomes.sums["revenue"].tolist() == alone.outcomes.sums["revenue"][[1, 4]].tolist()


def test_another_seed_is_another_future(model, alone):
    done = replicate(model, 2, 6, threads=1)
    assert done.outcomes.sums["revenue"].tolist() != alone.outcomes.sums["revenue"][:2].tolist()


def test_progress_goes_from_nothing_to_all(model):
    steps = []
    replicate(model, 3, 5, threads=1, chunk_size=1, progress=steps.append)
    assert [(step.done, step.wanted) for step in steps] == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert [step.latest and step.latest.n for step in steps] == [None, 1, 1, 1]


def test_a_failure_is_tried_again_and_then_recorded(model, engine, alone):
    calls = []

    def faulty(model, seed, replication, world=None):
        calls.append(replication)
        if replication == 2:
            raise ValueError("no such\nluck")
        return simulate(model, seed, replication)

    done = replicate(model, 4, 5, threads=1, chunk_size=1, engine=engine("faulty", faulty))
    assert done.numbers == (0, 1, 3)
    assert done.missing == 1
    assert not done.interrupted
    assert calls.count(2) == 2
    (failed,) = [status for status in done.status if status.error]
    assert (failed.replications, failed.attempts) == ((2, 2), 2)
    assert failed.error == "ValueError: no such luck"
    assert "in faulty" in failed.details
    others = alone.outcomes.sums["revenue"][[0, 1, 3]]
    assert np.array_equal(done.outcomes.sums["revenue"], others)


def test_a_failure_costs_its_replication_not_its_chunk(model, engine):
    calls = []

    def faulty(model, seed, replication, world=None):
        calls.append(replication)
        if replication == 2:
            raise ValueError("no such luck")
        return simulate(model, seed, replication)

    done = replicate(model, 4, 5, threads=1, chunk_size=4, engine=engine("faulty", faulty))
    assert calls == [0, 1, 2, 0, 1, 2, 3]
    assert done.numbers == (0, 1, 3)
    assert [(s.replications, s.done) for s in done.status] == [
        ((0, 0), 1), ((1, 1), 1), ((2, 2), 0), ((3, 3), 1),
    ]  # fmt: skip


def test_a_failure_that_passes_leaves_no_mark(model, engine, alone):
    failed = []

    def shaky(model, seed, replication, world=None):
        if replication == 1 and not failed:
            failed.append(replication)
            raise OSError("for once")
        return simulate(model, seed, replication)

    done = replicate(model, 3, 5, threads=1, chunk_size=1, engine=engine("shaky", shaky))
    assert done.missing == 0
    assert [status.attempts for status in done.status] == [1, 2, 1]
    assert not any(status.error for status in done.status)


def test_an_interruption_keeps_what_is_done(model):
    def impatient(step):
        if step.done == 2:
            raise KeyboardInterrupt

    done = replicate(model, 4, 5, threads=1, chunk_size=1, progress=impatient)
    assert done.interrupted
    assert done.numbers == (0, 1)
    assert done.missing == 2
    assert [(s.replications, s.error) for s in done.status] == [
        ((0, 0), ""), ((1, 1), ""), ((2, 3), "interrupted"),
    ]  # fmt: skip


def test_an_interruption_inside_a_chunk_keeps_its_finished_replications(model, engine):
    def stopped(model, seed, replication, world=None):
        if replication == 2:
            raise KeyboardInterrupt
        return simulate(model, seed, replication)

    done = replicate(model, 4, 5, threads=1, chunk_size=4, engine=engine("stopped", stopped))
    assert done.numbers == (0, 1)
    assert done.interrupted


def test_an_interruption_before_anything_is_done(model):
    def impatient(step):
        raise KeyboardInterrupt

    # The first report comes before any work.
    done = replicate(model, 4, 5, threads=2, progress=impatient)
    assert done.interrupted
    assert done.outcomes is None
    assert done.missing == 4


def test_there_is_no_such_engine(model):
    with pytest.raises(UsageError, match=r"no engine 'warp'; choose one of .*reference"):
        replicate(model, 1, 5, engine="warp")
