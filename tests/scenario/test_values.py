"""Values as planners write them: what they mean, and what is said about those that mean nothing.

Expected numbers come from scipy.stats and from arithmetic written out here, not from the parser.
"""

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from funnelsim.scenario.units import reading
from funnelsim.scenario.values import (
    BadValue,
    ByClass,
    Dist,
    Fault,
    Quantity,
    Spread,
    Value,
    parse_number,
    parse_value,
)

Q = Quantity
MIN, HOUR, DAY = 60_000, 3_600_000, 86_400_000


def read(raw, quantity, **rules):
    return parse_value(raw, quantity, spread=Spread.PER_LEAD, **rules)


def frozen(dist: Dist):
    """The same distribution in scipy's words."""
    a, b = dist.a, dist.b
    return {
        "exponential": lambda: stats.expon(scale=a),
        "gamma": lambda: stats.gamma(a, scale=b),
        "weibull": lambda: stats.weibull_min(a, scale=b),
        "lognormal": lambda: stats.lognorm(b, scale=math.exp(a)),
        "loglogistic": lambda: stats.fisk(b, scale=a),
        "normal": lambda: stats.norm(a, b),
        "uniform": lambda: stats.uniform(a, b - a),
        "triangular": lambda: stats.triang((dist.c - a) / (b - a), a, b - a),
        "beta": lambda: stats.beta(a, b),
    }[dist.family]()


@pytest.mark.parametrize(
    ("raw", "quantity", "expected"),
    [
        ("15 min", Q.DURATION, 15 * MIN),
        ("exactly 2 h", Q.DURATION, 2 * HOUR),
        ("1 h 30 min", Q.DURATION, 90 * MIN),
        ("6 weeks", Q.DURATION, 42 * DAY),
        ("2 months", Q.DURATION, 2 * 30.4375 * DAY),
        ("1e-3 s", Q.DURATION, 1),
        ("4%", Q.SHARE, 0.04),
        (0.25, Q.SHARE, 0.25),
        (1, Q.SHARE, 1.0),
        ("40k", Q.MONEY, 40_000),
        ("1.2M", Q.MONEY, 1_200_000),
        ("USD 3.5k", Q.MONEY, 3_500),
        ("3.5k USD", Q.MONEY, 3_500),
        ("$50k", Q.MONEY, 50_000),
        (3.20, Q.MONEY, 3.2),
        ("40/week", Q.RATE, 40 / (7 * DAY)),
        ("9k/month", Q.RATE, 9_000 / (30.4375 * DAY)),
        ("never", Q.RATE, 0),
        ("6k/month", Q.MONEY_RATE, 6_000),
        ("120k/year", Q.MONEY_RATE, 10_000),
        ("2.1%/month", Q.HAZARD, -math.log(1 - 0.021) / (30.4375 * DAY)),
        ("exponential(mean=50 days)", Q.HAZARD, 1 / (50 * DAY)),
        ("never", Q.HAZARD, 0),
        ("1%/month", Q.GROWTH, 0.01),
        ("12.682503013196977%/year", Q.GROWTH, 0.01),
        ("-5%/month", Q.GROWTH, -0.05),
        ("x1.3", Q.FACTOR, 1.3),
        ("40%", Q.FACTOR, 0.4),
        (-10, Q.NUMBER, -10),
        ("x1.3 x2", Q.FACTOR, 2.6),
        ("4 days x1.5", Q.DURATION, 6 * DAY),
        ("4 days add 2 h", Q.DURATION, 98 * HOUR),
        ("25 add 2", Q.NUMBER, 27),
    ],
)
def test_constants(raw, quantity, expected):
    value = read(raw, quantity)
    assert value.constant
    assert not value.uncertain
    assert value.nominal == pytest.approx(expected, rel=1e-14)


