"""How the simulated futures spread, as a small chart of text for each outcome that matters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from funnelsim.experiments.forecast import Aim, Forecast
from funnelsim.experiments.intervals import FloatArray
from funnelsim.reports import numbers
from funnelsim.reports.charts import WIDTH, spark
from funnelsim.reports.layout import Block, table
from funnelsim.reports.sentences import amount, window
from funnelsim.scenario.schema.targets import COUNTED

ALWAYS = ("customers", "revenue")
MOST_TARGETS = 3
LEAST_FUTURES = 10
"""Fewer make no distribution."""

MOST_BINS = WIDTH - 3
"""An edge at the target cuts a bin in two, the last one may open another; the mark needs room."""

LEAST_BINS = 5


@dataclass(frozen=True)
class Spread:
    """One outcome over the futures, its target if it has one."""

    name: str
    metric: str
    values: FloatArray
    aim: Aim | None


def futures_block(forecast: Forecast) -> Block | None:
    """One line per target, and for customers and revenue: how many futures end where."""
    made, marked = table("Futures", "least", "", "most"), False
    for one in _spreads(forecast):
        known = one.values[np.isfinite(one.values)]
        if len(known) < LEAST_FUTURES or known.min() == known.max():
            continue
        counts, mark = binned(known, one.aim, whole=one.metric in COUNTED)
        marked |= mark is not None
        low, high = (amount(forecast, one.metric, end(known)) for end in (np.min, np.max))
        made.add_row(one.name, low, spark(counts, mark), high)
    if not made.row_count:
        return None
    caption = "The higher a bar, the more of the simulated futures end there"
    return Block(made, [f"{caption}; ┊ is the target." if marked else f"{caption}."])


def _spreads(forecast: Forecast) -> Iterator[Spread]:
    words = forecast.bundle.scenario.words
    aims = forecast.aims[:MOST_TARGETS]
    metrics = [aim.target.metric for aim in aims]
    for aim in aims:
        name = numbers.label(aim.target.metric, words)
        if metrics.count(aim.target.metric) > 1:
            name = f"{name} {window(forecast, aim)}"
        yield Spread(name, aim.target.metric, aim.values, aim)
    for metric in ALWAYS:
        if metric not in metrics:
            yield Spread(numbers.label(metric, words), metric, forecast.column(metric), None)


def binned(values: FloatArray, aim: Aim | None, *, whole: bool) -> tuple[list[int], int | None]:
    """How many values fall in each of equally wide bins, and where among them the target lies.

    The target is an edge: all bins from the mark on hold the values that reach it, or that exceed
    it if it is a limit. No mark where all values lie on one side. Whole numbers have bins of
    whole width.
    """
    low, high = float(values.min()), float(values.max())
    if whole:
        step = np.ceil((high - low + 1) / MOST_BINS)
    else:  # as many bins as the rule of Rice has for so many values
        step = (high - low) / min(MOST_BINS, max(LEAST_BINS, round(2 * len(values) ** (1 / 3))))
    if aim is None or aim.reached.all() or not aim.reached.any():
        bins = np.floor((values - low) / step).astype(int)
        return np.bincount(bins).tolist(), None
    beyond = (values - aim.target.value) / step
    bins = np.floor(beyond) if aim.target.at_least else np.ceil(beyond) - 1
    first = int(bins.min())
    return np.bincount((bins - first).astype(int)).tolist(), -first
