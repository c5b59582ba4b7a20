"""What is to be done of a run, what is done, and what became of it."""

from __future__ import annotations

import math
import traceback
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from funnelsim.errors import FunnelsimError
from funnelsim.experiments.record import Part
from funnelsim.experiments.stack import stacked
from funnelsim.experiments.status import Chunk, Progress, Replications, Status, Step
from funnelsim.experiments.store import Store

ATTEMPTS = 2
"""How often a replication is tried."""

AIM = 0.5
"""Seconds that a chunk should take: an interruption loses the chunks in work."""

GROWTH = 4
"""A chunk is at most so many times as long as the longest before it."""

LONGEST = 4096
"""Replications in one chunk at most."""


@dataclass
class Board:
    """Work as it is handed out and results as they come in, in any order.

    Chunks are cut when a worker asks for one, as long as those before them have shown to be
    right. How they are cut changes no result: a replication knows nothing of its neighbours.

    Attributes
    ----------
    store
        Where finished chunks are kept; what it holds at the start is not done again.
    progress
        Called whenever there is news.
    chunk_size
        Replications per chunk, if it is to be the same for all.
    wanted
        Replication numbers asked for, ascending.
    width
        Chunks in work at a time.
    why
        Why the workers took no more; empty if they did.
    """

    store: Store
    progress: Progress
    chunk_size: int | None = None
    wanted: Sequence[int] = ()
    width: int = 1
    why: str = ""
    _open: deque[range] = field(default_factory=deque)
    _again: deque[Chunk] = field(default_factory=deque)
    _done: list[tuple[int, int]] = field(default_factory=list)
    _spans: dict[int, Status] = field(default_factory=dict)
    _seconds_each: float | None = None
    _longest: int = 1
    _next: int = 0
    _n_done: int = 0

    def __post_init__(self) -> None:
        for first, count in self.store.spans():
            self._note_done(first, count)

    def want(self, numbers: Sequence[int]) -> None:
        """Ask for these replications, ascending; those that are done are not done again."""
        self.wanted = numbers
        self._open.clear()
        position = 0
        for first, count in sorted(self._done):
            at = bisect_left(numbers, first)
            if at > position:
                self._open.append(range(position, at))
            position = max(position, at + count)
        if position < len(numbers):
            self._open.append(range(position, len(numbers)))

    @property
    def total(self) -> int:
        """Replications that are wanted."""
        return len(self.wanted)

    @property
    def done(self) -> int:
        """Replications that are done."""
        return self._n_done

    def next_chunk(self) -> Chunk | None:
        """Something to do; None if nothing is left."""
        if self._again:
            return self._again.popleft()
        if not self._open:
            return None
        size = self._size()
        span = self._open.popleft()
        if len(span) > size:
            self._open.appendleft(span[size:])
        return self._chunk(tuple(self.wanted[i] for i in span[:size]))

    def _size(self) -> int:
        if self.chunk_size is not None:
            return self.chunk_size
        if self._seconds_each is None:
            return 1
        left = sum(len(span) for span in self._open)
        # Workers should end together.
        fair = left if self.width == 1 else math.ceil(left / (2 * self.width))
        wanted = int(AIM / max(self._seconds_each, 1e-9))
        return max(1, min(wanted, fair, GROWTH * self._longest, LONGEST))

    def _chunk(self, replications: tuple[int, ...]) -> Chunk:
        self._next += 1
        return Chunk(self._next, replications)

    def started(self, chunk: Chunk) -> None:
        """Count an attempt."""
        span = self._span(chunk)
        self._spans[chunk.number] = replace(span, attempts=span.attempts + 1)

    def _span(self, chunk: Chunk) -> Status:
        ends = chunk.replications[0], chunk.replications[-1]
        new = Status(chunk.number, ends, len(chunk.replications), 0, 0, 0.0)
        return self._spans.get(chunk.number, new)

    def finished(self, chunk: Chunk, part: Part | None, seconds: float) -> None:
        """Keep what a chunk has brought, which is less than it should when it was stopped."""
        done = 0 if part is None else part.n
        self._spans[chunk.number] = replace(
            self._span(chunk), done=done, seconds=seconds, error="", details=""
        )
        if part is not None:
            self._seconds_each = seconds / part.n
            self._longest = max(self._longest, part.n)
            self._note_done(int(part.numbers[0]), part.n)
            self.store.put(part)
        self.report(part)

    def report(self, latest: Part | None = None) -> None:
        """Say how far the work is."""
        self.progress(Step(min(self.done, self.total), self.total, latest))

    def _note_done(self, first: int, count: int) -> None:
        self._done.append((first, count))
        self._n_done += count

    def failed(self, chunk: Chunk, error: BaseException | str) -> bool:
        """Record a failure; True if it will be tried again, then one replication at a time."""
        text, details = _described(error)
        span = replace(self._span(chunk), error=" ".join(text.split()), details=details)
        self._spans[chunk.number] = span
        if span.attempts >= ATTEMPTS:
            return False
        del self._spans[chunk.number]
        for number in chunk.replications:
            single = self._chunk((number,))
            self._spans[single.number] = replace(self._span(single), attempts=span.attempts)
            self._again.append(single)
        return True

    def suspected(self, chunk: Chunk, error: str) -> None:
        """Record a failure of which another chunk may be the reason."""
        self._spans[chunk.number] = replace(self._span(chunk), error=error)

    def returned(self, chunk: Chunk) -> None:
        """Take back a chunk whose start came to nothing through no fault of its own."""
        span = self._span(chunk)
        self._spans[chunk.number] = replace(span, attempts=span.attempts - 1, error="")
        self._again.append(chunk)

    def replications(self, interrupted: bool) -> Replications:
        """Everything in replication order."""
        status = tuple(replace(one, chunk=i) for i, one in enumerate(self._statuses(interrupted)))
        n = self.done
        outcomes = stacked(self.store.parts(), n, folder=self.store.folder) if n else None
        numbers = [
            number
            for first, count in sorted(self._done)
            for number in self._neighbours(first, count)
        ]
        return Replications(tuple(numbers), outcomes, status, interrupted)

    def _neighbours(self, first: int, count: int) -> Sequence[int]:
        at = bisect_left(self.wanted, first)
        return self.wanted[at : at + count]

    def _statuses(self, interrupted: bool) -> list[Status]:
        reason = "interrupted" if interrupted else self.why or "not started"
        found = [
            replace(one, error=one.error or reason) if one.done < one.wanted else one
            for one in self._spans.values()
        ]
        begun = {one.replications[0] for one in found}
        found += [
            Status(0, (first, self._neighbours(first, count)[-1]), count, count, 1, 0.0)
            for first, count in self._done
            if first not in begun
        ]
        found += [
            Status(0, (self.wanted[span[0]], self.wanted[span[-1]]), len(span), 0, 0, 0.0, reason)
            for span in self._open
        ]
        return sorted(found, key=lambda one: one.replications)


def _described(error: BaseException | str) -> tuple[str, str]:
    """What to say of an error, and the traceback of one that should not happen."""
    if isinstance(error, str):
        return error, ""
    text = f"{type(error).__name__}: {error}"
    if isinstance(error, (FunnelsimError, MemoryError, OSError)):
        return text, ""
    return text, "".join(traceback.format_exception(error))


def ascending(numbers: Iterable[int]) -> Sequence[int]:
    """Replication numbers in order, each once."""
    return numbers if isinstance(numbers, range) else sorted(set(numbers))
