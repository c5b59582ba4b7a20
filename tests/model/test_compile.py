"""From words to tables: every number where it belongs, by epoch and class."""

from __future__ import annotations

import math

import numpy as np
import pytest

from funnelsim.errors import ScenarioError
from funnelsim.model.codes import Assign, WorkFirst
from funnelsim.rules.intensity import lead_rate

DAY = 86_400_000
HOUR = 3_600_000


def test_windows_are_half_open_and_in_ticks(compiled):
    model = compiled("warm_up=10 days", "run_off=5 days")
    assert (model.begin, model.end, model.stop) == (-10 * DAY, 30 * DAY, 35 * DAY)


def test_until_names_the_last_day_included(compiled):
    model = compiled("horizon=off", "until=2027-01-31", "run_off=none")
    assert model.end == 28 * DAY == model.stop


def test_horizons_in_months_are_calendar_months(compiled):
    assert compiled("horizon=2 months").end == (27 + 31 + 1) * DAY - 0 * DAY


def test_classes_are_the_product_of_channels_and_segments(compiled):
    model = compiled(more="regions: {north: {share: 40%}, south: {share: 60%}}\n")
    assert model.names.classes == tuple(
        ("web", segment, region) for segment in ("big", "small") for region in ("north", "south")
    )
    assert model.segment_share[0, 0].tolist() == [0.7, 0.3]
    assert model.region_share[0, 0].tolist() == [0.4, 0.6]


def test_fit_and_deal_follow_the_segment(compiled):
    lead = compiled().lead
    assert lead["fit"][0].tolist() == [0.6, 0.4]
    assert lead["deal"]["a"][0].tolist() == [100_000, 20_000]


def test_bare_units_of_rep_time_are_working_time(compiled):
    rep_time = compiled().stage["rep_time"][0, 0, 0]
    assert (rep_time["business"], rep_time["a"]) == (1, 2 * HOUR)


def test_business_days_are_open_hours_of_an_open_weekday(compiled):
    model = compiled("handoff.delay=3 business days", more="calls: {by: ae}\n")
    assert model.lead["handoff_delay"]["a"][0, 0] == 3 * 8 * HOUR
    assert model.lead["handoff_delay"]["business"][0, 0] == 1


def test_numbers_by_class_and_settings_by_class(compiled):
    model = compiled(
        more="conversation: {fit: {accepted: {big: 60%, otherwise: 35%},"
        " not_ready: 100% of rest}}\nhandoff: {delay: 1 h}\n",
    )
    starts = model.lead["fit_accept_start"][0]
    assert model.pool_cumulative[starts].tolist() == [0.6, 0.35]
    small = compiled("segments.small.set={handoff.delay: 5 h}")
    assert small.lead["handoff_delay"]["a"][0].tolist() == [0, 5 * HOUR]


def test_a_number_missing_for_a_class_is_an_error_with_its_key(compiled):
    with pytest.raises(ScenarioError, match="without a value"):
        compiled("conversation.fit.accepted={big: 60%}", "conversation.fit.not_ready=100% of rest")


def test_changes_and_policies_are_epochs(compiled):
    more = """
changes: [{from: 2027-01-11, set: {handoff.delay: 1 h}}]
policies:
  later: {from: 2027-01-18, set: {handoff.delay: 2 h}}
  at-once: {set: {teams.ae.work_first: newest}}
"""
    assert compiled(more=more).epoch_ticks.tolist()[1:] == [7 * DAY]
    model = compiled(more=more, with_=("at-once", "later"))
    assert model.epoch_ticks.tolist()[1:] == [0, 7 * DAY, 14 * DAY]
    assert model.lead["handoff_delay"]["a"][:, 0].tolist() == [0, 0, HOUR, 2 * HOUR]
    assert model.team["work_first"][:, 0].tolist() == [WorkFirst.OLDEST, *[WorkFirst.NEWEST] * 3]


def test_layer_rate_is_that_of_the_files(compiled):
    base = compiled().layer_rates[0]
    assert base == pytest.approx(10 / DAY)
    more = "policies: {double: {set: {channels.web.leads: 20/day}}}\n"
    assert compiled("channels.web.leads=30/day").layer_rates[0] == base
    assert compiled(more=more, with_=("double",)).layer_rates[0] == base


def test_layer_rate_covers_the_largest_shape_factors(compiled):
    model = compiled(more="season: {weekday: {sat: 0, sun: 0}}\n")
    assert model.layer_rates[0] == pytest.approx(10 / DAY * 7 / 5)
    assert model.channel["weekday"][0, 0].tolist() == [1.4] * 5 + [0.0] * 2


