"""Planning to a probability: what a lever must be set to, so that a target is reached surely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from funnelsim.errors import UsageError
from funnelsim.experiments import planning
from funnelsim.experiments.hits import Direction, hits
from funnelsim.experiments.intervals import Interval
from funnelsim.experiments.levers.session import target_number
from funnelsim.experiments.levers.trials import Trials
from funnelsim.experiments.reverse_plan import ReversePlan
from funnelsim.experiments.search.goal import GoalSeek, seek
from funnelsim.experiments.search.mix import CheapestMix, cheapest_mix
from funnelsim.model.tables import Target
from funnelsim.outcomes.money import accrued

REPLICATIONS = 300
"""By default, at each of about fifteen settings."""

EXACT = "exact"

TOLERANCE = 0.01
"""Share of its range to which a lever is found: luck leaves more open than that."""


@dataclass(frozen=True)
class Sought:
    """What a lever must be for a target to be reached with a probability.

    Attributes
    ----------
    probability
        Wanted, 0..1.
    levers
        Names of what is set.
    target
        The target in words.
    status
        ``exact`` (a formula), ``reached``, ``already``, ``unreachable`` or ``no effect``.
    value, ci95
        Setting that reaches it (a list for two levers, None if none does), and the settings that
        95 % intervals leave possible; None where that is not known.
    words
        The setting as it would be written in the file.
    chance
        The chance there; of the best setting if none reaches it.
    until
        Setting beyond which the chance falls below the probability again; None if it does not.
    best
        The best setting tried, in words.
    start
        Day from which the levers act.
    points
        Every setting tried: numbers, chance, its interval.
    """

    probability: float
    levers: tuple[str, ...]
    target: str
    status: str
    value: float | list[float] | None
    ci95: list[float] | None
    words: str | None
    chance: Interval
    until: float | None = None
    best: str | None = None
    start: str | None = None
    cost: float | None = None
    points: tuple[tuple[Sequence[float], Interval], ...] = ()

    @property
    def data(self) -> dict[str, Any]:
        """The object ``probabilistic`` of ``funnelsim.plan/1``."""
        return {
            "lever": " and ".join(self.levers),
            "value": self.value,
            "ci95": self.ci95,
            "probability": self.probability,
            "target": self.target,
            "status": self.status,
            "setting": self.words,
            "chance": {"mean": self.chance.value, "ci95": self.chance.ends},
            "until": self.until,
            "best_setting": self.best,
            "acts_from": self.start,
            "monthly_costs_of_horizon": self.cost,
            "tried": [
                {"value": list(values) if len(self.levers) > 1 else values[0],
                 "chance": chance.value, "ci95": chance.ends}
                for values, chance in self.points
            ],
        }  # fmt: skip


def exactly(plan: ReversePlan, probability: float) -> Sought:
    """The SQL that reach the customers of a plan with a probability, by formula.

    A fixed number of them, each won on its own; where the win rate is only known as so many of so
    many, the beta-binomial number.

    Raises
    ------
    UsageError
        The probability is not between 0 and 1.
    """
    if not 0 < probability < 1:
        raise UsageError(f"--probability {probability:g}: write a share between 0 and 1, e.g. 80%")
    sql = plan.links[1]
    rate = sql.rate or 0.0
    volume: int | None
    if plan.counts:
        volume = planning.volume_for_probability_beta_binomial(
            plan.customers, *plan.counts, probability
        )
        chance = None if volume is None else planning.p_at_least_beta_binomial(
            plan.customers, volume, *plan.counts
        )  # fmt: skip
    else:
        volume = planning.volume_for_probability_batch(plan.customers, rate, probability)
        chance = None if volume is None else planning.p_at_least_batch(
            plan.customers, volume, rate
        )  # fmt: skip
    words = f"at least {plan.customers:,} customers by {plan.by}"
    status = EXACT if volume is not None else "unreachable"
    return Sought(
        probability, ("sql",), words, status, volume, None,
        None if volume is None else f"{volume:,} sql", Interval(chance),
    )  # fmt: skip


def sought(trials: Trials, numbers: range, probability: float, target: int = 1) -> Sought:
    """Simulate settings of one or two levers until the probability is found.

    Parameters
    ----------
    target
        Which target, from 1.

    Raises
    ------
    UsageError
        No lever, or more than two; no such target; a probability out of range.
    """
    if not 0 < probability < 1:
        raise UsageError(f"--probability {probability:g}: write a share between 0 and 1, e.g. 80%")
    model = trials.model(_now(trials))
    index = target_number(model, target)
    aim = model.targets[index]

    def reached(*values: float) -> np.ndarray:
        found = trials.outcomes(values, numbers).targets[:, index]
        direction: Direction = "at_least" if aim.at_least else "at_most"
        return hits(found, aim.value, direction)

    if len(trials.levers) == 1:
        found = seek(trials.levers[0].values, reached, probability, tolerance=TOLERANCE)
        return _of_one(trials, aim, probability, found)
    if len(trials.levers) != 2:
        raise UsageError("--by names one lever, or two for the cheapest mix of both")
    one, other = (lever.values for lever in trials.levers)
    mixes = cheapest_mix(
        (one, other),
        reached,
        lambda *v: monthly_costs(trials, v),
        probability,
        tolerance=TOLERANCE,
    )
    return _of_two(trials, aim, probability, mixes)


def monthly_costs(trials: Trials, values: Sequence[float]) -> float:
    """What accrues month by month in the horizon: pay, budgets, fixed costs, policies."""
    model = trials.model(values)
    return float(accrued(model, np.array([0, model.end])).sum())


def _now(trials: Trials) -> list[float]:
    return [lever.range.low for lever in trials.levers]


def _words(aim: Target) -> str:
    side = "at least" if aim.at_least else "at most"
    return f"{side} {aim.value:,.10g} {aim.metric} {aim.words}"


def _of_one(trials: Trials, aim: Target, probability: float, found: GoalSeek) -> Sought:
    lever, start = trials.levers[0], found.start
    at = start if found.status in ("reached", "already") else None
    ends = None if at is None else [
        lever.range.low if at.lo is None else at.lo,
        lever.range.high if at.hi is None else at.hi,
    ]  # fmt: skip
    return Sought(
        probability,
        (lever.name,),
        _words(aim),
        found.status,
        None if at is None else at.value,
        ends,
        None if at is None else lever.text(at.value),
        found.best.chance if at is None else at.chance,
        until=found.end.value if found.end is not None else None,
        best=lever.text(found.best.value),
        start=_date(trials),
        points=tuple(((point.value,), point.chance) for point in found.points),
    )


def _of_two(trials: Trials, aim: Target, probability: float, found: CheapestMix) -> Sought:
    mix = found.cheapest
    return Sought(
        probability,
        tuple(lever.name for lever in trials.levers),
        _words(aim),
        "unreachable" if mix is None else "reached",
        None if mix is None else list(mix.values),
        None,
        None if mix is None else trials.words(mix.values),
        found.best.chance if mix is None else mix.chance,
        best=trials.words(found.best.values),
        start=_date(trials),
        cost=None if mix is None else mix.cost,
        points=tuple((one.values, one.chance) for one in found.tried),
    )


def _date(trials: Trials) -> str | None:
    starts = [lever.start for lever in trials.levers if lever.start is not None]
    return max(starts).isoformat() if starts else None
