"""Planning to a probability: what a lever must be set to, so that a target is reached surely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from funnelsim.errors import UsageError
from funnelsim.experiments import planning
from funnelsim.experiments.hits import Direction, hit_probability, hits
from funnelsim.experiments.intervals import FloatArray, Interval
from funnelsim.experiments.levers.session import target_number
from funnelsim.experiments.levers.trials import Trials, Values
from funnelsim.experiments.levers.work import IncompleteError
from funnelsim.experiments.reverse_plan import ReversePlan
from funnelsim.experiments.search.goal import GoalSeek, seek
from funnelsim.experiments.search.mix import CheapestMix, cheapest_mix
from funnelsim.experiments.sought import EARLY, EXACT, Sought
from funnelsim.experiments.stack import Stack
from funnelsim.model.tables import Target
from funnelsim.outcomes.money import accrued

REPLICATIONS = 300
"""By default, at each of about fifteen settings."""

USUAL_SETTINGS = (16, 60)
"""About how many are tried of one lever, of two."""

TOLERANCE = 0.01
"""Share of its range to which a lever is found: luck leaves more open than that."""


def exactly(plan: ReversePlan, probability: float) -> Sought:
    """The SQL that reach the customers of a plan with a probability, by formula.

    A fixed number of them, each won on its own; where the win rate is only known as so many of so
    many, the beta-binomial number.

    Raises
    ------
    UsageError
        The probability is not between 0 and 1.
    """
    _check(probability)
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
    IncompleteError
        It was interrupted at the first setting; later, what is done is in the result.
    """
    _check(probability)
    if len(trials.levers) not in (1, 2):
        raise UsageError("--by names one lever, or two for the cheapest mix of both")
    index = target_number(trials.as_it_is.model(()), target)
    search = _Search(trials, numbers, index)
    trials.work.expect(len(numbers) * (1 + USUAL_SETTINGS[len(trials.levers) - 1]))
    for ends in ([lever.range.low for lever in trials.levers],
                 [lever.range.high for lever in trials.levers]):  # fmt: skip
        trials.model(ends)  # a value that does not fit is told before the work
    try:
        search.now()
        found = _found(trials, search, probability)
    except IncompleteError:
        if not search.tried:
            raise
        found = _so_far(trials, search, probability)
    return replace(found, number=target, today=search.today, trials=trials, numbers=numbers)


class _Search:
    """Which futures reach the target, and the chance at every setting tried."""

    def __init__(self, trials: Trials, numbers: range, target: int) -> None:
        self._trials, self._numbers, self._target = trials, numbers, target
        self.aim = trials.as_it_is.model(()).targets[target]
        self.today: Interval | None = None
        self.tried: dict[Values, Interval] = {}
        self.identical = True
        self._first: FloatArray | None = None

    def __call__(self, *values: float) -> NDArray[np.bool_]:
        found = self._trials.outcomes(values, self._numbers)
        figures = found.targets[:, self._target]
        if self._first is None:
            self._first = figures
        self.identical &= np.array_equal(self._first, figures, equal_nan=True)
        reached = self._reached(found)
        self.tried[values] = hit_probability(reached)
        return reached

    def now(self) -> None:
        """Find the chance of the scenario as it is."""
        found = self._trials.as_it_is.outcomes((), self._numbers)
        self.today = hit_probability(self._reached(found))

    def _reached(self, found: Stack) -> NDArray[np.bool_]:
        direction: Direction = "at_least" if self.aim.at_least else "at_most"
        return hits(found.targets[:, self._target], self.aim.value, direction)


def _found(trials: Trials, search: _Search, probability: float) -> Sought:
    levers = [lever.values for lever in trials.levers]
    if len(levers) == 1:
        found = seek(levers[0], search, probability, tolerance=TOLERANCE)
        if found.status == "no effect" and not search.identical:
            # The lever moves the figure, but never across the target.
            found = replace(found, status="unreachable" if found.start is None else "already")
        return _of_one(trials, search.aim, probability, found)
    one, other = levers
    mixes = cheapest_mix(
        (one, other),
        search,
        lambda *v: monthly_costs(trials, v),
        probability,
        tolerance=TOLERANCE,
    )
    return _of_two(trials, search.aim, probability, mixes)


def _so_far(trials: Trials, search: _Search, probability: float) -> Sought:
    """What is known where the work ended early: the settings tried and the best of them."""
    best = max(search.tried, key=lambda values: search.tried[values].value or 0.0)
    return Sought(
        probability,
        tuple(lever.name for lever in trials.levers),
        _words(search.aim),
        EARLY,
        None,
        None,
        None,
        search.tried[best],
        best=trials.words(best),
        start=_date(trials),
        points=tuple(sorted(search.tried.items())),
    )


def _check(probability: float) -> None:
    if not 0 < probability < 1:
        raise UsageError(f"--probability {probability:g}: write a share between 0 and 1, e.g. 80%")


def monthly_costs(trials: Trials, values: Sequence[float]) -> float:
    """What accrues month by month in the horizon: pay, budgets, fixed costs, policies."""
    model = trials.model(values)
    return float(accrued(model, np.array([0, model.end])).sum())


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
        one_price=found.one_price,
        points=tuple((one.values, one.chance) for one in found.tried),
    )


def _date(trials: Trials) -> str | None:
    starts = [lever.start for lever in trials.levers if lever.start is not None]
    return max(starts).isoformat() if starts else None
