cimport cython
from funnelsim.rules.numerics cimport INFINITY, LN2, exp, exp2, expm1, log, log1p

cpdef double interest(double elapsed, double half_life, double floor) noexcept nogil
@cython.locals(span=double, fading=double)
cpdef double interest_integral(
    double t0, double t1, double half_life, double floor
) noexcept nogil
@cython.locals(
    _=int, rate=double, fading=double, span=double, lacking=double, step=double, gone=double,
    left=double, slope=double,
)
cpdef double interest_time(
    double t0, double area, double half_life, double floor
) noexcept nogil
cpdef double next_signal(
    double elapsed, double budget, double rate, double half_life, double floor
) noexcept nogil
cpdef double score_after(double score, double elapsed, double half_life) noexcept nogil
cpdef double score_add(double score, double points) noexcept nogil
cpdef double exponential_budget(double u) noexcept nogil
cpdef double hazard_time(double budget, double hazard) noexcept nogil
cpdef double hazard_spent(double hazard, double elapsed) noexcept nogil
cpdef double budget_left(double budget, double spent) noexcept nogil
cdef double _halved(double elapsed, double half_life) noexcept nogil
