"""The best design over several levers, with a value that is not the luck of the search.

Three sets of replications that have nothing in common: the first searches, the second chooses
among the best candidates, the third values the winner. The largest of many noisy means is too
large; the honest value is not, because the winner was chosen without looking at its replications.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from funnelsim.errors import UsageError
from funnelsim.experiments.contests.best import may_be_best
from funnelsim.experiments.intervals import Interval, mean_t
from funnelsim.experiments.search.levers import Choice, Design, Lever, neighbours, space_filling
from funnelsim.experiments.search.ocba import Evaluate, Screening, evaluated

FINALISTS = 10
FINAL_REPLICATIONS = 2_000
"""Fewest replications of the second and of the third set."""

FIRST_REPLICATIONS = 20
"""Replications every candidate of the search gets at first."""

ROUNDS = 6
"""Rounds of the search; the first spreads candidates, the others look around the best."""


@dataclass(frozen=True, slots=True)
class Finalist:
    """A candidate of the second set.

    Attributes
    ----------
    design
        One value per lever.
    search, second
        Mean and 95 % interval on the search set and on the second set, each by itself.
    in_best_set
        Whether it cannot be told from the best finalist on the second set.
    """

    design: Design
    search: Interval
    second: Interval
    in_best_set: bool


@dataclass(frozen=True, slots=True)
class Optimum:
    """What `optimise` found.

    Attributes
    ----------
    winner
        The finalist with the largest mean on the second set.
    search_value
        Its mean on the search set: too large, as it was chosen there.
    honest_value
        Its mean on the third set with 95 % interval.
    shrinkage
        Search value less honest value: how much of what the search promised was luck. The search
        value is a given number here, so the interval is that of the honest value.
    gain
        Winner less `baseline` on the third set, paired, with 95 % interval; ``None`` without one.
    finalists
        From the best on the second set down.
    candidates
        How many designs were tried in the search.
    replications
        How many were run altogether.
    """

    winner: Design
    search_value: Interval
    honest_value: Interval
    shrinkage: Interval
    gain: Interval | None
    finalists: tuple[Finalist, ...]
    candidates: int
    replications: int

    @property
    def best_set(self) -> tuple[Design, ...]:
        """The finalists that cannot be told from the winner, which is the first of them."""
        return tuple(one.design for one in self.finalists if one.in_best_set)


def optimise(
    levers: Sequence[Lever | Choice],
    evaluate: Evaluate,
    *,
    budget: int,
    rng: np.random.Generator,
    baseline: Design | None = None,
    finalists: int = FINALISTS,
    final_replications: int = FINAL_REPLICATIONS,
) -> Optimum:
    """Search the levers for the largest mean outcome.

    Parameters
    ----------
    evaluate
        Outcomes of a design on replication numbers; larger is better. Numbers 0..budget-1 are
        used by the search, each by one design; the next `final_replications` by all finalists,
        and as many again by the winner and the baseline.
    budget
        Replications of the search.
    rng
        Draws the candidates; the same state gives the same answer.
    baseline
        Today's design: takes part in the search, and the gain over it is estimated.
    finalists
        Candidates that are run again.

    Raises
    ------
    UsageError
        If there is no lever, or a number is too small.
    """
    check(levers, budget, finalists, final_replications)
    screening = search(levers, evaluate, budget, rng, baseline)
    best = screening.ranked()[:finalists]
    second = range(budget, budget + final_replications)
    table = np.stack([evaluated(evaluate, design, second) for design in best])
    order = np.argsort(-table.mean(axis=1), kind="stable").tolist()
    kept = may_be_best(table)
    chosen = tuple(
        Finalist(best[i], mean_t(screening.outcomes(best[i])), mean_t(table[i]), bool(kept[i]))
        for i in order
    )
    third = range(second.stop, second.stop + final_replications)
    winner = chosen[0]
    values = evaluated(evaluate, winner.design, third)
    gain = None
    if baseline is not None:
        gain = mean_t(values - evaluated(evaluate, baseline, third))
    honest = mean_t(values)
    runs = budget + final_replications * (len(best) + 1 + (baseline is not None))
    return Optimum(
        winner.design,
        winner.search,
        honest,
        _shrinkage(winner.search, honest),
        gain,
        chosen,
        len(screening.designs),
        runs,
    )


def search(
    levers: Sequence[Lever | Choice],
    evaluate: Evaluate,
    budget: int,
    rng: np.random.Generator,
    baseline: Design | None = None,
) -> Screening:
    """Screen candidates on exactly `budget` replications.

    Every round spends the same: half on new candidates, first spread over all levers and then
    ever closer around the best ones so far, and half on telling the best candidates apart.
    """
    screening = Screening(evaluate)
    spent = np.linspace(0, budget, ROUNDS + 1).astype(int)
    reach = 0.25
    for round_, limit in enumerate(spent[1:].tolist()):
        count = max(1, (limit - screening.used) // (2 * FIRST_REPLICATIONS))
        if round_ == 0:
            new = ([] if baseline is None else [baseline]) + space_filling(levers, count, rng)
            screening.add(new[:count], FIRST_REPLICATIONS)
        else:
            centres = screening.ranked()[: max(1, count // 4)][:FINALISTS]
            each = -(-count // len(centres))
            new = [d for c in centres for d in islice(neighbours(levers, c, reach, rng), each)]
            screening.add(new[:count], FIRST_REPLICATIONS)
            reach /= 2
        screening.refine(limit - screening.used)
    return screening


def _shrinkage(found: Interval, honest: Interval) -> Interval:
    if found.value is None or honest.value is None or honest.lo is None or honest.hi is None:
        return Interval(None, reason=found.reason or honest.reason)
    return Interval(found.value - honest.value, found.value - honest.hi, found.value - honest.lo)


def check(
    levers: Sequence[Lever | Choice], budget: int, finalists: int, final_replications: int
) -> None:
    """Refuse what no optimum can be found with; parameters and errors as in `optimise`."""
    if not levers:
        raise UsageError("optimise: found no lever; name at least one with its range")
    least = 2 * FIRST_REPLICATIONS * ROUNDS
    if budget < least:
        raise UsageError(
            f"optimise: found a budget of {budget} replications for the search; it needs at "
            f"least {least}, better 20,000"
        )
    if finalists < 1 or final_replications < FINAL_REPLICATIONS:
        raise UsageError(
            f"optimise: found {finalists} finalists with {final_replications} replications each; "
            f"at least 1 with {FINAL_REPLICATIONS} are needed for an honest value"
        )
