cimport cython
from funnelsim.outcomes.counting cimport count_duration, inside, within
from funnelsim.outcomes.exact cimport add
from funnelsim.outcomes.cells cimport Frame
from funnelsim.outcomes.hour_counting cimport count_stretch, count_work
from funnelsim.outcomes.lookup cimport epoch_at
from funnelsim.outcomes.records cimport Lead, Loss, Move, Row, Spell, Visit, Wait
from funnelsim.outcomes.row_codes cimport *
from funnelsim.outcomes.cells cimport Tally
from funnelsim.outcomes.tally_codes cimport *

@cython.locals(k=Py_ssize_t, at=Py_ssize_t, cell=Py_ssize_t)
cdef void count_visits(
    Frame frame, const Visit* visits, Py_ssize_t first, Py_ssize_t n, Tally tally
) noexcept nogil
@cython.locals(arrives=Py_ssize_t, by_arrival=Py_ssize_t)
cdef void count_response(
    Frame frame, const Visit* visits, Py_ssize_t k, Tally tally
) noexcept nogil
@cython.locals(
    k=Py_ssize_t, rep=Py_ssize_t, begin="long long", busy="long long", since="long long"
)
cdef void count_spells(
    Frame frame, const Lead* leads, const Spell* spells, Py_ssize_t first,
    Py_ssize_t n, Tally tally,
) noexcept nogil
@cython.locals(
    k=Py_ssize_t, cell=Py_ssize_t, ready="long long", leaves="long long", known="long long",
    begin="long long", end="long long", at_once=bint,
)
cdef void count_waits(
    Frame frame, const Spell* spells, const Wait* waits, Py_ssize_t first,
    Py_ssize_t n, Tally tally,
) noexcept nogil
@cython.locals(k=Py_ssize_t, until="long long")
cdef void count_places(
    Frame frame, const Move* moves, Py_ssize_t first, Py_ssize_t n, Tally tally
) noexcept nogil
@cython.locals(k=Py_ssize_t, t=Py_ssize_t, cell=Py_ssize_t, end="long long")
cdef void count_losses(
    Frame frame, const Lead* leads, const Loss* losses, Py_ssize_t first,
    Py_ssize_t n, Tally tally,
) noexcept nogil
@cython.locals(who=Py_ssize_t, key=Py_ssize_t)
cdef Py_ssize_t cell_of_loss(
    Frame frame, const Lead* leads, const Loss* losses, Py_ssize_t k, Tally tally
) noexcept nogil
@cython.locals(
    i=Py_ssize_t, kind=int, rep=Py_ssize_t, holder=Py_ssize_t, handed_over=bint,
    accepted=bint, met=bint, here=bint, first=bint, new=bint,
)
cdef void count_groups(
    Frame frame, const Row* rows, Py_ssize_t low, Py_ssize_t high,
    const Lead* leads, Py_ssize_t who, Tally tally,
) noexcept nogil
cdef void win_of_group(
    Frame frame, const Lead* leads, Py_ssize_t who, Py_ssize_t group, Tally tally
) noexcept nogil
