"""A lead: its state, its own agenda, and its life as a generator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING

from simpy.events import Event

from funnelsim.engines.reference.agenda import Bell, Due, Process
from funnelsim.model.codes import Place, Row, State, Status
from funnelsim.rules.event_kinds import ARRIVAL
from funnelsim.rules.numerics import NEVER_TICK

if TYPE_CHECKING:
    from funnelsim.engines.reference.queue import Queue
    from funnelsim.engines.reference.rep import Rep
    from funnelsim.engines.reference.team import Team
    from funnelsim.engines.reference.world import World

Fact = tuple[int, int]  # event kind, sub
When = tuple[int, int, int]  # tick, event kind, sub
Meets = dict[int, Callable[["Lead", int], None]]

RULE_EXPIRES = 1  # sub of the SLA fact that tries the next assignment rule
ANY_IS_EARLIER = (NEVER_TICK, 0, 0)
NONE_IS_EARLIER = (-NEVER_TICK, 0, 0)

WAITS_FOR_US = frozenset((Place.NURTURE, Place.HANDOFF, Place.QUEUED, Place.BETWEEN))
ACTS_ON_ITS_OWN = WAITS_FOR_US | {Place.COLD}


@dataclass(slots=True, eq=False)
class Lead:
    """State of one lead; the transitions live in marketing, sales, deals and clocks."""

    world: World
    id: int
    channel: int
    cls: int = -1
    fit: bool = False
    value: float = 0.0
    place: Place = Place.NURTURE
    stage: int = int(Status.LEAD)
    rows: int = 0

    # facts to come; only the first of them is on the agenda
    due: dict[Fact, When] = field(default_factory=dict)
    first: When = NONE_IS_EARLIER  # what the alarm is set to
    alarm: Due | None = None
    bell: Bell = field(init=False)

    # marketing
    score: float = 0.0
    score_at: int = 0
    last_positive: int = 0
    ignored_run: int = 0
    passed: bool = False  # the verdict, once it was "yes"
    recycled: bool = False
    programme: int = -1
    enrolments: dict[int, int] = field(default_factory=dict)
    enrolled_at: int = 0
    touch: int = -1
    touch_offset: float = 0.0  # of the expected touch, when it was scheduled
    sent: set[int] = field(default_factory=set)  # touches of this round
    sent_offset: float = -inf
    repetition: int = 0
    bookings: int = 0

    # own behaviour: what is left of each budget as of `settled`, and the rates it is spent at
    budgets: dict[int, float] = field(default_factory=dict)
    signals: dict[int, int] = field(default_factory=dict)
    rates: dict[int, float] = field(default_factory=dict)
    half_life: float = 0.0
    floor: float = 1.0
    settled: int = 0

    # clocks
    shelf_due: int = NEVER_TICK
    renewed: int = 0
    contact_tick: int = NEVER_TICK
    competitor_tick: int = NEVER_TICK
    competitor_budget: float = 0.0
    competitor_rate: float = 0.0
    competitor_settled: int = 0
    competitor_losses: int = 0
    given_life: float | None = None  # replay column `shelf_life`
    given_work: float | None = None  # replay column `work`

    # sales
    visit: int = 0
    attempt: int = 0
    hot: int = 0
    handover_score: float = 0.0
    never_worked: bool = False
    reassigned: int = 0
    rule: int = 0
    route: int = 0
    team: Team | None = None
    rep: Rep | None = None
    queue: Queue | None = None
    held: bool = False
    visible: bool = False  # an item that reps know of
    item: int = -1
    next_meeting: int = -1
    closer: Rep | None = None
    ready: int = 0
    deadline: int = NEVER_TICK
    worked_by: list[Rep] = field(default_factory=list)

    @property
    def state(self) -> State:
        if self.place == Place.COLD:
            return State.COLD
        return State.RECYCLED if self.recycled else State.FRESH

    def write(self, kind: Row, a: int = 0, b: int = 0, c: int = 0, value: float = 0.0) -> None:
        """Add a row to the log."""
        world = self.world
        world.rows.append((world.now, self.id, self.rows, int(kind), self.stage, a, b, c, value))
        self.rows += 1

    def write_arrival(self, status: int) -> None:
        """The first row; its stage is the one the lead enters at."""
        before, self.stage = self.stage, status
        self.write(Row.ARRIVED, self.channel, self.cls, int(self.fit), self.value)
        self.stage = before

    def at(self, tick: int, kind: int, sub: int = 0) -> None:
        """Expect a fact at `tick` and no longer when it was expected before."""
        if tick >= NEVER_TICK:
            self.forget(kind, sub)
            return
        key = self.due[kind, sub] = tick, kind, sub
        if key < self.first:
            self._set_alarm()

    def forget(self, kind: int, sub: int = 0) -> None:
        """Expect this fact no longer."""
        self.due.pop((kind, sub), None)

    def next_fact(self) -> Bell:
        """Rung with the first of the facts expected, when it happens."""
        self.bell = Bell(self.world.env)
        self._set_alarm()
        return self.bell

    def _set_alarm(self) -> None:
        """Put the first of the facts expected on the agenda; an earlier alarm becomes stale."""
        self.first, self.alarm = ANY_IS_EARLIER, None
        if self.due:
            tick, kind, sub = self.first = min(self.due.values())
            self.alarm = Due(self.world.env, tick, kind, self.id, sub)
            self.alarm.callbacks.append(self._alarmed)

    def _alarmed(self, alarm: Event) -> None:
        if alarm is not self.alarm:
            return
        fact = self.first[1:]
        if self.due.get(fact) != self.first:  # put off or forgotten
            self._set_alarm()
            return
        del self.due[fact]
        self.first = NONE_IS_EARLIER  # what comes up now is looked at afterwards
        self.bell.ring(fact)

    def life(self, arrival: int, arrive: Callable[[Lead], None], meets: Meets) -> Process:
        """From arrival to the last fact that can still happen."""
        yield Due(self.world.env, arrival, ARRIVAL, self.id)
        self.world.leads[self.id] = self
        arrive(self)
        while self.place != Place.GONE or self.due:
            kind, sub = yield self.next_fact()
            meets[kind](self, sub)
