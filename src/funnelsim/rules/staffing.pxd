cimport cython
from funnelsim.rules.numerics cimport MONTH, floor, llrint
from funnelsim.rules.raw cimport floats

cpdef double busy_time(double duration, double speed, double ramp) noexcept nogil
cpdef double overhead(double duration, double selling_time) noexcept nogil
cpdef double ramp_factor(
    const double[::1] factors, Py_ssize_t start, Py_ssize_t size, double since_start
) noexcept nogil
@cython.locals(month="long long")
cdef double ramped(
    const double* factors, Py_ssize_t start, Py_ssize_t size, double since_start
) noexcept nogil
