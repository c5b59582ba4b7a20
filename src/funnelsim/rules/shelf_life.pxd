from funnelsim.rules.cold_causes cimport *

cpdef int cold_cause(
    bint in_nurture, bint for_meeting, bint never_worked, long long attempts
) noexcept nogil
