"""Facts that ask for random numbers have names of their own."""

from itertools import combinations, product, starmap

import pytest

from funnelsim.rules import purposes
from funnelsim.rules.occasions import (
    month_of,
    numbered,
    of_attempt,
    of_name,
    of_response,
    of_route,
    of_signal,
    of_stage,
    of_visit,
    once,
    renewing,
)

FACTS = sorted(code for name, code in vars(purposes).items() if name.endswith("_FACT"))
SMALL = range(4)


def every(name, *ranges):
    return list(starmap(name, product(*ranges)))


@pytest.mark.parametrize(
    "named",
    [
        every(numbered, range(60)) + every(month_of, range(60)),
        every(of_attempt, SMALL, SMALL),
        every(of_stage, SMALL, SMALL),
        every(of_response, SMALL, SMALL, SMALL, SMALL),
        every(of_signal, SMALL, SMALL),
        every(of_route, SMALL, SMALL, [0, 5, 1 << 20, (1 << 20) + 1]),
    ],
    ids=["day-or-month", "attempt", "stage", "response", "signal", "route"],
)
def test_facts_of_one_purpose_do_not_share_a_name(named):
    assert len(set(named)) == len(named)


def test_a_renewed_shelf_life_has_a_name_apart_for_every_kind_of_fact():
    facts = [
        [renewing(what, base) for base in every(of_response, SMALL, SMALL, SMALL, SMALL)]
        for what in FACTS
    ]
    assert not any(set(left) & set(right) for left, right in combinations(facts, 2))
    assert {renewed >> 56 for renewed in facts[0]} == {FACTS[0]}


def test_the_fields_are_those_of_the_table_of_addresses():
    assert once() == 0
    assert numbered(7) == 7
    assert of_name(0xABCDE) == 0xABCDE << 24
    assert of_visit(3) == 3 << 44
    assert of_attempt(3, 2) == 3 << 44 | 2
    assert of_stage(3, 0xABCDE) == 3 << 44 | 0xABCDE << 24
    assert of_response(2, 0xABCDE, 5, 6) == 2 << 44 | 0xABCDE << 24 | 5 << 8 | 6
    assert of_signal(4, 9) == 4 << 24 | 9
    assert of_route(3, 0xABCDE, 1 << 20) == 3 << 44 | 0xABCDE << 24 | 1 << 20


@pytest.mark.parametrize(
    ("name", "parts", "field"),
    [
        (of_response, (1, 2, 3, 256), "kind = 256"),
        (of_response, (1, 2, 3, -1), "kind = -1"),
        (of_response, (1, 2, 1 << 16, 0), "c = "),
        (of_visit, (4096,), "a = 4096"),
        (of_signal, (1 << 20, 0), "b = "),
        (numbered, (1 << 24,), "c = "),
        (renewing, (256, 0), "kind 256"),
        (renewing, (0, 0), "kind 0"),
    ],
)
def test_a_part_too_wide_is_refused_by_name(name, parts, field):
    with pytest.raises(OverflowError, match=field):
        name(*parts)


def test_a_fact_that_already_tells_what_it_is_is_not_renamed():
    with pytest.raises(OverflowError, match="cannot be renamed"):
        renewing(2, renewing(1, once()))
