cimport cython
from funnelsim.rules.numerics cimport MONTH, floor, llrint

cpdef double busy_time(double duration, double speed, double ramp) noexcept nogil
cpdef double overhead(double duration, double selling_time) noexcept nogil
@cython.locals(month="long long")
cpdef double ramp_factor(
    const double[::1] factors, Py_ssize_t start, Py_ssize_t size, double since_start
) noexcept nogil
