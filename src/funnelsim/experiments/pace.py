"""How a forecast builds up: figures so far at the end of each period, and the chances so far.

Periods are calendar months, or ISO weeks where the horizon is short. A figure so far is added up
within each replication first: the quantile of a sum is not the sum of quantiles. Its bands hold
for each period by itself, not for a whole path.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from funnelsim.experiments.columns import Columns
from funnelsim.experiments.days import day_before, day_of
from funnelsim.experiments.hits import Direction, hits, predictive_probability
from funnelsim.experiments.intervals import FloatArray, Interval, central_ranks, order_ranks
from funnelsim.experiments.ratios import per_replication
from funnelsim.experiments.summaries import Summary, summaries
from funnelsim.outcomes.facts import FACTS
from funnelsim.outcomes.figures import RATIOS
from funnelsim.outcomes.spans import DAY, Ticks

if TYPE_CHECKING:
    from funnelsim.experiments.forecast import Aim, Forecast

FIGURES = ("revenue", "customers")
BANDS = {"80": 0.8, "50": 0.5}
"""Share of the futures within each band."""

FEW_DAYS = 92
"""Up to so many days periods are weeks."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Pace:
    """A figure added up from the first day to the end of each period.

    Attributes
    ----------
    figure
        Its name.
    values
        In its unit, shape (replications, periods).
    """

    figure: str
    values: FloatArray

    @cached_property
    def _ordered(self) -> FloatArray:
        return np.sort(self.values, axis=0)

    @property
    def n(self) -> int:
        """Number of replications."""
        return len(self.values)

    @cached_property
    def summaries(self) -> list[Summary]:
        """`summaries.summary` of each period."""
        return summaries(self.values)

    def band(self, within: float) -> tuple[FloatArray, FloatArray] | None:
        """Between which figures at least a share `within` of the futures lies, at each period.

        None with so few replications that an edge could not be told from the extremes.
        """
        if order_ranks(self.n, (1.0 + within) / 2) is None:
            return None
        low, high = central_ranks(self.n, within)
        return self._ordered[low - 1], self._ordered[high - 1]

    @property
    def extremes(self) -> tuple[FloatArray, FloatArray]:
        """Least and most of all futures, at each period."""
        return self._ordered[0], self._ordered[-1]


@dataclass(frozen=True)
class ChanceSoFar:
    """The chance to have reached a target, by the end of each period of its window.

    Attributes
    ----------
    ends
        Ticks, the last one the end of the window.
    reached
        Which replications have, shape (replications, ends).
    """

    ends: tuple[int, ...]
    reached: np.ndarray

    @cached_property
    def chances(self) -> list[Interval]:
        """One per end; the last is `Aim.chance`."""
        return [predictive_probability(column) for column in self.reached.T]


def in_weeks(forecast: Forecast) -> bool:
    """Whether periods are weeks rather than months."""
    return bool(forecast.model.end <= FEW_DAYS * DAY)


def periods(forecast: Forecast) -> Columns:
    """The months of the horizon, or its weeks if it is short."""
    return forecast.stack.weeks if in_weeks(forecast) else forecast.stack.months


def pace(forecast: Forecast, figure: str) -> Pace:
    """A figure of `facts.FACTS` so far."""
    return Pace(figure, np.cumsum(periods(forecast)[figure], axis=1))


def chance_so_far(forecast: Forecast, aim: Aim) -> ChanceSoFar | None:
    """The chance of a target so far.

    None where its figure is not known by period (``paper_loss``), where its window begins within
    one, or holds no end of one.
    """
    table, window = periods(forecast), aim.target
    edges = _edges(table)
    if window.begin not in edges:
        return None
    first = int(np.searchsorted(edges, window.begin))
    inside = [i for i in range(first, len(edges) - 1) if edges[i + 1] < window.end]
    so_far = _so_far(table, window.metric, first, len(inside)) if inside else None
    if so_far is None:
        return None
    direction: Direction = "at_least" if window.at_least else "at_most"
    reached = [hits(column, window.value, direction) for column in so_far.T]
    # The whole window was added up exactly; periods, each of them rounded, may miss that by a bit.
    return ChanceSoFar(
        (*(int(edges[i + 1]) for i in inside), window.end), np.column_stack([*reached, aim.reached])
    )


def joint_so_far(found: Iterator[ChanceSoFar]) -> ChanceSoFar:
    """The chance to have reached several targets at once; all have the same ends."""
    each = list(found)
    return ChanceSoFar(each[0].ends, np.logical_and.reduce([one.reached for one in each]))


def _edges(table: Columns) -> Ticks:
    first = table[0]
    return np.append(first["begin"], first["end"][-1])


def _so_far(table: Columns, metric: str, first: int, n: int) -> FloatArray | None:
    """Value of a target's metric from the period `first` to the end of each of the `n` next."""

    def added(name: str) -> FloatArray:
        found: FloatArray = np.cumsum(table[name][:, first : first + n], axis=1)
        return found

    known = FACTS.names or ()
    if metric in known:
        return added(metric)
    ratio = RATIOS.get(metric)
    if ratio is None or ratio.over not in known or ratio.under not in known:
        return None
    sides = zip(added(ratio.over).T, added(ratio.under).T, strict=True)
    return np.column_stack([per_replication(over, under) for over, under in sides])


def pace_rows(forecast: Forecast) -> Iterator[Row]:
    """The table ``pace``: one row per figure and period."""
    first, origin = periods(forecast)[0], forecast.model.origin
    for figure in FIGURES:
        found = pace(forecast, figure)
        bands = {name: found.band(within) for name, within in BANDS.items()}
        least, most = found.extremes
        for i, summary in enumerate(found.summaries):
            yield {
                "start": day_of(origin, first["begin"][i]),
                "end": day_before(origin, first["end"][i]),
                "partial": bool(first["partial"][i]),
                "figure": figure,
                **_flat(summary),
                **_ends(bands, i),
                "least": float(least[i]),
                "most": float(most[i]),
            }


def _flat(summary: Summary) -> Row:
    ends = summary["ci95"] or (None, None)
    middle = summary["quantiles"]["0.5"]["value"]
    return {"mean": summary["mean"], "lo": ends[0], "hi": ends[1], "median": middle}


def _ends(bands: Mapping[str, tuple[FloatArray, FloatArray] | None], i: int) -> Row:
    return {
        f"{side}{name}": None if band is None else float(band[k][i])
        for name, band in bands.items()
        for k, side in enumerate(("low", "high"))
    }


def chance_rows(forecast: Forecast) -> Iterator[Row]:
    """The table ``chances``: one row per target and end of a period in its window."""
    for number, aim in enumerate(forecast.aims, start=1):
        found = chance_so_far(forecast, aim)
        if found is None:
            continue
        for end, chance in zip(found.ends, found.chances, strict=True):
            lo, hi = chance.ends or (None, None)
            by: dt.date = day_before(forecast.model.origin, end)
            yield {
                "target": number,
                "metric": aim.target.metric,
                "value": aim.target.value,
                "direction": aim.direction,
                "by": by,
                "probability": chance.value,
                "lo": lo,
                "hi": hi,
            }
