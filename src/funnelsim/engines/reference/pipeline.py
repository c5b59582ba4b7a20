"""The open pipeline at tick 0: every running clock is drawn given survival to its age."""

from __future__ import annotations

from collections.abc import Callable

from funnelsim.engines.reference import clocks, deals, desk, marketing, sales
from funnelsim.engines.reference.arrivals import be_born
from funnelsim.engines.reference.lead import Lead
from funnelsim.model.codes import FIRST_STAGE, ItemClass, Place, Row, Status
from funnelsim.model.tables import OpenDeal
from funnelsim.rules.event_kinds import DECISION, SHELF_LIFE_END
from funnelsim.rules.occasions import of_stage, once, renewing
from funnelsim.rules.purposes import DELAY, PIPELINE_FACT, SHELF_LIFE


def stands_at(deal: OpenDeal) -> Callable[[Lead], None]:
    """A lead that is already somewhere when the simulation begins."""

    def arrive(lead: Lead) -> None:
        lead.channel = deal.channel
        be_born(lead, deal)
        lead.write_arrival(deal.status)
        if deal.zombie:
            lead.stage = deal.status
            lead.write(Row.ZOMBIE, value=lead.value)
            desk.leave_for_good(lead)
            return
        clocks.start_clocks(lead)
        _place(lead, deal)

    return arrive


def _place(lead: Lead, deal: OpenDeal) -> None:
    if deal.status == Status.LEAD:
        marketing.enter_nurture(lead, renewing(PIPELINE_FACT, once()))
        _aged_shelf(lead, deal.age)
    elif deal.status == Status.MQL:
        lead.score = max(lead.score, lead.world.lead[lead.cls].threshold)
        sales.become_mql(lead)
        _aged_shelf(lead, deal.age)
    elif deal.status == Status.SQL:
        _wait_for_first_meeting(lead, deal)
    else:
        _with_the_buyer(lead, deal)


def _wait_for_first_meeting(lead: Lead, deal: OpenDeal) -> None:
    clocks.set_stage(lead, Status.SQL)
    deals.get_ready(lead, lead.world.lead[lead.cls].first_stage)
    _aged_shelf(lead, deal.age)


def _with_the_buyer(lead: Lead, deal: OpenDeal) -> None:
    """A deal in a stage waits for the buyer; its rep, or a routed one, keeps it."""
    world = lead.world
    stage = deal.status - FIRST_STAGE
    clocks.set_stage(lead, deal.status)
    lead.item, lead.next_meeting = ItemClass.MEETING, stage
    row = world.stage[lead.cls][stage]
    team = world.teams[row.team]
    named = next((r for r in team.reps if r.index == deal.rep), None)
    if named is not None and named.employed(world.now):
        lead.team = team
        named.take(lead, deal=True)
        lead.write(Row.ASSIGNED, team.index, named.index, lead.visit)
    else:
        team.assign(lead, world.stage_codes[stage], deal=True)
        desk.unqueue(lead)
    lead.closer = lead.rep
    clocks.move(lead, Place.BUYER)
    u = world.u(DELAY, lead.id, of_stage(lead.visit, world.stage_codes[stage]))
    total = world.sample_given_age(row.buyer_takes, deal.age, u)
    lead.at(world.after(total - deal.age), DECISION)


def _aged_shelf(lead: Lead, age: float) -> None:
    """What is left of the shelf life, given that it has lasted this long."""
    if age <= 0:
        return
    world = lead.world
    dist = world.clock[lead.cls][lead.stage].shelf
    u = world.u(SHELF_LIFE, lead.id, renewing(PIPELINE_FACT, of_stage(0, 1)))
    life = world.sample_given_age(dist, age, u)
    lead.renewed = world.now - int(age)
    lead.shelf_due = world.after(life - age)
    lead.at(lead.shelf_due, SHELF_LIFE_END)
