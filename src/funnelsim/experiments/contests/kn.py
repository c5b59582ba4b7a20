"""Choosing one policy with the fewest replications: Kim and Nelson's sequential procedure.

Kim and Nelson, ACM Trans. Model. Comput. Simul. 11 (2001) 251-273, procedure KN with c = 1.
After every batch, policies are dropped that fall behind another by more than the luck still to
come could make up. It needs normal data, so it runs on batch means: with raw skewed revenue the
right policy of four was chosen in 84 to 88 % where 95 % were announced, with batches in 97 % and
more.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from funnelsim.experiments.contests.paired import ENOUGH, differing
from funnelsim.experiments.intervals import FloatArray, column
from funnelsim.experiments.stopping import MAXIMUM

BATCH = 10
FIRST_BATCHES = 20
MOST_SKEWED = 1.0


@dataclass(frozen=True, slots=True)
class Selection:
    """What the procedure says after the replications done so far.

    Attributes
    ----------
    selected
        Row of the chosen policy; ``None`` while undecided.
    more
        Per policy how many further replications the next decision needs; all 0 once decided, and
        0 for policies that were dropped. Further ones than these change nothing.
    dropped_at
        Per policy the replications after which it was dropped; ``None`` for those never dropped.
    batch
        Replications per batch.
    guarantee
        What holds of the chosen policy; ``None`` while undecided, or when it has no guarantee.
    reason
        Why there is no guarantee although a policy was chosen; ``None`` otherwise.
    """

    selected: int | None
    more: tuple[int, ...]
    dropped_at: tuple[int | None, ...]
    batch: int
    guarantee: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class KimNelson:
    """The procedure's constants; its state is the figures so far, so it can be asked again.

    Attributes
    ----------
    zone
        Indifference zone, above 0 and in the unit of the figures: a difference in means too
        small to matter.
    level
        The chance to choose the best policy whenever it is ahead by `zone` or more, .5..1.
    larger
        Whether a larger mean is better.
    batch
        Replications per batch, at least 10. Doubled while the differences of two policies are
        skewed (1 or more either way) or fewer than 30 replications of the first stage differ.
    first
        Batches of the first stage, at least 20.
    maximum
        The most replications per policy.
    """

    zone: float
    level: float = 0.95
    larger: bool = True
    batch: int = BATCH
    first: int = FIRST_BATCHES
    maximum: int = MAXIMUM

    def __post_init__(self) -> None:
        if not 0 < self.zone < math.inf:
            raise ValueError(f"an indifference zone above 0 is needed, not {self.zone}")
        if not 0.5 < self.level < 1.0:
            raise ValueError(f"a level between 0.5 and 1 is needed, not {self.level}")
        if self.batch < BATCH or self.first < FIRST_BATCHES:
            raise ValueError(f"at least {FIRST_BATCHES} batches of {BATCH} replications needed")
        if self.batch * self.first > self.maximum:
            raise ValueError(f"the first stage alone needs {self.batch * self.first} replications")

    def decide(self, columns: Sequence[ArrayLike]) -> Selection:
        """Decide from the replications done so far.

        Parameters
        ----------
        columns
            Per policy its figure of replications 0, 1, 2, … without gaps, on the leads of the
            same replications of the others; those of dropped policies may end earlier. Longer
            columns never change what shorter ones decided.
        """
        sign = 1.0 if self.larger else -1.0
        figures = [sign * column(each) for each in columns]
        if len(figures) < 2:
            raise ValueError("a contest needs at least two policies")
        if not all(np.isfinite(each).all() for each in figures):
            raise ValueError("a contest needs a figure in every replication")
        size = self.batch
        while size * self.first <= self.maximum:
            wanted = size * self.first
            if any(each.size < wanted for each in figures):
                more = tuple(max(0, wanted - each.size) for each in figures)
                return Selection(None, more, (None,) * len(figures), size)
            stage = np.stack([each[:wanted] for each in figures])
            if _normal_enough(stage, size):
                return _Contest(self, figures, size).run()
            size *= 2
        return self._unsettled(figures, size // 2)

    def _unsettled(self, figures: Sequence[FloatArray], size: int) -> Selection:
        """The first stage never became fit for the procedure: the best mean, no guarantee."""
        n = size * self.first
        means = [float(each[:n].mean()) for each in figures]
        none = (None,) * len(figures)
        reason = (
            f"no guarantee: after {n:,} replications some policies still differ too rarely or too "
            f"unevenly, and the maximum is {self.maximum:,}"
        )
        return Selection(int(np.argmax(means)), (0,) * len(means), none, size, reason=reason)

    def eta(self, policies: int) -> float:
        """The constant of the boundary: (1 + 2 eta)^(-(first - 1) / 2) / 2 = error per pair."""
        error = (1.0 - self.level) / (policies - 1)
        return float(np.expm1(-2.0 / (self.first - 1) * math.log(2.0 * error))) / 2


class _Contest:
    """One pass over the batches, from the end of the first stage."""

    def __init__(self, rule: KimNelson, figures: Sequence[FloatArray], size: int) -> None:
        self.rule, self.size = rule, size
        self.lengths = [each.size for each in figures]
        self.batches = [_batch_means(each, size) for each in figures]
        self.last = rule.maximum // size
        self.dropped_at: list[int | None] = [None] * len(figures)
        first = np.stack([each[: rule.first] for each in self.batches])
        variance = np.var(first[:, np.newaxis] - first, axis=2, ddof=1)
        h2 = 2.0 * rule.eta(len(figures)) * (rule.first - 1)
        # A pair is separated at the latest after this many batches; none are left to come.
        self.end = h2 * variance / rule.zone**2

    def run(self) -> Selection:
        survivors = list(range(len(self.batches)))
        done = self.rule.first - 1
        while len(survivors) > 1:
            reached = min(self.last, *(self.batches[i].size for i in survivors))
            sums = np.stack([np.cumsum(self.batches[i][:reached]) for i in survivors])[:, done:]
            behind = self._behind(sums, survivors, np.arange(done + 1, reached + 1))
            rounds = np.flatnonzero(behind.any(axis=0))
            if rounds.size == 0:
                return self._undecided(survivors, reached)
            out = behind[:, rounds[0]]
            done += int(rounds[0]) + 1
            for i, dropped in zip(survivors, out, strict=True):
                if dropped:
                    self.dropped_at[i] = done * self.size
            survivors = [i for i, dropped in zip(survivors, out, strict=True) if not dropped]
        return self._selected(survivors[0])

    def _behind(
        self, sums: FloatArray, survivors: Sequence[int], rounds: NDArray[np.int64]
    ) -> NDArray[np.bool_]:
        """Whether a survivor is out after so many batches, shape (survivors, rounds)."""
        behind = np.zeros(sums.shape, dtype=np.bool_)
        for row, i in enumerate(survivors):
            end = self.end[i, survivors][:, np.newaxis]
            slack = np.maximum(0.0, self.rule.zone / 2 * (end - rounds))
            behind[row] = (sums - sums[row] > slack).any(axis=0)
        return behind

    def _undecided(self, survivors: Sequence[int], reached: int) -> Selection:
        if reached > self.end[np.ix_(survivors, survivors)].max():
            return self._selected(survivors[0])  # equal to the last digit
        if reached == self.last:
            means = [float(self.batches[i][:reached].mean()) for i in survivors]
            reason = (
                f"no guarantee: {len(survivors)} policies remained at the maximum of "
                f"{self.rule.maximum:,} replications; this one has the best mean"
            )
            return self._result(survivors[int(np.argmax(means))], reason=reason)
        wanted = (reached + 1) * self.size
        more = tuple(
            max(0, wanted - length) if i in survivors else 0
            for i, length in enumerate(self.lengths)
        )
        return Selection(None, more, tuple(self.dropped_at), self.size)

    def _selected(self, policy: int) -> Selection:
        rule = self.rule
        guarantee = (
            f"chosen by a procedure that finds the best policy with {100 * rule.level:.6g} % "
            f"probability whenever it is ahead of all others by {rule.zone:,.6g} or more"
        )
        return self._result(policy, guarantee=guarantee)

    def _result(
        self, policy: int, guarantee: str | None = None, reason: str | None = None
    ) -> Selection:
        none = (0,) * len(self.batches)
        return Selection(policy, none, tuple(self.dropped_at), self.size, guarantee, reason)


def _batch_means(x: FloatArray, size: int) -> FloatArray:
    count = x.size // size
    return np.asarray(x[: count * size].reshape(count, size).mean(axis=1))


def _normal_enough(stage: FloatArray, size: int) -> bool:
    """Whether every pair differs often enough, by amounts that are not too skewed."""
    for i in range(stage.shape[0]):
        for j in range(i + 1, stage.shape[0]):
            if differing(stage[i], stage[j]) < ENOUGH:
                return False
            if abs(_skewness(_batch_means(stage[j] - stage[i], size))) >= MOST_SKEWED:
                return False
    return True


def _skewness(x: FloatArray) -> float:
    """Third central moment over the cube of the standard deviation; 0 for equal figures."""
    centred = x - x.mean()
    spread = float(np.mean(centred**2))
    return float(np.mean(centred**3)) / spread**1.5 if spread > 0.0 else 0.0
