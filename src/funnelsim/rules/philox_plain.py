"""Philox4x64-10 in plain Python: the interpreted twin of the C block in ``philox.pxd``."""

from __future__ import annotations

__all__ = ["philox_word", "unit"]

_MASK = (1 << 64) - 1
_M0, _M1 = 0xD2E7470EE14C6C93, 0xCA5A826395121157
_W0, _W1 = 0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B
_ROUNDS = 10


def philox_word(
    seed: int, purpose: int, who: int, occasion: int, replication: int, word: int
) -> int:
    """One of the four 64-bit words at a counter.

    Raises
    ------
    OverflowError
        A part of the address is negative or wider than 64 bits.
    """
    for part in (seed, purpose, who, occasion, replication):
        if part < 0 or part > _MASK:
            raise OverflowError(f"{part} in a random address is not an unsigned 64-bit number")
    counter = occasion | purpose << 64 | who << 128 | replication << 192
    counter += 1
    x0 = counter & _MASK
    x1 = counter >> 64 & _MASK
    x2 = counter >> 128 & _MASK
    x3 = counter >> 192 & _MASK
    key0, key1 = seed, 0
    for _ in range(_ROUNDS):
        product0, product1 = _M0 * x0, _M1 * x2
        x0, x1, x2, x3 = (
            product1 >> 64 ^ x1 ^ key0,
            product1 & _MASK,
            product0 >> 64 ^ x3 ^ key1,
            product0 & _MASK,
        )
        key0, key1 = key0 + _W0 & _MASK, key1 + _W1 & _MASK
    return (x0, x1, x2, x3)[word]


def unit(word: int) -> float:
    """Uniform in (0, 1) from a 64-bit word: its upper 52 bits and a half, never 0 or 1."""
    return ((word >> 12) + 0.5) * 2.0**-52
