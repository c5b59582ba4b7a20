"""Outcomes with single numbers of a scenario moved by a fifth, on the same leads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import NoneType
from typing import Any

import numpy as np

from funnelsim.errors import ScenarioError
from funnelsim.experiments.contests.paired import identical
from funnelsim.experiments.figures import column
from funnelsim.experiments.intervals import FloatArray
from funnelsim.experiments.levers.trials import FiguresStudy, Trials
from funnelsim.experiments.sensitivity.tornado import STEP, Bar, plus_minus
from funnelsim.model.compile import compile_model
from funnelsim.model.tables import Model
from funnelsim.scenario.adhoc import also
from funnelsim.scenario.load import Bundle
from funnelsim.scenario.schema import Scenario

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

FIXED = re.compile(r"(exactly )?0(\.0+)?(%|/.*| .*)?|100%|off|never|none|unlimited")

Key = tuple[str, ...]

FACTORS = (1 - STEP, 1 + STEP)

Models = dict[str, tuple[Model, Model]]
"""Per key the scenario with it moved down and up."""


def movable(scenario: Scenario) -> list[str]:
    """Dotted keys of numbers among `MOVED`, stated or assumed, in the order of the language.

    Without those that a fifth more or less of leaves the same or makes impossible.
    """
    return [
        ".".join(key)
        for key, value in _leaves(scenario.plain(), ())
        if any(_fits(key, pattern) for pattern in MOVED) and not FIXED.fullmatch(str(value))
        and not isinstance(value, (bool, list, NoneType))
    ]  # fmt: skip


def _leaves(data: Mapping[str, Any], above: Key) -> Iterator[tuple[Key, Any]]:
    for name, value in data.items():
        key = (*above, str(name))
        if isinstance(value, Mapping):
            yield from _leaves(value, key)
        else:
            yield key, value


def _fits(key: Key, pattern: Key) -> bool:
    return len(key) == len(pattern) and all(
        wanted in ("*", part) for part, wanted in zip(key, pattern, strict=True)
    )


@dataclass
class Moved:
    """Outcomes with single numbers moved.

    Attributes
    ----------
    base
        The outcome as it is, per replication.
    outcomes
        Per key the outcome at 0.8 and at 1.2 times its value.
    idle
        Keys that move nothing.
    stuck
        Keys that cannot be moved.
    """

    base: FloatArray
    outcomes: dict[str, tuple[FloatArray, FloatArray]] = field(default_factory=dict)
    idle: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)

    @property
    def bars(self) -> list[Bar]:
        """Bars of ±20 %, the longest first."""
        return plus_minus(self.base, self.outcomes) if self.outcomes else []


def move(trials: Trials, models: Models, numbers: range, metric: str, moved: Moved) -> None:
    """Simulate every moved number into `moved`, so that what was done is kept.

    Raises
    ------
    IncompleteError
        The work ended early.
    """
    for key, (down, up) in models.items():
        low, high = (
            np.array(column(trials.study(model, FiguresStudy(), numbers, f"{key} x{factor:g}"),
                            metric))
            for factor, model in zip(FACTORS, (down, up), strict=True)
        )  # fmt: skip
        if identical(moved.base, low) and identical(moved.base, high):
            moved.idle.append(key)
        else:
            moved.outcomes[key] = low, high


def moved_models(trials: Trials, keys: list[str]) -> tuple[Models, list[str]]:
    """Models with each key multiplied from the start of the horizon on, and the keys that cannot.

    That is by 0.8 and by 1.2.
    """
    found: Models = {}
    stuck: list[str] = []
    for key in keys:
        try:
            down, up = (_moved(trials.bundle, key, factor) for factor in FACTORS)
        except ScenarioError:
            stuck.append(key)
        else:
            found[key] = down, up
    return found, stuck


def _moved(bundle: Bundle, key: str, factor: float) -> Model:
    return compile_model(also(bundle, f"{key} x{factor:g}", {key: f"x{factor:g}"}, asked=key))
