"""Randomness as an address: Philox4x64-10 read at a named counter.

No counter counts draws. The key is ``(seed, 0)``, the counter ``(occasion, purpose, who,
replication)`` with the occasion lowest; the four words of a block are the ones that
``numpy.random.Philox(key=[seed, 0], counter=[occasion, purpose, who, replication])`` gives first,
which is the cipher of the counter plus one with carry over all 256 bits.

Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11.
"""

from __future__ import annotations

from funnelsim.rules.philox_plain import *


def block(
    seed: int, purpose: int, who: int, occasion: int, replication: int
) -> tuple[int, int, int, int]:
    """The four 64-bit words of an address.

    Raises
    ------
    OverflowError
        A part of the address is negative or wider than 64 bits.
    """
    return (
        philox_word(seed, purpose, who, occasion, replication, 0),
        philox_word(seed, purpose, who, occasion, replication, 1),
        philox_word(seed, purpose, who, occasion, replication, 2),
        philox_word(seed, purpose, who, occasion, replication, 3),
    )


def uniform(seed: int, purpose: int, who: int, occasion: int, replication: int, word: int) -> float:
    """Uniform in the open interval (0, 1): word 0..3 of the block at an address.

    Raises
    ------
    OverflowError
        A part of the address is negative or wider than 64 bits.
    """
    return unit(philox_word(seed, purpose, who, occasion, replication, word))
