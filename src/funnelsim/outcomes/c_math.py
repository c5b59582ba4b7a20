"""Functions of C for loops that run interpreted; compiled ones take them from c_math.pxd."""

from __future__ import annotations


def llrint(x: float) -> int:
    """Nearest whole number, the even one of two."""
    return round(x)
