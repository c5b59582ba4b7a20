"""A mean week of each team, hour by hour, and how many opportunities a rep has open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from funnelsim.experiments.intervals import FloatArray
from funnelsim.experiments.ratios import ratio_summary
from funnelsim.experiments.summaries import Summary, summary
from funnelsim.outcomes.load import HOURS
from funnelsim.outcomes.spans import HOUR
from funnelsim.outcomes.week import hours_of_stretches

if TYPE_CHECKING:
    from funnelsim.experiments.forecast import Forecast

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class Week:
    """What a team does in each hour of the week, over the horizon; shape (7, 24), Monday first.

    Attributes
    ----------
    team
        Its name.
    busy, staffed
        Hours that its reps are busy and that they work; means over the replications. Nobody is
        ``staffed`` in a team without a limit of reps.
    load
        Share of the hours worked that they are busy; NaN where nobody works.
    queue
        Mean number of items that wait; NaN where the horizon has no such hour.
    """

    team: str
    busy: FloatArray
    staffed: FloatArray
    load: FloatArray
    queue: FloatArray


def weeks(forecast: Forecast) -> Iterator[Week]:
    """A mean week of each team."""
    model, n = forecast.model, forecast.n
    edges = np.zeros(1, np.int64), np.array([model.end])
    wall = hours_of_stretches(*edges, model.origin.weekday()) * n
    for i, name in enumerate(model.names.teams):
        busy, queue, staffed = (forecast.stack.hours[i, :, HOURS.index(what)]
                                for what in ("busy_ms", "queue_ms", "staffed_ms"))  # fmt: skip
        shares = (busy / (HOUR * n), staffed / (HOUR * n), _over(busy, staffed), _over(queue, wall))
        yield Week(name, *(share.reshape(7, 24) for share in shares))


def _over(above: np.ndarray, below: np.ndarray) -> FloatArray:
    """A ratio of sums; NaN where it is undefined."""
    known = below > 0
    return np.where(known, above / np.where(known, below, 1), np.nan)


def desks(forecast: Forecast) -> dict[str, dict[str, Summary]]:
    """Reps employed and open opportunities of each rep group, means over the horizon.

    ``open_per_rep`` is undefined where there is no limit of reps.
    """
    found, horizon = forecast.stack.desks, forecast.model.end
    return {
        name: {
            "reps": summary(found["employed_ms"][:, i] / horizon, ()),
            "open_opportunities": summary(found["open_ms"][:, i] / horizon, ()),
            "open_per_rep": ratio_summary(found["open_ms"][:, i], found["employed_ms"][:, i], ()),
        }
        for i, name in enumerate(forecast.model.names.groups)
    }
