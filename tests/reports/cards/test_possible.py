"""Ends of intervals stay within what is possible."""

import pytest

from funnelsim.reports.cards.forecast.parts import possible


@pytest.mark.parametrize(
    ("ends", "most", "told"),
    [((-0.01, 0.2), None, [0.0, 0.2]), ((0.9, 1.01), 1.0, [0.9, 1.0]), ((3, 9), None, [3, 9]),
     (None, 1.0, [None, None])],
)  # fmt: skip
def test_ends_are_clipped(ends, most, told):
    assert possible(ends, most) == told
