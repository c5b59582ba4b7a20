"""Numbers as people read them."""

import datetime as dt

import pytest

from funnelsim.reports import numbers


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"), (0, "0 %"), (0.004, "0.40 %"), (0.0375, "3.8 %"), (0.46, "46 %"),
        (1, "100 %"), (-0.05, "-5.0 %"), (1e-9, "0 %"),
    ],
)  # fmt: skip
def test_share(value, text):
    assert numbers.share(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0 %"), (0.001, "under 1 %"), (0.46, "46 %"), (0.999, "over 99 %"), (1, "100 %")],
)
def test_a_chance_is_never_rounded_to_certainty(value, text):
    assert numbers.chance(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "–"), (0, "0"), (7, "7"), (9.84, "9.8"), (0.25, "0.25"), (1234.4, "1,234"),
     (2_345_678, "2.346M")],
)  # fmt: skip
def test_count(value, text):
    assert numbers.count(value) == text


@pytest.mark.parametrize(
    ("value", "currency", "text"),
    [
        (None, "USD", "–"), (0, "USD", "$0"), (340, "EUR", "€340"), (1_240_000, "USD", "$1.24M"),
        (-2_100, "CHF", "-CHF 2.1k"), (999_700, "USD", "$1M"), (3.2, "GBP", "£3.20"),
        (53.26, "USD", "$53.3"), (1.5e12, "USD", "$1.5T"), (5, "", "5"), (-0.0, "USD", "$0"),
        (1e300, "EUR", "€1e+300"),
    ],
)  # fmt: skip
def test_money(value, currency, text):
    assert numbers.money(value, currency) == text


@pytest.mark.parametrize(
    ("value", "text"), [(None, "–"), (1.454, "145 %"), (-0.32, "-32 %"), (1e20, "1e+22 %")]
)
def test_ratio(value, text):
    assert numbers.ratio(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "–"), (0, "0 min"), (0.001, "4 s"), (0.4, "24 min"), (4.23, "4.2 h"), (20, "20 h"),
     (72, "3.0 days"), (24 * 40, "40 days")],
)  # fmt: skip
def test_hours(value, text):
    assert numbers.hours(value) == text
    if value is not None:
        assert numbers.days(value / 24) == text


def test_waiting_and_days():
    assert [numbers.clock(s) for s in (0, 59.4, 61, 3725)] == [
        "0 s", "59 s", "1 min 01 s", "1 h 02 min",
    ]  # fmt: skip
    assert numbers.day(dt.date(2027, 12, 31)) == "31 Dec 2027"


def test_the_planners_word_wins():
    assert numbers.label("sql", {"sql": "Inquiry"}) == "Inquiry"
    assert numbers.label("sql", {}) == "SQL"
    assert numbers.label("first_call", {}) == "first call"
    assert numbers.label("proposal_sent", {}) == "proposal sent"
