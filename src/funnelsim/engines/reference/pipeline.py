"""The open pipeline at tick 0: every running clock is drawn given survival to its age."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from funnelsim.engines.reference import clocks, deals, desk, marketing, sales
from funnelsim.engines.reference.arrivals import be_born, class_of
from funnelsim.engines.reference.lead import Lead
from funnelsim.engines.reference.team import Team
from funnelsim.model.codes import FIRST_STAGE, ItemClass, Place, Row, Status
from funnelsim.model.tables import OpenDeal
from funnelsim.rules.event_kinds import DECISION, HANDOFF, SHELF_LIFE_END
from funnelsim.rules.families import CONSTANT
from funnelsim.rules.occasions import of_stage, once, renewing
from funnelsim.rules.purposes import DELAY, FIT, PIPELINE_FACT, SHELF_LIFE
from funnelsim.rules.qualification import fit_share
from funnelsim.rules.routing import load_key


class Known(NamedTuple):
    """What a row states and what follows from where the deal stands, instead of draws."""

    segment: int
    region: int
    fit: bool
    value: float | None


def stands_at(deal: OpenDeal) -> Callable[[Lead], None]:
    """A lead that is already somewhere when the simulation begins."""

    def arrive(lead: Lead) -> None:
        lead.channel = deal.channel
        be_born(lead, _known(lead, deal))
        lead.write_arrival(deal.status)
        if deal.zombie:
            lead.stage = deal.status
            lead.write(Row.ZOMBIE, value=lead.value)
            desk.leave_for_good(lead)
            return
        clocks.start_clocks(lead)
        lead.last_positive = lead.world.now - int(deal.age)
        _place(lead, deal)

    return arrive


def _known(lead: Lead, deal: OpenDeal) -> Known:
    """Class and fit; of the unfit fewer get as far as this (Bayes)."""
    world = lead.world
    cls = class_of(lead, deal)
    model = world.model
    chance = fit_share(world.lead[cls].fit, float(model.unfit_odds[cls, deal.status]))
    fit = world.u(FIT, lead.id, once()) < chance
    return Known(int(model.class_segment[cls]), int(model.class_region[cls]), fit, deal.value)


def _place(lead: Lead, deal: OpenDeal) -> None:
    world = lead.world
    if deal.status == Status.LEAD:
        lead.score_at -= int(deal.age)
        marketing.enter_nurture(lead, renewing(PIPELINE_FACT, once()))
        _aged_shelf(lead, deal.age)
    elif deal.status == Status.MQL:
        _handed_over(lead, deal)
    elif deal.status == Status.SQL:
        _wait_for_meeting(lead, deal, world.lead[lead.cls].first_stage)
    elif world.stage[lead.cls][deal.status - FIRST_STAGE].team < 0:
        _stay(lead, deal)
    else:
        stage = deal.status - FIRST_STAGE
        dist = world.stage[lead.cls][stage].buyer_takes
        if dist.family == CONSTANT and dist.a <= 0:
            _wait_for_meeting(lead, deal, stage)
        else:
            _with_the_buyer(lead, deal, stage)


def _handed_over(lead: Lead, deal: OpenDeal) -> None:
    """An MQL has been hot, and on its way to the team, for as long as it is old."""
    world = lead.world
    lead.score = max(lead.score, world.lead[lead.cls].threshold)
    sales.become_mql(lead)
    lead.hot = world.now - int(deal.age)
    arrives = lead.due.get((HANDOFF, 0))
    if arrives is not None:
        lead.at(max(world.now, arrives[0] - int(deal.age)), HANDOFF)
    _aged_shelf(lead, deal.age)


def _wait_for_meeting(lead: Lead, deal: OpenDeal, stage: int) -> None:
    """Waits for its next meeting since it came to where it stands."""
    world = lead.world
    if stage < 0 or world.stage[lead.cls][stage].team < 0:
        _stay(lead, deal)
        return
    clocks.set_stage(lead, deal.status)
    lead.item = ItemClass.MEETING
    _give_to_its_rep(lead, deal, world.teams[world.stage[lead.cls][stage].team])
    deals.get_ready(lead, stage)
    _aged_shelf(lead, deal.age)
    lead.ready = world.now - int(deal.age)
    if lead.queue is not None:  # its place is by age
        queue = lead.queue
        queue.remove(lead)
        queue.push(lead)


def _stay(lead: Lead, deal: OpenDeal) -> None:
    """Without stages or teams nobody goes on with it."""
    clocks.set_stage(lead, deal.status)
    clocks.move(lead, Place.BUYER)


def _with_the_buyer(lead: Lead, deal: OpenDeal, stage: int) -> None:
    """A deal in a stage waits for the buyer; its rep, or a routed one, keeps it."""
    world = lead.world
    clocks.set_stage(lead, deal.status)
    lead.item, lead.next_meeting = ItemClass.MEETING, stage
    row = world.stage[lead.cls][stage]
    team = world.teams[row.team]
    if not _give_to_its_rep(lead, deal, team):
        team.assign(lead, world.stage_codes[stage], deal=True)
        desk.unqueue(lead)
    lead.closer = lead.rep
    clocks.move(lead, Place.BUYER)
    u = world.u(DELAY, lead.id, of_stage(lead.visit, world.stage_codes[stage]))
    if row.buyer_takes.business:
        calendar = team.row.calendar if lead.rep is None else lead.rep.calendar
        rest = world.sample_given_age(row.buyer_takes, deal.open_age, u) - deal.open_age
        lead.at(world.after_on(calendar, rest), DECISION)
    else:
        rest = world.sample_given_age(row.buyer_takes, deal.age, u) - deal.age
        lead.at(world.after(rest), DECISION)


def _give_to_its_rep(lead: Lead, deal: OpenDeal, team: Team) -> bool:
    """Let the rep of the file have it, of a group the one with the fewest leads."""
    named = [r for r in team.reps if r.index in deal.reps and r.employed(lead.world.now)]
    if not named:
        return False
    rep = min(named, key=lambda r: load_key(len(r.owned), r.code))
    lead.team = team
    rep.take(lead, deal=True)
    lead.write(Row.ASSIGNED, team.index, rep.index, lead.visit)
    return True


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
