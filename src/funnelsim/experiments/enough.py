"""Replications until the figures are as precise as wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from funnelsim.errors import UsageError
from funnelsim.experiments.figures import COUNTS, NAMES, QUOTIENTS, column, sides
from funnelsim.experiments.hits import Direction, hits
from funnelsim.experiments.intervals import FloatArray
from funnelsim.experiments.record import Part
from funnelsim.experiments.replicate import Job, Means, carry_out
from funnelsim.experiments.status import Replications
from funnelsim.experiments.stopping import MAXIMUM, Decision, Goal, StoppingRule
from funnelsim.experiments.store import Store
from funnelsim.model.tables import Model
from funnelsim.scenario.didyoumean import did_you_mean

TARGET = "target "
"""``target 1`` is the chance of the first target."""


def rule_for(
    model: Model, precision: float, maximum: int = MAXIMUM, of: str | None = None
) -> StoppingRule:
    """Stop when one outcome is known well enough.

    Parameters
    ----------
    precision
        Share 0..1: half-width of the 95 % interval. Of a chance it is absolute; of a mean or a
        ratio of means relative to it (a count of less than 1 is wanted to within `precision`).
    maximum
        The most replications, at least 2.
    of
        A figure of the results, or ``target 1`` for the chance of the first target; by default
        that, or ``customers`` where there is no target.

    Raises
    ------
    UsageError
        There is no such outcome, or there can be no look at how precise it is.
    """
    if not precision > 0:
        raise UsageError(f"a precision of {precision}: write a share above zero, e.g. 0.03")
    if maximum < 2:
        raise UsageError("one replication says nothing about its precision; allow more of them")
    headline = f"{TARGET}1" if model.targets else "customers"
    goal = _goal(model, precision, headline if of is None else of)
    return StoppingRule([goal], first=min(100, maximum), maximum=maximum)


def _goal(model: Model, precision: float, of: str) -> Goal:
    if of in _targets(model):
        return Goal(of, "probability", absolute=precision)
    if of not in NAMES:
        raise UsageError(_unknown(model, of))
    if of in QUOTIENTS:
        return Goal(of, "ratio", relative=precision)
    return Goal(of, relative=precision, absolute=precision if of in COUNTS else None)


def _targets(model: Model) -> list[str]:
    return [f"{TARGET}{i + 1}" for i in range(len(model.targets))]


def _unknown(model: Model, of: str) -> str:
    targets = _targets(model)
    near = did_you_mean(of, [*targets, *NAMES])
    chances = f"{' or '.join(targets)} for a chance, or " if targets else ""
    return f"there is no outcome '{of}' to be precise about; {near}; write {chances}a figure's name"


def replicate_until(
    model: Model, rule: StoppingRule, seed: int, means: Means, *, engine: str, store: Store
) -> tuple[Replications, Decision]:
    """Replicate from look to look until the rule is content.

    The looks are at fixed numbers of replications, so nothing beyond the deciding look is ever
    computed, and the result does not depend on how the work is cut. A look at which replications
    are missing is the last one.

    Parameters
    ----------
    model, seed, means, engine, store
        As for `replicate`.
    """
    job, board, seen = Job.of(model, seed, engine), means.board(store), _Seen(model, rule)
    decision = rule.decide(seen.columns(store))
    while decision.next_look is not None:
        board.want(range(decision.next_look))
        interrupted = carry_out(job, board, means)
        if board.done < board.total:
            return board.replications(interrupted), decision
        decision = rule.decide(seen.columns(store))
    board.want(range(decision.replications))
    return board.replications(False), decision


class _Seen:
    """The columns that the goals of a rule speak of; each chunk is read once."""

    def __init__(self, model: Model, rule: StoppingRule) -> None:
        self._model, self._rule = model, rule
        self._known: dict[int, dict[str, FloatArray]] = {}

    def columns(self, store: Store) -> Mapping[str, ArrayLike]:
        """Columns of the first replications without gaps."""
        for part in store.parts(beside=self._known):
            self._known[int(part.numbers[0])] = {
                goal.figure: _values(self._model, goal, part) for goal in self._rule.goals
            }
        found: dict[str, list[FloatArray]] = {goal.figure: [] for goal in self._rule.goals}
        expected = 0
        for first in sorted(self._known):
            if first != expected:
                break
            for name, values in self._known[first].items():
                found[name].append(values)
            expected += next(iter(self._known[first].values())).shape[-1]
        return {name: _joined(parts) for name, parts in found.items()}


def _values(model: Model, goal: Goal, part: Part) -> FloatArray:
    if goal.kind == "ratio":
        return np.stack(sides(part, goal.figure))
    if goal.kind == "mean":
        return np.array(column(part, goal.figure))
    i = int(goal.figure.removeprefix(TARGET)) - 1
    target = model.targets[i]
    wanted: Direction = "at_least" if target.at_least else "at_most"
    return hits(part.targets[:, i], target.value, wanted).astype(np.float64)


def _joined(parts: Sequence[FloatArray]) -> FloatArray:
    return np.concatenate(parts, axis=-1) if parts else np.zeros(0)
