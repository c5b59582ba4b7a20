"""From qualification to the first conversation: hand-over, queue, calls, what is said."""

from __future__ import annotations

from funnelsim.engines.reference import clocks, deals, desk, marketing
from funnelsim.engines.reference.lead import RULE_EXPIRES, Lead
from funnelsim.engines.reference.rep import Rep
from funnelsim.engines.reference.team import REASSIGNED
from funnelsim.model.codes import Cause, ItemClass, OnBreach, Place, Row, Status
from funnelsim.rules import mechanisms
from funnelsim.rules.calls import (
    accept_chance,
    accepted_at,
    annoyed,
    eagerness,
    first_call_reach,
    later_call_reach,
    outcome,
    tries_again,
)
from funnelsim.rules.event_kinds import ATTEMPT_DUE, HANDOFF, NOTICED, SLA, TOUCH
from funnelsim.rules.numerics import NEVER_TICK
from funnelsim.rules.occasions import of_attempt, of_visit, renewing
from funnelsim.rules.purposes import (
    CONNECT,
    HABIT,
    KEPT,
    MQL_FACT,
    OUTCOME,
    RECYCLE_FACT,
)
from funnelsim.rules.purposes import HANDOFF as HANDOFF_DRAW
from funnelsim.rules.talk_outcomes import ACCEPTED, BAD_FIT, NOT_INTERESTED, NOT_READY
from funnelsim.rules.twins import felt_delay

CAUSES = {NOT_INTERESTED: Cause.NOT_INTERESTED, BAD_FIT: Cause.BAD_FIT}


# -- hand-over ------------------------------------------------------------------------------


def become_mql(lead: Lead) -> None:
    """Qualified: touches stop, the hand-over begins."""
    world = lead.world
    lead.visit += 1
    lead.attempt = lead.rule = lead.reassigned = 0
    lead.hot = world.now
    lead.handover_score = marketing.current_score(lead)
    lead.recycled = False
    lead.forget(TOUCH)
    lead.write(Row.MQL, lead.visit, value=lead.handover_score)
    clocks.set_stage(lead, Status.MQL)
    clocks.move(lead, Place.HANDOFF)
    clocks.renew_shelf(lead, renewing(MQL_FACT, of_visit(lead.visit)))
    u = world.u(HANDOFF_DRAW, lead.id, of_visit(lead.visit))
    row = world.lead[lead.cls]
    tick = world.later(row.handoff_delay, u, world.calls_calendar(lead))
    lead.at(world.after(row.held_back, tick), HANDOFF)


def handed_over(lead: Lead, _sub: int) -> None:
    """Routed now; seen by the rep after the team's lag, or never."""
    world = lead.world
    row = world.lead[lead.cls]
    clocks.move(lead, Place.QUEUED)
    lead.item, lead.visible = ItemClass.FIRST_CALL, False
    if row.calls_team < 0:  # a scenario without teams: nobody takes it up
        lead.never_worked = True
        return
    team = world.teams[row.calls_team]
    team.assign(lead, 0, deal=False)
    if row.sla_business:
        lead.deadline = world.after_on(team.row.calendar, row.sla)
    else:
        lead.deadline = world.after(row.sla)
    lead.at(lead.deadline, SLA)
    habit = world.habit[lead.cls][team.index]
    occasion = of_visit(lead.visit)
    lead.never_worked = world.u(HABIT, lead.id, occasion, 0) < habit.never_worked
    if not lead.never_worked:
        u = world.u(HABIT, lead.id, occasion, 1)
        lead.at(world.later(habit.notices_after, u, team.row.calendar), NOTICED)


def becomes_due(lead: Lead, _sub: int) -> None:
    """NOTICED or ATTEMPT_DUE: the call is visible to the rep."""
    if lead.place == Place.BETWEEN:
        lead.item, lead.deadline = ItemClass.FOLLOW_UP, NEVER_TICK
        clocks.move(lead, Place.QUEUED)
    make_visible(lead)


def make_visible(lead: Lead) -> None:
    team = lead.team
    assert team is not None
    lead.ready, lead.visible = lead.world.now, True
    rep = -1 if lead.rep is None else lead.rep.index
    lead.write(Row.QUEUED, team.index, rep, lead.item, value=lead.visit)
    team.enqueue(lead)


