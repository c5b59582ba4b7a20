"""Which rep gets a lead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelsim.rules.routing import has_room, load_key, may_serve, performance_weight, turn_key

codes = st.sets(st.integers(0, 2**20 - 1), min_size=1, max_size=8).map(sorted)


@given(codes, st.integers(1, 3))
def test_round_robin_serves_everybody_once_a_round_in_the_order_of_codes(reps, rounds):
    last = -1
    served = []
    for _ in range(rounds * len(reps)):
        last = min(reps, key=lambda code: turn_key(code, last))
        served.append(last)
    assert served == reps * rounds


@given(codes, st.integers(0, 2**20 - 1))
def test_the_turn_after_a_rep_who_is_gone_is_the_next_code(reps, gone):
    later = [code for code in reps if code > gone]
    assert min(reps, key=lambda code: turn_key(code, gone)) == (later[0] if later else reps[0])


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
