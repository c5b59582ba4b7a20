"""What the spread of a forecast comes from: luck, or numbers that are not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from funnelsim.experiments.forecast import Forecast
    from funnelsim.experiments.intervals import FloatArray
    from funnelsim.experiments.sensitivity.split import Split

LEAST_WORLDS = 100
MOST_WORLDS = 2_000
"""So many futures tell it well enough; more would only take time."""


def uncertain(forecast: Forecast) -> int:
    """Number of uncertain numbers (``~``, ``10 of 40``) that the forecast draws."""
    return len(forecast.model.parameters)


def enough_worlds(forecast: Forecast) -> int:
    """Fewest replications that tell luck from the uncertain numbers of the scenario."""
    from funnelsim.experiments.drivers.find import WORLDS_PER_NUMBER

    return max(LEAST_WORLDS, WORLDS_PER_NUMBER * uncertain(forecast))


def luck(forecast: Forecast, values: FloatArray) -> Split | None:
    """Shares of the variance of a figure, by regression over the replications of the forecast.

    None without uncertain numbers that vary, or with fewer than `enough_worlds`.

    Parameters
    ----------
    values
        Finite, one per replication.
    """
    from funnelsim.experiments.compare.contest import RESAMPLING_SEED
    from funnelsim.experiments.drivers.worlds import drawn, varying
    from funnelsim.experiments.sensitivity.split import split

    least = enough_worlds(forecast)
    if not uncertain(forecast) or forecast.n < least:
        return None
    worlds = forecast.replications.numbers[: max(least, MOST_WORLDS)]
    factors = varying(drawn(forecast.model, forecast.seed, worlds))
    if not factors.values:
        return None
    return split(factors.values, values[: len(worlds)], np.random.default_rng(RESAMPLING_SEED))
