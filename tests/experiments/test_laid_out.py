"""JSON over several lines is the same JSON."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnelsim.experiments.laid_out import laid_out

NAMES = st.text(max_size=5) | st.just("mean")
LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
)
DATA = st.recursive(
    LEAVES | NAMES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
)


@given(DATA, st.integers(0, 4))
def test_it_reads_back_as_the_same(data, indent):
    assert json.loads(laid_out(data, indent)) == data


def test_a_summary_is_one_line():
    data = {"leads": {"mean": 2.0, "quantiles": {"0.5": {"value": 2.0}}}, "seed": 7, "none": []}
    assert laid_out(data).splitlines() == [
        "{",
        '  "leads": {"mean": 2.0, "quantiles": {"0.5": {"value": 2.0}}},',
        '  "seed": 7,',
        '  "none": []',
        "}",
    ]


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_json_cannot_hold_is_refused(number):
    with pytest.raises(ValueError, match="not JSON compliant"):
        laid_out({"mean": number})
