"""The schema: what keys mean, what `off` and short forms mean, what is refused and where."""

import datetime as dt
import math
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from ruamel.yaml import YAML

from funnelsim.scenario.faults import BadValue
from funnelsim.scenario.schema import Scenario
from funnelsim.scenario.schema.base import Block
from funnelsim.scenario.schema.clock import add_months, hours_text, parse_hours
from funnelsim.scenario.schema.scaling import buyer_factor, scaled_converts

FULL = Path(__file__).parent / "data" / "full.yaml"
HOUR, DAY = 3_600_000, 86_400_000
START = {"from": "2027-01-01"}


def load(text):
    return YAML(typ="safe", pure=True).load(text)


def full():
    return load(FULL.read_text(encoding="utf-8"))


def scenario(text="{}"):
    return Scenario.model_validate({**START, **load(text)})


def faults(text):
    """(place, code or pydantic type, cure) of every fault of a fragment."""
    with pytest.raises(ValidationError) as caught:
        scenario(text)
    found = []
    for error in caught.value.errors():
        reason = error.get("ctx", {}).get("error")
        if isinstance(reason, BadValue):
            place = ".".join(map(str, (*error["loc"], *reason.path)))
            found.append((place, str(reason.code), reason.cure))
        else:
            found.append((".".join(map(str, error["loc"])), error["type"], ""))
    return found


def test_complete_scenario_reads_back_from_its_plain_form():
    one = Scenario.model_validate(full())
    again = Scenario.model_validate(one.plain())
    assert again == one
    assert again.plain() == one.plain()


def test_plain_form_is_yaml_that_reads_back(tmp_path):
    one = Scenario.model_validate(full())
    with (tmp_path / "plain.yaml").open("w", encoding="utf-8") as stream:
        YAML(typ="rt", pure=True).dump(_lists(one.plain()), stream)
    assert Scenario.model_validate(load((tmp_path / "plain.yaml").read_text())) == one


def _lists(data):
    if isinstance(data, dict):
        return {name: _lists(body) for name, body in data.items()}
    return [_lists(item) for item in data] if isinstance(data, (list, tuple)) else data


def test_the_smallest_scenario_has_every_block_and_nothing_acts():
    s = scenario()
    assert s.shelf_life.of("lead").nominal == math.inf
    assert s.shelf_life.of("any stage").nominal == math.inf
    assert s.hazards.changes_job.nominal == 0
    assert s.interest.half_life.nominal == math.inf
    assert s.eagerness.halves_every.nominal == math.inf
    assert s.behaviour.rates == {}
    assert s.calls.first_call_reaches.later.nominal == 1
    assert s.calendar.weekly == (((0, 1440),),) * 7
    assert s.sla is None
    assert s.horizon_ms == 365 * DAY
    assert s.deal_of("any").nominal == 0
    assert set(s.segments) == {"any"}


@pytest.mark.parametrize(
    "block",
    ["hazards", "behaviour", "interest", "eagerness", "sla", "nurture", "shelf_life", "calendar",
     "season", "regions", "levers", "words", "handoff", "policies", "expect", "plan"],
)  # fmt: skip
@pytest.mark.parametrize("word", ["off", False])
def test_a_block_that_is_off_is_neutral(block, word):
    assert Scenario.model_validate({**START, block: word}) == scenario()


def test_habits_off():
    s = scenario("{teams: {t: {habits: off}}}")
    habits = s.teams["t"].habits
    assert (habits.never_worked.nominal, habits.calls_kept.nominal) == (0, 1)
    assert habits.notices_after.nominal == 0


