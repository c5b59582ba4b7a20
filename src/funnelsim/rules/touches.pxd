cimport cython
from funnelsim.rules.numerics cimport DAY, HOUR

@cython.locals(since_midnight="long long")
cpdef long long in_daytime(long long tick) noexcept nogil
cpdef double touch_delay(double offset, long long repetition, double repeat_every) noexcept nogil
cpdef long long repeats_from(long long n_touches, long long repeat_last) noexcept nogil
cpdef bint may_enrol(long long times, long long max_times) noexcept nogil
cpdef double answer_chance(
    double chance, bint stated, double interest, double response
) noexcept nogil
cpdef bint counts_as_ignored(long long run, long long every) noexcept nogil
