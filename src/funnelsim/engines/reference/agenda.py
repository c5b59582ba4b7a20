"""SimPy under a written total order of simultaneous events.

SimPy breaks ties by the order in which events were scheduled, which makes results depend on the
order in which processes were created. Here every timed event is a `Due` whose key
(kind, entity, sub) from `rules.order` decides, and nothing else does.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from heapq import heappush
from typing import Any, Protocol

import simpy
from simpy.events import Event

from funnelsim.errors import RunError

Process = Generator[Event, Any, None]
Key = tuple[int, int, int]
"""Event kind, entity, sub: the place of an event among those of its tick."""

# What a process was woken for goes on before the next fact of the tick is looked at.
CONTINUATION = (-1, 0, 0)
TOO_MANY_AT_ONE_TICK = 1_000_000


class Watch(Protocol):
    """Looks on while the agenda is worked off."""

    def scheduled(self, tick: int, key: Key) -> None:
        """A timed event was put on the agenda."""

    def begins(self, tick: int, key: Key) -> None:
        """It is about to happen."""

    def done(self) -> None:
        """An event, or what a process does after it, has happened."""


class Agenda(simpy.Environment):
    """Time in ticks; within a tick, the smallest pending key is next.

    Attributes
    ----------
    tick : int
        Now.
    latest : Key
        Key of the timed event that happened last.
    """

    def __init__(self, begin: int) -> None:
        super().__init__(initial_time=begin)
        self.tick = begin
        self.watch: Watch | None = None
        self.latest: Key = CONTINUATION
        self._steps_at_tick = 0

    def schedule(self, event: Event, priority: int = 1, delay: float = 0) -> None:
        """Where SimPy puts what it schedules itself: starts and ends of processes."""
        self._put(int(self._now + delay), CONTINUATION, event)

    def add(self, due: Due, tick: int) -> None:
        """Put a timed event on the agenda."""
        if self.watch is not None:
            self.watch.scheduled(tick, due.key)
        self._put(tick, due.key, due)

    def _put(self, tick: int, key: Key, event: Event) -> None:
        queue: list[Any] = self._queue
        heappush(queue, (tick, key, next(self._eid), event))

    def step(self) -> None:
        tick, _, _, event = self._queue[0]
        self._steps_at_tick = self._steps_at_tick + 1 if tick == self.tick else 0
        self.tick = int(tick)
        if isinstance(event, Due):
            self.latest = event.key
            if self.watch is not None:
                self.watch.begins(self.tick, event.key)
        super().step()
        if self._steps_at_tick > TOO_MANY_AT_ONE_TICK:
            raise RunError(
                f"more than a million events at tick {tick}: the scenario loops without taking time"
            )
        if self.watch is not None:
            self.watch.done()

    def call(self, tick: int, kind: int, entity: int, sub: int, action: Callable[[], None]) -> None:
        """Have `action` called at its place in the order."""
        Due(self, tick, kind, entity, sub).callbacks.append(lambda _event: action())


class Due(Event):
    """An event at a tick, with its place among the events of that tick."""

    def __init__(self, env: Agenda, tick: int, kind: int, entity: int, sub: int = 0) -> None:
        super().__init__(env)
        self.key = (kind, entity, sub)
        self.callbacks: list[Callable[[Event], None]]
        self._ok = True
        self._value = None
        env.add(self, tick)


class Bell(Event):
    """Wakes the process that waits for it at once, within the event in which it is rung."""

    def ring(self, value: Any) -> None:
        self._ok, self._value = True, value
        waiting: list[Callable[[Event], None]] = self.callbacks
        self.callbacks = None  # type: ignore[assignment]  # how SimPy marks what has happened
        for go_on in waiting:
            go_on(self)
