cimport cython
from funnelsim.rules.empirical cimport empirical_given_survival, empirical_mean, empirical_quantile
from funnelsim.rules.families cimport *
from funnelsim.rules.numerics cimport (
    INFINITY, LAST_TICK, NAN, NEVER_TICK, PI, betainccinv, betaincinv, exp, gamma, gammainccinv,
    gammaincinv, llrint, log, log1p, ndtri, pow, sin, sqrt,
)
from funnelsim.rules.survival cimport (
    expires_within, log_survival, quantile_given_survival, survival,
)

cpdef double quantile(int family, double a, double b, double c, double u) noexcept nogil
cdef double _quantile_triangular(double a, double b, double c, double u) noexcept nogil
cpdef double mean(int family, double a, double b, double c) noexcept nogil
@cython.locals(i=int, total=double, weight=double, z=double, density=double)
cdef double _mean_logitnormal(double mu, double sigma) noexcept nogil
cpdef long long to_ticks(double x) noexcept nogil
cpdef tuple settled(int family, double a, double b, double c)
cpdef tuple gamma_from_mean_cv(double mean, double cv)
cpdef double gamma_shape(double cv) noexcept nogil
cpdef double gamma_scale(double mean, double cv) noexcept nogil
cpdef tuple weibull_from_mean_shape(double mean, double shape)
@cython.locals(variance=double)
cpdef tuple lognormal_from_mean_cv(double mean, double cv)
@cython.locals(low=double, high=double)
cpdef tuple lognormal_from_p10_p90(double p10, double p90)
@cython.locals(low=double, high=double)
cpdef tuple logitnormal_from_p10_p90(double p10, double p90)