def deadline_passed(lead: Lead, sub: int) -> None:
    """The response time is over, or an assignment rule has waited long enough."""
    if lead.place != Place.QUEUED or lead.team is None:
        return
    if sub == RULE_EXPIRES:
        lead.rule += 1
        lead.team.reassign(lead)
        return
    if lead.item != ItemClass.FIRST_CALL:
        return
    row = lead.world.lead[lead.cls]
    lead.write(Row.BREACHED, lead.team.index, -1 if lead.rep is None else lead.rep.index)
    if row.on_breach == OnBreach.REASSIGN and lead.rep is not None:
        if lead.team.somebody_else(lead.rep):
            lead.team.reassign(lead, avoid=lead.rep)
    elif row.on_breach == OnBreach.ESCALATE:
        _escalate(lead, row.escalate_to)


def _escalate(lead: Lead, team: int) -> None:
    desk.unqueue(lead)
    desk.disown(lead)
    lead.rule = 0
    lead.reassigned += 1
    above = lead.world.teams[team]
    above.assign(lead, REASSIGNED + lead.reassigned, deal=False)
    if lead.visible:
        above.enqueue(lead)


# -- calls ----------------------------------------------------------------------------------


def reaches(lead: Lead) -> bool:
    """Whether attempt number `lead.attempt`, starting now, reaches the lead."""
    world = lead.world
    row = world.lead[lead.cls]
    if lead.attempt == 1:
        chance = first_call_reach(
            world.pool, world.pool_cumulative, row.reach_start, row.reach_size,
            row.reach_later,
            felt_delay(row.off, mechanisms.REACH, float(world.now - lead.hot)),
        )  # fmt: skip
    else:
        chance = later_call_reach(world.pool, row.again_start, row.again_size, lead.attempt)
    return world.u(CONNECT, lead.id, of_attempt(lead.visit, lead.attempt)) < chance


def missed(lead: Lead) -> None:
    """An unreached attempt is over: late, try again, or give up."""
    world = lead.world
    row = world.lead[lead.cls]
    if lead.shelf_due <= world.now and clocks.shelf_acts(lead):
        clocks.go_cold(lead, Cause.LATE)
        return
    team = lead.team
    assert team is not None
    kept = world.habit[lead.cls][team.index].calls_kept
    u = world.u(KEPT, lead.id, of_attempt(lead.visit, lead.attempt))
    if tries_again(lead.attempt, row.gaps_size, kept, u):
        clocks.move(lead, Place.BETWEEN)
        gap = row.gaps_start + lead.attempt - 1
        ms, in_open_time = world.pool[gap], world.pool_cumulative[gap]
        calendar = team.row.calendar
        lead.at(world.after_on(calendar, ms) if in_open_time else world.after(ms), ATTEMPT_DUE)
    else:
        leave_sales(lead, Cause.UNREACHED)


def talked(lead: Lead, rep: Rep, delay: float) -> None:
    """The conversation is over; `delay` ms lay between the hot signal and first contact."""
    world = lead.world
    row = world.lead[lead.cls]
    start, size = (
        (row.fit_accept_start, row.fit_accept_size)
        if lead.fit
        else (row.unfit_accept_start, row.unfit_accept_size)
    )
    accepted = accepted_at(world.pool, world.pool_cumulative, start, size, lead.handover_score)
    felt = felt_delay(row.off, mechanisms.INTENT, delay)
    eager = eagerness(felt, row.eagerness_half_life, row.eagerness_floor)
    chance = accept_chance(accepted, rep.row.accepts, eager, row.uplift)
    u = [world.u(OUTCOME, lead.id, of_visit(lead.visit), word) for word in range(3)]
    not_ready, not_interested, bad_fit = row.fit_rest if lead.fit else row.unfit_rest
    said = outcome(chance, not_ready, not_interested, bad_fit, u[0], u[1])
    if said == ACCEPTED:
        deals.become_sql(lead)
    elif said != NOT_READY:
        lead.write(Row.NOT_INTERESTED, CAUSES[said])
        desk.leave_for_good(lead)
    elif annoyed(row.annoyed, u[2]):
        marketing.unsubscribe(lead)
    else:
        leave_sales(lead, Cause.NOT_READY)


def leave_sales(lead: Lead, cause: Cause) -> None:
    """Back to marketing, or dropped for good where the scenario says so."""
    drop = lead.world.lead[lead.cls].then_drop
    lead.write(Row.RECYCLED, cause, drop)
    if drop:
        desk.leave_for_good(lead)
        return
    desk.clear(lead)
    marketing.forget_score(lead)
    lead.recycled = True
    lead.shelf_due = NEVER_TICK
    marketing.enter_nurture(lead, renewing(RECYCLE_FACT, of_visit(lead.visit)))
