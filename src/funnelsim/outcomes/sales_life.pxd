cimport cython
from funnelsim.outcomes.c_math cimport llrint
from funnelsim.outcomes.cells cimport Frame
from funnelsim.outcomes.lookup cimport deal_of, epoch_at, open_ms_before, opened_at
from funnelsim.outcomes.lives cimport goes_for_good
from funnelsim.outcomes.records cimport Lead, Row, Spell, Visit, Wait
from funnelsim.outcomes.row_codes cimport *

@cython.locals(
    i=Py_ssize_t, k=Py_ssize_t, first=Py_ssize_t, kind=int, deal=Py_ssize_t, restated=bint
)
cdef Py_ssize_t visit(
    Frame frame, const Row* rows, Py_ssize_t low, Py_ssize_t high, Lead* leads,
    Py_ssize_t who, Visit* visits, Py_ssize_t n,
) noexcept nogil
@cython.locals(at=Py_ssize_t)
cdef void begin_visit(
    Frame frame, const Row* rows, Py_ssize_t i, Py_ssize_t cls, Visit* visits,
    Py_ssize_t n,
) noexcept nogil
@cython.locals(kind=int)
cdef void follow_visit(
    const Row* rows, Py_ssize_t i, Visit* visits, Py_ssize_t n
) noexcept nogil
@cython.locals(begin="long long", call="long long", calendar=Py_ssize_t, weekday=int)
cdef void time_visit(Frame frame, Visit* visits, Py_ssize_t n) noexcept nogil
cdef void note_first_visit(
    Lead* leads, Py_ssize_t who, const Visit* visits, Py_ssize_t first, Py_ssize_t n
) noexcept nogil
@cython.locals(i=Py_ssize_t, kind=int, working=bint)
cdef Py_ssize_t work(
    const Row* rows, Py_ssize_t low, Py_ssize_t high, Py_ssize_t who, Spell* spells,
    Py_ssize_t n,
) noexcept nogil
@cython.locals(k=Py_ssize_t, row=Py_ssize_t, latest="long long")
cdef void date_interest(
    const Row* rows, Py_ssize_t low, Py_ssize_t high, const long long* signs,
    Py_ssize_t sign, Py_ssize_t last_sign, const Lead* leads, Spell* spells,
    Py_ssize_t first, Py_ssize_t n,
) noexcept nogil
@cython.locals(i=Py_ssize_t, kind=int, visible=bint, waiting=bint, item=int)
cdef Py_ssize_t wait(
    const Row* rows, Py_ssize_t low, Py_ssize_t high, Py_ssize_t spell, Wait* waits,
    Py_ssize_t n,
) noexcept nogil
cdef void begin_wait(
    const Row* rows, Py_ssize_t i, int item, Wait* waits, Py_ssize_t n
) noexcept nogil
cdef bint leaves_queue(int kind) noexcept nogil
