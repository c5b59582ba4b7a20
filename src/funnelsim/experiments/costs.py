"""Costs of the horizon by who bears them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from funnelsim.experiments.intervals import FloatArray
from funnelsim.experiments.summaries import Summary, summary

if TYPE_CHECKING:
    from funnelsim.experiments.forecast import Forecast

NOISE = 1e-9
"""Share of all costs below which a rest is nothing but rounding."""


def costs(forecast: Forecast) -> dict[str, Summary]:
    """Costs of ``channels`` (with the touches of their leads), ``reps``, and the ``rest``.

    The rest is technology, other fixed costs and policies. Together they are ``cost``.
    """
    by, total = forecast.stack.by, forecast.stack.sums["cost"]
    channels, reps = (_borne(by[name]["cost"]) for name in ("channel", "rep_group"))
    rest = total - channels - reps
    rest = np.where(np.abs(rest) <= NOISE * np.abs(total), 0.0, rest)
    return {name: summary(values, ()) for name, values in
            (("channels", channels), ("reps", reps), ("rest", rest))}  # fmt: skip


def _borne(table: FloatArray) -> FloatArray:
    return np.asarray(np.sum(table, axis=1), np.float64)
