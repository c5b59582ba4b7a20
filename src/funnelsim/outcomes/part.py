"""One part of a log, lead by lead: read each life, then add what it says to the tally."""

from __future__ import annotations

from funnelsim.outcomes.columns import Ints, Rows, TheFrame, TheTally
from funnelsim.outcomes.counting import *
from funnelsim.outcomes.hour_counting import *
from funnelsim.outcomes.lives import *
from funnelsim.outcomes.lookup import *
from funnelsim.outcomes.sales_counting import *
from funnelsim.outcomes.sales_life import *


def read_lives(
    frame: TheFrame,
    rows: Rows,
    first: Ints,
    signs: Ints,
    first_sign: Ints,
    n_leads: int,
    leads: Rows,
    moves: Rows,
    visits: Rows,
    spells: Rows,
    waits: Rows,
    losses: Rows,
    ends: Ints,
) -> None:
    """Fill the tables of all leads.

    Parameters
    ----------
    rows, first
        Rows of each lead, and where those of each begin and, last, end.
    signs, first_sign
        Ticks of the positive signals of each lead, likewise.
    ends
        ``[lead + 1, (moves, visits, spells, waits, losses)]``: the same for the tables filled.
    """
    for who in range(n_leads):
        low = first[who]
        high = first[who + 1]
        at = 5 * who
        n_spells = ends[at + 2]
        arrive(frame, rows, low, leads, who)
        reach(frame, rows, low, high, leads, who)
        win(frame, rows, low, high, leads, who)
        show_interest(frame, signs, first_sign[who], first_sign[who + 1], leads, who)
        ends[at + 5] = move(frame, rows, low, high, leads, who, moves, ends[at])
        ends[at + 6] = visit(frame, rows, low, high, leads, who, visits, ends[at + 1])
        ends[at + 7] = work(rows, low, high, who, spells, n_spells)
        date_interest(
            rows, low, high, signs, first_sign[who], first_sign[who + 1], leads, spells,
            n_spells, ends[at + 7],
        )  # fmt: skip
        ends[at + 8] = wait(rows, low, high, n_spells, waits, ends[at + 3])
        ends[at + 9] = lose(frame, rows, low, high, leads, who, losses, ends[at + 4])


def count_lives(
    frame: TheFrame,
    rows: Rows,
    first: Ints,
    n_leads: int,
    leads: Rows,
    moves: Rows,
    visits: Rows,
    spells: Rows,
    waits: Rows,
    losses: Rows,
    ends: Ints,
    tally: TheTally,
) -> None:
    """Add the tables of all leads to the tally; arguments as in `read_lives`."""
    for who in range(n_leads):
        at = 5 * who
        count_cold(frame, rows, first[who], first[who + 1], leads, who, tally)
        count_groups(frame, rows, first[who], first[who + 1], leads, who, tally)
        count_open(frame, rows, first[who], first[who + 1], leads, who, tally)
        count_lead(frame, leads, who, tally)
        count_places(frame, moves, ends[at], ends[at + 5], tally)
        count_visits(frame, visits, ends[at + 1], ends[at + 6], tally)
        count_spells(frame, leads, spells, ends[at + 2], ends[at + 7], tally)
        count_waits(frame, spells, waits, ends[at + 3], ends[at + 8], tally)
        count_losses(frame, leads, losses, ends[at + 4], ends[at + 9], tally)
