"""The verifier notices an engine that has been broken on purpose."""

import pytest
from engine_runs import ENGINE, written

from funnelsim.engines.reference import clocks, deals, desk, marketing, sales, simulate, work
from funnelsim.engines.reference.lead import Lead
from funnelsim.engines.reference.rep import Rep
from funnelsim.engines.reference.team import Team
from funnelsim.model.codes import Row
from funnelsim.rules import event_kinds as kinds

TEXT = """
kind: blank
name: Broken
from: 2027-01-04
horizon: 20 days
warm_up: none
run_off: none
deal: 1k..9k
calendar: {hours: mon-fri 09:00-17:00}
channels:
  web: {leads: 6/day, entry_score: 5}
  demo: {leads: 3/day, enters: mql}
qualification: {threshold: 15}
nurture: {welcome: {touches: {mail: {after: 1 day, cost: 2, responses: {reply: 40%}}}}}
shelf_life: {lead: 1..5 days, mql: 2 h..3 days, sql: 5 h..4 days}
hazards: {changes_job: 90%/month, competitor: 90%/month}
teams: {t: {reps: {ann: {}, bob: {}}, selling_time: 50%}}
calls: {first_call_reaches: 50%, later_calls_reach: [50%], gaps: [4 h], takes: 30 min}
stages: {demo: {rep_time: 3 h, buyer_takes: 1..3 days, converts: 60%}}
"""
MODEL = written(TEXT)


def always(value):
    return lambda *_args, **_more: value


def nothing(*_args, **_more):
    return None


def twice(function):
    def done(*args):
        function(*args)
        return function(*args)

    return done


def tell_wrong(kind, **wrong):
    """A `Lead.write` that changes rows of one kind."""
    real = Lead.write

    def write(lead, row, a=0, b=0, c=0, value=0.0):
        told = {"a": a, "b": b, "c": c, "value": value}
        if row == kind:
            told |= {name: change(told[name]) for name, change in wrong.items()}
        real(lead, row, **told)

    return write


def free_at_once(rep, lead, item, busy):
    real_row = lead.write
    real_row(Row.FINISHED, rep.team.index, rep.index, item, value=float(rep.world.now + 3_600_000))
    rep.world.env.call(rep.world.now, kinds.REP_FREE, rep.code, 0, lambda: work.become_free(rep))


def forgets_to_leave(lead):
    lead.place = work.Place.GONE
    lead.due.clear()


def dispatches_on_every_wish(team):
    now = team.world.now
    team.world.env.call(now, kinds.DISPATCH, team.code, 0, team._dispatch)


BROKEN = {
    "starts at night": (Rep, "may_start", always(True), "only in working time"),
    "keeps the queue": (desk, "unqueue", nothing, "queue|one owner|held"),
    "keeps the owner": (desk, "disown", nothing, "one owner|in a queue"),
    "never busy elsewhere": (work, "finish", free_at_once, "busy elsewhere"),
    "keeps who is gone": (desk, "leave_for_good", forgets_to_leave, "leads in = out"),
    "no end of work": (clocks, "overdue_exit", always(False), "are gone"),
    "no shelf life": (clocks, "shelf_life_ends", nothing, "shelf life"),
    "wins twice": (deals, "_win", twice(deals._win), "gone|once"),
    "a wrong price": (
        Lead, "write", tell_wrong(Row.WON, value=lambda v: 2 * v), "deal value of arrival",
    ),
    "a free mail": (Lead, "write", tell_wrong(Row.TOUCHED, value=lambda v: 0.0), "costs what"),
    "a wrong rep": (Lead, "write", tell_wrong(Row.FINISHED, b=lambda b: 1 - b), "who starts"),
    "dispatches twice": (Team, "ask_dispatch", dispatches_on_every_wish, "two live entries"),
    "one address for all visits": (sales, "of_attempt", always(7), "address used twice"),
    "one address for all answers": (marketing, "of_response", always(7), "address used twice"),
}  # fmt: skip


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_engine_is_noticed(monkeypatch, fault):
    owner, name, broken, message = BROKEN[fault]
    if name == "shelf_life_ends":
        monkeypatch.setitem(ENGINE.MEETS, kinds.SHELF_LIFE_END, broken)
    else:
        monkeypatch.setattr(owner, name, broken)
    with pytest.raises((AssertionError, ValueError), match=message):
        simulate(MODEL, 3, 0, verify=True)


def test_the_engine_as_it_is_passes():
    kinds_seen = {Row(int(k)) for k in simulate(MODEL, 3, 0, verify=True)["kind"]}
    assert {Row.WON, Row.LOST, Row.COLD, Row.LEFT, Row.COMPETITOR, Row.UNREACHED} <= kinds_seen