def test_entries_that_are_off_fall_out():
    s = scenario("{channels: {web: {leads: 1/day}, old: off}, stages: {a: {}, b: off}}")
    assert list(s.channels) == ["web"]
    assert list(s.stages.named) == ["a"]


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("teams: {t: {reps: 2}}", "teams: {t: {reps: {core: {count: 2}}}}"),
        ("teams: {t: {reps: {core: 2}}}", "teams: {t: {reps: {core: {count: 2}}}}"),
        ("teams: {t: {reps: unlimited}}", "teams: {t: {reps: {core: {count: unlimited}}}}"),
        ("channels: {w: {cost: 6k/month}}", "channels: {w: {cost: {fixed: 6k/month}}}"),
        ("channels: {w: {enters: mql}}", "channels: {w: {enters: {mql: 100%}}}"),
        ("channels: {w: {lumpiness: low}}", "channels: {w: {lumpiness: {day: 0.2, month: 0.1}}}"),
        ("hazards: {competitor: 1%/month}",
         "hazards: {competitor: {lead: 1%/month, mql: 1%/month, sql: 1%/month}}"),
        ("channels: {w: {batches: [{date: 2027-03-16, leads: 5}]}}",
         "channels: {w: {batches: {2027-03-16: {date: 2027-03-16, leads: 5}}}}"),
        ("behaviour: {cancels: 15% of book_call after 1..5 days}",
         "behaviour: {cancels: {share: 15%, of: book_call, after: 1..5 days}}"),
        ("policies: {p: {cost: {per_month: 400}}}",
         "policies: {p: {cost: {per_month: 400/month}}}"),
        ("segments: {a: {share: 70%}, b: {}}", "segments: {a: {share: 70%}, b: {share: 30%}}"),
    ],
)  # fmt: skip
def test_short_forms(short, long):
    assert scenario(short) == scenario(long)


def test_entry_mix_and_counts():
    s = scenario("channels: {w: {enters: {sql: 5%, mql: 25%, lead: 70%}}}")
    assert {k: v.nominal for k, v in s.channels["w"].enters.items()} == {
        "sql": 0.05,
        "mql": 0.25,
        "lead": 0.7,
    }
    assert scenario("teams: {t: {reps: unlimited}}").teams["t"].reps["core"].count is None


def test_spans():
    s = Scenario.model_validate({"from": "2027-01-31", "horizon": "1 month"})
    assert s.horizon_ms == 28 * DAY
    assert s.end == dt.date(2027, 2, 28)
    s = Scenario.model_validate({"from": "2027-01-01", "until": "2027-12-31"})
    assert (s.horizon_ms, s.end) == (365 * DAY, dt.date(2028, 1, 1))
    s = Scenario.model_validate({**START, "horizon": "31.5 h", "warm_up": "18 months"})
    assert s.horizon_ms == 113_400_000
    assert s.end == dt.date(2027, 1, 3)
    assert s.warm_up_ms == (dt.date(2027, 1, 1) - dt.date(2025, 7, 1)).days * DAY
    assert scenario("warm_up: none").warm_up_ms == 0
    assert scenario("warm_up: auto").warm_up_ms is None
    assert scenario("run_off: none").run_off_ms == 0
    assert scenario().run_off_ms == 90 * DAY


@given(st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1)), st.integers(-600, 600))
def test_months_of_the_calendar(day, months):
    moved = add_months(day, months)
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day == day.day or (moved + dt.timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("text", "week"),
    [
        ("24/7", (((0, 1440),),) * 7),
        ("mon-fri 09:00-17:00", (((540, 1020),),) * 5 + ((), ())),
        ("sat-mon 10:00-12:00", (((600, 720),), (), (), (), (), ((600, 720),), ((600, 720),))),
        ("mon 09:00-12:00, 13:00-17:00; tue 08:00-24:00",
         (((540, 720), (780, 1020)), ((480, 1440),), (), (), (), (), ())),
        (["mon,wed 09:00-10:00", "mon 10:00-11:00"],
         (((540, 660),), (), ((540, 600),), (), (), (), ())),
    ],
)  # fmt: skip
def test_opening_hours(text, week):
    assert parse_hours(text) == week
    assert parse_hours(hours_text(week)) == week


def test_opening_hours_are_written_as_a_planner_would():
    assert hours_text(parse_hours("fri,mon-thu 09:00-17:00; sun 10:00-11:00")) == (
        "mon-fri 09:00-17:00; sun 10:00-11:00"
    )


def test_working_time_adds_up_the_shifts_and_takes_the_nearest_hours():
    s = Scenario.model_validate(full())
    ana = s.working_time("ae", "ana")
    assert ana.ahead_ms == (-1 + 2 + 1) * HOUR
    assert ana.weekly[3] == ((600, 960),)
    assert ana.weekly[4] == ()
    assert (ana.country, ana.dates) == (None, (dt.date(2027, 12, 24),))
    sdr = s.working_time("sdr")
    assert (sdr.country, sdr.ahead_ms) == ("DE-BY", -HOUR)
    assert sdr.weekly[0] == ((540, 720), (780, 1020))


def test_holidays_are_those_of_the_country_unless_stated():
    teams = "teams: {t: {reps: 1}}"
    assert scenario(f"{{country: US, {teams}}}").working_time("t").country == "US"
    assert scenario(f"{{{teams}}}").working_time("t").country is None
    off = scenario(f"{{country: US, calendar: {{holidays: none}}, {teams}}}").working_time("t")
    assert (off.country, off.dates) == (None, ())


