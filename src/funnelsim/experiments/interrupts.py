"""Ctrl-C between steps, not in the middle of one."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold back Ctrl-C until the block is over.

    Only the main thread is ever interrupted; in other threads nothing is held back.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held: list[tuple[int, FrameType | None]] = []
    before: dict[signal.Signals, Any] = {
        one: signal.signal(one, lambda number, frame: held.append((number, frame)))
        for one in SIGNALS
        if callable(signal.getsignal(one))
    }
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
    if held:
        number, frame = held[0]
        before[signal.Signals(number)](number, frame)
