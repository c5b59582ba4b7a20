"""Which number is which: one key one draw, two keys two; what is refused; what is stretched."""

from __future__ import annotations

import math

import numpy as np
import pytest

from funnelsim.engines.fill import fill
from funnelsim.errors import ScenarioError
from funnelsim.model.span import lead_to_win_quantile
from funnelsim.rules.distributions import quantile
from funnelsim.scenario.load import load

DAY = 86_400_000
HOUR = 3_600_000


def paths(model):
    return sorted(p.path for p in model.parameters)


# -- every accepted `~` acts ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "table", "field"),
    [
        ("channels.web.enters={lead: 20 of 40, sql: 20 of 40}", "channel", "enters"),
        ("channels.web.lumpiness={day: ~ 0.2..0.6}", "channel", "day_cv"),
        ("channels.web.lumpiness={month: ~ 0.2..0.6}", "channel", "month_cv"),
        ("channels.web.leads={steps: [{from: 0 h, rate: ~ 3..9/day}]}", "step_rates", ""),
        (
            "channels.web.campaigns=[{from: 2027-01-10, until: 2027-01-12, factor: ~ 1.2..2}]",
            "campaigns",
            "factor",
        ),
        ("conversation.fit={accepted: 50%, not_ready: 30 of 60, bad_fit: 0%}", "lead", "fit_rest"),
        ("stages.first.reasons={price: 30 of 60, other: 30 of 60}", "pool", ""),
    ],
)
def test_an_uncertain_number_differs_from_world_to_world(compiled, setting, table, field):
    model = compiled(setting)
    assert model.parameters
    seen = set()
    for world in range(8):
        cells = getattr(fill(model, 5, world)[0], table)
        seen.add((cells[field] if field else cells).tobytes())
    assert len(seen) == 8


def test_a_dearer_click_saturates_at_fewer_clicks(compiled):
    model = compiled(
        "channels.web.cost_per_click=~ 1..4",
        "channels.web.opt_in=5%",
        "channels.web.budget=8k/month",
        "channels.web.saturates_at=6k/month",
    )
    for world in range(5):
        row = fill(model, 1, world)[0].channel[0, 0]
        spend = row["saturates_at"] * row["cost_per_click"] * 30.4375 * DAY
        assert spend == pytest.approx(6000)


@pytest.mark.parametrize(
    "setting",
    [
        "calls={gaps: [~ 1..3 days], later_calls_reach: [20%]}",
        "teams.ae.look_back=~ 30..90 days",
        "teams.ae.assign={rules: [{when: {a: b}, to: [core], wait: ~ 1..3 h}]}",
        "channels.web.layer_rate=~ 3..9/day",
        "channels.web.saturates_at=~ 5k/month..9k/month",
        "nurture={w: {touches: {a: {after: ~ 1..9 days}}}}",
        "stages={win_rate: 20%, one: {converts: 10 of 40}}",
        "stages={sales_cycle: ~ 30..60 days, one: {buyer_takes: ~ 5..9 days}}",
    ],
)
def test_what_is_the_same_in_all_worlds_cannot_be_uncertain(compiled, setting):
    with pytest.raises(ScenarioError) as refused:
        compiled(setting)
    assert {p.code for p in refused.value.problems} == {"FS216"}


# -- one key is one number, two keys are two -------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        (("deal=~ 10k..50k", "segments.big.deal=off", "segments.small.deal=off"), ["deal"]),
        (("shelf_life.sql=~ 20..60 days",), ["shelf_life.sql"]),
        (("hazards.competitor=~ 1..3%/month",), ["hazards.competitor"]),
        (("hazards.competitor.sql=~ 1..3%/month",), ["hazards.competitor.sql"]),
        (
            ("teams.ae.cost_each=~ 4k..6k/month", "teams.ae.reps={a: {}, b: {}}"),
            ["teams.ae.cost_each"],
        ),
        (
            ("stages.first.converts={big: 10 of 40, small: 10 of 40}",),
            ["stages.first.converts.big", "stages.first.converts.small"],
        ),
        (
            (
                "channels.web.segments={big: 20 of 40, small: 20 of 40}",
                "channels.fair={leads: 1/day, segments: {big: 20 of 40, small: 20 of 40}}",
            ),
            [f"channels.{c}.segments.{s}" for c in ("fair", "web") for s in ("big", "small")],
        ),
    ],
)
def test_a_parameter_is_the_key_that_states_it(compiled, settings, found):
    assert paths(compiled(*settings)) == found


def test_one_deal_value_for_two_segments(compiled):
    model = compiled("deal=~ 10k..50k", "segments.big.deal=off", "segments.small.deal=off")
    for world in range(20):
        values = fill(model, 11, world)[0].lead["deal"]["a"][0]
        assert np.ptp(values) == 0


# -- stages that are stretched ---------------------------------------------------------------

CYCLE = "stages.sales_cycle=~ uniform(1 day; 99 days)"


def mean_of(row, n=4000):
    points = [(i + 0.5) / n for i in range(n)]
    a, b, c = float(row["a"]), float(row["b"]), float(row["c"])
    return float(np.mean([quantile(int(row["family"]), a, b, c, u) for u in points]))


