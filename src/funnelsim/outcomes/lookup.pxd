cimport cython
from funnelsim.outcomes.cells cimport Frame
from funnelsim.outcomes.row_codes cimport *

@cython.locals(epoch=Py_ssize_t)
cdef Py_ssize_t epoch_at(Frame frame, long long tick) noexcept nogil
@cython.locals(span=Py_ssize_t)
cdef Py_ssize_t span_at(Frame frame, long long tick) noexcept nogil
@cython.locals(at=Py_ssize_t)
cdef Py_ssize_t deal_of(Frame frame, long long lead) noexcept nogil
@cython.locals(at=Py_ssize_t)
cdef bint is_replayed(Frame frame, long long lead) noexcept nogil
@cython.locals(middle=Py_ssize_t)
cdef Py_ssize_t last_at_or_before(
    const long long[::1] values, Py_ssize_t low, Py_ssize_t high, long long x
) noexcept nogil
@cython.locals(low=Py_ssize_t, i=Py_ssize_t)
cdef long long open_before(Frame frame, Py_ssize_t calendar, long long tick) noexcept nogil
@cython.locals(low=Py_ssize_t, i=Py_ssize_t)
cdef bint is_open(Frame frame, Py_ssize_t calendar, long long tick) noexcept nogil
@cython.locals(low=Py_ssize_t, i=Py_ssize_t)
cpdef long long worked_before(Frame frame, Py_ssize_t rep, long long tick) noexcept nogil
