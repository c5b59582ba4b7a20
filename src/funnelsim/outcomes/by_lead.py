"""Rows put together by lead: each lead's rows beside each other, in the lead's own order.

Written for rows that nearly are so: engines hand over a log by time, or lead by lead, and in
both each lead's own rows come in order. Then all is done in three passes without a sort of rows;
a lead whose rows come in another order is sorted by itself.
"""

from __future__ import annotations

from funnelsim.outcomes.columns import Ints, Rows
from funnelsim.outcomes.row_codes import *


def count_kinds(rows: Rows, counts: Ints) -> None:
    """Number of rows of each kind, added to ``counts``."""
    for i in range(len(rows)):
        counts[rows[i].kind] += 1


def number_leads(
    rows: Rows, slots: Ints, ids: Ints, zombie: Ints, who: Ints
) -> int:
    """Number the leads in the order in which they appear; -1 if there are more than fit.

    Parameters
    ----------
    slots
        Hash table of twice as many entries as there may be leads, a power of two; all -1.
    ids
        Gets the identity of each lead.
    zombie
        Gets 1 for leads that a row calls zombies.
    who
        Gets the lead's number for each row, -1 for rows without a lead.
    """
    mask = len(slots) - 1
    found = 0
    lead = -1
    number = -1
    for i in range(len(rows)):
        if rows[i].lead != lead:
            lead = rows[i].lead
            number = -1
            if lead >= 0:
                key = lead
                slot = ((key ^ (key >> 31)) * 1640531527 >> 20) & mask
                while slots[slot] >= 0 and ids[slots[slot]] != lead:
                    slot = (slot + 1) & mask
                if slots[slot] < 0:
                    if found == len(ids):
                        return -1
                    slots[slot] = found
                    ids[found] = lead
                    found += 1
                number = slots[slot]
        who[i] = number
        if rows[i].kind == ROW_ZOMBIE and number >= 0:
            zombie[number] = 1
    return found


def count_rows(
    rows: Rows, who: Ints, rank: Ints, lives: Ints, touches: Ints, signals: Ints
) -> None:
    """Rows of each lead, by rank: touches, signals, the rest; where the next lead's begin.

    The three tables have one entry more than there are leads and are 0 before.
    """
    for i in range(len(rows)):
        if who[i] >= 0 and rank[who[i]] >= 0:
            following = rank[who[i]] + 1
            if rows[i].kind == ROW_TOUCHED:
                touches[following] += 1
            elif rows[i].kind == ROW_SIGNAL:
                signals[following] += 1
            else:
                lives[following] += 1
    for k in range(1, len(lives)):
        lives[k] += lives[k - 1]
        touches[k] += touches[k - 1]
        signals[k] += signals[k - 1]


def hand_out(
    rows: Rows,
    who: Ints,
    rank: Ints,
    lives: Rows,
    touches: Rows,
    signals: Rows,
    life_at: Ints,
    touch_at: Ints,
    signal_at: Ints,
) -> None:
    """Copy to each lead its touches, its signals and the rest of its rows.

    The last three say where each lead's first row goes; afterwards, where the next one would.
    """
    for i in range(len(rows)):
        if who[i] >= 0 and rank[who[i]] >= 0:
            lead = rank[who[i]]
            if rows[i].kind == ROW_TOUCHED:
                touches[touch_at[lead]] = rows[i]
                touch_at[lead] += 1
            elif rows[i].kind == ROW_SIGNAL:
                signals[signal_at[lead]] = rows[i]
                signal_at[lead] += 1
            else:
                lives[life_at[lead]] = rows[i]
                life_at[lead] += 1


def put_in_order(rows: Rows, first: Ints) -> None:
    """Sort the rows of each lead, from ``first[k]`` to ``first[k + 1]``, by their own numbers."""
    for k in range(len(first) - 1):
        for i in range(first[k] + 1, first[k + 1]):
            if rows[i].seq < rows[i - 1].seq:
                row = rows[i]
                j = i
                while j > first[k] and rows[j - 1].seq > row.seq:
                    rows[j] = rows[j - 1]
                    j -= 1
                rows[j] = row


def without_arrival(rows: Rows, first: Ints) -> int:
    """The first lead whose rows do not begin with its arrival, -1 if all do."""
    for k in range(len(first) - 1):
        if first[k] == first[k + 1] or rows[first[k]].kind != ROW_ARRIVED:
            return k
    return -1
