"""Reps: when they may start, what they own, what waits for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from funnelsim.engines.reference.lead import Lead
from funnelsim.engines.reference.queue import Queue
from funnelsim.rules.numerics import NEVER_TICK
from funnelsim.rules.routing import has_room
from funnelsim.rules.working_time import is_open, next_open

if TYPE_CHECKING:
    from funnelsim.engines.reference.team import Team


class Rep:
    """One seller; an unlimited one does any number of things at once."""

    def __init__(self, team: Team, index: int) -> None:
        model = team.world.model
        self.team = team
        self.world = team.world
        self.index = index
        self.code = int(model.rep_codes[index])
        self.group = int(model.rep_group[index])
        self.calendar = int(model.rep_calendar[index])
        self.absences = [
            (int(a["begin"]), int(a["end"])) for a in model.absences if a["rep"] == index
        ]
        self.queue = Queue(team)
        self.owned: set[int] = set()
        self.deals: set[int] = set()
        self.wins: list[int] = []
        self.busy_with: Lead | None = None
        self.free_since = model.begin

    @property
    def row(self) -> Any:
        return self.world.rep[self.index]

    @property
    def unlimited(self) -> bool:
        return bool(self.row.unlimited)

    @property
    def idle(self) -> bool:
        """Whether another item may be started now; always, once the rep is unlimited."""
        return self.busy_with is None or self.unlimited

    def employed(self, tick: int) -> bool:
        row = self.row
        return bool(row.present) and row.starts <= tick < row.ends

    def eligible(self, deal: bool) -> bool:
        """Started, present, and below the limit of open deals where a deal is to be assigned."""
        now, limit = self.world.now, self.team.row.open_deals
        if not self.employed(now) or any(begin <= now < end for begin, end in self.absences):
            return False
        return not deal or has_room(len(self.deals), limit)

    def may_start(self, tick: int) -> bool:
        calendar = self.world.model.calendars[self.calendar]
        return self.employed(tick) and is_open(calendar.opens, calendar.closes, tick)

    def next_start(self, tick: int) -> int:
        """Earliest tick at or after `tick` at which work may start, in the epoch at hand."""
        row = self.row
        if not row.present:
            return NEVER_TICK
        calendar = self.world.model.calendars[self.calendar]
        start = next_open(calendar.opens, calendar.closes, max(tick, row.starts))
        return start if start < row.ends else NEVER_TICK

    def take(self, lead: Lead, deal: bool) -> None:
        lead.rep = self
        self.owned.add(lead.id)
        if deal:
            self.deals.add(lead.id)

    def keeps(self, lead: Lead) -> bool:
        """Whether a lead that this rep owns may stay as one of the open deals."""
        if lead.id not in self.deals and not has_room(len(self.deals), self.team.row.open_deals):
            return False
        self.deals.add(lead.id)
        return True

    def drop(self, lead: Lead) -> None:
        self.owned.discard(lead.id)
        if lead.id in self.deals:
            self.deals.discard(lead.id)
            if self.team.held:
                self.team.ask_dispatch()
