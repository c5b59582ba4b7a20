# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The parts that every event is made of, by themselves, out of the engine's own source."""

from libc.math cimport INFINITY, NAN
from libc.stdlib cimport free, realloc
from libc.string cimport memset

from funnelsim.engines.compiled.state cimport *
from funnelsim.rules.families cimport EXPONENTIAL
from funnelsim.rules.distributions cimport quantile
from funnelsim.rules.numerics cimport NEVER_TICK
from funnelsim.rules.order cimport before
from funnelsim.rules.philox cimport philox_block, philox_word, uint64, unit

include "memory.pxi"
include "agenda.pxi"


def blocks(long long n):
    """Random blocks at n addresses."""
    cdef uint64 out[4]
    cdef uint64 all_of_them = 0
    cdef long long i
    with nogil:
        for i in range(n):
            philox_block(7, 3, <uint64> i, 1, 0, out)
            all_of_them ^= out[0]
    return all_of_them


def durations(long long n):
    """Exponential times, each from a random block of its own."""
    cdef double total = 0.0
    cdef long long i
    with nogil:
        for i in range(n):
            total += quantile(EXPONENTIAL, 1.0, 0.0, 0.0, unit(philox_word(7, 3, <uint64> i, 1, 0, 0)))
    return total


def pops(long long entries, long long n):
    """The first event taken off an agenda of so many entries and put on again later, n times."""
    cdef World w
    cdef Entry first
    cdef uint64 shuffled = 88172645463325252
    cdef long long i
    memset(&w, 0, sizeof(World))
    w.stop = NEVER_TICK
    w.agenda_room = 1024
    w.agenda = <Entry*> grown(NULL, w.agenda_room * sizeof(Entry))
    for i in range(entries):
        shuffled = next_of(shuffled)
        expect_event(&w, <long long> (shuffled >> 40), 1, i, 0, 0, NULL)
    with nogil:
        for i in range(n):
            first = next_event(&w)
            shuffled = next_of(shuffled)
            expect_event(
                &w, first.tick + <long long> (shuffled >> 40), 1, first.entity, 0, 0, NULL
            )
    free(w.agenda)
    return first.tick


def rows(long long n, long long room):
    """Rows written to a log that is emptied whenever it holds `room`."""
    cdef World w
    cdef Lead lead
    cdef long long i
    memset(&w, 0, sizeof(World))
    memset(&lead, 0, sizeof(Lead))
    w.rows_room = room
    w.rows = <LogRow*> grown(NULL, room * sizeof(LogRow))
    with nogil:
        for i in range(n):
            if w.n_rows == room:
                w.n_rows = 0
            w.now = i
            write(&w, &lead, ROW_QUEUED, 1, 2, 3, 4.0)
    free(w.rows)
    return lead.rows


cdef inline uint64 next_of(uint64 x) noexcept nogil:
    """xorshift64 (Marsaglia 2003): a nanosecond, to leave the heap alone in the measurement."""
    x ^= x << 13
    x ^= x >> 7
    x ^= x << 17
    return x
