"""Run folders of every verb, small, and of cases that a careless page would trip over."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import funnelsim as fs
from funnelsim.experiments.planned import Planned
from funnelsim.reports.manifest import beginning
from funnelsim.reports.run_folder import write_run, write_study

SCENARIOS = Path(__file__).parents[1] / "scenarios"
FLAGSHIP = SCENARIOS / "industrial-b2b.yaml"
TEN = SCENARIOS / "ten-customers.yaml"
CREATED = dt.datetime(2027, 1, 4, 9)


def write(made: Any, folder: Path, verb: str) -> Path:
    """The folder of a result."""
    begun = beginning(made, CREATED, verb)
    (write_run if verb == "run" else write_study)(made, folder, begun, {})
    return folder


def forecast(folder: Path, bundle: Any, n: int = 40) -> Path:
    return write(fs.run(bundle, n, seed=7), folder, "run")


def of_verb(verb: str, folder: Path) -> Path:
    """A run of a verb, of the flagship where that is quick."""
    whole, ten = fs.load(FLAGSHIP), fs.load(TEN)
    lever = "teams.sdr.reps.core.count=1..4:4"
    make = {
        "run": lambda: fs.run(whole, 60, seed=7),
        "cold": lambda: fs.cold(whole, 8, seed=7),
        "compare": lambda: fs.compare(whole, list(whole.scenario.policies)[:4], 40, seed=7),
        "sweep": lambda: fs.sweep(whole, lever, 12, seed=7),
        "drivers": lambda: fs.drivers(ten, 100, seed=7),
        "plan": lambda: Planned.of(fs.plan(ten, 0.8, "volume", 40, seed=7)),
    }
    return write(make[verb](), folder, verb)


VERBS = ("run", "cold", "compare", "sweep", "drivers", "plan")

TINY = Path(__file__).with_name("tiny.yaml")
NAMES = {
    "name: Tiny": f"name: \"<script>alert(1)</script> 'q' 🚀 שלום עולם {'long ' * 30}\"",
    "  web:": '  "</script <img src":',
    "  fair:": '  "קמפיין חורף 🚀":',
    "  plant:": f'  "{"plant " * 30}x":',
    "  shop:": '  "<b shop":',
}


def hostile(folder: Path) -> Any:
    """A scenario whose names are markup, quotes, pictures, from right to left, and long."""
    text = TINY.read_text(encoding="utf-8")
    for name, worse in NAMES.items():
        assert name in text
        text = text.replace(name, worse)
    file = folder / "hostile.yaml"
    file.write_text(text, encoding="utf-8")
    return fs.load(file)


def edge(name: str, folder: Path) -> Path:
    """A forecast of a case at the edge of what planners write."""
    if name == "hostile":
        return forecast(folder / "run", hostile(folder))
    if name == "one future":
        return forecast(folder / "run", fs.load(TINY), 1)
    text = TINY.read_text(encoding="utf-8")
    targets = text[text.index("targets:") : text.index("run:")]
    plan = text[text.index("plan:") :]
    edits = {
        "no targets": [(targets, ""), (plan, "")],
        "no customers": [("converts: 60%}", "converts: 0%}")],
        "yen": [("currency: EUR", "currency: JPY")],
        "a week": [("until: 2027-02-28", "until: 2027-01-10"), (targets, ""), (plan, "")],
        "no costs": [
            (", cost: 3k/month", ""), (", cost: {per_batch: 4k}", ""),
            (", cost_each: 4k/month", ""), (", cost_each: 6k/month", ""),
            ("fixed_costs: {technology: 500/month}", ""), ("cost: {per_month: 300}, ", ""),
        ],
        "five years": [("until: 2027-02-28", "until: 2031-12-31")],
    }[name]  # fmt: skip
    for was, now in edits:
        assert was in text
        text = text.replace(was, now)
    file = folder / "edge.yaml"
    file.write_text(text, encoding="utf-8")
    return forecast(folder / "run", fs.load(file), 30)


EDGES = (
    "hostile", "one future", "no targets", "no customers", "yen", "a week", "no costs",
    "five years",
)  # fmt: skip


def many(folder: Path) -> Path:
    """Thirty policies against each other over five years."""
    text = TINY.read_text(encoding="utf-8").replace("until: 2027-02-28", "until: 2031-12-31")
    policies = "".join(f"  wait-{i}: {{set: {{handoff.delay: {i} h}}}}\n" for i in range(1, 31))
    text = text.replace("policies:\n", f"policies:\n{policies}")
    file = folder / "many.yaml"
    file.write_text(text, encoding="utf-8")
    names = [f"wait-{i}" for i in range(1, 31)]
    return write(fs.compare(fs.load(file), names, 12, seed=7), folder / "many", "compare")
