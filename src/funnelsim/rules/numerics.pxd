# The compiled face of numerics.py: same names, straight from C.
from libc.math cimport (
    INFINITY, NAN, cos, exp, exp2, expm1, fabs, floor, llrint, log, log1p, pow, sin, sqrt,
)
from scipy.special.cython_special cimport (
    betaincc, betainccinv, betaincinv, gamma, gammainc, gammaincc, gammainccinv, gammaincinv,
    gammaln, log_ndtr, ndtri, ndtri_exp,
)

cdef extern from *:
    """
    #define FUNNELSIM_NEVER_TICK (1LL << 62)
    #define FUNNELSIM_LAST_TICK 2305843009213693952.0
    #define FUNNELSIM_HOUR 3600000LL
    #define FUNNELSIM_DAY 86400000LL
    #define FUNNELSIM_MONTH (30.4375 * 86400000.0)
    #define FUNNELSIM_PI 3.141592653589793238462643383279502884
    #define FUNNELSIM_LN2 0.693147180559945309417232121458176568
    """
    const long long NEVER_TICK "FUNNELSIM_NEVER_TICK"
    const double LAST_TICK "FUNNELSIM_LAST_TICK"
    const long long HOUR "FUNNELSIM_HOUR"
    const long long DAY "FUNNELSIM_DAY"
    const double MONTH "FUNNELSIM_MONTH"
    const double PI "FUNNELSIM_PI"
    const double LN2 "FUNNELSIM_LN2"
