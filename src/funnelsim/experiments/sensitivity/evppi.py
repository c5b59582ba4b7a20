"""What it would be worth to know a parameter before choosing among policies.

The expected value of partial perfect information (EVPPI) of x is
E[max_d E[U_d | x]] - max_d E[U_d] over decisions d: the baseline and the named policies. E[. | x]
is estimated by regression (Strong, Oakley and Brennan, Med. Decis. Making 34 (2014) 311-326), of
paired differences from the baseline, so that common luck cancels.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from funnelsim.experiments.contests.best import may_be_best
from funnelsim.experiments.intervals import FloatArray, Interval, mean_t
from funnelsim.experiments.sensitivity.additive import Parameters, fit
from funnelsim.experiments.sensitivity.split import at_least_0

RECOMMENDED_WORLDS = 2_000
FOLDS = 5

FEWEST_CHANGES = 30
"""Worlds with another decision from which a t interval may be trusted."""

NO_POLICY = "no policy to choose: knowing more would change nothing"
NEVER_CHANGES = "the same policy is best whatever the value"


@dataclass(frozen=True, slots=True)
class ValueOfKnowing:
    """What knowing one or several parameters would be worth.

    Attributes
    ----------
    value
        Expected gain of profit in its unit, at least 0, with 95 % interval; without ends where
        the decision changes in fewer than 30 worlds; ``None`` without policies.
    changes
        Share of worlds in which the better informed decision is another one; ``None`` without
        policies.
    warning
        What makes the figures doubtful; ``None`` if nothing.
    """

    value: Interval
    changes: float | None
    warning: str | None


def evppi(parameters: Parameters, baseline: ArrayLike, policies: ArrayLike) -> ValueOfKnowing:
    """Expected value of knowing `parameters` exactly: one for its EVPPI, all for the EVPI.

    Cross-fitted: the decision of each world comes from regressions on the other folds and is
    valued by what the world itself brought, so its luck never speaks for the decision taken in
    it. The value is the least mean gain over any decision of the best set without knowledge. What
    was never a parameter, luck, stays unknown: the mean of the per-world best would count it too.
    With several parameters whose effects do not add up the figure is a lower bound.

    Parameters
    ----------
    parameters
        Values per world, see :data:`additive.Parameters`.
    baseline
        Profit of the baseline per world, shape (n,).
    policies
        Profit of the policies in the same worlds with the same luck, shape (policies, n).

    Raises
    ------
    ValueError
        If worlds do not match, or are too few to regress.
    """
    base = np.asarray(baseline, dtype=np.float64)
    others = np.asarray(policies, dtype=np.float64).reshape(-1, base.size)
    warning = None
    if base.size < RECOMMENDED_WORLDS:
        warning = (
            f"{base.size} worlds; at least {RECOMMENDED_WORLDS} are recommended to value knowledge"
        )
    if not len(others):
        return ValueOfKnowing(Interval(None, reason=NO_POLICY), None, warning)
    differences = np.vstack([np.zeros(base.size), others - base])
    informed = _decisions(parameters, differences)
    rows = np.arange(base.size)
    # What knowing brings over each decision that may be the best without it.
    rivals = np.flatnonzero(may_be_best(differences))
    gains = differences[informed, rows] - differences[rivals]
    changed = informed != int(differences.mean(axis=1).argmax())
    value = _least(gains)
    if not changed.any():
        value = Interval(0.0, reason=NEVER_CHANGES)
    elif changed.sum() < FEWEST_CHANGES:
        value = Interval(value.value, reason=f"in only {changed.sum()} worlds another policy wins")
    return ValueOfKnowing(value, float(changed.mean()), warning)


def _least(gains: FloatArray) -> Interval:
    """The least of several mean gains, at least 0, with 95 % interval.

    Each end may miss in 2.5 %: the lower one because that of the truly least gain does, the upper
    one because any of them does, so these share that chance.
    """
    single = [mean_t(row) for row in gains]
    shared = [mean_t(row, 1.0 - 0.05 / len(gains)) for row in gains]
    found = Interval(
        min(one.value for one in single if one.value is not None),
        min(one.lo for one in single if one.lo is not None),
        min(one.hi for one in shared if one.hi is not None),
    )
    return at_least_0(found)


def _decisions(parameters: Parameters, differences: FloatArray) -> NDArray[np.intp]:
    """The best decision of each world given its parameters, learned from other folds' worlds."""
    n = differences.shape[1]
    informed = np.zeros(n, dtype=np.intp)
    fold = np.arange(n) % FOLDS
    tables = {name: np.asarray(values, dtype=np.float64) for name, values in parameters.items()}
    for k in range(FOLDS):
        inside, outside = fold == k, fold != k
        known = {name: values[outside] for name, values in tables.items()}
        here = {name: values[inside] for name, values in tables.items()}
        rows = [fit(known, row[outside]).predict(here) for row in differences[1:]]
        informed[inside] = np.argmax([np.zeros(int(inside.sum())), *rows], axis=0)
    return informed
