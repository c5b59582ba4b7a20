"""Regression of an outcome on uncertain parameters: a sum of one smooth curve per parameter.

Curves are natural cubic splines (Hastie, Tibshirani and Friedman, The Elements of Statistical
Learning (2009), eq. 5.4-5.5), from a straight line up. How flexible each one is, is chosen by
leave-one-out cross-validation, which least squares gives without fitting again (eq. 5.27 there).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from funnelsim.experiments.intervals import FloatArray

FLEXIBILITY = (1, 2, 4, 8)
"""Degrees of freedom a curve may have."""

Parameters = Mapping[str, ArrayLike]
"""Values per world and parameter, shape (n,), or (n, c) for c parameters drawn jointly."""


@dataclass(frozen=True, slots=True)
class Spline:
    """Natural cubic spline of one parameter, fewer knots where it has few distinct values.

    Attributes
    ----------
    centre, scale
        Of the parameter, so that its unit does not matter.
    knots
        Ascending, of the scaled parameter; straight lines beyond the outermost. Two make a
        straight line, fewer a constant.
    shift, turn
        Make the columns orthonormal with mean 0 over the worlds of the fit.
    """

    centre: float
    scale: float
    knots: FloatArray
    shift: FloatArray
    turn: FloatArray

    @staticmethod
    def of(x: FloatArray, df: int) -> "Spline":
        """The spline for these worlds with up to `df` degrees of freedom."""
        centre, scale = float(x.mean()), float(x.std()) or 1.0
        z = (x - centre) / scale
        # The more flexible, the farther out: few worlds decide there, which only pays if curved.
        outermost = 0.2 / df**2
        places = np.linspace(outermost, 1.0 - outermost, df + 1)
        # Observed values, so that no knot lies where a whole number never is.
        knots = np.unique(np.quantile(z, places, method="inverted_cdf"))
        if knots.size < 2:
            # A rare value may lie beyond all quantiles.
            knots = np.unique([z.min(), z.max()])
        raw = _natural(z, knots)
        shift = raw.mean(axis=0)
        return Spline(centre, scale, knots, shift, _whitening(raw - shift) * np.sqrt(x.size))

    def columns(self, x: FloatArray) -> FloatArray:
        """Basis of the curve at values of the parameter, shape (values, degrees of freedom)."""
        z = (np.asarray(x, np.float64) - self.centre) / self.scale
        result: FloatArray = (_natural(z, self.knots) - self.shift) @ self.turn
        return result


def _natural(z: FloatArray, knots: FloatArray) -> FloatArray:
    """Natural cubic spline basis without its constant, shape (values, knots - 1)."""
    if knots.size < 2:
        return np.empty((z.size, 0))
    last = knots[-1]
    cubes = np.maximum(z[:, np.newaxis] - knots, 0.0) ** 3
    slopes = (cubes[:, :-1] - cubes[:, -1:]) / (last - knots[:-1])
    return np.column_stack([z, slopes[:, :-1] - slopes[:, -1:]])


def _whitening(columns: FloatArray) -> FloatArray:
    """Matrix W with orthonormal `columns` @ W spanning the same space, less what is redundant.

    By the small matrix of inner products: a QR factorisation of the tall one took 12 times as
    long where other processes kept its threads waiting.
    """
    norms = np.sqrt(np.square(columns).sum(axis=0))
    kept = np.diag(np.divide(1.0, norms, out=np.zeros_like(norms), where=norms > 0.0))
    scaled = columns @ kept
    values, vectors = np.linalg.eigh(scaled.T @ scaled)
    # Columns of length 1: no eigenvalue is larger than their number.
    large = values > 1e-12 * values.size
    result: FloatArray = kept @ vectors[:, large] / np.sqrt(values[large])
    return result


@dataclass(frozen=True, slots=True)
class Part:
    """One parameter, or several drawn jointly, in a regression.

    Attributes
    ----------
    name
        Of the parameter.
    splines
        One per column of it.
    coefficients
        Of all their columns.
    """

    name: str
    splines: tuple[Spline, ...]
    coefficients: FloatArray

    def effect(self, values: ArrayLike) -> FloatArray:
        """What the parameter adds to the mean outcome, in the unit of the outcome.

        0 on average over the worlds of the fit. `values` as in :data:`Parameters`.
        """
        result: FloatArray = _basis(self.splines, _table(values)) @ self.coefficients
        return result

    @property
    def df(self) -> int:
        """Degrees of freedom."""
        return self.coefficients.size


@dataclass(frozen=True)
class Fit:
    """A regression of an outcome on parameters.

    Attributes
    ----------
    mean
        Of the outcome over the worlds of the fit.
    parts
        One per parameter, in the order given.
    effects
        Per parameter its effect in each world of the fit, shape (parts, n).
    residuals
        Outcome less the fitted one, shape (n,).
    """

    mean: float
    parts: tuple[Part, ...]
    effects: FloatArray
    residuals: FloatArray

    @property
    def df(self) -> int:
        """Degrees of freedom of all curves together, without the mean."""
        return sum(part.df for part in self.parts)

    @cached_property
    def fitted(self) -> FloatArray:
        """Mean outcome of each world of the fit given its parameters, shape (n,)."""
        result: FloatArray = self.mean + self.effects.sum(axis=0)
        return result

    def predict(self, parameters: Parameters) -> FloatArray:
        """Mean outcome of other worlds given their parameters, shape (worlds,)."""
        total = [part.effect(parameters[part.name]) for part in self.parts]
        result: FloatArray = self.mean + np.sum(total, axis=0)
        return result


def fit(parameters: Parameters, outcome: ArrayLike) -> Fit:
    """Regress an outcome on parameters, one row per world.

    Parameters
    ----------
    parameters
        At least one; see :data:`Parameters`.
    outcome
        One finite figure per world, shape (n,).

    Raises
    ------
    ValueError
        If worlds do not match, a figure is not finite, or there are fewer than 10 worlds per
        parameter.
    """
    tables, y = _checked(parameters, outcome)
    splines = _chosen(list(tables.values()), y)
    bases = [_basis(own, table) for own, table in zip(splines, tables.values(), strict=True)]
    mean = float(y.mean())
    columns = np.column_stack(bases)
    whitening = _whitening(columns)
    coefficients = whitening @ ((columns @ whitening).T @ (y - mean))
    ends = np.cumsum([base.shape[1] for base in bases])[:-1]
    pieces = np.split(coefficients, ends)
    parts = tuple(map(Part, tables, splines, pieces))
    effects = np.stack([base @ piece for base, piece in zip(bases, pieces, strict=True)])
    return Fit(mean, parts, effects, y - mean - effects.sum(axis=0))


def _chosen(tables: Sequence[FloatArray], y: FloatArray) -> list[tuple[Spline, ...]]:
    """Splines of every parameter: from all straight, each in turn as cross-validation says."""
    most = y.size // (10 * len(tables))
    options = [
        [tuple(Spline.of(x, df) for x in table.T) for df in FLEXIBILITY if df == 1 or df <= most]
        for table in tables
    ]
    bases = [
        [_basis(own, table) for own in option]
        for option, table in zip(options, tables, strict=True)
    ]
    chosen = [0] * len(tables)
    for i, own in enumerate(bases):
        others = [base[k] for j, (base, k) in enumerate(zip(bases, chosen, strict=True)) if j != i]
        chosen[i] = int(np.argmin(_left_out_errors(others, own, y)))
    return [option[k] for option, k in zip(options, chosen, strict=True)]


def _left_out_errors(
    others: Sequence[FloatArray], own: Sequence[FloatArray], y: FloatArray
) -> list[float]:
    """Mean squared errors of predicting each world from all others, by each basis of `own`."""
    known = np.column_stack([np.ones(y.size), *others])
    q = known @ _whitening(known)
    residuals, leverage = y - q @ (q.T @ y), np.square(q).sum(axis=1)
    errors = []
    for basis in own:
        new = basis - q @ (q.T @ basis)
        more = new @ _whitening(new)
        left = residuals - more @ (more.T @ residuals)
        weight = np.minimum(leverage + np.square(more).sum(axis=1), 1.0 - 1e-9)
        errors.append(float(np.square(left / (1.0 - weight)).mean()))
    return errors


def _basis(splines: Sequence[Spline], table: FloatArray) -> FloatArray:
    return np.column_stack([one.columns(x) for one, x in zip(splines, table.T, strict=True)])


def _table(values: ArrayLike) -> FloatArray:
    found = np.asarray(values, dtype=np.float64)
    return found[:, np.newaxis] if found.ndim == 1 else found


def _checked(
    parameters: Parameters, outcome: ArrayLike
) -> tuple[dict[str, FloatArray], FloatArray]:
    y = np.asarray(outcome, dtype=np.float64)
    tables = {name: _table(values) for name, values in parameters.items()}
    if not tables:
        raise ValueError("a regression needs at least one parameter")
    wrong = [name for name, x in tables.items() if x.ndim != 2 or len(x) != y.size]
    if y.ndim != 1 or wrong:
        raise ValueError(f"{y.shape} outcomes do not match the worlds of {', '.join(wrong)}")
    if not all(np.isfinite(x).all() for x in (y, *tables.values())):
        raise ValueError("a regression needs finite figures")
    width = sum(x.shape[1] for x in tables.values())
    if y.size < 10 * width:
        raise ValueError(f"{y.size} worlds are too few for {width} parameters: at least 10 each")
    return tables, y
