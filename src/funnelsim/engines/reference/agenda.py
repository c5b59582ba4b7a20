"""SimPy under a written total order of simultaneous events.

SimPy breaks ties by the order in which events were scheduled, which makes results depend on the
order in which processes were created. Here every timed event is a `Due` whose key
(kind, entity, sub) from `rules.order` decides, and nothing else does.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from heapq import heappush
from typing import Any

import simpy
from simpy.events import Event

from funnelsim.errors import RunError

Process = Generator[Event, Any, None]

# What a process was woken for goes on before the next fact of the tick is looked at.
CONTINUATION = (-1, 0, 0)
TOO_MANY_AT_ONE_TICK = 1_000_000


class Agenda(simpy.Environment):
    """Time in ticks; within a tick, the smallest pending key is next."""

    def __init__(self, begin: int) -> None:
        super().__init__(initial_time=begin)
        self.after_event: Callable[[], None] | None = None
        self._steps_at_tick = 0

    def schedule(self, event: Event, priority: int = 1, delay: float = 0) -> None:
        key = event.key if isinstance(event, Due) else CONTINUATION
        heappush(self._queue, (self._now + delay, key, next(self._eid), event))

    def step(self) -> None:
        before, (tick, key, _, _) = self._now, self._queue[0]
        super().step()
        self._steps_at_tick = self._steps_at_tick + 1 if tick == before else 0
        if self._steps_at_tick > TOO_MANY_AT_ONE_TICK:
            raise RunError(
                f"more than a million events at tick {tick}: the scenario loops without taking "
                f"time (last event: kind {key[0]} of {key[1]})"
            )
        if self.after_event is not None:
            self.after_event()

    def call(self, tick: int, kind: int, entity: int, sub: int, action: Callable[[], None]) -> None:
        """Have `action` called at its place in the order."""
        Due(self, tick, kind, entity, sub).callbacks.append(lambda _event: action())

    def pending(self) -> list[tuple[int, tuple[int, int, int], Event]]:
        """Timed entries of the agenda, stale ones included."""
        return [(t, k, e) for t, k, _, e in self._queue if isinstance(e, Due)]


class Due(Event):
    """An event at a tick, with its place among the events of that tick."""

    def __init__(self, env: Agenda, tick: int, kind: int, entity: int, sub: int = 0) -> None:
        super().__init__(env)
        self.key = (kind, entity, sub)
        self.callbacks: list[Callable[[Event], None]]
        self._ok = True
        self._value = None
        env.schedule(self, delay=tick - env.now)
