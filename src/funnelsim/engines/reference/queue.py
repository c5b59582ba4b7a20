"""Items waiting for reps, in the order in which they are to be worked."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING

from funnelsim.engines.reference.lead import Lead
from funnelsim.rules.queueing import perishable_key, work_first_key
from funnelsim.rules.work_orders import MOST_PERISHABLE

if TYPE_CHECKING:
    from funnelsim.engines.reference.team import Team

Key = tuple[int, float, int]


class Queue:
    """A rep's own queue, or a team's pool.

    Keys that do not change while an item waits are kept in a heap with lazy removal; the
    perishable order depends on the time and is looked up anew each time.
    """

    def __init__(self, team: Team) -> None:
        self.team = team
        self.items: dict[int, Lead] = {}
        self._heap: list[tuple[Key, int]] = []
        self._tokens: dict[int, int] = {}
        self._count = 0
        self._order: object = None

    def __len__(self) -> int:
        return len(self.items)

    def push(self, lead: Lead) -> None:
        self._count += 1
        self.items[lead.id] = lead
        self._tokens[lead.id] = self._count
        lead.queue = self
        if self._order == self._discipline():
            heappush(self._heap, (self.key(lead), self._count))
        else:
            self._order = None

    def remove(self, lead: Lead) -> None:
        del self.items[lead.id]
        del self._tokens[lead.id]
        lead.queue = None

    def best(self) -> tuple[Key, Lead] | None:
        """The item to be worked next, with its key; None when nothing waits."""
        if not self.items:
            return None
        if self.team.row.work_first == MOST_PERISHABLE:
            key = min(self.key(lead) for lead in self.items.values())
            return key, self.items[key[2]]
        if self._order != self._discipline():
            self._rebuild()
        while True:
            key, token = self._heap[0]
            if self._tokens.get(key[2]) == token:
                return key, self.items[key[2]]
            heappop(self._heap)

    def key(self, lead: Lead) -> Key:
        row = self.team.row
        perishable = self._perishable(lead) if row.work_first == MOST_PERISHABLE else 0.0
        value = work_first_key(
            row.work_first, lead.ready, lead.handover_score, lead.value, lead.deadline, perishable
        )
        return row.class_rank[lead.item], value, lead.id

    def _perishable(self, lead: Lead) -> float:
        """Book value at stake within the next business day."""
        world = self.team.world
        calendar = self.team.row.calendar
        window = world.model.calendars[calendar].business_day_ms
        chance = world.expires_before(lead, world.after_on(calendar, window))
        return perishable_key(world.book(lead), chance)

    def _discipline(self) -> object:
        row = self.team.row
        return row.work_first, tuple(row.class_rank)

    def _rebuild(self) -> None:
        self._order = self._discipline()
        self._heap = sorted((self.key(lead), self._tokens[i]) for i, lead in self.items.items())
