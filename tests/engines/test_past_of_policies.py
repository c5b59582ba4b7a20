"""Before a policy begins, the world with it is the world without it, row by row."""

from functools import cache

import pytest
from small import DAY, HOUR, how_many, past, small, told

from funnelsim.model.codes import Row
from two_engines import simulate

TEXT = """
channels: {in: {leads: 15/day, enters: sql}}
deal: 1k..9k
teams: {t: {assign: round-robin, reps: {ana: {}, dee: {}}}}
stages: {one: {rep_time: 3 h}}
policies: {p: {from: 2027-01-12, set: %s}}
"""
FROM = 8 * DAY


def run(text, with_=()):
    model = small(text, with_, horizon="14 days", segments="{any: {share: 100%, fit: 100%}}")
    return model, simulate(model, 1, 0, verify=True)


@cache
def without_policy():
    return past(*run(TEXT % "{handoff.delay: 1 h}"), 14 * DAY)


@pytest.mark.parametrize(
    "set_",
    [
        "{teams.t.reps.ana.count: unlimited}",
        "{teams.t.reps.dee.count: unlimited}",
        "{teams.t.reps.ana.count: 2}",
        "{teams.t.reps.dee.count: 4}",
        "{teams.t.reps.ana.absences: [{from: 2027-01-06, until: 2027-01-13}]}",
    ],
)
def test_no_policy_changes_the_past(set_):
    """Rep 'dee' comes after 'ana' by code, and would come before 'ana 1'."""
    plain, changed = without_policy(), past(*run(TEXT % set_, ["p"]), 14 * DAY)
    before = len([row for row in plain if row[2] < FROM])
    assert before > 300
    assert changed[:before] == plain[:before]
    assert changed != plain


AWAY = TEXT.replace("round-robin", "pool").replace(
    "ana: {}", "ana: {absences: [{from: 2027-01-10, until: 2027-01-15}]}"
)


@pytest.mark.parametrize(
    ("set_", "first", "until"),
    [
        ("{teams.t.reps.ana.absences: []}", 6, 8),
        ("{teams.t.reps.ana.absences: [{from: 2027-01-14, until: 2027-01-14}]}", 6, 8),
        ("{teams.t.reps.ana.absences: [{from: 2027-01-06, until: 2027-01-13}]}", 6, 10),
    ],
)
def test_absences_are_those_of_the_epoch(set_, first, until):
    """Without the policy ana is away on days [6, 12)."""
    model, log = run(AWAY % set_, ["p"])
    hours = [hour for hour, rep in told(model, log, Row.STARTED) if rep == "t ana"]
    away = [hour for hour in hours if first * 24 <= hour < until * 24]
    assert away == []
    assert max(hour for hour in hours if hour < first * 24) > first * 24 - 3
    later = min(hour for hour in hours if hour >= until * 24)
    assert later <= until * 24 + 3  # after the meeting that paused


def test_one_rep_becomes_unlimited_with_the_policy():
    text = TEXT.replace("{ana: {}, dee: {}}", "1") % "{teams.t.reps: unlimited}"
    model, log = run(text, ["p"])
    hours = [hour for hour, _ in told(model, log, Row.STARTED)]
    assert len([hour for hour in hours if hour < FROM / HOUR]) <= FROM / HOUR / 3
    arrived = log["tick"][log["kind"] == Row.ARRIVED]
    assert how_many(log, Row.STARTED) == len(arrived)
    assert sum(hour == FROM / HOUR for hour in hours) > 20  # what waited, all at once


def test_a_discipline_that_comes_back_orders_all_that_waits():
    """Oldest, then most perishable, then oldest again: who has waited longest is next."""
    text = """
channels: {in: {leads: 30/day, enters: sql}}
teams: {t: {reps: 1}}
stages: {one: {rep_time: 3 h}}
changes:
  - {from: 2027-01-06, set: {teams.t.work_first: %s}}
  - {from: 2027-01-08, set: {teams.t.work_first: oldest}}
"""
    for between in ("most-perishable", "newest", "highest-value"):
        log = simulate(small(text % between, horizon="14 days"), 1, 0)
        waiting, started = {}, 0
        for row in log:
            if row["kind"] == Row.QUEUED:
                waiting[row["lead"]] = row["tick"]
            elif row["kind"] == Row.STARTED:
                longest = min(waiting.values())
                waited_since = waiting.pop(row["lead"])
                if row["tick"] >= 4 * DAY:
                    assert waited_since == longest
                    started += 1
        assert started > 70
