"""Ranges of keys as planners write them."""

import pytest

from funnelsim.errors import UsageError
from funnelsim.experiments.levers.lever import lever_of
from funnelsim.scenario.ranges import Range, around, read_range
from small_funnels import batch


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("4..10", Range(4, 10, whole=True)),
        ("4..10:7", Range(4, 10, whole=True, points=7)),
        ("0.5..2", Range(0.5, 2)),
        ("x0.5..x3", Range(0.5, 3, factor=True)),
        ("20%..40%", Range(20, 40, "%")),
        ("1k..12k/month", Range(1_000, 12_000, "/month")),
        ("1k/month..12k/month", Range(1_000, 12_000, "/month")),
        ("30 min..2 h", Range(0.5, 2, "h")),
        ("1 business days..5 business days", Range(1, 5, "business days")),
        ("7/week..2/day", Range(1, 2, "/day")),
        ("40k..1.2M", Range(40_000, 1_200_000, whole=False)),
    ],
)  # fmt: skip
def test_units_factors_percent_and_mixed_units(text, found):
    assert read_range(text, "--vary key") == found


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("4", "is no range"), ("..4", "is no range"), ("a..b", "is no range"),
        ("x1..3", "is no range"), ("10..4", "lower end first"), ("4..4", "lower end first"),
        ("1 h..5%", "in two units"), ("1 business days..5 days", "in two units"),
        ("4..10:1", "asks for 1 values"), ("4..10:", "asks for no values"),
    ],
)  # fmt: skip
def test_what_is_no_range_is_told_with_its_key(text, says):
    with pytest.raises(UsageError, match=says) as caught:
        read_range(text, "--vary key")
    assert str(caught.value).startswith("--vary key")


def test_around_a_value_is_a_quarter_to_four_times():
    assert around("8", "k") == Range(2, 32, whole=True)
    assert around("30%", "k") == Range(7.5, 100, "%")
    assert around("2 h", "k") == Range(0.5, 8, "h")
    with pytest.raises(UsageError, match="gives no range"):
        around("40k..80k", "k")


@pytest.mark.parametrize(
    ("text", "value", "written"),
    [("4..10", 5.0, 5), ("x0.5..x2", 1.5, "x1.5"), ("1k..12k/month", 5e3, "5000/month"),
     ("1 h..9 h", 2.5, "2.5 h"), ("20%..40%", 30.0, "30%")],
)  # fmt: skip
def test_values_are_written_as_in_the_file(text, value, written):
    assert read_range(text, "k").text(value) == written


def test_factors_are_spaced_by_equal_ratios():
    lever = lever_of(batch(), "deal=x0.25..x4:5", "--vary")
    assert lever.grid(9) == [0.25, 0.5, 1.0, 2.0, 4.0]


def test_a_declared_lever_brings_its_range_and_lead_time():
    bundle = batch("levers: {stages.offer.converts: {range: 20%..40%, lead_time: 5 days}}")
    lever = lever_of(bundle, "stages.offer.converts", "--by")
    assert (lever.range.low, lever.range.high, lever.range.unit) == (20, 40, "%")
    assert str(lever.start) == "2027-01-09"


def test_an_unknown_key_is_told_with_a_near_one():
    with pytest.raises(UsageError, match=r"did you mean 'stages\.offer\.converts'"):
        lever_of(batch(), "stages.ofer.converts=20%..40%", "--vary")
