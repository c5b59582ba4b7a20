"""A rep at work: one item from start to the moment the rep is free again."""

from __future__ import annotations

from funnelsim.engines.reference import clocks, deals, sales
from funnelsim.engines.reference.agenda import Due, Process
from funnelsim.engines.reference.lead import RULE_EXPIRES, Lead
from funnelsim.engines.reference.rep import Rep
from funnelsim.model.codes import ItemClass, Place, Row
from funnelsim.rules.distributions import to_ticks
from funnelsim.rules.event_kinds import FINISH, REP_FREE, SLA
from funnelsim.rules.occasions import of_attempt, of_stage, of_visit
from funnelsim.rules.purposes import TAKES, TALK, WORK
from funnelsim.rules.staffing import busy_time, overhead, ramp_factor
from funnelsim.rules.working_time import add_working


def start(rep: Rep, lead: Lead) -> None:
    """The rep takes the item off the queue; the lead's clocks stand back until the end."""
    if lead.queue is not None:
        lead.queue.remove(lead)
    deal = lead.item == ItemClass.MEETING
    lead.visible = False
    lead.forget(SLA)
    lead.forget(SLA, RULE_EXPIRES)
    if not deal:
        lead.attempt += 1
    if rep not in lead.worked_by:
        lead.worked_by.append(rep)
    lead.write(Row.STARTED, rep.team.index, rep.index, lead.item, value=0 if deal else lead.attempt)
    clocks.move(lead, Place.WORKED)
    if deal:
        deals.meet(lead)
    if not rep.unlimited:
        rep.busy_with = lead
    rep.world.env.process(meeting(rep, lead) if deal else call(rep, lead))


def call(rep: Rep, lead: Lead) -> Process:
    """One attempt and, if it reaches the lead, the conversation by the same rep at once."""
    world = rep.world
    item, row = lead.item, world.lead[lead.cls]
    hit = sales.reaches(lead)
    u = world.u(TAKES, lead.id, of_attempt(lead.visit, lead.attempt))
    busy = busy_time(world.sample(row.call_takes, u), rep.row.speed, 1.0)
    yield Due(world.env, world.after(busy), FINISH, lead.id)
    if not hit:
        lead.write(Row.UNREACHED, rep.team.index, rep.index, lead.attempt)
        finish(rep, lead, item, busy)
        if not clocks.overdue_exit(lead):
            lead.place = Place.WORKED
            sales.missed(lead)
        return
    delay = float(world.now - lead.hot)
    lead.write(Row.REACHED, rep.team.index, rep.index, lead.attempt, value=delay)
    u = world.u(TALK, lead.id, of_visit(lead.visit))
    talk = busy_time(world.sample(world.lead[lead.cls].talk_takes, u), rep.row.speed, 1.0)
    yield Due(world.env, world.after(talk), FINISH, lead.id)
    finish(rep, lead, item, busy + talk)
    if not clocks.overdue_exit(lead):
        lead.place = Place.WORKED
        sales.talked(lead, rep, delay)


def meeting(rep: Rep, lead: Lead) -> Process:
    """Work on a stage: pauses over nights, holidays and absences."""
    world = rep.world
    stage = world.stage[lead.cls][lead.next_meeting]
    duration = lead.given_work if stage_is_first(lead) else None
    if duration is None:
        occasion = of_stage(lead.visit, world.stage_codes[lead.next_meeting])
        duration = world.sample(stage.rep_time, world.u(WORK, lead.id, occasion))
    row = rep.row
    ramp = ramp_factor(world.pool, row.ramp_start, row.ramp_size, float(world.now - row.starts))
    busy = busy_time(duration, row.speed, ramp)
    yield Due(world.env, world.after_on(rep.calendar, busy), FINISH, lead.id)
    finish(rep, lead, ItemClass.MEETING, busy)
    if not clocks.overdue_exit(lead):
        lead.place = Place.WORKED
        deals.met(lead, rep)


def stage_is_first(lead: Lead) -> bool:
    return bool(lead.next_meeting == lead.world.lead[lead.cls].first_stage)


def finish(rep: Rep, lead: Lead, item: int, busy: float) -> None:
    """The item is done; the rep is free after the overhead that `selling_time` implies."""
    world = rep.world
    extra = to_ticks(overhead(busy, rep.team.row.selling_time))
    calendar = world.model.calendars[rep.calendar]
    free = add_working(calendar.opens, calendar.closes, calendar.before, world.now, extra)
    lead.write(Row.FINISHED, rep.team.index, rep.index, item, value=float(free))
    if rep.busy_with is lead:
        world.env.call(free, REP_FREE, rep.code, 0, lambda: become_free(rep))


def become_free(rep: Rep) -> None:
    rep.busy_with = None
    rep.free_since = rep.world.now
    rep.team.ask_dispatch()
