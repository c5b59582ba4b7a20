"""The decay clocks of a lead: shelf life, competitor, contact, and its own behaviour.

No clock acts while a rep works on the lead; `overdue_exit` looks at them when the work ends.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from funnelsim.engines.reference import desk, marketing
from funnelsim.engines.reference.lead import ACTS_ON_ITS_OWN, WAITS_FOR_US, Lead
from funnelsim.model.codes import Cause, ItemClass, Place, Row, Status
from funnelsim.rules import mechanisms
from funnelsim.rules.decay import (
    budget_left,
    exponential_budget,
    hazard_spent,
    hazard_time,
    interest_integral,
    next_signal,
)
from funnelsim.rules.event_kinds import (
    COMPETITOR_DUE,
    CONTACT_LEFT,
    RETURN_DUE,
    SHELF_LIFE_END,
    SIGNAL,
)
from funnelsim.rules.families import NEVER
from funnelsim.rules.numerics import NEVER_TICK
from funnelsim.rules.occasions import numbered, of_signal, once, renewing
from funnelsim.rules.purposes import (
    COMPETITOR,
    CONTACT,
    OWN_SIGNAL,
    RETURN,
    RETURN_FACT,
    SHELF_LIFE,
)
from funnelsim.rules.shelf_life import cold_cause
from funnelsim.rules.twins import acts, shelf_mechanism

if TYPE_CHECKING:
    from typing import Any


def start_clocks(lead: Lead) -> None:
    """Contact and competitor clocks run from arrival; own behaviour starts unspent."""
    world = lead.world
    row = world.lead[lead.cls]
    budget = exponential_budget(world.u(CONTACT, lead.id, once()))
    lead.contact_tick = world.after(hazard_time(budget, row.changes_job))
    lead.at(lead.contact_tick, CONTACT_LEFT)
    start_competitor(lead)
    lead.last_positive = lead.settled = world.now


# -- places and stages ----------------------------------------------------------------------


def move(lead: Lead, place: Place) -> None:
    """Change the place; own behaviour is settled before and projected anew after."""
    settle_behaviour(lead)
    lead.place = place
    project_behaviour(lead)


def set_stage(lead: Lead, stage: int) -> None:
    """Change the stage; the competitor's budget is spent at the old stage's hazard up to now."""
    settle_competitor(lead)
    lead.stage = int(stage)
    project_competitor(lead)


# -- shelf life -----------------------------------------------------------------------------


def renew_shelf(lead: Lead, fact: int) -> None:
    """Restart the shelf life with the draw that belongs to the renewing fact."""
    world = lead.world
    life = lead.given_life
    if life is None:
        dist: Any = world.clock[lead.cls][lead.stage].shelf
        life = world.sample(dist, world.u(SHELF_LIFE, lead.id, fact))
    lead.renewed = world.now
    lead.shelf_due = world.after(life)
    lead.at(lead.shelf_due, SHELF_LIFE_END)


def shelf_life_ends(lead: Lead, _sub: int) -> None:
    if lead.place not in WAITS_FOR_US:
        return
    if not shelf_acts(lead):
        return
    for_meeting = lead.place == Place.QUEUED and lead.item == ItemClass.MEETING
    cause = cold_cause(lead.place == Place.NURTURE, for_meeting, lead.never_worked, lead.attempt)
    go_cold(lead, Cause(cause))


def shelf_acts(lead: Lead) -> bool:
    """Whether the end of the shelf life at this stage does anything in this world."""
    off = lead.world.lead[lead.cls].off
    return acts(off, shelf_mechanism(lead.stage, lead.visit))


def go_cold(lead: Lead, cause: Cause) -> None:
    world = lead.world
    team = lead.team.index if lead.team is not None else -1
    lead.write(Row.COLD, cause, team, value=world.book(lead))
    desk.clear(lead)
    marketing.forget_score(lead)
    lead.shelf_due = NEVER_TICK
    lead.forget(SHELF_LIFE_END)
    lead.recycled = False
    move(lead, Place.COLD)
    marketing.enrol(lead)


# -- contact and competitor -----------------------------------------------------------------


def contact_left(lead: Lead, _sub: int) -> None:
    if lead.place in (Place.WORKED, Place.GONE) or not contact_acts(lead):
        return
    lead.write(Row.LEFT, c=lead.place == Place.COLD, value=lead.world.book(lead))
    desk.leave_for_good(lead)


def contact_acts(lead: Lead) -> bool:
    return acts(lead.world.lead[lead.cls].off, mechanisms.CONTACT_LEFT)


def competitor_acts(lead: Lead) -> bool:
    return acts(lead.world.lead[lead.cls].off, mechanisms.COMPETITOR)


def start_competitor(lead: Lead) -> None:
    u = lead.world.u(COMPETITOR, lead.id, numbered(lead.competitor_losses))
    lead.competitor_budget = exponential_budget(u)
    lead.competitor_settled = lead.world.now
    project_competitor(lead)


def settle_competitor(lead: Lead) -> None:
    elapsed = lead.world.now - lead.competitor_settled
    spent = hazard_spent(lead.competitor_rate, elapsed)
    lead.competitor_budget = budget_left(lead.competitor_budget, spent)
    lead.competitor_settled = lead.world.now


def project_competitor(lead: Lead) -> None:
    world = lead.world
    lead.competitor_rate = world.clock[lead.cls][lead.stage].competitor
    lead.competitor_tick = world.after(hazard_time(lead.competitor_budget, lead.competitor_rate))
    lead.at(lead.competitor_tick, COMPETITOR_DUE)


def competitor_wins(lead: Lead, _sub: int) -> None:
    """The lead buys elsewhere; it comes back only where the scenario says `return_after`."""
    if lead.place in (Place.WORKED, Place.GONE) or not competitor_acts(lead):
        return
    world = lead.world
    dist: Any = world.lead[lead.cls].return_after
    returns = dist.family != NEVER
    cold = lead.place == Place.COLD
    lead.write(Row.COMPETITOR, int(returns), c=cold, value=world.book(lead))
    desk.leave_for_good(lead)
    if returns:
        u = world.u(RETURN, lead.id, numbered(lead.competitor_losses))
        lead.at(world.after(world.sample(dist, u)), RETURN_DUE)
    lead.competitor_losses += 1


def comes_back(lead: Lead, _sub: int) -> None:
    if lead.contact_tick <= lead.world.now and contact_acts(lead):
        lead.write(Row.LEFT, c=1)  # the loss was booked when the competitor won
        return
    lead.write(Row.RETURNED)
    lead.world.leads[lead.id] = lead
    lead.place = Place.NURTURE
    lead.settled = lead.world.now
    if lead.contact_tick > lead.world.now:
        lead.at(lead.contact_tick, CONTACT_LEFT)
    marketing.forget_score(lead)
    lead.recycled = True
    lead.stage = int(Status.LEAD)
    start_competitor(lead)
    marketing.enter_nurture(lead, renewing(RETURN_FACT, numbered(lead.competitor_losses)))


def overdue_exit(lead: Lead) -> bool:
    """At the end of work: contact left, then competitor, act before the outcome."""
    now = lead.world.now
    lead.place = Place.BETWEEN
    if lead.contact_tick <= now and contact_acts(lead):
        contact_left(lead, 0)
    elif lead.competitor_tick <= now:
        competitor_wins(lead, 0)
    return lead.place == Place.GONE


# -- own behaviour --------------------------------------------------------------------------


def settle_behaviour(lead: Lead) -> None:
    """Spend the budgets up to now at the rates they were projected with."""
    now = lead.world.now
    if lead.place in ACTS_ON_ITS_OWN and now > lead.settled and lead.rates:
        since = lead.last_positive
        area = interest_integral(lead.settled - since, now - since, lead.half_life, lead.floor)
        for kind, rate in lead.rates.items():
            lead.budgets[kind] = budget_left(lead.budgets[kind], rate * area)
    lead.settled = now


def project_behaviour(lead: Lead) -> None:
    """Expect the next signal of each kind where its budget will be spent."""
    for kind in lead.rates:
        lead.forget(SIGNAL, kind)
    lead.rates = {}
    if lead.place not in ACTS_ON_ITS_OWN:
        return
    world = lead.world
    row = world.lead[lead.cls]
    fades = acts(row.off, mechanisms.NURTURE)
    lead.half_life = row.interest_half_life if fades else inf
    lead.floor = row.interest_floor
    for kind in world.own_kinds:
        rate = world.signal[lead.cls][kind].rate
        if rate > 0:
            lead.rates[kind] = rate
            if kind not in lead.budgets:
                lead.budgets[kind] = _next_budget(lead, kind)
            _expect_signal(lead, kind)


def _expect_signal(lead: Lead, kind: int) -> None:
    world = lead.world
    elapsed = world.now - lead.last_positive
    due = next_signal(elapsed, lead.budgets[kind], lead.rates[kind], lead.half_life, lead.floor)
    lead.at(max(world.after(due, start=lead.last_positive), world.now), SIGNAL, kind)


def _next_budget(lead: Lead, kind: int) -> float:
    n = lead.signals.get(kind, 0)
    return exponential_budget(lead.world.u(OWN_SIGNAL, lead.id, of_signal(kind, n)))


def renew_budget(lead: Lead, kind: int) -> None:
    """A signal came: its budget is spent, the next one of that kind has its own."""
    lead.signals[kind] = lead.signals.get(kind, 0) + 1
    lead.budgets[kind] = _next_budget(lead, kind)
