from funnelsim.rules.address_flags cimport NO_OCCASION, join_occasion
from funnelsim.rules.purposes cimport *

cpdef unsigned long long packed_occasion(
    long long what, long long a, long long b, long long c
) noexcept nogil
cpdef long long packed_lead(
    long long channel, long long day, long long layer, long long n
) noexcept nogil
