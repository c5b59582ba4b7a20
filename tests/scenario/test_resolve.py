"""Epochs and classes: what is in force when, and for whom."""

from __future__ import annotations

import datetime as dt

import pytest

from funnelsim.errors import ScenarioError
from funnelsim.scenario.load import Bundle, examine, load
from funnelsim.scenario.resolve import Resolved, resolve

PLAN = """\
from: 2027-01-01
until: 2027-12-31
segments:
  big: {share: 30%, set: {handoff.delay: x2}}
  small: {share: 70%}
regions:
  dach: {share: 50%, set: {handoff.delay: 9 h}}
  rest: {share: 50%}
channels:
  web: {leads: 4/week, enters: mql, set: {handoff.delay: 3 h}}
  ads: {leads: 4/week, enters: mql}
teams: {t: {reps: 2}}
stages: {sale: {converts: 20%}}
handoff: {delay: 1 h}
changes:
  - {from: 2027-07-01, set: {stages.sale.converts: 30%}}
  - {from: 2027-03-01, set: {stages.sale.converts: 25%, deal: 100}}
policies:
  fast: {set: {handoff.delay: 10 min}}
  later: {from: 2027-05-01, set: {stages.sale.converts: x2}}
  both: {includes: [fast, later], set: {deal: 500}}
  from-june: {from: 2027-06-01, includes: [fast]}
  fair: {set: {channels.fair: {leads: 1/month, enters: mql, set: {handoff.delay: 2 days}}}}
"""
HOUR = 3_600_000


def resolved(*policies: str, sets: tuple[str, ...] = ()) -> Resolved:
    return resolve(load(text=PLAN, with_=policies, sets=sets))


def delay(found: Resolved, epoch: int, *lead_class: str) -> float:
    return found.scenario_at(epoch, lead_class).handoff.delay.nominal / HOUR  # type: ignore[arg-type]


def converts(found: Resolved) -> list[float]:
    epochs = range(len(found.epochs))
    return [found.scenario_at(e).stages.named["sale"].converts.nominal for e in epochs]


def test_epochs_begin_with_changes_in_order_of_date() -> None:
    found = resolved()
    assert [epoch.start for epoch in found.epochs] == [
        None, dt.date(2027, 3, 1), dt.date(2027, 7, 1),
    ]  # fmt: skip
    assert converts(found) == [0.20, 0.25, 0.30]
    assert found.epochs[2].names == ("change 2027-03-01", "change 2027-07-01")


def test_policies_come_after_changes_and_begin_with_the_horizon_or_their_date() -> None:
    found = resolved("later", "fast")
    assert [epoch.start for epoch in found.epochs] == [
        None, dt.date(2027, 1, 1), dt.date(2027, 3, 1), dt.date(2027, 5, 1), dt.date(2027, 7, 1),
    ]  # fmt: skip
    assert converts(found) == [0.20, 0.20, 0.25, 0.50, 0.60]
    assert delay(found, 0, "ads", "small", "rest") == 1
    assert delay(found, 1, "ads", "small", "rest") == pytest.approx(1 / 6)


def test_included_policies_act_first_and_keep_their_dates() -> None:
    found = resolved("both")
    begun = next(epoch.start for epoch in found.epochs if "policy later" in epoch.names)
    assert begun == dt.date(2027, 5, 1)
    assert found.epochs[1].names == ("policy fast", "policy both")
    assert found.scenario_at(1).deal.nominal == 500


def test_an_included_policy_without_a_date_begins_with_the_one_that_includes_it() -> None:
    found = resolved("from-june")
    assert delay(found, 1, "ads", "small", "rest") == 1
    june = [epoch.start for epoch in found.epochs].index(dt.date(2027, 6, 1))
    assert delay(found, june, "ads", "small", "rest") == pytest.approx(1 / 6)


def test_class_settings_go_channel_then_segment_then_region() -> None:
    found = resolved()
    assert delay(found, 0, "ads", "small", "rest") == 1
    assert delay(found, 0, "web", "small", "rest") == 3
    assert delay(found, 0, "ads", "big", "rest") == 2
    assert delay(found, 0, "web", "big", "rest") == 6
    assert delay(found, 0, "web", "big", "dach") == 9


def test_classes_are_the_product_and_include_what_a_policy_creates() -> None:
    assert len(resolved().classes) == 2 * 2 * 2
    found = resolved("fair")
    assert len(found.classes) == 3 * 2 * 2
    assert delay(found, 1, "fair", "small", "rest") == 48
    assert delay(found, 0, "fair", "small", "rest") == 1


def test_a_scenario_without_regions_has_one_unnamed() -> None:
    found = resolve(load(text="from: 2027-01-01\nchannels: {web: {leads: 1/week}}\n"))
    assert found.classes == (("web", "any", ""),)
    assert found.epochs[0].names == ()


def test_equal_rules_are_one_object() -> None:
    found = resolved("fast")
    assert found.scenario_at(0, ("ads", "small", "rest")) is found.scenario_at(0)
    assert found.scenario_at(0, ("web", "big", "dach")) is found.scenario_at(
        0, ("ads", "small", "dach")
    )
    assert found.scenario_at(1) is not found.scenario_at(0)


def test_settings_lie_below_changes_and_policies() -> None:
    found = resolved("later", sets=("stages.sale.converts=10%",))
    assert converts(found) == [0.10, 0.25, 0.50, 0.60]


def test_a_policy_that_is_not_declared_is_refused() -> None:
    bundle, _ = examine(text=PLAN)
    assert isinstance(bundle, Bundle)
    bundle.with_ = ("nothing",)
    with pytest.raises(ScenarioError, match="unknown policy 'nothing'"):
        resolve(bundle)


def test_policies_that_do_not_fit_together_are_refused_with_their_names() -> None:
    text = PLAN + (
        "  other-team: {set: {teams.t: off, teams.u.reps: 2}}\n  t-calls: {set: {calls.by: t}}\n"
    )
    assert load(text=text, with_=["other-team"])
    assert load(text=text, with_=["t-calls"])
    with pytest.raises(ScenarioError, match=r"unknown team 't' .*with other-team \+ t-calls"):
        load(text=text, with_=["other-team", "t-calls"])
