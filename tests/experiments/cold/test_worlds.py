"""The worlds beside the actual one: what they share with it, and what is a mechanism at all."""

from dataclasses import replace

import numpy as np
import pytest
from small_years import SHORT, short, theory

from funnelsim.engines.fill import fill
from funnelsim.errors import UsageError
from funnelsim.experiments.cold.players import MECHANISMS, mask, present
from funnelsim.experiments.cold.price import cold
from funnelsim.experiments.cold.worlds import worlds_of
from funnelsim.model.codes import Row
from funnelsim.model.compile import compile_model
from funnelsim.model.worlds import held_back, twin
from funnelsim.outcomes.log import first_difference
from two_engines import ALL, quick

WARM = ("industrial-b2b", "overload", "tiny")
LONG_BEFORE = {
    "industrial-b2b": ("warm_up=60 days",),
    "overload": ("warm_up=10 days",),
    "tiny": (),
}


AT_WORK = (Row.ASSIGNED, Row.QUEUED, Row.STARTED, Row.UNREACHED, Row.REACHED, Row.SQL,
           Row.BREACHED, Row.FINISHED)  # fmt: skip
REP = dict.fromkeys(AT_WORK, "b") | {Row.WON: "a"}
"""The field of a row that names a rep."""


def told_before(model, log):
    """Rows before tick 0, reps by name: another rep moves the numbers of those after her."""
    early = log[log["tick"] < 0]
    # When a rep is free again may lie in the year, whose hours may be others.
    early["value"][early["kind"] == Row.FINISHED] = 0
    told = [dict(zip(early.dtype.names, row, strict=True)) for row in early.tolist()]
    for row in told:
        field = REP.get(row["kind"])
        if field and row[field] >= 0:
            row[field] = model.names.reps[row[field]]
    return told


@pytest.mark.parametrize("name", WARM)
def test_all_worlds_are_one_until_the_year_begins(name):
    matter = worlds_of(short(name, *LONG_BEFORE[name]))
    early = told_before(matter.actual, quick(matter.actual, 4, 0))
    assert len({row["lead"] for row in early}) > 10
    twins = {f"without {name}": twin(matter.actual, bit) for name, bit in MECHANISMS.items()}
    for world, model in (matter.others | twins).items():
        assert told_before(model, quick(model, 4, 0)) == early, world


def test_uncertain_numbers_are_the_same_in_all_worlds():
    matter = worlds_of(short("tiny", "teams.inside.habits.never_worked=~ beta(2; 8)"))
    names = [parameter.code for parameter in matter.actual.parameters]
    assert len(names) >= 2
    everyone = [*matter.others.values(), twin(matter.actual, 127)]
    for r in range(5):
        _, values = fill(matter.actual, 9, r)
        for model in everyone:
            assert [parameter.code for parameter in model.parameters] == names
            assert fill(model, 9, r)[1].tobytes() == values.tobytes()
    # and they act: the share that converts is that of the world in all of them
    stages = [fill(model, 9, 0)[0].stage[-1]["converts"] for model in everyone]
    assert all((one == stages[0]).all() for one in stages[1:])


SHIPPED = (*SHORT, "real-pipeline", "ten-customers", "theory/base", "theory/erlang-a-10-1-05-8",
           "theory/priority")  # fmt: skip
CUT = {
    "real-pipeline": ("until=2018-01-07", "targets=[]"),
    "theory/base": ("horizon=20 min", "warm_up=10 min"),
    "theory/erlang-a-10-1-05-8": ("horizon=20 min", "warm_up=none"),
    "theory/priority": ("horizon=2 h", "warm_up=none"),
}


def model_of(name):
    from small_years import FOLDER

    from funnelsim.scenario.load import load

    bundle = short(name) if name in SHORT else load(FOLDER / f"{name}.yaml", CUT.get(name, ()))
    return compile_model(bundle)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_mechanism_that_is_no_player_changes_nothing(name):
    model = model_of(name)
    absent = set(MECHANISMS) - set(present(model))
    for r in range(2):
        actual = quick(model, 6, r)
        for mechanism in absent:
            assert first_difference(actual, quick(twin(model, MECHANISMS[mechanism]), 6, r)) is None
        everything = quick(twin(model, 127), 6, r)
        players = quick(twin(model, mask(present(model))), 6, r)
        assert first_difference(everything, players) is None


