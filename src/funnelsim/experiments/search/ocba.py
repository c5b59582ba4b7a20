"""Where to spend replications while many designs are screened.

Optimal computing budget allocation after Chen, Lin, Yücesan and Chick, Discrete Event Dynamic
Systems 10 (2000) 251-270, theorem 1. It assumes independent designs, so each one runs on its own
replication numbers, and it claims no confidence: it only screens.
"""

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from funnelsim.experiments.intervals import FloatArray, column
from funnelsim.experiments.search.levers import Design

Evaluate = Callable[[Design, range], ArrayLike]
"""Outcomes of a design on replication numbers, one entry each; larger is better."""

LEAST_SPREAD = 0.05
"""Share of the largest standard deviation that every design is taken to have at least: the first
replications of a design may all be alike by chance."""


def shares(means: ArrayLike, sds: ArrayLike, counts: ArrayLike) -> FloatArray:
    """The share of all replications that each of k designs should have, adding up to 1.

    With the best mean at b and gaps d_i = mean_b - mean_i: N_i proportional to (sd_i / d_i)^2 and
    N_b = sd_b sqrt(sum of (N_i / sd_i)^2). A gap below its own standard error counts as that
    error, so that ties do not take everything.

    Parameters
    ----------
    means, sds, counts
        Of the replications so far, shape (k,); at least 2 each.
    """
    mean, n = column(means), column(counts)
    if mean.size == 1:
        return np.ones(1)
    sd = np.maximum(column(sds), LEAST_SPREAD * column(sds).max())
    if not sd.any():
        return np.full(mean.size, 1.0 / mean.size)
    best = int(mean.argmax())
    gap = np.maximum(mean[best] - mean, np.sqrt(sd**2 / n + sd[best] ** 2 / n[best]))
    wanted = (sd / gap) ** 2
    wanted[best] = 0.0
    wanted[best] = sd[best] * np.sqrt(np.square(wanted / sd).sum())
    result: FloatArray = wanted / wanted.sum()
    return result


def allocate(means: ArrayLike, sds: ArrayLike, counts: ArrayLike, budget: int) -> NDArray[np.int64]:
    """How many of `budget` more replications each design gets; they add up to `budget`.

    Designs that already have more than their share get none, and the others share the rest.
    """
    n = column(counts)
    share = shares(means, sds, n)
    open_, total = np.ones(n.size, dtype=np.bool_), n.sum() + budget
    while True:
        wanted = np.where(open_, share / share[open_].sum() * (total - n[~open_].sum()), n)
        above = open_ & (wanted < n)
        if not above.any():
            break
        open_ &= ~above
    return _whole(wanted - n, budget)


def _whole(shares: FloatArray, total: int) -> NDArray[np.int64]:
    """Whole numbers that add up to `total`, by the largest remainders."""
    result = np.floor(shares + 1e-9).astype(np.int64)
    missing = total - int(result.sum())
    result[np.argsort(result - shares, kind="stable")[:missing]] += 1
    return result


class Screening:
    """Designs and their outcomes so far, each on replication numbers of its own.

    Replications are numbered 0, 1, 2, … across all designs, in the order in which they are asked
    for; `used` is the next free number.
    """

    def __init__(self, evaluate: Evaluate) -> None:
        self._evaluate = evaluate
        self._outcomes: dict[Design, list[FloatArray]] = {}
        self.used = 0

    @property
    def designs(self) -> list[Design]:
        """Every design so far, in the order of their first replication."""
        return list(self._outcomes)

    def outcomes(self, design: Design) -> FloatArray:
        """All outcomes of a design."""
        return np.concatenate(self._outcomes[design])

    def add(self, designs: Iterable[Design], replications: int) -> None:
        """Run designs that were not run yet for `replications` each."""
        for design in designs:
            if design not in self._outcomes:
                self._run(design, replications)

    def refine(self, budget: int) -> None:
        """Spend `budget` replications where they tell most about which design is best."""
        designs = self.designs
        found = [self.outcomes(design) for design in designs]
        extra = allocate(
            [float(one.mean()) for one in found],
            [float(one.std(ddof=1)) for one in found],
            [one.size for one in found],
            budget,
        )
        for design, count in zip(designs, extra.tolist(), strict=True):
            if count:
                self._run(design, count)

    def ranked(self) -> list[Design]:
        """All designs from the largest mean down; ties in the order of their first replication."""
        return sorted(self._outcomes, key=lambda design: -float(self.outcomes(design).mean()))

    def _run(self, design: Design, count: int) -> None:
        numbers = range(self.used, self.used + count)
        self._outcomes.setdefault(design, []).append(evaluated(self._evaluate, design, numbers))
        self.used += count


def evaluated(evaluate: Evaluate, design: Design, numbers: range) -> FloatArray:
    """The outcomes of a design, one finite figure per replication number.

    Raises
    ------
    ValueError
        If they are not as many, or one is not finite.
    """
    found = column(evaluate(design, numbers))
    if found.size != len(numbers) or not np.isfinite(found).all():
        raise ValueError(f"{design}: {len(numbers)} finite outcomes expected, found {found.size}")
    return found
