"""Opportunities: meetings, the buyer's turn, decisions."""

from __future__ import annotations

from typing import Any

from funnelsim.engines.reference import clocks, desk
from funnelsim.engines.reference.lead import Lead
from funnelsim.engines.reference.rep import Rep
from funnelsim.model.codes import FIRST_STAGE, Cause, ItemClass, Place, Row, Status
from funnelsim.rules.calls import advance_chance, advances
from funnelsim.rules.choices import pick
from funnelsim.rules.event_kinds import DECISION
from funnelsim.rules.numerics import NEVER_TICK
from funnelsim.rules.occasions import of_stage, renewing
from funnelsim.rules.purposes import ADVANCE, DELAY, READY_FACT


def become_sql(lead: Lead) -> None:
    """Accepted by sales; waits for the first meeting."""
    world = lead.world
    rep = -1 if lead.rep is None else lead.rep.index
    lead.write(Row.SQL, lead.visit, rep, int(lead.fit))
    clocks.set_stage(lead, Status.SQL)
    first = world.lead[lead.cls].first_stage
    if first < 0 or world.stage[lead.cls][first].team < 0:  # without stages or teams it ends here
        desk.clear(lead)
        clocks.move(lead, Place.BUYER)
    else:
        get_ready(lead, first)


def get_ready(lead: Lead, stage: int) -> None:
    """The next meeting waits for a rep; the owner keeps it unless another team does the stage."""
    world = lead.world
    team = world.team_of_stage(lead, stage)
    if lead.team is not team or lead.rep is None or not lead.rep.keeps(lead):
        desk.disown(lead)
        lead.rule = 0
        lead.item = ItemClass.MEETING
        team.assign(lead, world.stage_codes[stage], deal=True)
    lead.item, lead.visible, lead.deadline = ItemClass.MEETING, True, NEVER_TICK
    lead.next_meeting = stage
    clocks.move(lead, Place.QUEUED)
    lead.ready = world.now
    rep = -1 if lead.rep is None else lead.rep.index
    lead.write(Row.QUEUED, team.index, rep, lead.item, value=lead.visit)
    occasion = of_stage(lead.visit, world.stage_codes[stage])
    clocks.renew_shelf(lead, renewing(READY_FACT, occasion))
    team.enqueue(lead)


def meet(lead: Lead) -> None:
    """The meeting starts: from the first one on the lead is an opportunity."""
    if lead.stage == Status.SQL:
        lead.write(Row.ADVANCED, FIRST_STAGE + lead.next_meeting, lead.stage)
        clocks.set_stage(lead, FIRST_STAGE + lead.next_meeting)


def met(lead: Lead, rep: Rep) -> None:
    """The meeting is over; the buyer takes the time the buyer takes."""
    world = lead.world
    stage = lead.next_meeting
    lead.closer = rep
    clocks.move(lead, Place.BUYER)
    u = world.u(DELAY, lead.id, of_stage(lead.visit, world.stage_codes[stage]))
    dist = world.stage[lead.cls][stage].buyer_takes
    lead.at(world.later(dist, u, rep.calendar), DECISION)


def decides(lead: Lead, _sub: int) -> None:
    """The buyer's time is over: next stage, won after the last, or lost."""
    world = lead.world
    stage = lead.next_meeting
    row: Any = world.stage[lead.cls][stage]
    occasion = of_stage(lead.visit, world.stage_codes[stage])
    close = 1.0 if lead.closer is None else lead.closer.row.close
    chance = advance_chance(row.converts, close, row.n_stages)
    last = row.next_stage < 0
    if not advances(chance, last, lead.fit, world.u(ADVANCE, lead.id, occasion, 0)):
        _lose(lead, row, occasion)
    elif last:
        _win(lead)
    else:
        lead.write(Row.ADVANCED, FIRST_STAGE + row.next_stage, lead.stage)
        clocks.set_stage(lead, FIRST_STAGE + row.next_stage)
        get_ready(lead, row.next_stage)


def _win(lead: Lead) -> None:
    for rep in lead.worked_by:
        rep.wins.append(lead.world.now)
    closer = -1 if lead.closer is None else lead.closer.index
    lead.write(Row.WON, closer, value=lead.value)
    desk.leave_for_good(lead)


def _lose(lead: Lead, row: Any, occasion: int) -> None:
    world = lead.world
    cause = Cause.LOST_DEAL if lead.fit else Cause.BAD_FIT
    u = world.u(ADVANCE, lead.id, occasion, 1)
    reason = pick(world.pool, row.reason_start, row.reason_size, u)
    lead.write(Row.LOST, cause, reason, value=world.book(lead))
    desk.leave_for_good(lead)
