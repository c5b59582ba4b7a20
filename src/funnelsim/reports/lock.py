"""One process at a time works on a run."""

from __future__ import annotations

import os
import platform
import sys
import time
from pathlib import Path
from typing import IO

from funnelsim.errors import RunError

PATIENCE = 3.0
"""Seconds that a killed process may need to be gone altogether."""


class Lock:
    """A file that only one process can hold; the system lets go of it when that process ends.

    Raises
    ------
    RunError
        Another process holds it.
    """

    def __init__(self, path: Path, what: str) -> None:
        self._stream: IO[str] = path.open("a+", encoding="utf-8")
        end = time.monotonic() + PATIENCE
        while not _take(self._stream):
            if time.monotonic() > end:
                self._stream.seek(0)
                holder = self._stream.read().strip() or "another process"
                self._stream.close()
                raise RunError(f"{holder} still works on {what}; wait for it, or stop it")
            time.sleep(0.1)
        self._stream.seek(0)
        self._stream.truncate()
        self._stream.write(f"process {os.getpid()} on {platform.node()}")
        self._stream.flush()

    def release(self) -> None:
        """Let go of it."""
        self._stream.close()


if sys.platform == "win32":
    import msvcrt

    def _take(stream: IO[str]) -> bool:
        # A byte beyond the text: what is locked cannot be read.
        stream.seek(1000)
        try:
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(stream: IO[str]) -> bool:
        # Belongs to this process alone: a worker forked from it does not keep it.
        try:
            fcntl.lockf(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
