"""Sobol indices of a scenario's uncertain numbers: the mean outcome over frozen luck."""

from __future__ import annotations

import numpy as np

from funnelsim.errors import UsageError
from funnelsim.experiments.drivers.worlds import FrozenStudy, Settings, factors_of, quantiles_of
from funnelsim.experiments.figures import column
from funnelsim.experiments.intervals import FloatArray
from funnelsim.experiments.levers.trials import Trials
from funnelsim.experiments.sensitivity.sobol import (
    LEAST_REPLICATIONS,
    LEAST_SETTINGS,
    Budget,
    Index,
    budget,
    indices,
    settings,
)
from funnelsim.model.tables import Model


def cost_of(model: Model, n: int = LEAST_SETTINGS, m: int = LEAST_REPLICATIONS) -> Budget:
    """What the indices of a model cost.

    Raises
    ------
    UsageError
        The model has no uncertain number, or `n` or `m` is too small.
    """
    factors = factors_of(model)
    if not factors:
        raise UsageError("--sobol: the scenario has no uncertain number (`~`, `10 of 40`)")
    return budget(len(factors), n, m)


def sobol_indices(
    trials: Trials,
    metric: str,
    rng: np.random.Generator,
    n: int = LEAST_SETTINGS,
    m: int = LEAST_REPLICATIONS,
) -> dict[str, Index]:
    """First and total index of every factor, for the mean of a figure over the same `m` futures.

    Raises
    ------
    UsageError
        As in `cost_of`.
    IncompleteError
        The work ended early.
    """
    model = trials.model(())
    cost_of(model, n, m)
    factors = factors_of(model)
    # One column per factor: numbers of one file are one draw.
    design = settings(dict.fromkeys(factors, 1), rng, n)
    values = _parameters(model, factors, design.table)
    matter = Settings(model, values, m)
    done = trials.study(matter, FrozenStudy(), range(len(values) * m), "Sobol indices")
    means = column(done, metric).reshape(len(values), m).mean(axis=1)
    y_a, y_b, *mixed = means.reshape(-1, n)
    return indices(y_a, y_b, dict(zip(factors, mixed, strict=True)), rng)


def _parameters(
    model: Model, factors: dict[str, tuple[int, ...]], shares: FloatArray
) -> FloatArray:
    """Values of all parameters at shares of their distributions, shape (settings, parameters)."""
    values = np.zeros((len(shares), len(model.parameters)))
    for i, members in enumerate(factors.values()):
        for at in members:
            values[:, at] = quantiles_of(model.parameters[at], shares[:, i])
    return values
