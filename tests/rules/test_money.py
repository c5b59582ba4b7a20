"""Monthly items accrue evenly within calendar months."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelsim.rules.money import accrued

DAY = 86_400_000
FIRST = date(2027, 1, 1)
STARTS = np.array(
    [(date(2027 + m // 12, m % 12 + 1, 1) - FIRST).days * DAY for m in range(15)], dtype=np.int64
)
TICKS = st.integers(-40 * DAY, 480 * DAY)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2027, 1, 1), date(2027, 2, 1), 1),
        (date(2027, 2, 1), date(2027, 3, 1), 1),
        (date(2027, 1, 1), date(2028, 1, 1), 12),
        (date(2027, 2, 1), date(2027, 2, 15), 0.5),
        (date(2027, 1, 16), date(2027, 2, 8), 16 / 31 + 0.25),
        (date(2027, 4, 10), date(2027, 4, 10), 0),
    ],
)
def test_spans_of_months(start, end, months):
    t0, t1 = ((day - FIRST).days * DAY for day in (start, end))
    assert accrued(6000.0, t0, t1, STARTS) == pytest.approx(6000.0 * months)


@given(TICKS, TICKS, TICKS)
def test_spans_that_meet_add_up(a, b, c):
    a, b, c = sorted((a, b, c))
    whole = accrued(100.0, a, c, STARTS)
    assert whole == pytest.approx(accrued(100.0, a, b, STARTS) + accrued(100.0, b, c, STARTS))


def test_outside_the_months_nothing_accrues():
    assert accrued(100.0, -40 * DAY, 0, STARTS) == 0.0
    assert accrued(100.0, -40 * DAY, 10_000 * DAY, STARTS) == pytest.approx(1400.0)
    assert accrued(100.0, 5, 4, STARTS) == 0.0
    assert accrued(100.0, 0, DAY, STARTS[:0]) == 0.0
