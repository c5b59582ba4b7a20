"""The packed names that random addresses are made of.

Every part of an address names a thing that bears the same name in every world; nothing is a
position or a count of draws. A part that is too wide for its field is an error, never wrapped.
The ``packed_`` twins return a flag instead of raising.
"""

from __future__ import annotations

from hashlib import blake2b

from funnelsim.rules.address_flags import *
from funnelsim.rules.purposes import *


def packed_occasion(what: int, a: int, b: int, c: int) -> int:
    """``what`` 8 bits | ``a`` 12 | ``b`` 20 | ``c`` 24, ``what`` highest.

    Returns ``NO_OCCASION`` (all bits set) where a part does not fit its field.
    """
    if (
        what < 0
        or what > 0xFF
        or a < 0
        or a > 0xFFF
        or b < 0
        or b > 0xFFFFF
        or c < 0
        or c > 0xFFFFFF
    ):
        return NO_OCCASION
    return join_occasion(what, a, b, c)


def packed_lead(channel: int, day: int, layer: int, n: int) -> int:
    """Channel code 20 bits | day since 1970 16 | layer 8 | n 19; -1 where a part does not fit."""
    if (
        channel < 0
        or channel > 0xFFFFF
        or day < 0
        or day > 0xFFFF
        or layer < 0
        or layer > 0xFF
        or n < 0
        or n > 0x7FFFF
    ):
        return -1
    return (channel << 43) | (day << 27) | (layer << 19) | n


def occasion(what: int, a: int, b: int, c: int) -> int:
    """Name of the fact that asks for a random number, as an unsigned 64-bit number.

    Parameters
    ----------
    what, a, b, c
        Parts of the name, 8, 12, 20 and 24 bits wide.

    Raises
    ------
    OverflowError
        A part is negative or wider than its field, or all bits of all parts are set (the flag of
        :func:`packed_occasion`).
    """
    packed = packed_occasion(what, a, b, c)
    if packed == NO_OCCASION:
        _refuse_occasion(what, a, b, c)
    return packed


def lead_identity(channel: int, day: int, layer: int, n: int) -> int:
    """Identity of the ``n``-th candidate of a layer on one channel-day, 63 bits.

    Parameters
    ----------
    channel
        20-bit :func:`name_code` of the channel.
    day
        Days since 1970-01-01.
    layer
        0..254 of the thinning; 255 for batches.
    n
        Number within the layer or batch, below 2**19.

    Raises
    ------
    OverflowError
        A part is negative or wider than its field.
    """
    packed = packed_lead(channel, day, layer, n)
    if packed < 0:
        _refuse_lead(channel, day, layer, n)
    return packed


def row_identity(channel: int, code43: int) -> int:
    """Identity of a replayed or open lead: channel code and the :func:`row_code` of its row id.

    Raises
    ------
    OverflowError
        A part is negative or wider than its field.
    """
    _fits("row identity", ("channel", channel, 20), ("row", code43, 43))
    return channel << 43 | code43


def name_code(text: str) -> int:
    """20-bit code of a name."""
    return _leading_bits(text, 20)


def row_code(text: str) -> int:
    """43-bit code of a row id."""
    return _leading_bits(text, 43)


def text_code(text: str) -> int:
    """63-bit code of a text, for the key paths of uncertain parameters."""
    return _leading_bits(text, 63)


def _leading_bits(text: str, bits: int) -> int:
    """The leading bits of the 64-bit BLAKE2b digest of the UTF-8 text, most significant first."""
    digest = blake2b(text.encode("utf-8"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> (64 - bits)


def _refuse_occasion(what: int, a: int, b: int, c: int) -> None:
    _fits("occasion", ("what", what, 8), ("a", a, 12), ("b", b, 20), ("c", c, 24))
    raise OverflowError("occasion: all parts at their largest value are reserved")


def _refuse_lead(channel: int, day: int, layer: int, n: int) -> None:
    _fits("lead identity", ("channel", channel, 20), ("day", day, 16), ("layer", layer, 8),
          ("n", n, 19))  # fmt: skip


def _fits(whole: str, *parts: tuple[str, int, int]) -> None:
    for name, value, bits in parts:
        if value < 0 or value >> bits:
            raise OverflowError(f"{whole}: {name} = {value} is not within 0..{(1 << bits) - 1}")
