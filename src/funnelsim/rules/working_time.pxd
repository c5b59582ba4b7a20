cimport cython
from funnelsim.rules.numerics cimport NEVER_TICK
from funnelsim.rules.raw cimport ints

cpdef Py_ssize_t last_at_or_before(const long long[::1] starts, long long t) noexcept nogil
@cython.locals(low=Py_ssize_t, high=Py_ssize_t, middle=Py_ssize_t)
cdef Py_ssize_t last_of(const long long* starts, Py_ssize_t n, long long t) noexcept nogil

cpdef long long open_before(
    const long long[::1] opens, const long long[::1] closes, const long long[::1] before,
    long long t,
) noexcept nogil
@cython.locals(i=Py_ssize_t)
cdef long long open_time(
    const long long* opens, const long long* closes, const long long* before, Py_ssize_t n,
    long long t,
) noexcept nogil

cpdef bint is_open(
    const long long[::1] opens, const long long[::1] closes, long long t
) noexcept nogil
@cython.locals(i=Py_ssize_t)
cdef bint opened(
    const long long* opens, const long long* closes, Py_ssize_t n, long long t
) noexcept nogil

cpdef long long next_open(
    const long long[::1] opens, const long long[::1] closes, long long t
) noexcept nogil
@cython.locals(i=Py_ssize_t)
cdef long long opening(
    const long long* opens, const long long* closes, Py_ssize_t n, long long t
) noexcept nogil

cpdef long long add_working(
    const long long[::1] opens, const long long[::1] closes, const long long[::1] before,
    long long t, long long ms,
) noexcept nogil
@cython.locals(i=Py_ssize_t, target="long long", end="long long")
cdef long long worked_until(
    const long long* opens, const long long* closes, const long long* before, Py_ssize_t n,
    long long t, long long ms,
) noexcept nogil

@cython.locals(i=Py_ssize_t, target="long long")
cpdef long long subtract_working(
    const long long[::1] opens, const long long[::1] closes, const long long[::1] before,
    long long t, long long ms,
) noexcept nogil

cpdef long long working_between(
    const long long[::1] opens, const long long[::1] closes, const long long[::1] before,
    long long t0, long long t1,
) noexcept nogil
