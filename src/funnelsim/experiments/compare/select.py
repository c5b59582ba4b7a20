"""The best of many policies with as few replications as it takes: Kim and Nelson's procedure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from funnelsim.engines import DEFAULT_ENGINE
from funnelsim.errors import UsageError
from funnelsim.experiments.compare.names import BASELINE, contestants_of
from funnelsim.experiments.compare.objective import OBJECTIVE, ranks_upwards
from funnelsim.experiments.contests.kn import KimNelson, Selection
from funnelsim.experiments.contests.paired import rounding
from funnelsim.experiments.figures import column
from funnelsim.experiments.intervals import FloatArray
from funnelsim.experiments.laid_out import laid_out
from funnelsim.experiments.levers.session import trials_of
from funnelsim.experiments.levers.trials import Trials
from funnelsim.experiments.status import Progress
from funnelsim.experiments.stopping import MAXIMUM
from funnelsim.scenario.load import Bundle, policies_named

SCHEMA = "funnelsim.select/1"


@dataclass(frozen=True, repr=False)
class Chosen:
    """The policy that was chosen.

    Attributes
    ----------
    trials
        The scenario and its seed.
    objective, zone
        The figure, and the difference in its mean that is too small to matter.
    names
        The policies, baseline first.
    columns
        The figure of each in replications 0, 1, …, as far as it was simulated.
    outdone
        Policies that another one outdoes by the same amount in every future, by that other's
        name: they took no part.
    selection
        What the procedure says of the others, in the order of `names` without them.
    """

    trials: Trials
    objective: str
    zone: float
    names: tuple[str, ...]
    columns: tuple[FloatArray, ...]
    outdone: dict[str, str]
    selection: Selection

    @property
    def rivals(self) -> tuple[str, ...]:
        """The policies that took part."""
        return tuple(name for name in self.names if name not in self.outdone)

    @property
    def selected(self) -> str:
        """The policy that was chosen."""
        assert self.selection.selected is not None
        return self.rivals[self.selection.selected]

    @cached_property
    def data(self) -> dict[str, Any]:
        """The JSON object ``funnelsim.select/1`` as plain data."""
        dropped = dict(zip(self.rivals, self.selection.dropped_at, strict=True))
        return {
            "schema": SCHEMA,
            "scenario": self.trials.bundle.scenario.name,
            "seed": self.trials.seed,
            "objective": self.objective,
            "zone": self.zone,
            "selected": self.selected,
            "guarantee": self.selection.guarantee,
            "reason": self.selection.reason,
            "policies": [
                {
                    "name": name,
                    "replications": len(values),
                    "mean": float(values.mean()),
                    "dropped_at": dropped.get(name),
                    "outdone_by": self.outdone.get(name),
                }
                for name, values in zip(self.names, self.columns, strict=True)
            ],
        }

    def json(self, indent: int | None = 2) -> str:
        """The same as text; never NaN. On one line without `indent`."""
        if indent is not None:
            return laid_out(self.data, indent)
        return json.dumps(self.data, ensure_ascii=False, allow_nan=False)

    def __repr__(self) -> str:
        return f"Chosen({self.selected!r} of {len(self.names)} policies by {self.objective})"


def select(
    bundle: Bundle,
    zone: float,
    policies: Iterable[str] | None = None,
    seed: int | None = None,
    *,
    objective: str = OBJECTIVE,
    maximum: int = MAXIMUM,
    engine: str = DEFAULT_ENGINE,
    threads: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Chosen:
    """Choose the best of many policies with as few replications as it takes.

    Parameters
    ----------
    zone
        Indifference zone, above 0, in the unit of the objective: a difference too small to
        matter. The best policy is chosen with 95 % whenever it is ahead by so much.
    maximum
        The most replications of one policy, at least 200.
    bundle, policies, seed, objective, engine, threads, executor, progress
        As in `compare`.

    Raises
    ------
    UsageError
        As in `compare`; the zone is not above 0 or the maximum too small.
    RunError
        It was interrupted.
    """
    larger = ranks_upwards(objective)
    try:
        procedure = KimNelson(zone, larger=larger, maximum=maximum)
    except ValueError as fault:
        raise UsageError(f"--zone {zone:g}: {fault}") from None
    names = tuple(contestants_of(bundle, policies).models)
    trials = trials_of(bundle, (), "--by", seed, engine, threads, executor, progress)
    race = _Race(trials, objective, [np.zeros(0) for _ in names], names)
    race.run(dict.fromkeys(range(len(names)), procedure.batch * procedure.first))
    outdone = _outdone(race.columns, names, larger)
    rivals = [i for i, name in enumerate(names) if name not in outdone]
    if len(rivals) == 1:
        only = Selection(0, (0,), (None,), procedure.batch, guarantee=CERTAIN)
        return Chosen(trials, objective, zone, names, tuple(race.columns), outdone, only)
    while True:
        found = procedure.decide([race.columns[i] for i in rivals])
        if found.selected is not None:
            break
        race.run({i: more for i, more in zip(rivals, found.more, strict=True) if more})
    return Chosen(trials, objective, zone, names, tuple(race.columns), outdone, found)


CERTAIN = "every other policy is behind it by the same amount in every future"


@dataclass
class _Race:
    trials: Trials
    objective: str
    columns: list[FloatArray]
    names: tuple[str, ...]

    def run(self, more: dict[int, int]) -> None:
        """Simulate the next replications of some policies."""
        for i, count in more.items():
            done = len(self.columns[i])
            with_ = () if self.names[i] == BASELINE else policies_named([self.names[i]])
            found = self.trials.outcomes((), range(done, done + count), with_, keep=False)
            self.columns[i] = np.concatenate((self.columns[i], column(found, self.objective)))


def _outdone(columns: list[FloatArray], names: tuple[str, ...], larger: bool) -> dict[str, str]:
    """Policies behind another one by a constant (0 for a twin that comes later).

    They would keep the procedure going to its end without telling anything.
    """
    found: dict[str, str] = {}
    for i, name in enumerate(names):
        for j, other in enumerate(names):
            if i == j or other in found:
                continue
            lead = columns[j] - columns[i] if larger else columns[i] - columns[j]
            constant = float(np.ptp(lead)) <= rounding(columns[i], columns[j])
            if constant and (lead[0] > 0 or (j < i and lead[0] == 0)):
                found[name] = other
                break
    return found
