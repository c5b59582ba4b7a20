"""Rows put together by lead: each lead's rows beside each other, in the lead's own order.

Written for rows that nearly are so: engines hand over a log by time, or lead by lead, and in
both each lead's own rows come in order. Then all is done in three passes without a sort of rows;
a lead whose rows come in another order is sorted by itself.

Touches stay where they are: what they cost is added up row by row. Of signals only the ticks of
the positive ones say anything.
"""

from __future__ import annotations

from funnelsim.outcomes.columns import Ints, Rows
from funnelsim.outcomes.lives import *
from funnelsim.outcomes.row_codes import *


def count_kinds(rows: Rows, n: int, counts: Ints) -> None:
    """Number of rows of each kind, added to ``counts``."""
    for i in range(n):
        counts[rows[i].kind] += 1


def number_leads(
    rows: Rows, n: int, slots: Ints, mask: int, ids: Ints, most: int, zombie: Ints, who: Ints
) -> int:
    """Number the leads in the order in which they appear; -1 if there are more than `most`.

    Parameters
    ----------
    slots, mask
        Hash table of at least twice as many entries as there may be leads, a power of two; all
        -1. And its last index.
    ids
        Gets the identity of each lead.
    zombie
        Gets 1 for leads that a row calls zombies.
    who
        Gets the lead's number for each row, -1 for rows without a lead.
    """
    found = 0
    lead = -1
    number = -1
    for i in range(n):
        if rows[i].lead != lead:
            lead = rows[i].lead
            number = -1
            if lead >= 0:
                key = lead
                slot = ((key ^ (key >> 31)) * 1640531527 >> 20) & mask
                while slots[slot] >= 0 and ids[slots[slot]] != lead:
                    slot = (slot + 1) & mask
                if slots[slot] < 0:
                    if found == most:
                        return -1
                    slots[slot] = found
                    ids[found] = lead
                    found += 1
                number = slots[slot]
        who[i] = number
        if rows[i].kind == ROW_ZOMBIE and number >= 0:
            zombie[number] = 1
    return found


def rank_rows(
    rows: Rows, n: int, who: Ints, rank: Ints, first: Ints, first_sign: Ints, n_leads: int
) -> None:
    """Give each row the rank of its lead, and find where each lead's rows and signs begin.

    Both tables have one entry more than there are leads and are 0 before.
    """
    for i in range(n):
        if who[i] >= 0:
            who[i] = rank[who[i]]
            if who[i] >= 0:
                if is_of_life(rows[i].kind):
                    first[who[i] + 1] += 1
                elif is_sign(rows, i):
                    first_sign[who[i] + 1] += 1
    for k in range(n_leads):
        first[k + 1] += first[k]
        first_sign[k + 1] += first_sign[k]


def hand_out(
    rows: Rows, n: int, who: Ints, lives: Rows, signs: Ints, at: Ints, at_sign: Ints
) -> None:
    """Copy to each lead its rows, and the ticks of its positive signals.

    The last two say where each lead's first goes; afterwards, where the next one would.
    """
    for i in range(n):
        lead = who[i]
        if lead >= 0:
            if is_of_life(rows[i].kind):
                lives[at[lead]] = rows[i]
                at[lead] += 1
            elif is_sign(rows, i):
                signs[at_sign[lead]] = rows[i].tick
                at_sign[lead] += 1


def is_of_life(kind: int) -> bool:
    """Whether a row is neither touch nor signal."""
    return kind != ROW_TOUCHED and kind != ROW_SIGNAL


def is_sign(rows: Rows, i: int) -> bool:
    """Whether a row is a signal that shows interest."""
    return rows[i].kind == ROW_SIGNAL and is_positive(rows[i].a)


def put_in_order(rows: Rows, first: Ints, signs: Ints, first_sign: Ints, n_leads: int) -> None:
    """Sort the rows of each lead by their own numbers, and its signs by tick."""
    for k in range(n_leads):
        for i in range(first[k] + 1, first[k + 1]):
            if rows[i].seq < rows[i - 1].seq:
                row = rows[i]
                j = i
                while j > first[k] and rows[j - 1].seq > row.seq:
                    rows[j] = rows[j - 1]
                    j -= 1
                rows[j] = row
        for i in range(first_sign[k] + 1, first_sign[k + 1]):
            tick = signs[i]
            j = i
            while j > first_sign[k] and signs[j - 1] > tick:
                signs[j] = signs[j - 1]
                j -= 1
            signs[j] = tick


def without_arrival(rows: Rows, first: Ints, n_leads: int) -> int:
    """The first lead whose rows do not begin with its arrival, -1 if all do."""
    for k in range(n_leads):
        if first[k] == first[k + 1] or rows[first[k]].kind != ROW_ARRIVED:
            return k
    return -1
