"""Invariants after every event, and identities of the whole, over scenarios of all kinds."""

import numpy as np
import pytest
from engine_runs import SHORT, looked_into, shipped

from funnelsim.engines.reference import simulate
from funnelsim.model.codes import Place, Row
from funnelsim.outcomes.fold import fold
from funnelsim.outcomes.history import arrange
from funnelsim.outcomes.log import first_difference
from funnelsim.outcomes.places import moves, numbers_in_places, place_at, times_in_places

POLICIES = {
    "consumer-afternoon": ["evening-shift", "fifth-adviser"],
    "industrial-b2b": ["answer-in-5-minutes", "third-sdr", "no-win-back", "lower-threshold"],
    "overload": ["more-leads"],
    "ten-customers": ["neglect"],
}
RUNS = [(name, ()) for name in SHORT]
RUNS += [(name, (policy,)) for name, policies in POLICIES.items() for policy in policies]


def called(run):
    name, with_ = run
    return "+".join((name, *with_))


def places_agree(run, model):
    """Where the rows say each lead is at the end is where the engine has it."""
    history = arrange(run.log, model)
    told = dict(
        zip(history.ids.tolist(), place_at(history, moves(history), model.stop), strict=True)
    )
    for identity, lead in run.world.leads.items():
        assert Place(told.pop(identity)) == lead.place
    assert {Place(place) for place in told.values()} <= {Place.GONE}


def littles_law(log, model):
    """Lead-ms in each place: the stays of all leads, and the number integrated over time."""
    moved = moves(arrange(log, model))
    stays = times_in_places(moved, model.end)
    assert stays.tolist() == numbers_in_places(moved, model.end).tolist()
    assert (stays >= 0).all()


def money_adds_up(log, model):
    """Totals are the sums of their parts, and the sums of the rows."""
    found = fold(log, model)
    inside = (log["tick"] >= 0) & (log["tick"] < model.end)
    won = log[(log["kind"] == Row.WON) & inside]
    assert found.sums["revenue"] == pytest.approx(won["value"].sum())
    assert found.sums["customers"] == len(won)
    for parts in (found.months, found.weeks, found.by["channel"], found.by["segment"]):
        for figure in ("leads", "customers", "revenue", "gross_profit"):
            assert parts[figure].sum() == pytest.approx(found.sums[figure])
    for figure in ("cost", "profit"):
        assert found.months[figure].sum() == pytest.approx(found.sums[figure])
        assert found.weeks[figure].sum() == pytest.approx(found.sums[figure])
    profit = found.sums["gross_profit"] - found.sums["cost"]
    assert found.sums["profit"] == pytest.approx(profit)


@pytest.mark.parametrize("run", RUNS, ids=called)
def test_invariants_hold_after_every_event(run):
    model = shipped(*run)
    verified = looked_into(model, verify=True)
    assert len(verified.log) > 10
    places_agree(verified, model)
    littles_law(verified.log, model)
    money_adds_up(verified.log, model)


@pytest.mark.parametrize("shuffle", [1, 2, 3])
@pytest.mark.parametrize("name", ["industrial-b2b", "consumer-afternoon", "theory/weibull"])
def test_the_order_in_which_processes_are_created_changes_nothing(name, shuffle):
    model = shipped(name)
    plain = simulate(model, 11, 2)
    assert first_difference(plain, simulate(model, 11, 2, shuffle=shuffle)) is None
    assert (np.diff(plain["tick"]) >= 0).all()


def test_replications_and_seeds_differ():
    model = shipped("first-screen")
    logs = [simulate(model, seed, r) for seed, r in ((1, 0), (1, 1), (2, 0))]
    assert first_difference(logs[0], simulate(model, 1, 0)) is None
    assert first_difference(logs[0], logs[1]) is not None
    assert first_difference(logs[0], logs[2]) is not None


def test_world_and_replication_are_apart():
    """The world decides the uncertain numbers, the replication everything else."""
    model = shipped("industrial-b2b")
    assert model.parameters, "organic opt-in is uncertain"
    one, other = (looked_into(model, 1, 5, world=w) for w in (5, 6))
    assert first_difference(one.log, simulate(model, 1, 5)) is None
    assert one.world.channel[0].opt_in != other.world.channel[0].opt_in
    common = one.draws.keys() & other.draws.keys()
    assert len(common) > 0.5 * len(one.draws)
    assert all(one.draws[address] == other.draws[address] for address in common)
