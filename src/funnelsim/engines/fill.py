"""The tables of one world: uncertain numbers drawn once, everything else as compiled."""

from __future__ import annotations

import numpy as np

from funnelsim.model.tables import Model, Parameter
from funnelsim.rules.distributions import quantile
from funnelsim.rules.philox import uniform
from funnelsim.rules.purposes import PARAMETER


def fill(model: Model, seed: int, world: int) -> tuple[Model, np.ndarray]:
    """Return the model of `world` and the values of its uncertain parameters.

    Parameters read from the same file of joint draws take the same row.
    """
    values = np.array([_draw(p, seed, world) for p in model.parameters], dtype=np.float64)
    return filled(model, values), values


def filled(model: Model, values: np.ndarray) -> Model:
    """The model with these values of its uncertain parameters, shape (parameters,)."""
    if not model.slots:
        return model
    tables = {name: getattr(model, name).copy() for name in {s.table for s in model.slots}}
    for slot in model.slots:
        column = tables[slot.table]
        for part in slot.field.split(".") if slot.field else ():
            column = column[part]
        column[slot.index] = slot.value(values[slot.parameter])
    return model.with_tables(**tables)


def _draw(parameter: Parameter, seed: int, world: int) -> float:
    u = uniform(seed, PARAMETER, parameter.code, 0, world, 0)
    if parameter.joint:
        return parameter.joint[int(u * len(parameter.joint))]
    return float(quantile(parameter.family, parameter.a, parameter.b, parameter.c, u))
