"""The loops over a log as Python calls them where they are compiled: other threads run meanwhile.

The same functions as in plain.py.
"""

cimport cython

from funnelsim.outcomes cimport by_lead, counting, part
from funnelsim.outcomes.cells cimport Frame, Tally
from funnelsim.outcomes.records cimport Lead, Loss, Move, Row, Spell, Visit, Wait

# The first entry of an empty table is never read; taking its address is no harm.


@cython.boundscheck(False)
def count_kinds(const Row[::1] rows, long long[::1] counts):
    with nogil:
        by_lead.count_kinds(&rows[0], rows.shape[0], &counts[0])


@cython.boundscheck(False)
def number_leads(
    const Row[::1] rows, long long[::1] slots, long long[::1] ids, long long[::1] zombie,
    long long[::1] who,
):
    cdef Py_ssize_t found
    with nogil:
        found = by_lead.number_leads(
            &rows[0], rows.shape[0], &slots[0], slots.shape[0] - 1, &ids[0], ids.shape[0],
            &zombie[0], &who[0],
        )
    return found


@cython.boundscheck(False)
def rank_rows(
    const Row[::1] rows, long long[::1] who, const long long[::1] rank,
    long long[::1] first, long long[::1] first_sign,
):
    with nogil:
        by_lead.rank_rows(
            &rows[0], rows.shape[0], &who[0], &rank[0], &first[0], &first_sign[0],
            first.shape[0] - 1,
        )


@cython.boundscheck(False)
def hand_out(
    const Row[::1] rows, const long long[::1] who, Row[::1] lives, long long[::1] signs,
    long long[::1] at, long long[::1] at_sign, const long long[::1] first,
    const long long[::1] first_sign,
):
    cdef Py_ssize_t found, n_leads = first.shape[0] - 1
    with nogil:
        by_lead.hand_out(
            &rows[0], rows.shape[0], &who[0], &lives[0], &signs[0], &at[0], &at_sign[0]
        )
        by_lead.put_in_order(&lives[0], &first[0], &signs[0], &first_sign[0], n_leads)
        found = by_lead.without_arrival(&lives[0], &first[0], n_leads)
    return found


@cython.boundscheck(False)
def read_lives(
    Frame frame, const Row[::1] rows, const long long[::1] first, const long long[::1] signs,
    const long long[::1] first_sign, Lead[::1] leads, Move[::1] moves, Visit[::1] visits,
    Spell[::1] spells, Wait[::1] waits, Loss[::1] losses, long long[::1] ends,
):
    with nogil:
        part.read_lives(
            frame, &rows[0], &first[0], &signs[0], &first_sign[0], first.shape[0] - 1,
            &leads[0], &moves[0], &visits[0], &spells[0], &waits[0], &losses[0], &ends[0],
        )


@cython.boundscheck(False)
def count_lives(
    Frame frame, const Row[::1] log, const long long[::1] who, const Row[::1] rows,
    const long long[::1] first, const Lead[::1] leads, const Move[::1] moves,
    const Visit[::1] visits, const Spell[::1] spells, const Wait[::1] waits,
    const Loss[::1] losses, const long long[::1] ends, Tally tally,
):
    with nogil:
        counting.count_rows(frame, &log[0], log.shape[0], &who[0], &leads[0], tally)
        part.count_lives(
            frame, &rows[0], &first[0], first.shape[0] - 1, &leads[0], &moves[0],
            &visits[0], &spells[0], &waits[0], &losses[0], &ends[0], tally,
        )
