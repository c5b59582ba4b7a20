"""Replications until the figures are as precise as wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from numpy.typing import ArrayLike

from funnelsim.errors import UsageError
from funnelsim.experiments.board import Progress, Replications, Step
from funnelsim.experiments.figures import column
from funnelsim.experiments.hits import Direction, hits
from funnelsim.experiments.replicate import replicate
from funnelsim.experiments.stack import Stack, joined
from funnelsim.experiments.stopping import MAXIMUM, Decision, Goal, StoppingRule
from funnelsim.model.tables import Model

FIRST_TARGET = "first target"
"""Name of the column that says which replications reach the first target."""


def rule_for(model: Model, precision: float, maximum: int = MAXIMUM) -> StoppingRule:
    """Stop when the headline is known well enough.

    Parameters
    ----------
    precision
        Share 0..1: half-width of the chance of the first target; without targets half-width of
        the mean number of customers, relative to it (at least that many customers).
    maximum
        The most replications, at least 2.

    Raises
    ------
    UsageError
        There can be no look at how precise the figures are.
    """
    if not precision > 0:
        raise UsageError(f"a precision of {precision}: write a share above zero, e.g. 0.03")
    if maximum < 2:
        raise UsageError("one replication says nothing about its precision; allow more of them")
    goal = (
        Goal(FIRST_TARGET, "probability", absolute=precision)
        if model.targets
        else Goal("customers", relative=precision, absolute=precision)
    )
    return StoppingRule([goal], first=min(100, maximum), maximum=maximum)


def replicate_until(
    model: Model, rule: StoppingRule, seed: int, progress: Progress | None = None, **how: Any
) -> tuple[Replications, Decision]:
    """Replicate from look to look until the rule is content.

    The looks are at fixed numbers of replications, so nothing beyond the deciding look is ever
    computed, and the result does not depend on how the work is cut. A look at which replications
    are missing is the last one.

    Parameters
    ----------
    model, seed, progress, how
        As for `replicate`.
    """
    parts: list[Replications] = []
    decision = rule.decide(columns_of(model, rule, None))
    while decision.next_look is not None:
        done, look = sum(len(part.numbers) for part in parts), decision.next_look
        report = None if progress is None else _Shift(progress, done, look)
        parts.append(replicate(model, range(done, look), seed, progress=report, **how))
        merged = merge(parts)
        if merged.missing or merged.outcomes is None:
            return merged, decision
        decision = rule.decide(columns_of(model, rule, merged.outcomes))
    return merge(parts), decision


def columns_of(model: Model, rule: StoppingRule, stack: Stack | None) -> Mapping[str, ArrayLike]:
    """The columns that the goals of a rule speak of."""
    found: dict[str, ArrayLike] = {}
    for goal in rule.goals:
        if stack is None:
            found[goal.figure] = []
        elif goal.figure == FIRST_TARGET:
            target, values = model.targets[0], stack.targets[:, 0]
            wanted: Direction = "at_least" if target.at_least else "at_most"
            found[goal.figure] = hits(values, target.value, wanted)
        else:
            found[goal.figure] = column(stack, goal.figure)
    return found


def merge(parts: Sequence[Replications]) -> Replications:
    """Runs of neighbouring replications as one."""
    stacks = [part.outcomes for part in parts if part.outcomes is not None]
    status = [one for part in parts for one in part.status]
    return Replications(
        tuple(number for part in parts for number in part.numbers),
        joined(stacks) if stacks else None,
        tuple(replace(one, chunk=i) for i, one in enumerate(status)),
        any(part.interrupted for part in parts),
    )


@dataclass(frozen=True, slots=True)
class _Shift:
    """Reports the progress of one look as that of the whole run."""

    report: Progress
    before: int
    wanted: int

    def __call__(self, step: Step) -> None:
        self.report(Step(self.before + step.done, self.wanted, step.latest))
