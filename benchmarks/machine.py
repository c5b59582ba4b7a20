"""Where and with what was measured."""

from __future__ import annotations

import os
import platform
from datetime import date
from importlib.metadata import version
from pathlib import Path

from benchmarks.peers import PEERS, installed
from funnelsim.rules import compiled

PACKAGES = ("funnelsim", "numpy", "scipy")


def heading() -> str:
    used = [f"{name} {version(name)}" for name in PACKAGES]
    used += [f"{name} {installed(name) or 'not installed'}" for name in PEERS]
    rules = "compiled" if compiled() else "interpreted"
    return (
        "# Results\n\n"
        f"{date.today().isoformat()}, {processor()} ({os.cpu_count()} processors), "
        f"Python {platform.python_version()}, {', '.join(used)}; rules {rules}.\n\n"
        "Within a table everything was measured in one session, cases taking turns, per CPU second "
        "of one thread where nothing else is said; the quickest turn counts. Machines are noisy: "
        "read the ratios. Reproduce with `python -m benchmarks`; docs/performance.md says how to "
        "read the tables."
    )


def processor() -> str:
    """Name of the processor, as well as the system tells it."""
    try:
        facts = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [fact.partition(":")[2].strip() for fact in facts if fact.startswith("model name")]
    return names[0] if names else platform.machine()