@pytest.mark.parametrize(
    "buyer",
    [
        "uniform(5 days; 15 days)",
        "triangular(low=2 days; mode=10 days; high=20 days)",
        "normal(mean=10 days; sd=1 day)",
        "lognormal(mean=10 days; cv=1)",
        "gamma(mean=10 days; cv=0.5)",
    ],
)
def test_all_of_a_time_is_stretched(compiled, buyer):
    model = compiled(CYCLE, f"stages.first.buyer_takes={buyer}", "stages.first.rep_time=0 h")
    for world in range(6):
        filled, values = fill(model, 2, world)
        stages = filled.stage["buyer_takes"][0, 0]
        assert mean_of(stages[0]) + mean_of(stages[1]) == pytest.approx(values[0], rel=0.01)


def test_a_cycle_below_the_work_leaves_the_buyer_next_to_no_time(compiled):
    model = compiled(
        CYCLE,
        "stages.first.buyer_takes=lognormal(mean=10 days; cv=1)",
        "stages.first.rep_time=80 h",
    )
    short = [w for w in range(60) if fill(model, 2, w)[1][0] < 14 * DAY]
    assert short  # 80 h of work are two weeks
    for world in short:
        filled, _ = fill(model, 2, world)
        assert filled.stage["buyer_takes"]["a"][0, 0, 0] < math.log(HOUR)
        assert 0 < filled.stage["buyer_takes"]["a"][0, 0, 1] < HOUR


@pytest.mark.parametrize("cycle", ["30 days", "~ 30..31 days"])
def test_business_days_of_the_buyer_add_up_to_wall_days(compiled, cycle):
    model = compiled(
        f"stages.sales_cycle={cycle}",
        "stages.first={rep_time: 0 h, buyer_takes: gamma(mean=10 business days; cv=0.5)}",
        "stages.last=off",
    )
    filled, values = fill(model, 1, 0)
    row = filled.stage["buyer_takes"][0, 0, 0]
    wanted = values[0] if len(values) else 30 * DAY
    assert row["business"] == 1
    assert row["a"] * row["b"] * 168 / 40 == pytest.approx(wanted)


def test_a_cycle_that_the_work_alone_exceeds_names_the_class(compiled):
    with pytest.raises(ScenarioError, match="big"):
        compiled("stages.sales_cycle=10 days", "stages.first.rep_time={big: 60 h, small: 1 h}")


def test_an_empirical_time_cannot_follow_an_uncertain_cycle(compiled, tmp_path):
    (tmp_path / "t.csv").write_text("value\n3 days\n9 days\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="stretched"):
        compiled(CYCLE, "stages.first.buyer_takes=empirical(t.csv; value)")


def test_a_win_rate_cannot_be_met_where_a_class_never_passes(compiled):
    with pytest.raises(ScenarioError) as refused:
        compiled("stages.win_rate=25%", "stages.first.converts={big: 0%, small: 50%}")
    assert "first" in refused.value.problems[0].cure


# -- clocks ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "setting",
    [
        "shelf_life.mql=5 business days",
        "shelf_life.last=5 business days",
        "hazards.return_after=10 business days",
        "interest.half_life=10 business days",
        "eagerness.halves_every=3 business days",
        "stages.sales_cycle=60 business days",
    ],
)
def test_what_runs_day_and_night_is_not_set_in_business_days(compiled, setting):
    with pytest.raises(ScenarioError, match="wall time"):
        compiled(setting)


def test_a_business_day_is_as_long_as_the_teams(compiled):
    model = compiled(
        "behaviour={book_call: 1/month, cancels: 15% of book_call after 2 business days}",
        "conversation.takes=1 business day",
    )
    assert model.lead["cancel_after"]["a"][0, 0] == 16 * HOUR
    assert model.lead["talk_takes"]["a"][0, 0] == 8 * HOUR


def test_replayed_work_is_open_time(compiled, tmp_path):
    rows = "time,work\n9 h,1 business day\n9 h,2 days\n9 h,3 h\n"
    (tmp_path / "r.csv").write_text(rows, encoding="utf-8")
    model = compiled("channels.web={replay: r.csv, enters: sql}")
    assert [lead.work for lead in model.replay] == [8 * HOUR, 16 * HOUR, 3 * HOUR]


def test_replayed_shelf_life_is_wall_time(compiled, tmp_path):
    (tmp_path / "r.csv").write_text("time,shelf_life\n9 h,5 business days\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="wall time"):
        compiled("channels.web={replay: r.csv}")


def test_the_warm_up_counts_business_days_once(compiled, tmp_path):
    compiled()

    def days(gap):
        cadence = f"calls={{gaps: [{gap}], later_calls_reach: [20%]}}"
        quick = ("buyer_takes=0 h", "rep_time=0 h")
        sets = [cadence, *(f"stages.{s}.{q}" for s in ("first", "last") for q in quick)]
        return lead_to_win_quantile(load(tmp_path / "scenario.yaml", sets=sets).scenario) / DAY

    assert days("5 business days") == pytest.approx(7)
    assert days("40 business h") == pytest.approx(7)


@pytest.mark.parametrize("setting", ["nurture={w: {max_times: 0}}", "teams.ae.open_deals=0"])
def test_a_limit_of_none_is_not_no_limit(compiled, setting):
    with pytest.raises(ScenarioError, match=r"1 or more"):
        compiled(setting)