def test_season_of_a_channel_is_completed_from_the_scenario():
    shape = Scenario.model_validate(full()).shape_of("organic")
    assert shape.month[:8] == (0.9, 1, 1, 1, 1, 1, 0.6, 0.5)
    assert shape.weekday == (1, 1, 1, 1, 1, 0.3, 0.3)
    assert max(shape.hours) == shape.hours[20]
    assert scenario("channels: {w: {}}").shape_of("w").hours == (1,) * 24


def test_what_is_not_stated_comes_from_above():
    s = Scenario.model_validate(full())
    assert s.deal_of("plant-manager").nominal != s.deal_of("shop-owner").nominal
    assert s.deal_of("shop-owner") == s.deal
    assert s.cost_each("sdr", "core").nominal == 5_000
    assert s.cost_each("ae", "ana").nominal == 9_000
    one = scenario("{teams: {t: {reps: 1}, empty: {}}, stages: {a: {}}}")
    assert (one.calls_by, one.stage_by("a")) == ("t", "t")
    two = scenario("{teams: {t: {reps: 1}, u: {reps: 1}}, stages: {a: {by: u}}}")
    assert (two.calls_by, two.stage_by("a")) == (None, "u")


def test_clocks_by_stage():
    s = Scenario.model_validate(full())
    assert s.shelf_life.of("offer").nominal == 20 * DAY
    assert s.shelf_life.of("discovery") == s.shelf_life.sql
    assert s.hazards.competitor.of("offer") == s.hazards.competitor.named["offer"]
    assert s.hazards.competitor.of("discovery") == s.hazards.competitor.sql


def test_reach_and_acceptance_curves():
    s = Scenario.model_validate(full())
    reach = s.calls.first_call_reaches
    assert [delay for delay, _ in reach.knots] == [5 * 60_000, HOUR, 24 * HOUR]
    assert reach.knots[0][1].nominal == 0.76
    assert reach.knots[2][1].uncertain
    assert reach.later.nominal == 0.35
    assert [score for score, _ in s.conversation.fit.accepted.knots] == [20, 40, 70]
    assert s.conversation.fit.not_ready.of_rest
    assert not s.conversation.unfit.bad_fit.of_rest


def test_gaps_are_working_time_unless_said_otherwise():
    gaps = Scenario.model_validate(full()).calls.gaps
    assert [(g.business, g.business_days) for g in gaps] == [
        (True, False),
        (True, True),
        (False, False),
    ]


def test_targets():
    customers, revenue, cac, roi = Scenario.model_validate(full()).targets
    assert (customers.metric, customers.amount, customers.direction) == (
        "customers", 10, "at_least",
    )  # fmt: skip
    assert (revenue.in_.first, revenue.in_.last) == (dt.date(2027, 1, 1), dt.date(2027, 3, 31))
    assert revenue.with_.nominal == 0.8
    assert (cac.metric, cac.amount, cac.direction) == ("cac", 18_000, "at_most")
    assert (roi.amount, roi.in_.last) == (1.2, dt.date(2027, 12, 31))


def test_levers_say_both_ends_as_they_would_be_written():
    levers = Scenario.model_validate(full()).levers
    budget = levers["channels.search-ads.budget"]
    assert (budget.low, budget.high) == ("4k/month", "24k/month")
    assert levers["teams.sdr.reps.core.count"].lead_time.nominal == 60 * DAY


def test_pipeline_dates():
    pipeline = Scenario.model_validate(full()).pipeline
    assert dt.datetime.strptime("10/20/2016", pipeline.date_format).date() == dt.date(2016, 10, 20)


@given(st.lists(st.floats(0.05, 1), min_size=1, max_size=6), st.floats(0.01, 1))
def test_scaled_converts_have_the_stated_product(converts, win_rate):
    scaled = scaled_converts(converts, win_rate)
    assert math.prod(scaled) == pytest.approx(win_rate)
    order = sorted(range(len(converts)), key=converts.__getitem__)
    assert all(scaled[a] <= scaled[b] + 1e-12 for a, b in pairwise(order))


def test_scaled_cycle_adds_up():
    factor = buyer_factor([1.0, 2.0], [10.0, 14.0], 75.0)
    assert 1 + 2 + factor * 24 == pytest.approx(75)
    assert buyer_factor([3.0], [4.0], 3.0) == 0


