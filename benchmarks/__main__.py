"""Prints the table and writes benchmarks/RESULTS.md."""

from __future__ import annotations

import gc
import os
import platform
from datetime import date
from importlib.metadata import version
from pathlib import Path
from time import process_time

from benchmarks.cases import Case, cases
from funnelsim.rules import compiled

ROUNDS = 5
PACKAGES = ("funnelsim", "simpy", "numpy", "scipy")


def main() -> None:
    lines = [*heading(), "| what | per second | against | ratio |", "| --- | ---: | --- | ---: |"]
    chosen = cases()
    found = best(chosen)
    for case in chosen:
        ratio = f"{found[case.name] / found[case.against]:.2f}" if case.against else ""
        rate = f"{found[case.name]:,.0f}" if found[case.name] >= 10 else f"{found[case.name]:.2f}"
        lines.append(f"| {case.name} | {rate} {case.unit} | {case.against} | {ratio} |")
        print(lines[-1], flush=True)
    Path(__file__).with_name("RESULTS.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def best(chosen: list[Case]) -> dict[str, float]:
    """Units per CPU second in the quickest of some rounds, in which the cases take turns."""
    found = {case.name: 0.0 for case in chosen}
    for seed in range(ROUNDS):
        for case in chosen:
            gc.collect()
            begin = process_time()
            done = case.run(seed)
            found[case.name] = max(found[case.name], done / (process_time() - begin))
    return found


def processor() -> str:
    """Name of the processor, as well as the system tells it."""
    try:
        facts = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [fact.partition(":")[2].strip() for fact in facts if fact.startswith("model name")]
    return names[0] if names else platform.machine()


def heading() -> list[str]:
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    rules = "compiled" if compiled() else "interpreted"
    return [
        "# Results",
        "",
        f"{date.today().isoformat()}, {processor()} ({os.cpu_count()} processors), "
        f"Python {platform.python_version()}, {versions}; rules {rules}. "
        f"Per CPU second of one process, quickest of {ROUNDS} rounds. "
        "Machines are noisy: read the ratios. Reproduce with `python -m benchmarks`.",
        "",
    ]


if __name__ == "__main__":
    main()
