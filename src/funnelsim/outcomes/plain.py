"""The loops over a log as Python calls them where they are not compiled."""

from __future__ import annotations

from funnelsim.outcomes import by_lead, counting, part
from funnelsim.outcomes.columns import Ints, Rows, TheFrame, TheTally


def count_kinds(rows: Rows, counts: Ints) -> None:
    """Number of rows of each kind."""
    by_lead.count_kinds(rows, len(rows), counts)


def number_leads(rows: Rows, slots: Ints, ids: Ints, zombie: Ints, who: Ints) -> int:
    """`by_lead.number_leads`."""
    return by_lead.number_leads(rows, len(rows), slots, len(slots) - 1, ids, len(ids), zombie, who)


def rank_rows(rows: Rows, who: Ints, rank: Ints, first: Ints, first_sign: Ints) -> None:
    """`by_lead.rank_rows`."""
    by_lead.rank_rows(rows, len(rows), who, rank, first, first_sign, len(first) - 1)


def hand_out(
    rows: Rows,
    who: Ints,
    lives: Rows,
    signs: Ints,
    at: Ints,
    at_sign: Ints,
    first: Ints,
    first_sign: Ints,
) -> int:
    """`by_lead.hand_out`, in order; the first lead without an arrival, -1 if all have one."""
    by_lead.hand_out(rows, len(rows), who, lives, signs, at, at_sign)
    by_lead.put_in_order(lives, first, signs, first_sign, len(first) - 1)
    return by_lead.without_arrival(lives, first, len(first) - 1)


def read_lives(
    frame: TheFrame, rows: Rows, first: Ints, signs: Ints, first_sign: Ints, *tables: Rows
) -> None:
    """`part.read_lives`."""
    part.read_lives(frame, rows, first, signs, first_sign, len(first) - 1, *tables)


def count_lives(
    frame: TheFrame, log: Rows, who: Ints, rows: Rows, first: Ints, leads: Rows, *more: Rows
) -> None:
    """`counting.count_rows` and `part.count_lives`; the last argument is the tally."""
    tally: TheTally = more[-1]
    counting.count_rows(frame, log, len(log), who, leads, tally)
    part.count_lives(frame, rows, first, len(first) - 1, leads, *more)