def test_win_rate_and_cycle_may_stand_instead_of_stages():
    s = scenario("stages: {win_rate: 10 of 40, sales_cycle: 75 days}")
    assert len(s.stages.named) == 1
    assert scenario("stages: {win_rate: 25%}").stages.named["sale"].buyer_takes.nominal == 0


@pytest.mark.parametrize(
    ("text", "place", "code", "cure"),
    [
        ("handoff: {dealy: 4 h}", "handoff.dealy", "extra_forbidden", ""),
        ("handoff: {delay: 4}", "handoff.delay", "FS202", "4 h"),
        ("handoff: 4 h", "handoff", "FS212", "delay"),
        ("kind: shop", "kind", "literal_error", ""),
        ("until: 2026-12-31", "until", "FS214", "2027-01-01"),
        ("until: '2027-02-30'", "until", "FS204", "no such day"),
        ("{until: 2027-12-31, horizon: 3 months}", "horizon", "FS214", "leave one"),
        ("horizon: 0 h", "horizon", "FS203", "12 months"),
        ("currency: euro", "currency", "FS215", "USD"),
        ("country: Germany", "country", "FS215", "DE-BY"),
        ("deal: EUR 5k", "deal", "FS210", "currency: EUR"),
        ("calendar: {hours: mon-fri 9-17}", "calendar.hours", "FS204", "09:00"),
        ("calendar: {hours: mon-fri 22:00-06:00}", "calendar.hours", "FS203", "two openings"),
        ("calendar: {hours: mon-fri 1050-1700}", "calendar.hours", "FS204", "09:00"),
        ("calendar: {holidays: ['2027-13-01']}", "calendar.holidays.0", "FS204", "no such day"),
        ("season: {month: {july: 0.6}}", "season.month.july", "FS215", "jul"),
        ("season: {hours: night}", "season.hours", "FS212", "office"),
        ("segments: {a: {}, b: {}}", "segments.b", "FS214", "share"),
        ("segments: {a.b: {share: 100%}}", "segments.a.b", "FS215", "a-b"),
        ("segments: {otherwise: {}}", "segments.otherwise", "FS215", "another"),
        ("channels: {w: {leads: 40}}", "channels.w.leads", "FS202", "40/month"),
        ("channels: {w: {leads: 20..40/month}}", "channels.w.leads", "FS208", "~ 20..40/month"),
        ("channels: {w: {visitors: 9k/month}}", "channels.w", "FS214", "opt_in"),
        ("channels: {w: {budget: 8k/month, opt_in: 4%}}", "channels.w", "FS214", "cost_per_click"),
        ("channels: {w: {enters: trial}}", "channels.w.enters", "FS201", "mql"),
        ("channels: {w: {enters: {mql: 30%, lead: 60%}}}", "channels.w.enters", "FS213", "90%"),
        ("channels: {w: {segments: {a: 50%, b: 40%}}}", "channels.w.segments", "FS213", "90%"),
        ("channels: {w: {batches: [{leads: 4}]}}", "channels.w.batches.0", "FS212", "date"),
        ("channels: {w: {batches: {a: {date: 2027-03-01, leads: 1}, "
         "b: {date: 2027-03-01, leads: 1}}}}",
         "channels.w.batches.b.date", "FS214", "add their leads"),
        ("channels: {w: {batches: [{date: 2027-03-01, leads: -1}]}}",
         "channels.w.batches.2027-03-01.leads", "FS203", "write"),
        ("channels: {w: {leads: {steps: [{from: 1 h, rate: 5/h}]}}}",
         "channels.w.leads.steps", "FS214", "0 h"),
        ("channels: {w: {leads: {steps: [{from: 0 h, rats: 5/h}]}}}",
         "channels.w.leads.steps.0.rate", "FS212", "rate"),
        ("channels: {w: {cost: {per_lead: 2..5}}}", "channels.w.cost.per_lead", "FS208", "~ 2..5"),
        ("channels: {w: {campaigns: [{from: 2027-05-02, until: 2027-05-01, factor: 2}]}}",
         "channels.w.campaigns.0.until", "FS214", "2027-05-02"),
        ("channels: {w: }", "channels.w", "FS212", "leads"),
        ("channels: [w]", "channels", "FS212", "name each channel"),
        ("qualification: {points: {subscribes: 5}}", "qualification.points.subscribes",
         "extra_forbidden", ""),
        ("qualification: {ignored_after: 0}", "qualification.ignored_after", "FS203", "1 or more"),
        ("qualification: {hand_over_at_once: [reply, call]}", "qualification.hand_over_at_once.1",
         "FS201", "subscribe"),
        ("behaviour: {cancels: 15%}", "behaviour.cancels", "FS201", "of book_call"),
        ("nurture: {p: {touches: {t: {responses: {email_click: 12% given email_open}}}}}",
         "nurture.p.touches.t.responses.email_click", "FS215", "there is none"),
        ("nurture: {p: {touches: {t: {responses: {opens: 12%}}}}}",
         "nurture.p.touches.t.responses.opens", "FS215", "email_open"),
        ("nurture: {p: {touches: {t: {}}, repeat: {last: 2, every: 1 day}}}",
         "nurture.p.repeat.last", "FS214", "1 touches"),
        ("nurture: {p: {touches: {t: {}}, repeat: {last: 1, every: 0 days}}}",
         "nurture.p.repeat.every", "FS203", "30 days"),
        ("shelf_life: {mql: 14}", "shelf_life.mql", "FS202", "14 days"),
        ("shelf_life: {offer: 14}", "shelf_life.offer", "FS202", "14 days"),
        ("hazards: {competitor: 3%}", "hazards.competitor", "FS202", "2.1%/month"),
        ("sla: {on_breach: reassign}", "sla.respond_within", "missing", ""),
        ("sla: {respond_within: 1 h, on_breach: shout}", "sla.on_breach", "FS201", "reassign"),
        ("teams: {t: {assign: roundrobin}}", "teams.t.assign", "FS201", "round-robin"),
        ("teams: {t: {assign: {rules: [{when: {a: b}}]}}}",
         "teams.t.assign.rules.0", "FS214", "to"),
        ("teams: {t: {selling_time: 0%}}", "teams.t.selling_time", "FS203", "35%"),
        ("teams: {t: {reps: {a: {count: 1.5}}}}", "teams.t.reps.a.count", "FS203", "write e.g. 5"),
        ("teams: {t: {reps: {a: {ramp: [0%]}}}}", "teams.t.reps.a.ramp", "FS203", "above zero"),
        ("teams: {t: {reps: {a: {starts: 2027-03-01, ends: 2027-02-01}}}}",
         "teams.t.reps.a.ends", "FS214", "2027-03-01"),
        ("calls: {first_call_reaches: {5 min: 76%}}", "calls.first_call_reaches", "FS214", "later"),
        ("calls: {first_call_reaches: {1 h: 40%, 5 min: 76%, later: 3%}}",
         "calls.first_call_reaches.5 min", "FS214", "short to long"),
        ("calls: {gaps: [4 h]}", "calls.gaps", "FS214", "later_calls_reach"),
        ("calls: {gaps: [4 h, 1], later_calls_reach: [20%]}", "calls.gaps.1", "FS202", "1 days"),
        ("conversation: {fit: {accepted: 30%}}", "conversation.fit", "FS213", "of rest"),
        ("conversation: {fit: {accepted: 30%, bad_fit: 60%}}", "conversation.fit", "FS213", "90%"),
        ("conversation: {fit: {accepted: {at 20: 30%, at 40: 50%}, bad_fit: 60%}}",
         "conversation.fit", "FS213", "of rest"),
        ("conversation: {fit: {accepted: 30%, bad_fit: 60% of rest, not_ready: 40%}}",
         "conversation.fit", "FS213", "or none"),
        ("conversation: {fit: {accepted: {at 40: 30%, at 20: 50%}, bad_fit: 100% of rest}}",
         "conversation.fit.accepted.at 20", "FS214", "low to high"),
        ("stages: {a: {converts: 140%}}", "stages.a.converts", "FS203", "25%"),
        ("stages: {a: {convert: 40%}}", "stages.a.convert", "extra_forbidden", ""),
        ("stages: {a: {reasons: {x: 50%}}}", "stages.a.reasons", "FS213", "50%"),
        ("stages: {a: {rep_time: 2 h}, sales_cycle: 1 h}", "stages.sales_cycle", "FS214", "longer"),
        ("stages: {a: {converts: 0%}, win_rate: 10%}", "stages.win_rate", "FS214", "convert"),
        ("stages: {a: {}, sales_cycle: 30 days}", "stages.sales_cycle", "FS214", "buyer_takes"),
        ("money: {commission: 8%}", "money.commission", "extra_forbidden", ""),
        ("targets: [{by: 2027-12-31}]", "targets.0", "FS214", "customers"),
        ("targets: [{customers: 1, mql: 4}]", "targets.0", "FS214", "one figure"),
        ("targets: [{customers: 1, in: 2027-Q5}]", "targets.0.in", "FS201", "2027-Q1"),
        ("targets: [{customers: 1, in: 2027, by: 2027-03-01}]", "targets.0.by", "FS214", "period"),
        ("policies: {a+b: {}}", "policies.a+b", "FS215", "a-b"),
        ("policies: {a: {evidence: E}}", "policies.a.evidence", "FS201", "A"),
        ("changes: [{set: {deal: 1}}]", "changes.0.from", "missing", ""),
        ("levers: {deal: 40k}", "levers.deal", "FS201", "4k..24k/month"),
        ("expect: {leads_to_mql: 10..40%}", "expect.leads_to_mql", "FS215", "lead_to_mql"),
        ("run: {replications: 0}", "run.replications", "FS203", "1 or more"),
        ("run: {seed: -1}", "run.seed", "FS201", "7"),
        ("pipeline: {file: a.csv, as_of: 2027-01-01, stages: {A: b}, dates: dmy}",
         "pipeline.dates", "FS201", "month/day/year"),
        ("words: [mql]", "words", "FS212", "mql"),
    ],
)  # fmt: skip
def test_faults_have_a_place_and_a_cure(text, place, code, cure):
    assert [(p, c) for p, c, _ in faults(text)] == [(place, code)]
    assert cure in faults(text)[0][2]


