cimport cython
from funnelsim.rules.arrivals cimport growth_factor, saturating
from funnelsim.rules.numerics cimport HOUR, MONTH, expm1, log1p
from funnelsim.rules.raw cimport floats

cpdef double lead_rate(
    double leads, double visitors, double budget, double cost_per_click, double saturates_at,
    double opt_in,
) noexcept nogil
cpdef double clicks(double budget, double cost_per_click, double saturates_at) noexcept nogil
cpdef double rate_at(
    double base, double shape, double hour, double growth, double t
) noexcept nogil
cpdef double highest_rate(
    double base, double shape, double hour, double growth, double t0, double t1
) noexcept nogil
@cython.locals(rate=double)
cpdef double growth_integral(double growth, double t0, double t1) noexcept nogil
cpdef double day_integral(const double[::1] hours, double growth, long long length) noexcept nogil
@cython.locals(area=double, i="long long", start="long long", end="long long")
cdef double grown_day(const double* hours, double growth, long long length) noexcept nogil
