cimport cython
from funnelsim.outcomes.cells cimport Frame
from funnelsim.outcomes.row_codes cimport *
from funnelsim.rules.raw cimport ints, ints_from
from funnelsim.rules.working_time cimport last_of, open_time, opened

@cython.locals(epoch=Py_ssize_t)
cdef Py_ssize_t epoch_at(Frame frame, long long tick) noexcept nogil
@cython.locals(span=Py_ssize_t)
cdef Py_ssize_t span_at(Frame frame, long long tick) noexcept nogil
@cython.locals(at=Py_ssize_t)
cdef Py_ssize_t deal_of(Frame frame, long long lead) noexcept nogil
@cython.locals(at=Py_ssize_t)
cdef bint is_replayed(Frame frame, long long lead) noexcept nogil
@cython.locals(low=Py_ssize_t)
cdef long long open_ms_before(Frame frame, Py_ssize_t calendar, long long tick) noexcept nogil
@cython.locals(low=Py_ssize_t)
cdef bint opened_at(Frame frame, Py_ssize_t calendar, long long tick) noexcept nogil
@cython.locals(low=Py_ssize_t)
cpdef long long worked_before(Frame frame, Py_ssize_t rep, long long tick) noexcept nogil
