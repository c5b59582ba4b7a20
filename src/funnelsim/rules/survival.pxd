cimport cython
from funnelsim.rules.families cimport *
from funnelsim.rules.numerics cimport (
    INFINITY, LN2, NAN, betaincc, betainccinv, betaincinv, exp, expm1, fabs, gammainc, gammaincc,
    gammainccinv, gammaincinv, gammaln, log, log1p, log_ndtr, ndtri_exp, pow, sqrt,
)

cpdef double survival(int family, double a, double b, double c, double x) noexcept nogil
cpdef double log_survival(int family, double a, double b, double c, double x) noexcept nogil
@cython.locals(x=double, log_age=double)
cpdef double quantile_given_survival(
    int family, double a, double b, double c, double age, double u
) noexcept nogil
@cython.locals(at_age=double)
cpdef double expires_within(
    int family, double a, double b, double c, double age, double window
) noexcept nogil
@cython.locals(upper=double)
cpdef double log_survival_gamma(double shape, double x) noexcept nogil
@cython.locals(i=int, c=double, d=double, value=double, term=double, step=double)
cdef double _gamma_fraction(double shape, double x) noexcept nogil
cdef double _at_log_survival(
    int family, double a, double b, double c, double age, double log_s
) noexcept nogil
@cython.locals(_=int, x=double, height=double, hazard=double, step=double)
cdef double _gamma_at_log_survival(double shape, double age, double log_s) noexcept nogil
cdef double _log_survival_uniform(double a, double b, double x) noexcept nogil
cdef double _log_survival_triangular(double a, double b, double c, double x) noexcept nogil
@cython.locals(odds=double)
cdef double _log_survival_loglogistic(double median, double shape, double x) noexcept nogil
@cython.locals(odds=double)
cdef double _given_loglogistic(double median, double shape, double age, double u) noexcept nogil
@cython.locals(upper=double)
cdef double _log_survival_beta(double a, double b, double x) noexcept nogil
