"""The total order of events within and between ticks."""

from hypothesis import given
from hypothesis import strategies as st

from funnelsim.rules import order
from funnelsim.rules.order import before

RANKS = """BOUNDARY NEW_DAY FINISH REP_FREE CONTACT_LEFT COMPETITOR_DUE SHELF_LIFE_END FLIGHT_END
TRIAL_END ARRIVAL RETURN_DUE DECISION TOUCH SIGNAL CANCEL HANDOFF ATTEMPT_DUE SHIFT DISPATCH SLA
""".split()
SIGNED = st.integers(-(2**63), 2**63 - 1)
KEYS = st.tuples(
    SIGNED | st.integers(0, 2), st.integers(0, 19), SIGNED | st.integers(-1, 1), SIGNED
)


def test_kinds_have_the_documented_rank():
    assert [getattr(order, name) for name in RANKS] == list(range(20))
    assert order.NOTICED == order.ATTEMPT_DUE


@given(KEYS, KEYS)
def test_keys_are_compared_as_signed_tuples(one, other):
    assert bool(before(*one, *other)) == (one < other)
