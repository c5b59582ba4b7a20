cimport cython
from funnelsim.rules.numerics cimport NAN
from funnelsim.rules.raw cimport floats

cpdef double empirical_quantile(
    const double[::1] values, const double[::1] cumulative, Py_ssize_t start, Py_ssize_t size,
    double u,
) noexcept nogil
@cython.locals(low=Py_ssize_t, high=Py_ssize_t, middle=Py_ssize_t)
cdef double quantile_of(
    const double* values, const double* cumulative, Py_ssize_t start, Py_ssize_t size, double u
) noexcept nogil

cpdef double empirical_given_survival(
    const double[::1] values, const double[::1] cumulative, Py_ssize_t start, Py_ssize_t size,
    double age, double u,
) noexcept nogil
@cython.locals(dead=double, life=double)
cdef double given_survival_of(
    const double* values, const double* cumulative, Py_ssize_t start, Py_ssize_t size,
    double age, double u,
) noexcept nogil

cpdef double empirical_share_at_most(
    const double[::1] values, const double[::1] cumulative, Py_ssize_t start, Py_ssize_t size,
    double x,
) noexcept nogil
@cython.locals(low=Py_ssize_t, high=Py_ssize_t, middle=Py_ssize_t)
cdef double share_at_most_of(
    const double* values, const double* cumulative, Py_ssize_t start, Py_ssize_t size, double x
) noexcept nogil

@cython.locals(i=Py_ssize_t, total=double, below=double)
cpdef double empirical_mean(
    const double[::1] values, const double[::1] cumulative, Py_ssize_t start, Py_ssize_t size
) noexcept nogil
