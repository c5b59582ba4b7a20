"""A fresh process, and what it took."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from time import perf_counter

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Took:
    """Seconds on the wall, seconds of the processor, most memory at once (MB).

    Linux starts a process's peak at what its parent had: the peak is at least that.
    """

    wall: float
    cpu: float
    peak: float


def python(*arguments: str) -> Took:
    """Run Python with these arguments in the project's folder.

    Raises
    ------
    subprocess.CalledProcessError
        If it fails; its note is what it said.
    """
    with TemporaryFile() as said:
        begin = perf_counter()
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, stdout=said, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            error = subprocess.CalledProcessError(process.returncode, process.args)
            error.add_note(said.read().decode(errors="replace"))
            raise error
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Took(wall, usage.ru_utime + usage.ru_stime, kilobytes / 1024)
