"""Prints the tables; `python -m benchmarks` all of them, with names only those.

All of them go to benchmarks/RESULTS.md as well.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.machine import heading
from funnelsim.engines import IS_COMPILED

TABLES = {
    "customers": "against other libraries",
    "startup": "from the shell to the first answer",
    "engines": "our two engines on the flagship",
    "threads": "one thread and two",
    "studies": "cold, compare, plan, sweep of the flagship",
    "reports": "seconds to build and to paint reports, and their size",
    "peak": "most memory against leads and replications",
    "in_flight": "speed against leads in flight",
    "growth": "time against reps, channels, stages",
    "floor": "what an event must cost at least",
}
"""Name -> what it is about; a module of this name has `tables`."""
RESULTS = Path(__file__).with_name("RESULTS.md")


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in TABLES]
    if unknown:
        print(f"no table '{unknown[0]}'; there are:", file=sys.stderr)
        for name, about in TABLES.items():
            print(f"  {name:10} {about}", file=sys.stderr)
        return 2
    if not IS_COMPILED:
        print(
            "the sizes are for the compiled engine, which is not built here; "
            "`funnelsim doctor` says how to get it",
            file=sys.stderr,
        )
        return 1
    text, failed = heading(), []
    print(text, flush=True)
    for name in names or TABLES:
        # A process each: no table meets the memory of another, which a child's peak would show.
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.one", name], stdout=subprocess.PIPE, text=True
        )
        if done.returncode:
            failed.append(name)
            continue
        print(f"\n{done.stdout}", end="", flush=True)
        text += f"\n\n{done.stdout.rstrip()}"
    if failed:
        print(f"failed: {', '.join(failed)}; {RESULTS.name} left as it was", file=sys.stderr)
        return 1
    if not names:
        RESULTS.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
