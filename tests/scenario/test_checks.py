"""Expected rates and work before a run, against arithmetic written out here."""

from __future__ import annotations

import math

import pytest

from funnelsim.errors import Problem
from funnelsim.scenario.checks.capacity import offered_work, selling_time
from funnelsim.scenario.checks.nominal import (
    cadence_reaches,
    chain_of,
    entry_shares,
    leads_per_ms,
    reach_at,
    sales_cycle,
    volumes,
)
from funnelsim.scenario.load import examine, load
from funnelsim.scenario.schema.top import Scenario

MIN, HOUR, DAY, MONTH = 60_000, 3_600_000, 86_400_000, 30.4375 * 86_400_000
H = "from: 2027-01-01\nhorizon: 12 months\n"
SALE = H + "teams: {t: {reps: 2}}\nstages: {sale: {converts: 25%}}\n"


def scenario(text: str) -> Scenario:
    return load(text=text).scenario


def warnings(text: str) -> list[Problem]:
    bundle, problems = examine(text=text)
    assert bundle is not None
    assert all(p.severity == "warning" for p in problems), [str(p) for p in problems]
    return problems


def warned(text: str) -> list[str]:
    return [problem.code for problem in warnings(text)]


def test_leads_of_every_source_add_up() -> None:
    channel = scenario(
        H + "channels: {c: {leads: 30/month, visitors: 1000/month, budget: 800/month,"
        " cost_per_click: 4, opt_in: 2%}}\n"
    ).channels["c"]
    assert leads_per_ms(channel) * MONTH == pytest.approx(30 + 1000 * 0.02 + 800 / 4 * 0.02)


def test_leads_of_steps_are_their_mean_over_a_cycle() -> None:
    text = H + (
        "channels: {c: {leads: {steps: [{from: 0 h, rate: 5/h}, {from: 3.2 h, rate: 1.5/h},"
        " {from: 7.9 h, rate: 3/h}], cycle: 10 h}}}\n"
    )
    mean = leads_per_ms(scenario(text).channels["c"]) * HOUR
    assert mean == pytest.approx((32 + 14.1 + 12.6) / 2 / 10)  # two cycles of theory counts


def test_entries_are_weighted_by_volume() -> None:
    found = scenario(
        H + "channels: {a: {leads: 30/month, enters: sql}, b: {leads: 10/month, enters: mql}}\n"
    )
    assert entry_shares(found) == pytest.approx({"lead": 0, "mql": 0.25, "sql": 0.75})
    assert volumes(found)["a"] == pytest.approx(30 / MONTH)


def test_reach_is_linear_in_the_logarithm_of_the_delay() -> None:
    reach = scenario(H + "calls: {first_call_reaches: {1 h: 80%, 4 h: 40%, later: 10%}}\n").calls
    curve = reach.first_call_reaches
    assert reach_at(curve, 1) == pytest.approx(0.8)
    assert reach_at(curve, 2 * HOUR) == pytest.approx(0.6)
    assert reach_at(curve, 4 * HOUR) == pytest.approx(0.4)
    assert reach_at(curve, 5 * HOUR) == pytest.approx(0.1)


def test_a_cadence_reaches_with_any_of_its_calls() -> None:
    found = scenario(
        H + "teams: {t: {reps: 1, habits: {calls_kept: 50%}}}\n"
        "calls: {first_call_reaches: 40%, later_calls_reach: [20%, 10%], gaps: [1 h, 1 h, 1 h]}\n"
    )
    # Second call made with .5, third with .25, fourth with .125 (its chance is the last listed).
    missed = 0.6 * (1 - 0.5 * 0.2) * (1 - 0.25 * 0.1) * (1 - 0.125 * 0.1)
    assert cadence_reaches(found, 0.4) == pytest.approx(1 - missed)


def test_rates_of_a_chain_without_delay() -> None:
    found = scenario(
        SALE + "channels: {c: {leads: 10/month, enters: mql}}\nsegments: {any: {fit: 60%}}\n"
        "calls: {first_call_reaches: 50%}\n"
        "conversation: {fit: {accepted: 40%, not_interested: 60%}, unfit: {accepted: 10%, bad_fit:"
        " 90%}}\n"
    )
    chain = chain_of(found)
    accepted = 0.6 * 0.4 + 0.4 * 0.1
    assert chain.mql_to_sql == pytest.approx(0.5 * accepted)
    assert chain.sql_to_customer == pytest.approx(0.25 * 0.6 * 0.4 / accepted)
    assert chain.lead_to_customer == pytest.approx(0.5 * 0.6 * 0.4 * 0.25)
    assert math.isnan(chain.lead_to_mql)


def test_booked_calls_alone_make_an_exponential_share_of_mql() -> None:
    found = scenario(
        SALE + "channels: {c: {leads: 10/month}}\nbehaviour: {book_call: 0.1/month}\n"
        "shelf_life: {lead: 300 days}\nqualification: {threshold: 1000}\n"
    )
    assert chain_of(found).lead_to_mql == pytest.approx(
        1 - math.exp(-0.1 * 300 / 30.4375), rel=1e-9
    )


def test_entry_score_above_the_threshold_is_judged_at_once() -> None:
    found = scenario(
        SALE + "channels: {c: {leads: 10/month, entry_score: 50}}\nsegments: {any: {fit: 50%}}\n"
        "qualification: {good_fit_passes: 90%, bad_fit_passes: 20%}\n"
    )
    assert chain_of(found).lead_to_mql == pytest.approx(0.5 * 0.9 + 0.5 * 0.2)


