"""Elementary and special functions with C's conventions, for rules that run interpreted.

A compiled rule cimports the same names from ``numerics.pxd`` (the C mathematics library and
``scipy.special.cython_special``); this module makes the interpreted file see the same values:
overflow gives infinity and ``log(0)`` minus infinity, where Python's ``math`` raises. It is
imported by ``*`` because a compiled module must not assign a name that its ``.pxd`` declares.
"""

from __future__ import annotations

import math
from math import cos, expm1, fabs, sin, sqrt

from scipy.special import cython_special as special

INFINITY = math.inf
NAN = math.nan
PI = math.pi
LN2 = math.log(2.0)

NEVER_TICK: int = 1 << 62
"""The tick of an event that never comes; later than every tick of a run."""

LAST_TICK: float = float(1 << 61)
"""Durations above this many ms are never reached and count as ``NEVER_TICK``."""

HOUR: int = 3_600_000
DAY: int = 24 * HOUR
"""Lengths in ticks."""

MONTH: float = 30.4375 * 86_400_000.0
"""Length in ms of the month that rates per month refer to."""

__all__ = [
    "DAY",
    "HOUR",
    "INFINITY",
    "LAST_TICK",
    "LN2",
    "MONTH",
    "NAN",
    "NEVER_TICK",
    "PI",
    "betaincc",
    "betainccinv",
    "betaincinv",
    "cos",
    "exp",
    "exp2",
    "expm1",
    "fabs",
    "floor",
    "gamma",
    "gammainc",
    "gammaincc",
    "gammainccinv",
    "gammaincinv",
    "gammaln",
    "llrint",
    "log",
    "log1p",
    "log_ndtr",
    "ndtri",
    "ndtri_exp",
    "pow",
    "sin",
    "sqrt",
]


def log(x: float) -> float:
    """Natural logarithm; ``log(0)`` is minus infinity."""
    return math.log(x) if x > 0.0 else (-math.inf if x == 0.0 else math.nan)


def log1p(x: float) -> float:
    """``log(1 + x)``; ``log1p(-1)`` is minus infinity."""
    return math.log1p(x) if x > -1.0 else (-math.inf if x == -1.0 else math.nan)


def exp(x: float) -> float:
    """Exponential; infinity where it overflows."""
    try:
        return math.exp(x)
    except OverflowError:
        return math.inf


def exp2(x: float) -> float:
    """Power of two; infinity where it overflows."""
    try:
        return math.exp2(x)
    except OverflowError:
        return math.inf


def pow(x: float, y: float) -> float:
    """``x`` to the power ``y`` for ``x >= 0``; infinity on overflow and for ``0`` to a negative."""
    try:
        return math.pow(x, y)
    except (OverflowError, ValueError):
        return math.inf


def floor(x: float) -> float:
    """Largest integral value not above ``x``, as a float."""
    return float(math.floor(x))


def llrint(x: float) -> int:
    """Nearest integer, halves to even."""
    return round(x)


def gamma(x: float) -> float:
    """Gamma function."""
    return float(special.gamma(x))


def gammaln(x: float) -> float:
    """Logarithm of the gamma function."""
    return float(special.gammaln(x))


def gammainc(a: float, x: float) -> float:
    """Regularised lower incomplete gamma function."""
    return float(special.gammainc(a, x))


def gammaincc(a: float, x: float) -> float:
    """Regularised upper incomplete gamma function."""
    return float(special.gammaincc(a, x))


def gammaincinv(a: float, p: float) -> float:
    """Inverse of :func:`gammainc` in its second argument."""
    return float(special.gammaincinv(a, p))


def gammainccinv(a: float, q: float) -> float:
    """Inverse of :func:`gammaincc` in its second argument."""
    return float(special.gammainccinv(a, q))


def betaincc(a: float, b: float, x: float) -> float:
    """Complement of the regularised incomplete beta function."""
    return float(special.betaincc(a, b, x))


def betaincinv(a: float, b: float, p: float) -> float:
    """Inverse of the regularised incomplete beta function in its third argument."""
    return float(special.betaincinv(a, b, p))


def betainccinv(a: float, b: float, q: float) -> float:
    """Inverse of :func:`betaincc` in its third argument."""
    return float(special.betainccinv(a, b, q))


def ndtri(p: float) -> float:
    """Quantile of the standard normal distribution."""
    return float(special.ndtri(p))


def ndtri_exp(y: float) -> float:
    """``ndtri(exp(y))`` without underflow."""
    return float(special.ndtri_exp(y))


def log_ndtr(x: float) -> float:
    """Logarithm of the standard normal distribution function."""
    return float(special.log_ndtr(x))