def test_never_is_infinite_and_constant():
    never = read("never", Q.DURATION)
    assert never.dist == Dist("never")
    assert never.constant
    assert never.nominal == math.inf


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("40k..250k", 40_000, 250_000),
        ("500..6k", 500, 6_000),
        ("USD 40k..250k", 40_000, 250_000),
        ("40k..250k x2", 80_000, 500_000),
    ],
)
def test_ends_of_a_money_range_are_its_deciles(text, low, high):
    dist = frozen(read(text, Q.MONEY).dist)
    assert dist.ppf([0.1, 0.9]) == pytest.approx([low, high], rel=1e-12)


def test_ends_of_a_duration_range_share_the_unit():
    dist = frozen(read("5..30 days", Q.DURATION).dist)
    assert dist.ppf([0.1, 0.9]) == pytest.approx([5 * DAY, 30 * DAY], rel=1e-12)


def test_ends_of_a_share_range_are_deciles_of_a_logit_normal():
    value = read("~ 3%..6%", Q.SHARE)
    assert value.uncertain
    logits = stats.norm(value.dist.a, value.dist.b).ppf([0.1, 0.9])
    assert 1 / (1 + math.exp(-logits[0])) == pytest.approx(0.03)
    assert 1 / (1 + math.exp(-logits[1])) == pytest.approx(0.06)


def test_a_range_across_zero_is_normal():
    dist = frozen(read("~ -1%..2%/month", Q.GROWTH).dist)
    assert dist.ppf([0.1, 0.9]) == pytest.approx([-0.01, 0.02])


@pytest.mark.parametrize(
    ("text", "mean", "sd"),
    [
        ("about 25 min", 25 * MIN, 0.3 * 25 * MIN),
        ("gamma(mean=9 days; cv=0.8)", 9 * DAY, 0.8 * 9 * DAY),
        ("lognormal(mean=10 days; cv=0.6)", 10 * DAY, 6 * DAY),
        ("exponential(mean=50 days)", 50 * DAY, 50 * DAY),
        ("uniform(0 min; 6 min)", 3 * MIN, 6 * MIN / math.sqrt(12)),
        ("normal(mean=9 days; sd=1 day)", 9 * DAY, DAY),
        ("gamma(shape=4; scale=1 h)", 4 * HOUR, 2 * HOUR),
        ("gamma(mean=9 days; cv=0.8) x2", 18 * DAY, 0.8 * 18 * DAY),
        ("about 25 min x0.5", 12.5 * MIN, 0.3 * 12.5 * MIN),
        ("weibull(mean=30 days; shape=1) x2", 60 * DAY, 60 * DAY),
        ("normal(mean=9 days; sd=1 day) add 1 day", 10 * DAY, DAY),
    ],
)
def test_mean_and_spread_of_named_forms(text, mean, sd):
    value = read(text, Q.DURATION)
    assert value.nominal == pytest.approx(mean, rel=1e-12)
    assert frozen(value.dist).mean() == pytest.approx(mean, rel=1e-12)
    assert frozen(value.dist).std() == pytest.approx(sd, rel=1e-12)


@pytest.mark.parametrize(
    "text",
    [
        "weibull(mean=30 days; shape=1.5)",
        "weibull(mean=2 min; shape=0.7)",
        "loglogistic(median=17 days; shape=2.5)",
        "triangular(1 day; 2 days; 6 days)",
        "lognormal(p10=1 day; p90=9 days)",
        "lognormal(median=17 days; sigma=1.6)",
    ],
)
def test_nominal_is_the_mean_that_scipy_gives(text):
    value = read(text, Q.DURATION)
    assert value.nominal == pytest.approx(frozen(value.dist).mean(), rel=1e-10)


def test_mean_of_a_logit_normal_against_quadrature():
    value = read("~ logitnormal(median=20%; sigma=1.3)", Q.SHARE)
    a, b = value.dist.a, value.dist.b
    expected = stats.norm(a, b).expect(special.expit)
    assert value.nominal == pytest.approx(expected, rel=1e-9)


def test_log_logistic_without_mean():
    assert read("loglogistic(median=1 day; shape=0.9)", Q.DURATION).nominal == math.inf


def test_counts_are_uncertain_by_jeffreys_prior():
    value = read("90 of 4500", Q.SHARE)
    assert value.uncertain
    assert (value.dist.family, value.dist.a, value.dist.b) == ("beta", 90.5, 4410.5)


