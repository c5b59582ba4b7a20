"""Invariants that must hold after every event of every run.

What the rows say happened is followed by rules of its own and held against the state of the
engine: neither knows how the other came to it.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from funnelsim.engines.reference.agenda import Key
from funnelsim.engines.reference.clocks import competitor_acts, contact_acts, shelf_acts
from funnelsim.engines.reference.lead import WAITS_FOR_US, Lead
from funnelsim.model.codes import ItemClass, Place, Row
from funnelsim.rules import event_kinds as kinds

if TYPE_CHECKING:
    from funnelsim.engines.reference.rep import Rep
    from funnelsim.engines.reference.world import World

EXITS = frozenset((Row.DISQUALIFIED, Row.NOT_INTERESTED, Row.WON, Row.LOST, Row.LEFT,
                   Row.COMPETITOR, Row.UNSUBSCRIBED, Row.ZOMBIE))  # fmt: skip
NEVER_STALE = frozenset((kinds.BOUNDARY, kinds.NEW_DAY, kinds.FINISH, kinds.REP_FREE,
                         kinds.ARRIVAL, kinds.SHIFT, kinds.DISPATCH))  # fmt: skip
"""Kinds whose entries are live until they happen. Of the others, facts of a lead's own, the lead
keeps one tick per kind and sub; entries at other ticks are stale."""


class Fact(NamedTuple):
    """A row of the log, see `outcomes.log.ROW`."""

    tick: int
    lead: int
    seq: int
    kind: int
    stage: int
    a: int
    b: int
    c: int
    value: float


class Verifier:
    """Reads the rows written since the last event and the state they should have led to."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.read = 0
        self.live: set[tuple[int, Key]] = set()
        self.inside: set[int] = set()
        self.away: set[int] = set()  # bought elsewhere and may come back
        self.rows_of: dict[int, int] = {}
        self.deals: dict[int, float] = {}
        self.cls: dict[int, int] = {}
        self.won: set[int] = set()
        self.ready: dict[int, int] = {}  # item class visible to reps, by lead
        self.busy: dict[int, int] = {}  # lead, by rep
        self.free_at: dict[int, int] = {}
        self.reps: dict[int, Rep] = {}

    # -- the agenda -------------------------------------------------------------------------

    def scheduled(self, tick: int, key: Key) -> None:
        assert tick >= self.world.now, f"event {key} lies in the past"
        if key[0] in NEVER_STALE:
            assert (tick, key) not in self.live, f"two live entries at tick {tick} with key {key}"
            self.live.add((tick, key))

    def begins(self, tick: int, key: Key) -> None:
        self.live.discard((tick, key))

    def done(self) -> None:
        """Raise AssertionError naming what does not hold."""
        fresh = [Fact._make(row) for row in self.world.rows[self.read :]]
        self.read += len(fresh)
        for row in fresh:
            self._account(row)
        if fresh:
            assert self.inside == set(self.world.leads), "leads in = out + inside"
        for identity in {row.lead for row in fresh} & self.inside:
            self._holds(self.world.leads[identity])

    # -- what the rows say ------------------------------------------------------------------

    def _account(self, row: Fact) -> None:
        assert row.tick == self.world.now, "a row bears the tick of its event"
        if row.lead == -1:
            return
        assert row.seq == self.rows_of.get(row.lead, 0), "rows of a lead are numbered from 0"
        self.rows_of[row.lead] = row.seq + 1
        if row.kind == Row.ARRIVED:
            assert row.lead not in self.deals, "a lead arrives once"
            self.deals[row.lead], self.cls[row.lead] = row.value, row.b
        if row.kind == Row.ARRIVED:
            self.inside.add(row.lead)
        elif row.lead in self.away:
            assert row.kind in (Row.RETURNED, Row.LEFT), "it bought elsewhere"
            self.away.discard(row.lead)
            self.inside.add(row.lead)
        else:
            assert row.lead in self.inside, f"{Row(row.kind).name} of a lead that is gone"
        if row.kind == Row.COMPETITOR and row.a:
            self.away.add(row.lead)
        if row.kind in EXITS or (row.kind == Row.RECYCLED and row.b == 1):
            self.inside.discard(row.lead)
        self._money(row)
        self._work(row)

    def _money(self, row: Fact) -> None:
        """A deal is won once, at the value the lead arrived with; touches cost what they cost."""
        if row.kind == Row.WON:
            assert row.lead not in self.won, "a lead is won once"
            assert row.value == self.deals[row.lead] >= 0, "the deal value of arrival"
            self.won.add(row.lead)
        elif row.kind == Row.TOUCHED:
            model = self.world.model
            epoch = bisect_right(model.epoch_ticks.tolist(), row.tick) - 1
            cost = model.touch["cost"][epoch, self.cls[row.lead], row.a]
            assert row.value == cost, "a touch costs what the scenario says"

    def _work(self, row: Fact) -> None:
        if row.kind == Row.QUEUED:
            self.ready[row.lead] = row.c
        elif row.kind == Row.STARTED:
            assert self.ready.pop(row.lead, None) == row.c, "only visible items are started"
            self._starts(row.b, row.lead)
        elif row.kind == Row.FINISHED:
            self._finishes(row)
        elif row.kind in EXITS or row.kind in (Row.COLD, Row.RECYCLED):
            self.ready.pop(row.lead, None)

    def _starts(self, rep: int, lead: int) -> None:
        now, model = self.world.now, self.world.model
        calendar = model.calendars[model.rep_calendar[rep]]
        i = bisect_right(calendar.opens.tolist(), now) - 1
        opened = i >= 0 and now < calendar.closes[i]
        assert opened, "work starts only in working time"
        row = model.rep[self.world.epoch][rep]
        employed = row["present"] and row["starts"] <= now < row["ends"]
        assert employed, "work is started by reps who are there"
        away = model.absences[model.absences["rep"] == rep]
        assert not ((away["begin"] <= now) & (now < away["end"])).any(), "nobody works on leave"
        assert lead not in self.busy.values(), "one rep per lead"
        if not row["unlimited"]:
            assert rep not in self.busy, "one item per rep"
            assert self.free_at.get(rep, now) <= now, "a rep is busy elsewhere after an item"
            self.busy[rep] = lead

    def _finishes(self, row: Fact) -> None:
        assert row.value >= row.tick, "a rep is free at the end of an item, or later"
        mine = self.busy.get(row.b) == row.lead
        if mine:
            del self.busy[row.b]
            self.free_at[row.b] = int(row.value)
        assert mine or self.world.rep[row.b].unlimited, "who starts an item finishes it"

    # -- the state of a lead ----------------------------------------------------------------

    def _holds(self, lead: Lead) -> None:
        self._one_place(lead)
        now = self.world.now
        if lead.place in WAITS_FOR_US and shelf_acts(lead):
            assert lead.shelf_due >= now, "alive before its shelf life ends only"
        if lead.place not in (Place.WORKED, Place.GONE):
            left = lead.contact_tick < now and contact_acts(lead)
            assert not left, "contacts that left are gone"
            bought = lead.competitor_tick < now and competitor_acts(lead)
            assert not bought, "leads of the competitor are gone"
        assert all(tick >= now for tick, _, _ in lead.due.values()), "nothing expected lies behind"

    def _one_place(self, lead: Lead) -> None:
        queues = [
            queue
            for team in self.world.teams
            for queue in (team.pool, *(rep.queue for rep in team.reps))
            if lead.id in queue.items
        ]
        held = sum(lead in team.held for team in self.world.teams)
        waits = len(queues) + held
        assert lead.held == bool(held), "knows whether it is held"
        if lead.place != Place.QUEUED:
            assert waits == 0, f"{lead.place.name} and in a queue"
        else:
            assert waits == int(lead.visible or lead.held), "visible items wait in one queue"
        assert lead.place != Place.WORKED or not lead.visible, "worked items wait no longer"
        if queues and lead.rep is not None:
            assert queues == [lead.rep.queue], "owned items wait in their owner's queue"
        owners = [r for team in self.world.teams for r in team.reps if lead.id in r.owned]
        assert owners == ([lead.rep] if lead.rep is not None else []), "one owner"
        meets = lead.item == ItemClass.MEETING
        assert all(meets for r in owners if lead.id in r.deals), "deals are leads with meetings"
