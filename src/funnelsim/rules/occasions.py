"""Occasions: the fact that asks for a random number, packed into 64 bits.

No counter counts draws. A draw's address is (purpose, who, occasion, replication), and the
occasion is built here from what happened: which visit to sales, which attempt, which stage. A
part too wide for its field raises OverflowError, see ``addresses``.
"""

from __future__ import annotations

from funnelsim.rules.address_flags import *
from funnelsim.rules.addresses import *


def once() -> int:
    """Something that happens once in a lead's life."""
    return 0


def numbered(n: int) -> int:
    """The n-th of its kind (a day, a month, an earlier loss to a competitor)."""
    return occasion(0, 0, 0, n)


def month_of(n: int) -> int:
    """A month since 1970, apart from day numbers."""
    return occasion(1, 0, 0, n)


def of_name(code: int) -> int:
    """A draw made for a named thing (segment, region, entry status)."""
    return occasion(0, 0, code, 0)


def of_visit(visit: int) -> int:
    """Visit to sales number ``visit``; 0 for leads that enter as SQL."""
    return occasion(0, visit, 0, 0)


def of_attempt(visit: int, attempt: int) -> int:
    """Call number ``attempt`` of a visit to sales."""
    return occasion(0, visit, 0, attempt)


def of_stage(visit: int, stage_code: int) -> int:
    """A stage of the deal that a visit to sales led to."""
    return occasion(0, visit, stage_code, 0)


def of_response(enrolment: int, touch_code: int, repetition: int, kind: int) -> int:
    """Answer ``kind`` (8 bits) to a repetition (16 bits) of a touch in an enrolment.

    Raises
    ------
    OverflowError
        Also where the kind is negative or above 255.
    """
    if kind < 0 or kind > 0xFF:
        _refuse_kind(kind)
    return occasion(0, enrolment, touch_code, repetition * 0x100 + kind)


def of_signal(kind: int, n: int) -> int:
    """The n-th own signal of that kind in the lead's life."""
    return occasion(0, 0, kind, n)


def of_route(visit: int, rep_code: int, number: int) -> int:
    """``number``: 0 at hand-over, else a stage code or 2**20 + reassignments so far."""
    return occasion(0, visit, rep_code, number)


def renewing(what: int, base: int) -> int:
    """The occasion ``base`` seen as a fact of kind ``what`` that renews a shelf life.

    Raises
    ------
    OverflowError
        ``what`` is not within 1..255, or ``base`` already tells what it is.
    """
    if what <= 0 or what > 0xFF or base >> 56 != 0:
        _refuse_renewal(what, base)
    return join_occasion(what, 0, 0, 0) + base


def _refuse_kind(kind: int) -> None:
    raise OverflowError(f"occasion: kind = {kind} is not within 0..255")


def _refuse_renewal(what: int, base: int) -> None:
    raise OverflowError(f"occasion: {base} cannot be renamed as a fact of kind {what}")
