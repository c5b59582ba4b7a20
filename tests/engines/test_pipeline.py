"""Deals open at the start: their clocks have run, their reps keep them, the unfit are rare."""

import numpy as np
import pytest

from funnelsim.model.codes import Row
from funnelsim.model.compile import compile_model
from funnelsim.scenario.load import load
from two_engines import simulate

DAY = 86_400_000
BASE = """
kind: blank
from: 2027-01-04
horizon: 60 days
run_off: none
calendar: {hours: 24/7}
segments: {any: {deal: 1}}
teams: {t: {reps: 1}}
channels: {in: {leads: off}}
"""
FILE = "pipeline: {file: p.csv, as_of: 2027-01-03, columns: {since: since}, stages: {w: STAGE}}\n"


@pytest.fixture
def ran(tmp_path):
    """Compile and simulate; `rows` are lines below the header id,stage,since,..."""

    def run(stage, rows, more, *, drop=(), columns="", header="id,stage,since"):
        lines = [line for line in BASE.splitlines() if not line.startswith(tuple(drop))]
        text = "\n".join(lines) + "\n" + FILE.replace("STAGE", stage) + more
        text = text.replace("{since: since}", f"{{since: since{columns}}}")
        (tmp_path / "p.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        (tmp_path / "s.yaml").write_text(text, encoding="utf-8")
        model = compile_model(load(tmp_path / "s.yaml"))
        return model, simulate(model, 1, 0, verify=True)

    return run


def of(log, kind):
    return log[log["kind"] == kind]


def since(days):
    return str(np.datetime64("2027-01-04") - days)


# -- zombies --------------------------------------------------------------------------------


def test_nothing_is_a_zombie_on_its_first_day(ran):
    model, log = ran("work", ["1,w,"], "stages: {work: {rep_time: 8 h}}\n")
    assert not model.pipeline[0].zombie
    assert len(of(log, Row.WON)) == 1


def test_a_stage_without_a_time_of_the_buyer_waits_for_its_meeting(ran):
    more = "shelf_life: {sql: 20 days}\nstages: {work: {rep_time: 8 h}}\n"
    model, log = ran("work", [f"1,w,{since(10)}", f"2,w,{since(30)}"], more)
    assert [deal.zombie for deal in model.pipeline] == [False, True]
    assert of(log, Row.FINISHED)["tick"].tolist() == [DAY // 3]
    assert of(log, Row.WON)["tick"].tolist() == [DAY // 3]


def test_zombies_are_told_by_the_class_of_the_deal(ran):
    more = """
segments: {a: {share: 50%}, b: {share: 50%}}
stages: {work: {buyer_takes: {a: exponential(mean=2 days), b: exponential(mean=90 days)}}}
"""
    rows = [f"1,w,{since(60)},a", f"2,w,{since(60)},b", f"3,w,{since(60)},"]
    model, _ = ran(
        "work", rows, more, drop=["segments"], columns=", segment: seg", header="id,stage,since,seg"
    )
    assert [deal.zombie for deal in model.pipeline] == [True, False, False]


def test_work_comes_on_top_of_the_buyers_time(ran):
    more = "stages: {work: {rep_time: 240 h, buyer_takes: 10 days}}\n"
    model, _ = ran("work", [f"1,w,{since(18)}", f"2,w,{since(21)}"], more)
    assert [deal.zombie for deal in model.pipeline] == [False, True]


def test_an_uncertain_time_is_not_read_at_its_mean(ran):
    more = "stages: {work: {buyer_takes: ~ uniform(10 days; 100 days)}}\n"
    model, _ = ran("work", [f"1,w,{since(80)}", f"2,w,{since(101)}"], more)
    assert [deal.zombie for deal in model.pipeline] == [False, True]


# -- ages -----------------------------------------------------------------------------------


def test_an_mql_has_been_hot_since_it_was_one(ran):
    more = """
handoff: {delay: 2 days}
calls: {by: t, first_call_reaches: {5 min: 100%, 1 h: 100%, later: 100%}}
stages: {work: {}}
"""
    _, log = ran("mql", [f"1,w,{since(30)}"], more)
    reached = of(log, Row.REACHED)
    assert reached["tick"].tolist() == [0]  # the hand-over is long over
    assert reached["value"].tolist() == [30.0 * DAY]


def test_a_lead_has_lost_interest_since(ran):
    more = """
interest: {half_life: 10 days}
behaviour: {pricing_visit: 3/month}
qualification: {threshold: 1000}
stages: {work: {}}
"""
    rows = [f"{i},w,{since(187)}" for i in range(300)]
    _, log = ran("lead", rows, more)
    assert len(of(log, Row.SIGNAL)) == 0  # 300 x 60 days x 3/month x 2^-18.7 = 0.04 expected
    _, fresh = ran("lead", [f"{i},w," for i in range(300)], more)
    assert len(of(fresh, Row.SIGNAL)) > 100


def test_the_oldest_sql_is_met_first(ran):
    rows = [f"{i},w,{since(2 + 3 * i)}" for i in range(8)]
    model, log = ran("sql", rows, "stages: {work: {rep_time: 8 h, buyer_takes: 1 day}}\n")
    age = {deal.lead: deal.age for deal in model.pipeline}
    started = [age[lead] for lead in of(log, Row.STARTED)["lead"].tolist()]
    assert started == sorted(age.values(), reverse=True)


def test_business_days_of_the_buyer_pass_in_working_hours(ran):
    more = (
        "calendar: {hours: mon-fri 09:00-17:00}\nstages: {work: {buyer_takes: 5 business days}}\n"
    )
    rows = ["1,w,", "2,w,2026-12-31"]  # Thursday: two working days have passed on Monday
    _, log = ran("work", rows, more, drop=["calendar"])
    assert of(log, Row.WON)["tick"].tolist() == [2 * DAY + 17 * DAY // 24, 4 * DAY + 17 * DAY // 24]


# -- who has them, and who they are ---------------------------------------------------------


def test_a_group_shares_its_deals_out(ran):
    rows = [f"{i},w,2027-01-02,core" for i in range(12)]
    more = "teams: {t: {reps: 4}}\nstages: {work: {rep_time: 8 h, buyer_takes: 10 days}}\n"
    for stage in ("work", "sql"):
        _, log = ran(
            stage, rows, more, drop=["teams"], columns=", rep: rep", header="id,stage,since,rep"
        )
        assert np.bincount(of(log, Row.ASSIGNED)["b"]).tolist() == [3, 3, 3, 3]


def test_of_the_unfit_few_get_as_far(ran):
    """P(fit | SQL) = 0.4 x 0.5 / (0.4 x 0.5 + 0.6 x 0.25 x 0.2)."""
    more = """
segments: {any: {fit: 40%, deal: 1}}
channels: {in: {leads: 1/day}}
qualification: {bad_fit_passes: 25%}
conversation:
  fit: {accepted: 50%, not_interested: 100% of rest}
  unfit: {accepted: 20%, bad_fit: 100% of rest}
stages: {work: {buyer_takes: 5 days}}
"""
    rows = [f"{i},w,2027-01-03" for i in range(2000)]
    for stage, share in (("lead", 0.4), ("mql", 0.4 / (0.4 + 0.15)), ("work", 0.2 / 0.23)):
        model, log = ran(stage, rows, more, drop=["segments", "channels"])
        deals = {deal.lead for deal in model.pipeline}
        born = of(log, Row.ARRIVED)
        fit = born["c"][np.isin(born["lead"], list(deals))].mean()
        assert abs(fit - share) < 4 * np.sqrt(share * (1 - share) / len(rows))


def test_numbers_by_channel_hold_for_deals_without_one(ran):
    more = """
channels: {x: {leads: off}, y: {leads: off}}
handoff: {delay: {x: 1 h, y: 3 h}}
calls: {by: t}
stages: {work: {}}
"""
    _, log = ran("mql", ["1,w,"], more, drop=["channels"])
    assert of(log, Row.QUEUED)["tick"][0] == 2 * 3_600_000


def test_without_teams_nobody_goes_on_with_an_open_deal(ran):
    more = "stages: {work: {rep_time: 8 h, buyer_takes: 5 days}, more: {}}\n"
    rows = ["1,w,", f"2,w,{since(3)}"]
    for stage in ("sql", "work", "more"):
        _, log = ran(stage, rows, more, drop=["teams"])
        assert log["kind"].tolist() == [Row.ARRIVED] * 2