@pytest.mark.parametrize(
    "text",
    ["today: {win_rate: 20%}", "channels: {w: {valid: 88%}}", "money: {recurring: 1}",
     "stages: {a: {no_show: 10%}}", "stages: {a: {goes_dark: 10%}}", "market: {sd: 1}",
     "teams: {t: {reps: {a: {turnover: 1}}}}", "conversation: {rivals: 3}",
     "nurture: {p: {touches: {t: {lasts: 60 days}}}}", "database: {leads: 400}",
     "channels: {w: {cost: {share_of_revenue: 20%}}}"],
)  # fmt: skip
def test_keys_of_the_extended_model_are_not_accepted_in_silence(text):
    assert [code for _, code, _ in faults(text)] == ["extra_forbidden"]


def test_all_faults_at_once():
    text = "{handoff: {delay: 4}, calls: {takes: 5}, deal: -3, money: {margin: 140%}}"
    assert [place for place, _, _ in faults(text)] == [
        "deal", "handoff.delay", "calls.takes", "money.margin",
    ]  # fmt: skip


def _all_blocks(block=Block):
    for child in block.__subclasses__():
        yield child
        yield from _all_blocks(child)


@pytest.mark.parametrize("block", list(_all_blocks()), ids=lambda block: block.__name__)
def test_every_key_says_what_it_is_and_its_example_is_right(block):
    assert block.__doc__
    for name, field in block.model_fields.items():
        extra = field.json_schema_extra
        assert field.description, name
        assert {"unit", "source", "grade", "examples"} <= set(extra), name
        assert extra["grade"] in ("A", "A-", "B", "B-", "C", "-"), name
        marked = TypeAdapter(field.rebuild_annotation())
        assert marked.validate_python(extra["examples"][0]) is not None, name


def test_numbers_are_frozen():
    with pytest.raises(ValidationError):
        scenario().handoff.delay = 3


def _paths(data, path=()):
    yield path
    for name, body in data.items() if isinstance(data, dict) else ():
        yield from _paths(body, (*path, name))
    for index, body in enumerate(data if isinstance(data, list) else ()):
        yield from _paths(body, (*path, index))


PATHS = [path for path in _paths(full()) if path]
JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 10**20), st.floats(), st.text(max_size=12),
    st.dates(), st.lists(st.text(max_size=3), max_size=2), st.sampled_from(["off", "x1.3", "~"]),
    st.dictionaries(st.one_of(st.text(max_size=5), st.integers()), st.integers(), max_size=2),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PATHS), JUNK)
def test_any_junk_anywhere_is_a_scenario_or_a_validation_error(path, junk):
    data = full()
    place = data
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = junk
    try:
        read = Scenario.model_validate(data)
    except ValidationError:
        return
    assert Scenario.model_validate(read.plain()) == read


def test_the_schema_needs_no_arrays():
    code = (
        "import sys, funnelsim.scenario.schema, funnelsim.scenario.json_schema;"
        "print([m for m in ('numpy', 'scipy', 'polars', 'simpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
