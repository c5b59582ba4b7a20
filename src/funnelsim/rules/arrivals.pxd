cimport cython
from funnelsim.rules.numerics cimport (
    INFINITY, MONTH, expm1, gammainc, gammaincc, llrint, log, ndtri, pow, sqrt,
)
from funnelsim.rules.raw cimport floats, ints
from funnelsim.rules.working_time cimport last_of

cpdef double gap(double u, double r0) noexcept nogil
cpdef bint reaches_layer(double highest, double r0, long long layer) noexcept nogil
cpdef bint is_lead(double mark, double intensity, double r0, long long layer) noexcept nogil
cpdef double growth_factor(double g, double t) noexcept nogil
cpdef double step_rate(
    const long long[::1] offsets, const double[::1] rates, long long cycle, long long t
) noexcept nogil
@cython.locals(i=Py_ssize_t, phase="long long")
cdef double rate_of_step(
    const long long* offsets, const double* rates, Py_ssize_t n, long long cycle, long long t
) noexcept nogil
@cython.locals(guess=double, count="long long")
cpdef long long poisson_quantile(double mean, double u) noexcept nogil
cpdef double saturating(double budget, double scale) noexcept nogil
cdef long long _cycles_before(long long t, long long cycle) noexcept nogil
cdef bint _poisson_reaches(long long count, double mean, double u) noexcept nogil
