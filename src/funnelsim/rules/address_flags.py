"""What packing needs from C: the flag of a refused occasion and 64-bit unsigned shifts."""

from __future__ import annotations

NO_OCCASION: int = (1 << 64) - 1
"""Returned instead of an occasion whose parts do not fit."""

__all__ = ["NO_OCCASION", "join_occasion"]


def join_occasion(what: int, a: int, b: int, c: int) -> int:
    """The four parts side by side in an unsigned 64-bit number, unchecked."""
    return what << 56 | a << 44 | b << 24 | c
