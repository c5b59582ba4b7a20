"""Whose fault it is when a lead goes cold."""

import pytest

from funnelsim.model.codes import COLD_CAUSES, Cause
from funnelsim.rules import cold_causes
from funnelsim.rules.shelf_life import cold_cause


@pytest.mark.parametrize(
    ("in_nurture", "for_meeting", "never_worked", "attempts", "cause"),
    [
        (True, False, False, 0, Cause.NURTURE),
        (False, False, True, 0, Cause.FORGOTTEN),
        (False, False, False, 0, Cause.UNWORKED),
        (False, False, False, 1, Cause.LATE),
        (False, False, False, 4, Cause.LATE),
        (False, True, False, 0, Cause.STALLED),
        (False, True, False, 3, Cause.STALLED),
    ],
)
def test_cause(in_nurture, for_meeting, never_worked, attempts, cause):
    assert cold_cause(in_nurture, for_meeting, never_worked, attempts) == cause


def test_causes_have_one_code_each():
    codes = {name: code for name, code in vars(cold_causes).items() if name.isupper()}
    assert codes == {cause.name: cause.value for cause in COLD_CAUSES}
