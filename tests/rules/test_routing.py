"""Which rep gets a lead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelsim.rules.routing import has_room, load_key, may_serve, performance_weight, turn_place


@given(st.integers(1, 8), st.integers(1, 3))
def test_round_robin_serves_everybody_once_a_round_in_the_order_of_codes(n, rounds):
    last, served = -1, []
    for _ in range(rounds * n):
        last = turn_place(last, 0, n)
        served.append(last)
    assert served == list(range(n)) * rounds


@given(st.integers(1, 8).flatmap(lambda n: st.tuples(st.integers(-1, n - 1), st.just(n))))
def test_everybody_is_asked_the_one_served_last_at_the_end(case):
    last, n = case
    asked = [turn_place(last, i, n) for i in range(n)]
    assert sorted(asked) == list(range(n))
    assert asked[-1] == (last if last >= 0 else n - 1)


@given(st.dictionaries(st.integers(0, 2**20 - 1), st.integers(0, 5), min_size=1, max_size=8))
def test_the_least_loaded_has_fewest_leads_then_the_smallest_code(owned):
    chosen = min(owned, key=lambda code: load_key(owned[code], code))
    fewest = min(owned.values())
    assert chosen == min(code for code, n in owned.items() if n == fewest)


@pytest.mark.parametrize(
    ("groups", "may"),
    [(-1, [True] * 4), (0b0101, [True, False, True, False]), (0, [False] * 4)],
)
def test_a_rule_names_groups(groups, may):
    assert [bool(may_serve(groups, group)) for group in range(4)] == may


@pytest.mark.parametrize(
    ("open_deals", "limit", "room"), [(0, 1, True), (1, 1, False), (2, 1, False), (99, 0, True)]
)
def test_a_limit_of_open_deals(open_deals, limit, room):
    assert bool(has_room(open_deals, limit)) is room


@pytest.mark.parametrize(
    ("wins", "cap", "weight"), [(0, 5.0, 1.0), (3, 5.0, 4.0), (4, 5.0, 5.0), (9, 5.0, 5.0)]
)
def test_wins_weigh_up_to_the_cap(wins, cap, weight):
    assert performance_weight(wins, cap) == weight
