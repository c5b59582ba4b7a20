cimport cython
from funnelsim.outcomes.cells cimport Frame

@cython.locals(middle=Py_ssize_t)
cdef Py_ssize_t last_at_or_before(
    const long long[::1] values, Py_ssize_t low, Py_ssize_t high, long long x
) noexcept nogil
cdef Py_ssize_t epoch_at(Frame frame, long long tick) noexcept nogil
@cython.locals(at=Py_ssize_t)
cdef Py_ssize_t among(const long long[::1] ids, long long lead) noexcept nogil
@cython.locals(low=Py_ssize_t, i=Py_ssize_t)
cpdef long long open_before(Frame frame, Py_ssize_t calendar, long long tick) noexcept nogil
@cython.locals(low=Py_ssize_t, i=Py_ssize_t)
cpdef bint is_open(Frame frame, Py_ssize_t calendar, long long tick) noexcept nogil
@cython.locals(low=Py_ssize_t, i=Py_ssize_t)
cpdef long long worked_before(Frame frame, Py_ssize_t rep, long long tick) noexcept nogil
