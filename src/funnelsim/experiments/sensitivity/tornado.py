"""Tornado: how far single parameters move the mean outcome.

Two kinds of bars that must not be mixed: *P10 to P90* moves a parameter over the range in which
it lies with 80 % (what is not known), *±20 %* moves every parameter by the same share (how hard
the outcome reacts). A well known parameter with a strong effect has a short first bar and a long
second one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from funnelsim.experiments.intervals import FloatArray, Interval, column, mean_t, t_quantile
from funnelsim.experiments.sensitivity.additive import Part, fit

Kind = Literal["P10 to P90", "±20 %"]

STEP = 0.2
"""The share by which a parameter is moved for a bar of the second kind."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One parameter of a tornado.

    Attributes
    ----------
    name, kind
        The parameter, and how it is moved.
    settings
        The low and the high value of the parameter: its 10 % and 90 % quantiles in its unit, or
        0.8 and 1.2 times its value.
    low, high
        Mean outcome there less the mean outcome as it is, with 95 % interval, in its unit.
    swing
        `high` less `low`, with 95 % interval of its own; negative where more is worse.
    """

    name: str
    kind: Kind
    settings: tuple[float, float]
    low: Interval
    high: Interval
    swing: Interval


def p10_p90(parameters: Mapping[str, ArrayLike], outcome: ArrayLike) -> list[Bar]:
    """Bars over the range of each parameter, from one run without further replications.

    From the regression of the outcome on all parameters (:func:`additive.fit`), so what moves
    along with another parameter by chance is not counted twice. Intervals allow for luck that is
    larger in some worlds than in others (HC3; Long and Ervin, Am. Stat. 54 (2000) 217-224).

    Parameters
    ----------
    parameters
        One value per world, shape (n,) each.
    outcome
        One replication per world, shape (n,).

    Returns
    -------
    list of Bar
        The longest first.
    """
    values = {name: column(x) for name, x in parameters.items()}
    y = column(outcome)
    found = fit(values, y)
    columns = np.column_stack([part.splines[0].columns(values[part.name]) for part in found.parts])
    covariance = _hc3(columns, found.residuals)
    ends = np.cumsum([0, *(part.df for part in found.parts)])
    t = t_quantile(0.95, y.size - found.df)
    return _sorted(
        _range_bar(part, values[part.name], covariance[start:end, start:end], t)
        for part, start, end in zip(found.parts, ends, ends[1:], strict=False)
    )


def _hc3(columns: FloatArray, residuals: FloatArray) -> FloatArray:
    """Covariance of the coefficients of columns with mean 0, robust to unequal variances."""
    inverse = np.linalg.pinv(columns.T @ columns)
    leverage = np.einsum("ij,jk,ik->i", columns, inverse, columns) + 1.0 / len(columns)
    weighted = columns * (residuals / np.maximum(1.0 - leverage, 1e-9))[:, np.newaxis]
    result: FloatArray = inverse @ (weighted.T @ weighted) @ inverse
    return result


def _range_bar(part: Part, x: FloatArray, covariance: FloatArray, t: float) -> Bar:
    settings = np.quantile(x, [0.1, 0.9])
    low, high = part.splines[0].columns(settings)

    def contrast(row: FloatArray) -> Interval:
        value = float(row @ part.coefficients)
        half = t * float(np.sqrt(row @ covariance @ row))
        return Interval(value, value - half, value + half)

    ends = float(settings[0]), float(settings[1])
    return Bar(part.name, "P10 to P90", ends, *map(contrast, (low, high, high - low)))


def plus_minus(outcome: ArrayLike, moved: Mapping[str, tuple[ArrayLike, ArrayLike]]) -> list[Bar]:
    """Bars for parameters moved by 20 % down and up.

    Parameters
    ----------
    outcome
        As it is, one entry per replication, shape (n,).
    moved
        Per parameter the outcomes at 0.8 and at 1.2 times its value, on the same replications.

    Returns
    -------
    list of Bar
        The longest first.
    """
    base = column(outcome)
    bars = []
    for name, (down, up) in moved.items():
        low, high = column(down), column(up)
        found = mean_t(low - base), mean_t(high - base), mean_t(high - low)
        bars.append(Bar(name, "±20 %", (1 - STEP, 1 + STEP), *found))
    return _sorted(bars)


def _sorted(bars: Iterable[Bar]) -> list[Bar]:
    """The longest first; equally long ones by name."""
    return sorted(bars, key=lambda bar: (-abs(bar.swing.value or 0.0), bar.name))
