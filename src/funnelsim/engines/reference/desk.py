"""Leaving a rep's desk: queues, ownership and everything sales still expected of the lead."""

from __future__ import annotations

from funnelsim.engines.reference.lead import RULE_EXPIRES, Lead
from funnelsim.model.codes import Place
from funnelsim.rules.event_kinds import ATTEMPT_DUE, DECISION, HANDOFF, SLA

# ATTEMPT_DUE and NOTICED share a kind.
EXPECTED_BY_SALES = ((HANDOFF, 0), (ATTEMPT_DUE, 0), (SLA, 0), (SLA, RULE_EXPIRES), (DECISION, 0))


def clear(lead: Lead) -> None:
    """Leave the queue, drop the owner; no call, meeting or deadline is expected any longer."""
    for kind, sub in EXPECTED_BY_SALES:
        lead.forget(kind, sub)
    unqueue(lead)
    disown(lead)
    lead.never_worked = lead.visible = False
    lead.item = -1


def unqueue(lead: Lead) -> None:
    if lead.queue is not None:
        lead.queue.remove(lead)
    if lead.held and lead.team is not None:
        lead.team.held.remove(lead)
    lead.held = False


def disown(lead: Lead) -> None:
    """The owner has one lead less, which may make room for a held one."""
    if lead.rep is not None:
        lead.rep.drop(lead)
    lead.rep = None
    lead.team = None


def leave_for_good(lead: Lead) -> None:
    """Nothing more happens to this lead."""
    clear(lead)
    lead.place = Place.GONE
    lead.due.clear()
    lead.world.leads.pop(lead.id, None)
