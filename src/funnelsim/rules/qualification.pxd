from funnelsim.rules.numerics cimport INFINITY

cpdef bint is_judged(double score, double threshold, long long at_once, int kind) noexcept nogil
cpdef double pass_chance(bint fit, double good_fit_passes, double bad_fit_passes) noexcept nogil
cpdef double fit_share(double fit, double unfit_odds) noexcept nogil
