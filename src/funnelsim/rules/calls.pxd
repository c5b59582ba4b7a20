cimport cython
from funnelsim.rules.decay cimport interest
from funnelsim.rules.numerics cimport log, pow
from funnelsim.rules.raw cimport floats
from funnelsim.rules.talk_outcomes cimport *

cpdef double first_call_reach(
    const double[::1] delays, const double[::1] chances, Py_ssize_t start, Py_ssize_t size,
    double later, double delay,
) noexcept nogil
@cython.locals(last=Py_ssize_t, i=Py_ssize_t, low=double, high=double, share=double)
cdef double first_reach(
    const double* delays, const double* chances, Py_ssize_t start, Py_ssize_t size,
    double later, double delay,
) noexcept nogil
cpdef double later_call_reach(
    const double[::1] values, Py_ssize_t start, Py_ssize_t size, Py_ssize_t k
) noexcept nogil
cdef double later_reach(
    const double* values, Py_ssize_t start, Py_ssize_t size, Py_ssize_t k
) noexcept nogil
cpdef double accepted_at(
    const double[::1] scores, const double[::1] chances, Py_ssize_t start, Py_ssize_t size,
    double score,
) noexcept nogil
@cython.locals(last=Py_ssize_t, i=Py_ssize_t, share=double)
cdef double acceptance(
    const double* scores, const double* chances, Py_ssize_t start, Py_ssize_t size, double score
) noexcept nogil
cpdef double eagerness(double delay, double half_life, double floor) noexcept nogil
cpdef double accept_chance(
    double accepted, double rep, double eager, double uplift
) noexcept nogil
@cython.locals(point=double)
cpdef int other_outcome(
    double not_ready, double not_interested, double bad_fit, double u
) noexcept nogil
cpdef int outcome(
    double chance, double not_ready, double not_interested, double bad_fit, double u_accepted,
    double u_other,
) noexcept nogil
cpdef bint annoyed(double share, double u) noexcept nogil
cpdef bint tries_again(long long attempt, long long n_gaps, double kept, double u) noexcept nogil
cpdef double advance_chance(double converts, double close, long long n_stages) noexcept nogil
cpdef bint advances(double chance, bint last, bint fit, double u) noexcept nogil
@cython.locals(low=Py_ssize_t, high=Py_ssize_t, middle=Py_ssize_t)
cdef Py_ssize_t _segment(
    const double* knots, Py_ssize_t first, Py_ssize_t last, double x
) noexcept nogil
