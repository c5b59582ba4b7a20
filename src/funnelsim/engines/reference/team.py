"""Teams: who gets a lead, who is free, and the moment when free reps meet waiting items."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from funnelsim.engines.reference import desk
from funnelsim.engines.reference.lead import RULE_EXPIRES, Lead
from funnelsim.engines.reference.queue import Queue
from funnelsim.engines.reference.rep import Rep
from funnelsim.model.codes import Assign, ItemClass, Row
from funnelsim.rules.choices import race
from funnelsim.rules.event_kinds import DISPATCH, SHIFT, SLA
from funnelsim.rules.numerics import NEVER_TICK
from funnelsim.rules.occasions import of_route
from funnelsim.rules.purposes import ROUTE
from funnelsim.rules.routing import load_key, may_serve, performance_weight, turn_place

if TYPE_CHECKING:
    from funnelsim.engines.reference.world import World

POOL, HELD = -1, -2  # instead of a rep, in ASSIGNED rows
REASSIGNED = 1 << 20  # apart from stage codes in the address of a route

Serve = Callable[[Rep, Lead], None]


class Team:
    """Queues, routing and dispatch of one team."""

    def __init__(self, world: World, index: int, serve: Serve) -> None:
        self.world = world
        self.index = index
        self.code = int(world.model.team_codes[index])
        self.serve = serve
        self.pool = Queue(self)
        self.held: list[Lead] = []
        self.served_last = -1  # place among the reps, in the order of codes
        self.reps = [Rep(self, i) for i, team in enumerate(world.model.rep_team) if team == index]
        self.reps.sort(key=lambda rep: rep.code)
        self._dispatch_at = -NEVER_TICK
        self._shifts: set[int] = set()

    @property
    def row(self) -> Any:
        return self.world.team[self.index]

    # -- assignment -------------------------------------------------------------------------

    def assign(self, lead: Lead, number: int, deal: bool, avoid: Rep | None = None) -> None:
        """Give the lead an owner, or put it into the pool or the holding queue."""
        lead.team = self
        lead.rep = None
        lead.route = number
        lead.due.pop((SLA, RULE_EXPIRES), None)
        rep = self._choose(lead, number, deal, avoid)
        if rep == POOL:
            lead.write(Row.ASSIGNED, self.index, POOL, lead.visit)
            return
        if not isinstance(rep, Rep):
            lead.held = True
            self.held.append(lead)
            lead.write(Row.ASSIGNED, self.index, HELD, lead.visit)
            self._ask_shift()
            return
        rep.take(lead, deal)
        lead.write(Row.ASSIGNED, self.index, rep.index, lead.visit)

    def _choose(self, lead: Lead, number: int, deal: bool, avoid: Rep | None) -> Rep | int | None:
        """A rep, POOL, or None if nobody is eligible."""
        first, size = self.row.rules_start, self.row.rules_size
        if not size and self.row.assign == Assign.POOL:
            return POOL
        eligible = [rep for rep in self.reps if rep.eligible(deal) and rep is not avoid]
        # A date may leave fewer rules than the lead has passed; the last one takes everybody.
        for place in range(max(0, min(lead.rule, size - 1)), size):
            rule = self.world.rules[first + place]
            if not self.world.model.rule_match[first + place, lead.cls]:
                continue
            named = [rep for rep in eligible if may_serve(rule.groups, rep.group)]
            if named or rule.assign == Assign.POOL:
                lead.rule = place
                lead.at(self._after_waiting(rule), SLA, RULE_EXPIRES)
                return self._by_mode(rule.assign, named, lead, number)
        return None if size else self._by_mode(self.row.assign, eligible, lead, number)

    def _after_waiting(self, rule: Any) -> int:
        if rule.wait_business:
            return self.world.after_on(self.row.calendar, rule.wait)
        return self.world.after(rule.wait)

    def _by_mode(self, mode: int, reps: list[Rep], lead: Lead, number: int) -> Rep | int | None:
        if mode == Assign.POOL:
            return POOL
        if not reps:
            return None
        if mode == Assign.ROUND_ROBIN:
            return self._next_in_turn(reps)
        if mode == Assign.LEAST_LOADED:
            return min(reps, key=lambda r: load_key(len(r.owned), r.code))
        return min(reps, key=lambda r: (self._performance(r, lead, number), r.code))

    def _next_in_turn(self, reps: list[Rep]) -> Rep:
        n = len(self.reps)
        asked = (turn_place(self.served_last, i, n) for i in range(n))
        self.served_last = next(place for place in asked if self.reps[place] in reps)
        return self.reps[self.served_last]

    def _performance(self, rep: Rep, lead: Lead, number: int) -> float:
        since = self.world.now - self.row.look_back
        wins = sum(tick > since for tick in rep.wins)
        u = self.world.u(ROUTE, lead.id, of_route(lead.visit, rep.code, number))
        return race(u, performance_weight(wins, self.row.cap))

    # -- waiting items ----------------------------------------------------------------------

    def enqueue(self, lead: Lead) -> None:
        """The item is visible from now on; a held lead waits until somebody is eligible."""
        if self.dissolved and self.world.team_for(lead) is not self:
            self._hand_on(lead)
            return
        if lead.rep is not None and not lead.rep.employed(self.world.now):
            self.reassign(lead)
            return
        if not lead.held:
            (self.pool if lead.rep is None else lead.rep.queue).push(lead)
        self.ask_dispatch()

    @property
    def dissolved(self) -> bool:
        """Whether nobody of the team is there any longer, in the epoch at hand."""
        return not any(rep.row.present for rep in self.reps)

    def hand_on_all(self) -> None:
        """A dissolved team gives what waits to the teams that do its work now."""
        waiting = {lead.id: lead for rep in self.reps for lead in rep.queue.items.values()}
        waiting |= self.pool.items | {lead.id: lead for lead in self.held}
        for identity in sorted(waiting):
            if self.world.team_for(waiting[identity]) is not self:
                self._hand_on(waiting[identity])

    def _hand_on(self, lead: Lead) -> None:
        other = self.world.team_for(lead)
        desk.unqueue(lead)
        desk.disown(lead)
        lead.rule = 0
        lead.reassigned += 1
        deal = lead.item == ItemClass.MEETING
        other.assign(lead, REASSIGNED + lead.reassigned, deal)
        if lead.visible:
            other.enqueue(lead)

    def ask_dispatch(self) -> None:
        """Once per tick: a second wish is dropped while one is pending."""
        now = self.world.now
        if self._dispatch_at != now:
            self._dispatch_at = now
            self.world.env.call(now, DISPATCH, self.code, 0, self._dispatch)

    def ask_shift(self, tick: int) -> None:
        if tick < NEVER_TICK and tick not in self._shifts:
            self._shifts.add(tick)
            self.world.env.call(tick, SHIFT, self.code, 0, self._shift)

    def _shift(self) -> None:
        self._shifts.discard(self.world.now)
        self.ask_dispatch()

    def _dispatch(self) -> None:
        self._dispatch_at = -NEVER_TICK
        now = self.world.now
        self._reroute_orphans()
        self._release_held()
        free = [rep for rep in self.reps if self._has_work(rep) and rep.idle]
        for rep in sorted(free, key=lambda r: (r.free_since, r.code)):
            if not rep.may_start(now):
                continue
            for lead in self._work_for(rep):
                self.serve(rep, lead)
        self._ask_shift()

    def _work_for(self, rep: Rep) -> Iterator[Lead]:
        """The best item of the rep's own queue and the pool; all of them if unlimited."""
        while True:
            waiting = [b for b in (rep.queue.best(), self.pool.best()) if b is not None]
            if not waiting:
                return
            yield min(waiting)[1]
            if not rep.unlimited:
                return

    def _has_work(self, rep: Rep) -> bool:
        return bool(self.pool.items or rep.queue.items)

    def _ask_shift(self) -> None:
        """Come back when the first free rep with something to do may start."""
        now = self.world.now
        starts = [
            rep.next_start(now)
            for rep in self.reps
            if (self.held or self._has_work(rep)) and rep.idle
        ]
        later = [tick for tick in starts if tick > now]
        if later:
            self.ask_shift(min(later))

    def _release_held(self) -> None:
        waiting, self.held = self.held, []
        for lead in waiting:
            deal = lead.item == ItemClass.MEETING
            rep = self._choose(lead, lead.route, deal, None)
            if rep is None:
                self.held.append(lead)
                continue
            lead.held = False
            if isinstance(rep, Rep):
                rep.take(lead, deal)
            lead.write(Row.ASSIGNED, self.index, getattr(rep, "index", POOL), lead.visit)
            if lead.visible:
                (rep.queue if isinstance(rep, Rep) else self.pool).push(lead)

    def _reroute_orphans(self) -> None:
        """Items of reps who left for good are assigned anew."""
        for rep in self.reps:
            if rep.queue.items and not rep.employed(self.world.now):
                for lead in sorted(rep.queue.items.values(), key=lambda item: item.id):
                    self.reassign(lead)

    def reassign(self, lead: Lead, avoid: Rep | None = None) -> None:
        """Another owner for a lead that waits, seen or unseen."""
        deal = lead.item == ItemClass.MEETING
        desk.unqueue(lead)
        if lead.rep is not None:
            lead.rep.drop(lead)
        lead.reassigned += 1
        self.assign(lead, REASSIGNED + lead.reassigned, deal, avoid)
        if lead.visible:
            self.enqueue(lead)

    def somebody_else(self, rep: Rep) -> bool:
        """Whether a lead of `rep` could be assigned to another rep."""
        return any(other.eligible(deal=False) for other in self.reps if other is not rep)
