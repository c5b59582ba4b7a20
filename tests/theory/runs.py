"""Runs of shipped scenarios, and estimates with their standard errors."""

from dataclasses import dataclass, replace
from math import sqrt
from pathlib import Path

import numpy as np

from funnelsim.model.compile import compile_model
from funnelsim.outcomes.fold import fold
from funnelsim.outcomes.history import arrange
from funnelsim.outcomes.spans import NEVER
from funnelsim.outcomes.teams import item_sums, queue_items
from funnelsim.outcomes.work import work_spells
from funnelsim.scenario.load import load
from two_engines import quick as simulate

THEORY = Path(__file__).parents[2] / "scenarios" / "theory"
MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def compiled(name, sets=(), with_=()):
    return compile_model(load(THEORY / f"{name}.yaml", sets=sets, with_=with_))


def outcomes(model, seed, replications):
    """Folded outcomes of replications 0, 1, ..."""
    return [fold(simulate(model, seed, r), model) for r in range(replications)]


@dataclass(frozen=True)
class Estimate:
    """A ratio of sums over independent (or long) batches, with its standard error."""

    value: float
    error: float
    batches: int

    def agrees_with(self, truth, relative_error):
        """Fail unless the truth lies within 4 standard errors, and those are small enough."""
        assert self.batches >= 30
        assert 0 < self.error <= relative_error * abs(truth), (
            f"standard error {self.error / abs(truth):.2%} of {truth}"
        )
        assert abs(self.value - truth) < 4 * self.error, f"{self} but {truth} is true"


def ratio(over, under):
    """Sum of `over` by sum of `under`; the error by linearisation."""
    over, under = np.asarray(over, float), np.asarray(under, float)
    value = over.sum() / under.sum()
    n = len(over)
    error = sqrt(np.sum((over - value * under) ** 2) / (n * (n - 1))) / under.mean()
    return Estimate(value, error, n)


def mean(values):
    return ratio(values, np.ones(len(values)))


def batches_of_items(model, seed, replications, batches, skip, tail=0):
    """`ITEMS` of consecutive spans, those of all replications one after the other.

    Parameters
    ----------
    batches
        Spans per replication, of equal length, in [skip, end - tail).
    skip, tail
        Time (ms) left out at the start, to fill the queues, and at the end, so that all items of
        the last span are settled.

    Returns
    -------
    (ndarray, int)
        Sums of shape (replications * batches, item classes) of team 0, and the ms of a span.
    """

    def later(ticks, begin):
        return np.where(ticks < NEVER, ticks - begin, NEVER)

    span = (model.end - tail - skip) // batches
    sums = []
    for r in range(replications):
        history = arrange(simulate(model, seed, r), model)
        items = queue_items(history, work_spells(history))
        for k in range(batches):
            begin = skip + k * span
            moved = replace(items, ready=items.ready - begin, leaves=later(items.leaves, begin),
                            finish=later(items.finish, begin))  # fmt: skip
            sums.append(item_sums(moved, 1, span, model.stop - begin)[0])
    return np.array(sums), span


def figure(name, sums, span):
    """Estimate of a figure of one item class, times in minutes."""
    if name == "mean_queue":
        return ratio(sums["queue_ms"], np.full(len(sums), span))
    over, under, unit = _SIDES[name]
    return ratio(sums[over], sums[under] * unit)


_SIDES = {
    "share_waited": ("waited", "items", 1),
    "share_cold": ("cold", "items", 1),
    "mean_wait": ("wait_ms", "items", MINUTE),
    "mean_stay": ("stay_ms", "finished", MINUTE),
}