def test_offered_work_and_selling_time_are_numbers_of_reps() -> None:
    found = scenario(
        H + "calendar: {hours: mon-fri 09:00-17:00}\n"
        "channels: {c: {leads: 14/week, enters: sql}}\n"
        "teams: {t: {selling_time: 50%, reps: {a: {count: 3}, b: {count: 1, speed: 2}}}}\n"
        "stages: {first: {rep_time: 2 h, converts: 50%}, last: {rep_time: 1 day, converts: 50%}}\n"
    )
    assert offered_work(found)["t"] == pytest.approx((14 * 2 + 7 * 8) / (7 * 24))
    assert selling_time(found, "t") == pytest.approx((3 + 2) * 40 / 168 * 0.5)


def test_reps_who_start_in_the_middle_are_there_half_the_time() -> None:
    found = scenario(
        "from: 2027-01-01\nuntil: 2027-12-31\nteams: {t: {reps: {a: {starts: 2027-07-02}}}}\n"
    )
    assert selling_time(found, "t") == pytest.approx(183 / 365)


def test_stated_sales_cycle_replaces_the_stages() -> None:
    stages = "stages: {sales_cycle: 75 days, a: {buyer_takes: 5 days}, b: {buyer_takes: 9 days}}\n"
    assert sales_cycle(scenario(H + stages)) == 75 * DAY
    assert sales_cycle(scenario(H + stages.replace("sales_cycle: 75 days, ", ""))) == 14 * DAY


def test_the_printed_chain_of_400_deals_is_called_out() -> None:
    text = H + "targets: [{revenue: 10M}, {customers: 400}]\ndeal: 50k\n"
    (problem,) = warnings(text)
    assert problem.code == "FS404"
    assert "200 customers, not 400" in problem.message
    assert "25,000" in problem.cure
    assert warned(text.replace("400", "200")) == []


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("warm_up: 1 month\nstages: {s: {buyer_takes: 80 days}}\n", "FS405"),
        ("channels: {c: {cost: 1k/month}}\n", "FS709"),
        ("channels: {c: {leads: 1/week}}\n", "FS705"),
        ("channels: {c: {leads: 1/week, enters: mql}}\ncalls: {first_call_reaches: 2%}\n", "FS701"),
        ("channels: {c: {leads: 1/week, enters: mql}}\ncalls: {first_call_reaches: 2%}\n", "FS702"),
        ("channels: {c: {leads: 9/h, enters: sql}}\nteams: {t: {reps: 1}}\n"
         "stages: {s: {rep_time: 1 h}}\n", "FS706"),
        ("channels: {c: {leads: 9/h, enters: sql}}\nteams: {t: {}}\n"
         "stages: {s: {by: t, rep_time: 1 h}}\n", "FS707"),
        ("nurture: {a: {}, b: {for: {channels: [c]}}}\nchannels: {c: {leads: 1/week}}\n", "FS703"),
        ("nurture: {a: {for: {channels: []}}}\n", "FS703"),
        ("qualification: {points: {reply: 0}}\n"
         "nurture: {a: {touches: {m: {responses: {reply: 5%}}}}}\n",
         "FS704"),
        ("teams: {t: {reps: {a: {}}, assign: {rules: [{when: {tier: big}, to: [a]}]}}}\n", "FS305"),
        ("policies: {p: {set: {run_off: 9 days}}}\n", None),
    ],
)  # fmt: skip
def test_doubtful_scenarios_are_possible_and_called_out(lines: str, code: str | None) -> None:
    if code is None:
        _, problems = examine(text=H + lines)
        assert [p.code for p in problems] == ["FS611"]
    else:
        assert code in warned(H + lines)


def test_a_sensible_plan_gives_no_warning() -> None:
    text = """\
kind: b2b-industrial
from: 2027-01-01
until: 2027-12-31
channels: {web: {leads: 25/month}}
teams: {sdr: {reps: 1}, ae: {reps: 2}}
stages: {win_rate: 10 of 40, sales_cycle: 75 days}
"""
    assert warned(text) == []


def test_the_rate_that_is_off_is_named_with_its_cause() -> None:
    text = SALE + (
        "channels: {c: {leads: 9/month, enters: mql}}\n"
        "conversation: {fit: {accepted: 2%, not_interested: 98%}}\n"
    )
    (problem,) = [p for p in warnings(text) if p.code == "FS702"]
    assert "from MQL to SQL" in problem.message
    assert "conversation" in problem.cure
    assert problem.path == ("conversation", "fit", "accepted")


def test_dates_are_checked_against_the_simulated_time() -> None:
    lines = "warm_up: 1 month\nrun_off: none\nchannels: {c: {batches: [{date: DAY, leads: 3}]}}\n"
    text = "from: 2027-01-01\nuntil: 2027-12-31\n" + lines
    for day, right in [
        ("2026-11-30", False), ("2026-12-01", True), ("2027-12-31", True), ("2028-01-01", False),
    ]:  # fmt: skip
        _, problems = examine(text=text.replace("DAY", day))
        assert ("FS402" not in {p.code for p in problems}) is right, day


def test_a_policy_without_effect_is_named_by_its_keys() -> None:
    text = SALE + (
        "handoff: {delay: 4 h}\n"
        "policies: {p: {set: {handoff.delay: 4 h, deal: 5}}, q: {cost: {once: 5}}}\n"
    )
    found = [(p.code, p.path) for p in warnings(text)]
    assert found == [
        ("FS605", ("policies", "p", "set", "handoff.delay")),
        ("FS605", ("policies", "q")),
    ]