def test_stated_beta_is_taken_as_it_is():
    value = read("~ beta(90; 4410)", Q.SHARE)
    assert value.uncertain
    assert (value.dist.a, value.dist.b) == (90, 4410)
    assert value.nominal == pytest.approx(0.02)


def test_about_a_share_is_a_beta_of_that_mean():
    dist = frozen(read("~ about 20%", Q.SHARE).dist)
    assert dist.mean() == pytest.approx(0.2)
    assert dist.std() == pytest.approx(0.06)


def test_scaled_share_keeps_its_weight():
    value = read("10 of 40 x1.2", Q.SHARE)
    assert value.uncertain
    assert value.nominal == pytest.approx(1.2 * 10.5 / 41)
    assert value.dist.a + value.dist.b == pytest.approx(41)


def test_a_constant_with_tilde_is_certain():
    assert not read("~ 3%", Q.SHARE).uncertain


def test_working_time():
    assert read("3 business days", Q.DURATION).business_days
    hours = read("4 h", Q.DURATION, bare_business=True)
    assert (hours.business, hours.business_days) == (True, False)
    assert hours.nominal == 4 * HOUR
    assert hours.written == "4 business h"
    week = read("1 week", Q.DURATION, bare_business=True)
    assert (week.business_days, week.nominal) == (True, 5 * DAY)
    wall = read("4 wall h", Q.DURATION, bare_business=True)
    assert (wall.business, wall.written) == (False, "4 wall h")


def test_written_form_with_working_time_reads_back_the_same():
    for text in ("4 h", "gamma(mean=2 h; cv=0.5)", "1..3 days", "about 25 min", "1 week"):
        value = read(text, Q.DURATION, bare_business=True)
        assert read(value.written, Q.DURATION) == value


def test_by_class():
    table = parse_number({"plant-manager": "60%", "otherwise": 0.35}, Q.SHARE)
    assert isinstance(table, ByClass)
    assert table.of("website", "plant-manager").nominal == 0.6
    assert table.of("website", "shop-owner").nominal == 0.35
    assert parse_number({"a": "1%"}, Q.SHARE).of("b") is None
    assert table.plain() == {"plant-manager": "60%", "otherwise": "0.35"}


def test_empirical(tmp_path):
    (tmp_path / "quarters.csv").write_text("value,weight\n1 day,1.5\n92 days,3.1\n183 days,7\n")
    with reading(folder=tmp_path):
        value = read("empirical(quarters.csv; value; weight)", Q.DURATION)
        plain = read("empirical(quarters.csv; value)", Q.DURATION)
    assert value.dist.table == ((DAY, 1.5), (92 * DAY, 3.1), (183 * DAY, 7))
    assert value.nominal == pytest.approx((1.5 + 92 * 3.1 + 183 * 7) / 11.6 * DAY)
    assert plain.nominal == pytest.approx(92 * DAY)


def test_joint_draws_keep_file_and_column(tmp_path):
    (tmp_path / "fit.csv").write_text("opt_in,win\n0.02,0.2\n4%,0.3\n")
    with reading(folder=tmp_path):
        value = read("~ draws(fit.csv; opt_in)", Q.SHARE)
    assert value.uncertain
    assert value.draws == ("fit.csv", "opt_in")
    assert value.nominal == pytest.approx(0.03)


def test_faulty_rows_are_named_by_line(tmp_path):
    (tmp_path / "days.csv").write_text("value\n1 day\n\ntwo days\n-3 days\n")
    with reading(folder=tmp_path), pytest.raises(BadValue) as caught:
        read("empirical(days.csv; value)", Q.DURATION)
    assert caught.value.code is Fault.FILE
    assert "days.csv:4" in caught.value.cure
    assert "days.csv:5" in caught.value.cure