PLAYERS_OF_TINY = {
    "reach": ["calls.first_call_reaches=50%"],
    "intent": [],
    "shelf_before_contact": ["shelf_life.mql=never", "shelf_life.sql=never"],
    "shelf_in_pipeline": ["shelf_life.sql=never"],
    "nurture": ["interest=off", "shelf_life.lead=never"],
    "competitor": ["hazards.competitor=off"],
    "contact_left": ["hazards.changes_job=off"],
}


@pytest.mark.parametrize("mechanism", PLAYERS_OF_TINY)
def test_each_mechanism_is_a_player_as_long_as_it_is_written(mechanism):
    without = compile_model(short("tiny", "eagerness=off", *PLAYERS_OF_TINY[mechanism]))
    assert mechanism not in present(without)
    actual = quick(without, 3, 0)
    assert first_difference(actual, quick(twin(without, MECHANISMS[mechanism]), 3, 0)) is None
    if mechanism != "intent":
        assert mechanism in present(compile_model(short("tiny")))
    else:
        eager = compile_model(short("tiny", "eagerness={halves_every: 1 day, never_below: 10%}"))
        assert mechanism in present(eager)


def test_nothing_that_goes_cold_is_an_error_in_words():
    with pytest.raises(UsageError, match="no lead can go cold in this scenario"):
        cold(theory("base"), 2)


@pytest.mark.parametrize("engine", ALL)
def test_a_player_without_effect_costs_exactly_nothing(engine):
    """A contact leaves in a million years."""
    never = "hazards.changes_job=exponential(mean=1000000 years)"
    small = "channels.in.batches.start.leads=40"
    found = cold(theory("golden", small, never), 3, engine=engine, threads=1)
    i = found.worlds.players.index("contact_left")
    for part in ("fair", "alone", "only"):
        assert not found.records[part][:, i].any()
        assert np.delete(found.records[part], i, axis=1).any(axis=(0, 2)).all()


@pytest.mark.parametrize("name", ["tiny", "overload"])
def test_a_delay_of_nothing_changes_nothing(name):
    model = model_of(name)
    for r in range(3):
        assert first_difference(quick(model, 2, r), quick(held_back(model, 0.0), 2, r)) is None


def test_parts_do_not_depend_on_who_works_or_in_what_order():
    """Orders are drawn by address: threads, chunks and the replications beside them are idle."""
    bundle = short("overload")
    one = cold(bundle, 6, 3, exact=False, threads=1)
    two = cold(bundle, 6, 3, exact=False, threads=2)
    assert one.json() == two.json()
    later = cold(bundle, [5, 3], 3, exact=False, threads=1)
    for part in ("fair", "alone", "only", "others", "ledger"):
        assert later.records[part].tobytes() == one.records[part][[3, 5]].tobytes()


@pytest.mark.skipif(len(ALL) < 2, reason="one engine only")
@pytest.mark.parametrize("name", ["overload", "theory/golden"])
def test_the_price_does_not_depend_on_the_engine(name):
    found = [cold(short(name), 2, 8, engine=engine, threads=1) for engine in ALL]
    first, second = ({**one.data, "engine": ""} for one in found)
    assert first == second


def test_policies_in_force_are_part_of_the_actual_world():
    bundle = short("tiny")
    quicker = replace(bundle, with_=("quick",))
    found = cold(quicker, 3, 4, threads=1)
    assert found.worlds.policies == ("idle",)
    assert not found.world("policy idle").any()
    assert not found.world("handoff").any()  # the policy hands over at once


@pytest.mark.parametrize(
    ("delay", "days"), [("exactly 36 h", 1.5), ("exactly 2 h", 1 / 12), ("0 min", 0.0)]
)
def test_the_hand_over_that_is_priced_is_the_one_in_force(delay, days):
    """Whatever the file says without its policy."""
    slow = replace(short(
        "industrial-b2b", "handoff.delay=exactly 1 h", "channels.trade-show=off",
        "nurture.welcome.for.channels=off", f"policies.other.set={{handoff.delay: {delay}}}",
    ), with_=("other",))  # fmt: skip
    found = cold(slow, 2, threads=1)
    assert found.mean_handoff_days == pytest.approx(days)
    assert (found.handoff_per_day.value is None) == (days < 1)
