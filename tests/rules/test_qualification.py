"""When a lead is judged."""

import pytest

from funnelsim.model.codes import Signal
from funnelsim.rules.qualification import is_judged, pass_chance

AT_ONCE = 1 << Signal.BOOK_CALL | 1 << Signal.REPLY


@pytest.mark.parametrize(
    ("score", "kind", "judged"),
    [
        (39.999, Signal.EMAIL_OPEN, False),
        (40.0, Signal.EMAIL_OPEN, True),
        (0.0, Signal.BOOK_CALL, True),
        (0.0, Signal.REPLY, True),
        (0.0, Signal.PRICING_VISIT, False),
        (39.0, -1, False),
        (40.0, -1, True),
    ],
)
def test_a_lead_is_judged_at_the_threshold_or_for_what_it_did(score, kind, judged):
    assert bool(is_judged(score, 40.0, AT_ONCE, int(kind))) is judged


def test_no_bit_set_is_no_signal():
    assert not any(is_judged(0.0, 1.0, 0, kind) for kind in range(-1, 63))
    assert all(is_judged(0.0, 1.0, 1 << kind, kind) for kind in range(63))


def test_the_verdict_depends_on_fit():
    assert (pass_chance(True, 0.9, 0.25), pass_chance(False, 0.9, 0.25)) == (0.9, 0.25)
