"""The defining order of a log, and where two logs part."""

import numpy as np
import pytest

from funnelsim.model.codes import Row
from funnelsim.outcomes.log import ROW, first_difference, sort_log


def rows(*values):
    return np.array(list(values), dtype=ROW)


def some(n):
    """A sorted log of n rows with ticks 0, 10, 20, ..."""
    log = np.zeros(n, ROW)
    log["tick"] = 10 * np.arange(n)
    log["lead"] = np.arange(n) % 7
    log["kind"] = Row.TOUCHED
    log["value"] = 0.25
    return log


def test_rows_are_ordered_by_tick_then_lead_then_the_leads_own_number():
    first = (5, -1, 0, Row.VISITORS, 0, 2, 0, 0, 9.0)
    second = (5, 3, 0, Row.ARRIVED, 0, 0, 0, 1, 1.0)
    third = (5, 3, 1, Row.MQL, 0, 1, 0, 0, 1.0)
    fourth = (5, 4, 0, Row.ARRIVED, 0, 0, 0, 1, 1.0)
    fifth = (6, 1, 0, Row.ARRIVED, 0, 0, 0, 1, 1.0)
    expected = rows(first, second, third, fourth, fifth)
    assert sort_log(rows(fifth, fourth, third, second, first)).tolist() == expected.tolist()


def test_rows_without_a_lead_are_ordered_by_kind_and_code():
    last = (5, -1, 0, Row.VISITORS, 0, 2, 0, 0, 9.0)
    first = (5, -1, 0, Row.VISITORS, 0, 0, 0, 0, 8.0)
    found = sort_log(rows(last, first))
    assert found["a"].tolist() == [0, 2]


def test_equal_logs_have_no_difference():
    assert first_difference(some(100), some(100)) is None
    assert first_difference(some(0), some(0)) is None


@pytest.mark.parametrize("field", ROW.names)
def test_the_first_differing_row_and_its_fields_are_named(field):
    left, right = some(50), some(50)
    right[field][30] += 1
    right["value"][40] = 9.0
    found = first_difference(left, right)
    assert found.startswith(f"row 30 (tick 300, lead {left['lead'][30]}, TOUCHED / ")
    assert found.endswith(f"{field}: {left[field][30]} != {right[field][30]}")


def test_every_bit_counts():
    left, right = some(3), some(3)
    right["value"][1] = np.nextafter(0.25, 1)
    assert "0.25 != 0.25000000000000006" in first_difference(left, right)
    left["value"], right["value"] = np.nan, np.nan
    assert first_difference(left, right) is None
    left["value"], right["value"] = 0.0, -0.0
    assert first_difference(left, right).endswith("value: 0.0 != -0.0")


def test_a_longer_log_is_named_with_its_next_row():
    expected = "goes on with TOUCHED of lead 3 at tick 30"
    assert first_difference(some(4), some(3)) == f"lengths 4 != 3; the left log {expected}"
    assert first_difference(some(3), some(4)) == f"lengths 3 != 4; the right log {expected}"
    assert first_difference(some(3), some(0)).endswith("TOUCHED of lead 0 at tick 0")


def test_the_last_of_many_rows_is_found():
    left = some(1_000_000)
    right = left.copy()
    right["c"][-1] = 1
    assert first_difference(left, right).startswith("row 999999 ")