def test_missing_file_and_column(tmp_path):
    (tmp_path / "days.csv").write_text("value\n1 day\n")
    with reading(folder=tmp_path):
        with pytest.raises(BadValue, match="no such file"):
            read("empirical(none.csv; value)", Q.DURATION)
        with pytest.raises(BadValue, match="its columns are value"):
            read("empirical(days.csv; days)", Q.DURATION)


def test_money_in_another_currency():
    with reading(currency="USD"), pytest.raises(BadValue, match="currency: EUR") as caught:
        read("EUR 3.5k", Q.MONEY)
    assert caught.value.code is Fault.CURRENCY
    with reading(currency="EUR"):
        assert read("€3.5k", Q.MONEY).nominal == 3_500


@pytest.mark.parametrize(
    ("raw", "quantity", "code", "cure"),
    [
        (2, Q.DURATION, Fault.UNIT_MISSING, "2 h"),
        ("5", Q.DURATION, Fault.UNIT_MISSING, "5 days"),
        ("17:30", Q.DURATION, Fault.CLOCK_TIME, "17 h 30 min"),
        (dt.date(2027, 3, 16), Q.DURATION, Fault.CLOCK_TIME, "2 days"),
        ("-3 h", Q.DURATION, Fault.OUT_OF_RANGE, "zero or more"),
        ("inf days", Q.DURATION, Fault.UNREADABLE, "15 min"),
        ("4 parsecs", Q.DURATION, Fault.UNREADABLE, "15 min"),
        ("140%", Q.SHARE, Fault.OUT_OF_RANGE, "25%"),
        (25, Q.SHARE, Fault.UNIT_MISSING, "25%"),
        ("-1%", Q.SHARE, Fault.OUT_OF_RANGE, "25%"),
        ("50 of 40", Q.SHARE, Fault.OUT_OF_RANGE, "10 of 40"),
        ("6%..3%", Q.SHARE, Fault.OUT_OF_RANGE, "lower end first"),
        ("0%..3%", Q.SHARE, Fault.OUT_OF_RANGE, "uniform(0%; 3%)"),
        ("normal(mean=4%; sd=1%)", Q.SHARE, Fault.OUT_OF_RANGE, "3%..6%"),
        ("beta(2; 3)", Q.DURATION, Fault.OUT_OF_RANGE, ""),
        (40, Q.RATE, Fault.UNIT_MISSING, "40/week"),
        ("40k", Q.MONEY_RATE, Fault.UNIT_MISSING, "6k/month"),
        ("2/month", Q.HAZARD, Fault.UNIT_MISSING, "2.1%/month"),
        ("100%/month", Q.HAZARD, Fault.OUT_OF_RANGE, "100%"),
        ("1,200", Q.MONEY, Fault.UNREADABLE, "1200"),
        ("-5", Q.MONEY, Fault.OUT_OF_RANGE, "zero"),
        ("4..24k", Q.MONEY, Fault.UNIT_MISSING, "4k..24k"),
        ("0..30 min", Q.DURATION, Fault.OUT_OF_RANGE, "uniform(0 min; 30 min)"),
        ("5 min..", Q.DURATION, Fault.UNREADABLE, "5..30 days"),
        ("gamma(mean=9 days, cv=0.8)", Q.DURATION, Fault.SPLIT_FORM, "gamma(mean=9 days; cv=0.8)"),
        ("gamma(mean=9 days", Q.DURATION, Fault.SPLIT_FORM, "semicolons"),
        ({"gamma(mean=9 days": None, "cv=0.8)": None}, Q.DURATION, Fault.SPLIT_FORM, "semicolons"),
        ("gama(mean=9 days; cv=0.8)", Q.DURATION, Fault.NAMED_FORM, "gamma"),
        ("gamma(mean=9 days)", Q.DURATION, Fault.NAMED_FORM, "gamma(mean; cv)"),
        ("gamma(mean=9 days; sd=2)", Q.DURATION, Fault.NAMED_FORM, "gamma(mean; cv)"),
        ("gamma(mean=9; cv=0.8)", Q.DURATION, Fault.UNIT_MISSING, "9 days"),
        ("weibull(mean=9 days; shape=0)", Q.DURATION, Fault.OUT_OF_RANGE, "above zero"),
        ("triangular(1 h; 4 h; 2 h)", Q.DURATION, Fault.OUT_OF_RANGE, "low to high"),
        ("uniform(3 h; 3 h)", Q.DURATION, Fault.OUT_OF_RANGE, "low to high"),
        ("1 h 2 business days", Q.DURATION, Fault.MIXED_UNITS, "one unit"),
        (True, Q.SHARE, Fault.WRONG_SHAPE, "25%"),
        (None, Q.SHARE, Fault.WRONG_SHAPE, "25%"),
        (["1 h"], Q.DURATION, Fault.WRONG_SHAPE, "2 days"),
        ({"a": "1 h"}, Q.DURATION, Fault.NO_CLASSES, "2 days"),
        ("", Q.DURATION, Fault.UNREADABLE, "2 days"),
        ("10 of 40 add 5%", Q.SHARE, Fault.NAMED_FORM, "x1.2"),
        ("60% x2", Q.SHARE, Fault.OUT_OF_RANGE, "between 0 and 100%"),
        ("4 h add 1 business day", Q.DURATION, Fault.MIXED_UNITS, "same unit"),
    ],
)
def test_faults(raw, quantity, code, cure):
    with pytest.raises(BadValue) as caught:
        read(raw, quantity)
    assert caught.value.code is code
    assert cure in caught.value.cure
    assert caught.value.allowed


