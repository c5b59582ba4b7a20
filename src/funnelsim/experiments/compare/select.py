"""The best of many policies with as few replications as it takes: Kim and Nelson's procedure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
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
from funnelsim.experiments.levers.session import trials_of
from funnelsim.experiments.levers.trials import Trials
from funnelsim.experiments.levers.tried import Tried
from funnelsim.experiments.levers.work import IncompleteError
from funnelsim.experiments.reported import Row, Tables
from funnelsim.experiments.status import Progress
from funnelsim.experiments.stopping import MAXIMUM
from funnelsim.scenario.load import Bundle, policies_named

SCHEMA = "funnelsim.select/1"


@dataclass(frozen=True, repr=False)
class Chosen(Tried):
    """The policy that was chosen.

    Attributes
    ----------
    trials
        The scenario and its seed.
    numbers
        The most replications of one policy.
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
    numbers: range
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

    def _data(self) -> dict[str, Any]:
        return select_data(self)

    def _tables(self) -> Tables:
        return TABLES

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
    IncompleteError
        It was interrupted in the first stage; later, the best so far is the result.
    """
    larger = ranks_upwards(objective)
    try:
        procedure = KimNelson(zone, larger=larger, maximum=maximum)
    except ValueError as fault:
        raise UsageError(f"--zone {zone:g}: {fault}") from None
    names = tuple(contestants_of(bundle, policies).models)
    trials = trials_of(bundle, (), "--by", seed, engine, threads, executor, progress)
    race = _Race(trials, objective, [np.zeros(0) for _ in names], names)
    first = procedure.batch * procedure.first
    trials.work.expect(len(names) * first)
    race.run(dict.fromkeys(range(len(names)), first))
    outdone = _outdone(race.columns, names, larger)
    rivals = [i for i, name in enumerate(names) if name not in outdone]
    try:
        found = _decided(procedure, race, rivals)
    except IncompleteError:
        found = _so_far(race, rivals, larger, procedure.batch)
    numbers = range(max(map(len, race.columns)))
    return Chosen(trials, numbers, objective, zone, names, tuple(race.columns), outdone, found)


def _decided(procedure: KimNelson, race: _Race, rivals: list[int]) -> Selection:
    if len(rivals) == 1:
        return Selection(0, (0,), (None,), procedure.batch, guarantee=CERTAIN)
    while True:
        found = procedure.decide([race.columns[i] for i in rivals])
        if found.selected is not None:
            return found
        more = {i: count for i, count in zip(rivals, found.more, strict=True) if count}
        race.trials.work.expect(sum(more.values()))
        race.run(more)


def _so_far(race: _Race, rivals: list[int], larger: bool, batch: int) -> Selection:
    """What is known where the work ended early: the best mean on the futures that all have."""
    common = min(len(race.columns[i]) for i in rivals)
    means = [float(race.columns[i][:common].mean()) for i in rivals]
    best = int(np.argmax(means) if larger else np.argmin(means))
    nothing = (0,) * len(rivals)
    return Selection(best, nothing, (None,) * len(rivals), batch, reason=EARLY)


EARLY = "no guarantee: it ended early; this one has the best mean so far"
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


def select_data(found: Chosen) -> dict[str, Any]:
    """Everything that is reported, as plain data."""
    dropped = dict(zip(found.rivals, found.selection.dropped_at, strict=True))
    return {
        "schema": SCHEMA,
        "scenario": found.bundle.scenario.name,
        "currency": found.model.currency,
        "seed": found.seed,
        "engine": found.engine,
        "with": list(found.bundle.with_),
        "ended": found.ended,
        "objective": found.objective,
        "zone": found.zone,
        "selected": found.selected,
        "guarantee": found.selection.guarantee,
        "reason": found.selection.reason,
        "policies": [
            {
                "name": name,
                "replications": len(values),
                "mean": float(values.mean()),
                "dropped_at": dropped.get(name),
                "outdone_by": found.outdone.get(name),
            }
            for name, values in zip(found.names, found.columns, strict=True)
        ],
    }


def _policies(found: Chosen) -> Iterator[Row]:
    yield from found.data["policies"]


def _replications(found: Chosen) -> Iterator[Row]:
    """The objective of every policy in its replications."""
    for name, values in zip(found.names, found.columns, strict=True):
        for number, value in enumerate(values.tolist()):
            yield {"policy": name, "replication": number, found.objective: value}


TABLES: Tables = {"policies": _policies, "replications": _replications}