def test_month_shapes_keep_the_stated_rate_as_the_mean_of_the_year(compiled):
    model = compiled(more="season: {month: {jan: 3, feb: 0}}\n")
    days = np.array([31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    assert model.channel["month"][0, 0] @ days / days.sum() == pytest.approx(1.0)


def test_ads_buy_clicks_that_opt_in(compiled):
    model = compiled(
        "channels.web={leads: off, budget: 3.2k/month, cost_per_click: 3.20, opt_in: 4%}"
    )
    row = model.channel[0, 0]
    rate = lead_rate(
        row["leads"], row["visitors"], row["budget"], row["cost_per_click"],
        row["saturates_at"], row["opt_in"],
    )  # fmt: skip
    assert rate * 30.4375 * DAY == pytest.approx(1000 * 0.04)


def test_book_values_follow_the_chain_of_probabilities(compiled):
    """E[deal] P(fit | stage) times what is left to convert; MQL times reach and acceptance."""
    model = compiled(
        more="""
plan: {lead_to_mql: 20%}
qualification: {good_fit_passes: 90%, bad_fit_passes: 25%}
calls: {by: ae, first_call_reaches: 60%, later_calls_reach: [50%], gaps: [1 h, 1 h]}
conversation:
  fit: {accepted: 50%, not_ready: 100% of rest}
  unfit: {accepted: 5%, bad_fit: 100% of rest}
""",
    )
    fit_mql = 0.6 * 0.9 / (0.6 * 0.9 + 0.4 * 0.25)
    accepted = fit_mql * 0.5 + (1 - fit_mql) * 0.05
    fit_sql = fit_mql * 0.5 / accepted
    sql = 100_000 * fit_sql * 0.8 * 0.5
    mql = (1 - 0.4 * 0.5 * 0.5) * accepted * sql
    expected = [0.2 * mql, mql, sql, sql, sql / 0.8]
    assert model.book[0] == pytest.approx(expected, rel=1e-12)


def test_book_values_are_those_of_the_first_epoch(compiled):
    more = "policies: {close-more: {set: {stages.last.converts: 90%}}}\n"
    with_policy = compiled(more=more, with_=("close-more",))
    assert (with_policy.book == compiled(more=more).book).all()


def test_an_sql_is_worth_a_quarter_of_its_deal(compiled):
    """10 customers a year at 25 % are 40 SQL; at $100k each SQL is worth $25k."""
    model = compiled(
        "segments={big: {share: 100%, deal: 100k, fit: 100%}, small: off}",
        "stages={only: {converts: 25%}, first: off, last: off}",
        "channels.web.enters=sql",
    )  # fmt: skip
    assert model.book[0, 2] == 25_000


def test_a_win_rate_scales_every_stage(compiled):
    stage = compiled("stages.win_rate=20%").stage["converts"][0, 0]
    k = math.log(0.2) / math.log(0.4)
    assert stage.tolist() == pytest.approx([0.8**k, 0.5**k])
    assert stage.prod() == pytest.approx(0.2)


def test_a_sales_cycle_stretches_the_buyers_times(compiled):
    """Two hours of work at 40 open hours a week take 8.4 h of wall time."""
    stage = compiled("stages.sales_cycle=60 days").stage["buyer_takes"]["a"][0, 0]
    work = 2 * HOUR * 168 / 40
    assert stage.tolist() == pytest.approx([(60 * DAY - work) * 2 / 3, (60 * DAY - work) / 3])


def test_two_names_with_equal_codes_are_refused(compiled, monkeypatch):
    monkeypatch.setattr("funnelsim.model.axes.name_code", lambda name: 7)
    with pytest.raises(ScenarioError, match="same random code"):
        compiled()


def test_reps_of_a_policy_start_with_it_and_of_a_group_by_date(compiled):
    more = "policies: {more: {from: 2027-01-18, set: {teams.ae.reps.core.count: 3}}}\n"
    model = compiled(more=more, with_=("more",))
    assert model.rep["present"].tolist() == [[1, 1, 0], [1, 1, 1]]
    assert model.rep["starts"][1, 2] == 14 * DAY
    dated = compiled("teams.ae.reps={new: {starts: 2027-01-11, ends: 2027-01-17}}")
    assert dated.rep["starts"][0, -1] == 7 * DAY
    assert dated.rep["ends"][0, -1] == 14 * DAY


def test_assignment_rules_match_classes_by_tags(compiled):
    model = compiled(
        "segments.big.tags={tier: enterprise}",
        "teams.ae.reps={ana: {count: 1}}",
        "teams.ae.assign={rules: [{when: {tier: enterprise}, to: [ana], wait: 2 h},"
        " {otherwise: least-loaded}]}",
    )
    assert model.rule_match.tolist() == [[True, False], [True, True]]
    assert model.rule["assign"].tolist() == [Assign.LEAST_LOADED] * 2
    groups = [name for i, name in enumerate(model.names.groups) if model.rule["groups"][0] >> i & 1]
    assert groups == ["ae.ana"]


def test_calendars_change_with_the_epoch(compiled):
    hours = "teams.ae.calendar.hours: mon-fri 09:00-20:00"
    more = f"policies: {{late: {{from: 2027-01-11, set: {{{hours}}}}}}}\n"
    calendar = compiled(more=more, with_=("late",)).calendars[0]
    lengths = (calendar.closes - calendar.opens) // HOUR
    inside = [int(n) for o, n in zip(calendar.opens, lengths, strict=True) if 0 <= o < 14 * DAY]
    assert inside == [8] * 5 + [11] * 5


def test_monthly_costs_run_while_they_are_in_force(compiled):
    model = compiled(
        "teams.ae.cost_each=9k/month", "channels.web.cost=6k/month",
        more="policies: {tool: {from: 2027-01-11, cost: {once: 5k, per_month: 400},"
        " set: {handoff.delay: 0 min}}}\n", with_=("tool",),
    )  # fmt: skip
    items = model.names.cost_items
    reps = [s for s in model.streams if items[s["item"]] == "reps"]
    assert sum(s["per_month"] for s in reps if s["begin"] == model.begin) == 18_000
    tool = next(s for s in model.streams if items[s["item"]] == "policies")
    assert (tool["per_month"], tool["begin"], tool["end"]) == (400, 7 * DAY, model.stop)
    assert model.policy_once.tolist() == [(7 * DAY, 5_000)]
