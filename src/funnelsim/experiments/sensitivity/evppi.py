"""What it would be worth to know a parameter before choosing among policies.

The expected value of partial perfect information (EVPPI) of x is
E[max_d E[U_d | x]] - max_d E[U_d] over decisions d: the baseline and the named policies. E[. | x]
is estimated by regression (Strong, Oakley and Brennan, Med. Decis. Making 34 (2014) 311-326), of
paired differences from the baseline, so that common luck cancels.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from funnelsim.experiments.intervals import FloatArray, Interval, mean_t
from funnelsim.experiments.sensitivity.additive import Parameters, fit
from funnelsim.experiments.sensitivity.split import at_least_0

RECOMMENDED_WORLDS = 2_000
FOLDS = 10

NO_POLICY = "no policy to choose: knowing more would change nothing"
NEVER_CHANGES = "the same policy is best whatever the value"


@dataclass(frozen=True, slots=True)
class ValueOfKnowing:
    """What knowing one or several parameters would be worth.

    Attributes
    ----------
    value
        Expected gain of profit in its unit, at least 0, with 95 % interval; a value of 0 without
        ends where no world's decision changes; ``None`` without policies.
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

    Cross-fitted: the decision of each world comes from regressions on the other folds, as does
    the decision without knowledge, and both are valued by what the world itself brought. So the
    luck of a world never speaks for the decision taken in it, and t intervals hold. What was
    never a parameter, luck, stays unknown: the mean of the per-world best would count it too.
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
    informed, uninformed = _decisions(parameters, differences)
    world = np.arange(base.size)
    changed = informed != uninformed
    if not changed.any():
        return ValueOfKnowing(Interval(0.0, reason=NEVER_CHANGES), 0.0, warning)
    gain = differences[informed, world] - differences[uninformed, world]
    return ValueOfKnowing(at_least_0(mean_t(gain)), float(changed.mean()), warning)


def _decisions(
    parameters: Parameters, differences: FloatArray
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The best decision of each world, knowing its parameters and not, from other folds' worlds."""
    n = differences.shape[1]
    informed = np.zeros(n, dtype=np.intp)
    uninformed = np.zeros(n, dtype=np.intp)
    fold = np.arange(n) % FOLDS
    tables = {name: np.asarray(values, dtype=np.float64) for name, values in parameters.items()}
    for k in range(FOLDS):
        inside, outside = fold == k, fold != k
        known = {name: values[outside] for name, values in tables.items()}
        here = {name: values[inside] for name, values in tables.items()}
        rows = [fit(known, row[outside]).predict(here) for row in differences[1:]]
        informed[inside] = np.argmax([np.zeros(int(inside.sum())), *rows], axis=0)
        uninformed[inside] = int(np.argmax(differences[:, outside].mean(axis=1)))
    return informed, uninformed
