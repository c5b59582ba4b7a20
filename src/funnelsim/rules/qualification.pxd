cpdef bint is_judged(double score, double threshold, long long at_once, int kind) noexcept nogil
cpdef double pass_chance(bint fit, double good_fit_passes, double bad_fit_passes) noexcept nogil
