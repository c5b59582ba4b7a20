cimport cython
from funnelsim.rules.numerics cimport INFINITY, log

cpdef double race(double u, double weight) noexcept nogil
@cython.locals(total=double, i=Py_ssize_t)
cpdef Py_ssize_t pick(
    const double[::1] shares, Py_ssize_t start, Py_ssize_t size, double u
) noexcept nogil
