"""Compiled loops and interpreted ones: the same bytes, the same codes, the same records."""

import pickle
import re
from enum import IntEnum
from math import fsum
from pathlib import Path

import numpy as np
import pytest

import funnelsim.outcomes
from funnelsim.model import codes
from funnelsim.model.tables import OpenDeal, ReplayLead, Target
from funnelsim.outcomes import exact, records, row_codes, tally_codes
from funnelsim.outcomes.cells import Money
from funnelsim.outcomes.counting import pay_at
from funnelsim.outcomes.log import ROW
from funnelsim.outcomes.spans import DAY, HOUR
from funnelsim.outcomes.tallies import Exact, Gathering
from funnelsim.outcomes.tally_codes import N_SPENT, SPENT_REVENUE

FOLDER = Path(funnelsim.outcomes.__file__).parent
C_TYPES = {"long long": "i8", "int": "i4", "short": "i2", "unsigned char": "b1", "double": "f8"}
STRUCTS = {
    "Row": ROW,
    "Lead": records.LEADS,
    "Move": records.MOVES,
    "Visit": records.VISITS,
    "Spell": records.SPELLS,
    "Wait": records.WAITS,
    "Loss": records.LOSSES,
}
ENUMS = {
    "ROW": codes.Row,
    "PLACE": codes.Place,
    "STATUS": codes.Status,
    "ITEM": codes.ItemClass,
    "CAUSE": codes.Cause,
    "SIGNAL": codes.Signal,
}
TICKS = ("NEVER", "BEFORE", "DAY", "HOUR")
"""Constants of row_codes.pxd that are no enumerators."""

needs_compiled = pytest.mark.skipif(not records.COMPILED, reason="the folds are not compiled here")


@needs_compiled
@pytest.mark.parametrize("seed", range(6))
def test_compiled_and_interpreted_folds_give_the_same_bytes(wander, folds_from_source, seed):
    told = wander(
        seed,
        n=60,
        targets=[Target("paper_loss", 1.0, True, 2 * DAY, 9 * DAY + HOUR, 0.0, "")],
        pipeline=[OpenDeal(0, 5, "crm.csv:2", 3, age=2.5 * DAY)],
        replay=[ReplayLead(0, 9, 0, "leads.csv:2")],
    )
    told.arrives(identity=5, entry=3).meeting(HOUR, 2 * HOUR, 3 * HOUR).wins(DAY, 10.1)
    told.arrives(identity=9).touched(HOUR, 0.3).cold(DAY, book=np.nan)
    told.arrives(identity=11).zombie(0, 1.0)
    log = told.log()
    plain = folds_from_source.fold(log, told.model)
    assert pickle.dumps(vars(plain)) == pickle.dumps(vars(told.fold()))


def test_interpreted_folds_are_interpreted(folds_from_source):
    assert isinstance(folds_from_source.KeptRoom().column("who", 3, 0), list)


def enumerators(module):
    text = (FOLDER / f"{module}.pxd").read_text()
    return {name: int(value) for name, value in re.findall(r"^    (\w+) = (-?\d+)$", text, re.M)}


@pytest.mark.parametrize("module", [row_codes, tally_codes], ids=lambda module: module.__name__)
def test_codes_are_the_same_for_c_and_python(module):
    theirs = {name: x for name, x in vars(module).items() if name.isupper() and type(x) is int}
    theirs = {name: x for name, x in theirs.items() if name not in TICKS}
    assert enumerators(module.__name__.rpartition(".")[2]) == theirs


@pytest.mark.parametrize("prefix", ENUMS)
def test_codes_are_those_of_the_model(prefix):
    members: type[IntEnum] = ENUMS[prefix]
    named = {n: x for n, x in vars(row_codes).items() if n.startswith(f"{prefix}_")}
    assert named == {f"{prefix}_{member.name}": int(member) for member in members}


def test_counts_of_codes_are_those_of_the_model():
    assert len(codes.Cause) == row_codes.N_CAUSES
    assert len(codes.ItemClass) == row_codes.N_ITEMS
    assert row_codes.FIRST_STAGE == codes.FIRST_STAGE


@pytest.mark.parametrize("name", STRUCTS)
def test_structs_of_c_are_the_records(name):
    text = (FOLDER / "records.pxd").read_text()
    body = re.search(rf"struct {name}:\n((?:    .+\n)+)", text)[1]
    fields = [re.fullmatch(r"    (.+) (\w+)", line).groups() for line in body.splitlines()]
    assert np.dtype([(field, C_TYPES[kind]) for kind, field in fields]) == STRUCTS[name]


def amounts(seed):
    """Money as it comes, and as it never does: tiny, huge, negative."""
    rng = np.random.default_rng(seed)
    usual = rng.lognormal(5, 3, 200)
    odd = [0.1, -0.1, 1e-300, -1e-300, 2.0**-62, -(2.0**-62), 999999999999.9, -5e11, 0.5, 3.0]
    return rng.permutation(np.concatenate([usual, -usual[:50], odd])).tolist()


@pytest.mark.parametrize("seed", range(20))
def test_money_adds_up_exactly_in_any_order(seed):
    given = amounts(seed)
    digits = set()
    for order in (given, given[::-1], sorted(given)):
        sums = Money()
        sums.whole, sums.part = np.zeros(1, np.int64), np.zeros(1, np.int64)
        sums.beyond = np.zeros(1)
        for amount in order:
            exact.add(sums, 0, amount)
        digits.add((int(sums.whole[0]), int(sums.part[0])))
        total = Exact.of(sums, 1).rounded()[0]
        assert total == pytest.approx(fsum(given), rel=1e-15, abs=1e-15)
    assert len(digits) == 1


@needs_compiled
@pytest.mark.parametrize("seed", range(20))
def test_c_adds_money_as_python_does(story, seed):
    kept = Gathering(story().model)
    sums = Money()
    sums.whole, sums.part = np.zeros(1, np.int64), np.zeros(1, np.int64)
    sums.beyond = np.zeros(1)
    for amount in [*amounts(seed), 1e12, -3e15, 1e300]:
        pay_at(kept.frame, kept.tally, HOUR, 1, SPENT_REVENUE, amount)
        exact.add(sums, 0, amount)
    theirs = kept.tally.span_money
    cell = N_SPENT + SPENT_REVENUE  # of the first span, channel 1
    for column in ("whole", "part", "beyond"):
        assert getattr(theirs, column)[cell] == getattr(sums, column)[0]


def test_amounts_beyond_everything_are_kept_and_seen():
    sums = Money()
    sums.whole, sums.part = np.zeros(2, np.int64), np.zeros(2, np.int64)
    sums.beyond = np.zeros(2)
    for amount in (1e300, 5.5):
        exact.add(sums, 0, amount)
    exact.add(sums, 1, float("nan"))
    total = Exact.of(sums, 2).rounded()
    assert total[0] == 1e300
    assert np.isnan(total[1])


def test_sums_of_fractions_carry():
    sums = Money()
    sums.whole, sums.part = np.zeros(3000, np.int64), np.full(3000, 2**62 - 1)
    sums.beyond = np.zeros(3000)
    assert Exact.of(sums, 3000).sum(0).rounded() == 3000
