"""Words of a command line that are numbers with units, or lists: ``80%``, ``50k``, ``a,b``."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from funnelsim.errors import UsageError


def share(text: str | None, option: str) -> float | None:
    """A share from a word like ``80%`` or ``0.8``.

    Raises
    ------
    UsageError
        It is none.
    """
    from funnelsim.scenario.units import share as read

    return _read(read, text, option)


def amount(text: str | None, option: str) -> float | None:
    """An amount from a word like ``50k``; errors as in `share`."""
    from funnelsim.scenario.units import money

    return _read(money, text, option)


def _read(read: Callable[[str], float], text: str | None, option: str) -> float | None:
    from funnelsim.scenario.faults import BadValue

    if text is None:
        return None
    try:
        return read(text)
    except BadValue as fault:
        raise UsageError(f"{option}: {fault}") from None


def names(text: str | None) -> list[str] | None:
    """Names from a word like ``a,b``; None where none was given."""
    if text is None:
        return None
    return [name.strip() for name in text.split(",") if name.strip()]


def how_many(replications: int | Sequence[int] | None) -> int | None:
    """How many replications, where a manifest lists them."""
    if replications is None or isinstance(replications, int):
        return replications
    return len(replications)
