"""How long items keep a rep busy."""

from itertools import product

import numpy as np
import pytest

from funnelsim.rules.staffing import busy_time, overhead, ramp_factor

DAY = 86_400_000.0
RAMP = np.array([9.0, 0.25, 0.5, 0.75, 9.0])


@pytest.mark.parametrize(("duration", "share"), list(product([0.0, 90.0], [0.25, 0.6, 1.0])))
def test_overhead_leaves_the_stated_share_for_selling(duration, share):
    assert duration == pytest.approx(share * (duration + overhead(duration, share)))


def test_twice_as_fast_takes_half_and_half_as_productive_takes_twice():
    assert busy_time(60.0, 2.0, 1.0) == 30.0
    assert busy_time(60.0, 1.0, 0.5) == 120.0


@pytest.mark.parametrize(
    ("days", "factor"),
    [
        (0.0, 0.25),
        (30.4374, 0.25),
        (30.4375, 0.5),
        (60.8749, 0.5),
        (60.875, 0.75),
        (91.3125, 1.0),
        (900.0, 1.0),
        (-1.0, 1.0),
    ],
)
def test_a_factor_holds_for_a_month_from_the_first_day(days, factor):
    assert ramp_factor(RAMP, 1, 3, days * DAY) == factor


def test_without_a_ramp_productivity_is_full_from_the_start():
    assert ramp_factor(RAMP, 0, 0, 0.0) == 1.0
