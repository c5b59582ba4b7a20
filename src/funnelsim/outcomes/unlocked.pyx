"""The loops over a log as Python calls them when they are compiled: other threads run meanwhile."""

from funnelsim.outcomes cimport by_lead, counting, part
from funnelsim.outcomes.cells cimport Frame, Tally
from funnelsim.outcomes.records cimport Lead, Loss, Move, Row, Spell, Visit, Wait


def count_kinds(const Row[::1] rows, long long[::1] counts):
    with nogil:
        by_lead.count_kinds(rows, counts)


def number_leads(
    const Row[::1] rows, long long[::1] slots, long long[::1] ids, long long[::1] zombie,
    long long[::1] who,
):
    cdef Py_ssize_t found
    with nogil:
        found = by_lead.number_leads(rows, slots, ids, zombie, who)
    return found


def count_rows(
    const Row[::1] rows, const long long[::1] who, const long long[::1] rank,
    long long[::1] lives, long long[::1] touches, long long[::1] signals,
):
    with nogil:
        by_lead.count_rows(rows, who, rank, lives, touches, signals)


def hand_out(
    const Row[::1] rows, const long long[::1] who, const long long[::1] rank,
    Row[::1] lives, Row[::1] touches, Row[::1] signals,
    long long[::1] life_at, long long[::1] touch_at, long long[::1] signal_at,
):
    with nogil:
        by_lead.hand_out(
            rows, who, rank, lives, touches, signals, life_at, touch_at, signal_at
        )


def put_in_order(Row[::1] rows, const long long[::1] first):
    with nogil:
        by_lead.put_in_order(rows, first)


def without_arrival(const Row[::1] rows, const long long[::1] first):
    cdef Py_ssize_t found
    with nogil:
        found = by_lead.without_arrival(rows, first)
    return found


def read_lives(
    Frame frame, const Row[::1] rows, const long long[::1] first,
    const Row[::1] touches, const long long[::1] first_touch,
    const Row[::1] signals, const long long[::1] first_signal,
    Lead[::1] leads, Move[::1] moves, Visit[::1] visits, Spell[::1] spells,
    Wait[::1] waits, Loss[::1] losses, long long[::1] ends,
):
    with nogil:
        part.read_lives(
            frame, rows, first, touches, first_touch, signals, first_signal, leads, moves,
            visits, spells, waits, losses, ends,
        )


def count_lives(
    Frame frame, const Row[::1] rows, const long long[::1] first,
    const Row[::1] touches, const long long[::1] first_touch,
    const Lead[::1] leads, const Move[::1] moves, const Visit[::1] visits,
    const Spell[::1] spells, const Wait[::1] waits, const Loss[::1] losses,
    const long long[::1] ends, Tally tally,
):
    with nogil:
        part.count_lives(
            frame, rows, first, touches, first_touch, leads, moves, visits, spells, waits,
            losses, ends, tally,
        )


def count_visitors(Frame frame, const Row[::1] rows, Tally tally):
    with nogil:
        counting.count_visitors(frame, rows, tally)
