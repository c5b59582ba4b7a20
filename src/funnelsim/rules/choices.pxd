cimport cython
from funnelsim.rules.numerics cimport INFINITY, log
from funnelsim.rules.raw cimport floats

cpdef double race(double u, double weight) noexcept nogil
cpdef Py_ssize_t pick(
    const double[::1] shares, Py_ssize_t start, Py_ssize_t size, double u
) noexcept nogil
@cython.locals(total=double, i=Py_ssize_t)
cdef Py_ssize_t picked(
    const double* shares, Py_ssize_t start, Py_ssize_t size, double u
) noexcept nogil
