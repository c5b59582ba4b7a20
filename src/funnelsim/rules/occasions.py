"""Occasions: the fact that asks for a random number, packed into 64 bits.

No counter counts draws. A draw's address is (purpose, who, occasion, replication), and the
occasion is built here from what happened: which visit to sales, which attempt, which stage.
"""

from funnelsim.rules.addresses import occasion

_WHAT_SHIFT = 56


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
    """Visit to sales number `visit`; 0 for leads that enter as SQL."""
    return occasion(0, visit, 0, 0)


def of_attempt(visit: int, attempt: int) -> int:
    return occasion(0, visit, 0, attempt)


def of_stage(visit: int, stage_code: int) -> int:
    return occasion(0, visit, stage_code, 0)


def of_response(enrolment: int, touch_code: int, repetition: int, kind: int) -> int:
    """Answer `kind` to a repetition (< 65,536) of a touch in an enrolment."""
    return occasion(0, enrolment, touch_code, repetition << 8 | kind)


def of_signal(kind: int, n: int) -> int:
    """The n-th own signal of that kind in the lead's life."""
    return occasion(0, 0, kind, n)


def of_route(visit: int, rep_code: int, number: int) -> int:
    """`number`: 0 at hand-over, else a stage code or 2**20 + reassignments so far."""
    return occasion(0, visit, rep_code, number)


def renewing(what: int, base: int) -> int:
    """The occasion `base` seen as a fact of kind `what` that renews a shelf life."""
    return what << _WHAT_SHIFT | base
