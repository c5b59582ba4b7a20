cimport cython
from funnelsim.outcomes.exact cimport add
from funnelsim.outcomes.cells cimport Frame
from funnelsim.outcomes.lookup cimport epoch_at, span_at
from funnelsim.outcomes.records cimport Lead, Row
from funnelsim.outcomes.row_codes cimport *
from funnelsim.outcomes.cells cimport Tally
from funnelsim.outcomes.tally_codes cimport *

@cython.locals(span=Py_ssize_t)
cdef void count_at(
    Frame frame, Tally tally, long long tick, Py_ssize_t channel, Py_ssize_t count
) noexcept nogil
@cython.locals(span=Py_ssize_t, cell=Py_ssize_t)
cpdef void pay_at(
    Frame frame, Tally tally, long long tick, Py_ssize_t channel, Py_ssize_t kind,
    double amount,
) noexcept nogil
@cython.locals(i=Py_ssize_t, at=Py_ssize_t, cost=double)
cdef void count_rows(
    Frame frame, const Row* rows, Py_ssize_t n, const long long* who, const Lead* leads,
    Tally tally,
) noexcept nogil
@cython.locals(cell=Py_ssize_t)
cdef void pay_touch(
    Frame frame, const Row* rows, Py_ssize_t i, const Lead* leads, Py_ssize_t who, Tally tally
) noexcept nogil
@cython.locals(i=Py_ssize_t)
cdef void count_cold(
    Frame frame, const Row* rows, Py_ssize_t low, Py_ssize_t high,
    const Lead* leads, Py_ssize_t who, Tally tally,
) noexcept nogil
@cython.locals(cell=Py_ssize_t, money=Py_ssize_t, new=bint, place=int)
cdef void count_lead(
    Frame frame, const Lead* leads, Py_ssize_t who, Tally tally
) noexcept nogil
@cython.locals(furthest=Py_ssize_t, ends=Py_ssize_t, place=int)
cdef void count_flow(
    Frame frame, const Lead* leads, Py_ssize_t who, Tally tally
) noexcept nogil
cdef bint inside(Frame frame, long long tick) noexcept nogil
cdef long long within(Frame frame, long long tick) noexcept nogil
@cython.locals(channel=Py_ssize_t, at=Py_ssize_t, created="long long", won="long long")
cdef void count_reached(
    Frame frame, const Lead* leads, Py_ssize_t who, Tally tally
) noexcept nogil
@cython.locals(created="long long", as_lead="long long", won="long long", sql="long long")
cdef void count_conversions(
    Frame frame, const Lead* leads, Py_ssize_t who, bint new, Tally tally
) noexcept nogil
@cython.locals(cell=Py_ssize_t)
cdef void count_rate(
    Frame frame, Tally tally, Py_ssize_t rate, long long base, long long reached, bint new
) noexcept nogil
@cython.locals(cycle="long long", from_sql="long long")
cdef void count_cycle(
    Frame frame, const Lead* leads, Py_ssize_t who, Tally tally
) noexcept nogil
@cython.locals(low=Py_ssize_t, high=Py_ssize_t, middle=Py_ssize_t)
cdef void count_duration(
    Frame frame, Tally tally, Py_ssize_t histogram, long long ms
) noexcept nogil
@cython.locals(place=int, phantom=bint, with_sales=bint, age="long long")
cdef void count_warmth(
    Frame frame, const Lead* leads, Py_ssize_t who, Tally tally
) noexcept nogil