def test_ends_in_two_kinds_of_working_time():
    with pytest.raises(BadValue) as caught:
        read("4 h..2 days", Q.DURATION, bare_business=True)
    assert caught.value.code is Fault.MIXED_UNITS


def test_months_of_working_time():
    with pytest.raises(BadValue, match="20 days"):
        read("1 month", Q.DURATION, bare_business=True)


def test_spread_needs_a_tilde_where_all_leads_share_the_number():
    with pytest.raises(BadValue, match=r"~ 20\.\.40/month") as caught:
        parse_value("20..40/month", Q.RATE)
    assert caught.value.code is Fault.NO_SPREAD
    assert parse_value("~ 20..40/month", Q.RATE).uncertain


def test_a_fault_in_a_table_names_its_class():
    with pytest.raises(BadValue) as caught:
        parse_number({"a": "10%", "b": "140%"}, Q.SHARE)
    assert caught.value.path == ("b",)


def test_a_plain_number_below_its_least():
    with pytest.raises(BadValue, match="0 or more"):
        parse_value(-1, Q.NUMBER, minimum=0.0)


@given(st.text(max_size=40), st.sampled_from(list(Quantity)), st.booleans())
def test_any_text_is_a_value_or_a_bad_value(text, quantity, business):
    try:
        value = read(text, quantity, bare_business=business)
    except BadValue:
        return
    assert isinstance(value, Value)
    assert not math.isnan(value.nominal)


PIECES = st.sampled_from(
    ["40", "k", "%", " of ", "..", "~ ", "about ", "gamma(", "mean=", "cv=", "; ", ")", " days",
     " h", "/month", "never", "x1.3", " add ", "business ", "-", "0", "1e400", "EUR ", "beta("]
)  # fmt: skip


@given(st.lists(PIECES, max_size=8).map("".join), st.sampled_from(list(Quantity)))
def test_any_mix_of_pieces_is_a_value_or_a_bad_value(text, quantity):
    try:
        value = read(text, quantity)
    except BadValue:
        return
    assert not math.isnan(value.nominal)
    assert read(value.written, quantity) == value


@given(st.floats(1e-3, 1e6), st.sampled_from(["min", "h", "days", "weeks"]))
def test_durations_scale_linearly(amount, unit):
    one = read(f"1 {unit}", Q.DURATION).nominal
    assert read(f"{amount!r} {unit}", Q.DURATION).nominal == pytest.approx(amount * one, rel=1e-12)


def test_a_value_as_long_as_a_page_is_refused():
    with pytest.raises(BadValue, match="shorter"):
        read("2 h" + " x2" * 100_000, Q.DURATION)
