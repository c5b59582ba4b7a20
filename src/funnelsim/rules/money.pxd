cimport cython
from funnelsim.rules.working_time cimport last_at_or_before

@cython.locals(
    i=Py_ssize_t, months=double, first="long long", end="long long", overlap="long long"
)
cpdef double accrued(
    double per_month, long long t0, long long t1, const long long[::1] month_starts
) noexcept nogil
