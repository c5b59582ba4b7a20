"""Outcomes with single numbers of a scenario moved by a fifth, on the same leads."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from funnelsim.errors import ScenarioError
from funnelsim.experiments.contests.paired import identical
from funnelsim.experiments.figures import column
from funnelsim.experiments.intervals import FloatArray
from funnelsim.experiments.levers.trials import FiguresStudy, Trials
from funnelsim.experiments.sensitivity.tornado import STEP, Bar, plus_minus
from funnelsim.experiments.task import studied
from funnelsim.model.compile import compile_model
from funnelsim.scenario.adhoc import also
from funnelsim.scenario.tree import Node, leaves

MOVED = (
    ("channels", "*", "leads"), ("channels", "*", "visitors"), ("channels", "*", "budget"),
    ("channels", "*", "opt_in"), ("segments", "*", "deal"), ("segments", "*", "fit"), ("deal",),
    ("qualification", "threshold"), ("interest", "half_life"), ("shelf_life", "*"),
    ("eagerness", "halves_every"), ("hazards", "changes_job"), ("hazards", "competitor"),
    ("hazards", "competitor", "*"), ("handoff", "delay"), ("teams", "*", "selling_time"),
    ("teams", "*", "habits", "*"), ("calls", "takes"), ("conversation", "takes"),
    ("stages", "*", "converts"), ("stages", "*", "rep_time"), ("stages", "*", "buyer_takes"),
    ("stages", "win_rate"), ("stages", "sales_cycle"), ("money", "margin"),
)  # fmt: skip
"""Numbers that a planner may be wrong about; ``*`` is any name."""


def movable(tree: Node) -> list[str]:
    """Dotted keys of stated numbers among `MOVED`, in file order."""
    found = []
    for path, node in leaves(tree):
        key = tuple(str(part) for part in path)
        if any(_fits(key, pattern) for pattern in MOVED) and not node.is_list:
            found.append(".".join(key))
    return found


def _fits(key: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    return len(key) == len(pattern) and all(
        wanted in ("*", part) for part, wanted in zip(key, pattern, strict=True)
    )


def moved_bars(
    trials: Trials, keys: list[str], numbers: range, metric: str
) -> tuple[list[Bar], list[str], list[str]]:
    """Bars of ±20 %, keys that move nothing, and keys that cannot be moved.

    Each key is multiplied by 0.8 and by 1.2 from the start of the horizon on.
    """
    base = column(trials.outcomes((), numbers), metric)
    moved: dict[str, tuple[FloatArray, FloatArray]] = {}
    idle: list[str] = []
    stuck: list[str] = []
    for key in keys:
        trials.tell(f"{key} x0.8 and x1.2")
        try:
            down, up = _at(trials, key, numbers, metric)
        except ScenarioError:
            stuck.append(key)
            continue
        if identical(base, down) and identical(base, up):
            idle.append(key)
        else:
            moved[key] = down, up
    return plus_minus(base, moved) if moved else [], idle, stuck


def _at(trials: Trials, key: str, numbers: range, metric: str) -> Iterator[FloatArray]:
    models = [
        compile_model(also(trials.bundle, f"{key} x{factor:g}", {key: f"x{factor:g}"}, asked=key))
        for factor in (1 - STEP, 1 + STEP)
    ]
    found = []
    for model in models:
        study = FiguresStudy()
        done = studied(model, study, numbers, trials.seed, trials.engine, trials.means)
        if done.missing or done.outcomes is None:
            from funnelsim.experiments.levers.trials import incomplete

            raise incomplete(key, done.interrupted)
        found.append(np.array(column(done.outcomes, metric)))
    return iter(found)
