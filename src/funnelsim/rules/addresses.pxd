cimport cython
from funnelsim.rules.address_flags cimport NO_OCCASION, join_occasion
from funnelsim.rules.purposes cimport *

cpdef unsigned long long packed_occasion(
    long long what, long long a, long long b, long long c
) noexcept nogil
cpdef long long packed_lead(
    long long channel, long long day, long long layer, long long n
) noexcept nogil

@cython.locals(packed="unsigned long long")
cpdef unsigned long long occasion(
    long long what, long long a, long long b, long long c
) except -1 nogil
@cython.locals(packed="long long")
cpdef long long lead_identity(
    long long channel, long long day, long long layer, long long n
) except -1 nogil
cdef int _refuse_occasion(long long what, long long a, long long b, long long c) except -1 with gil
cdef int _refuse_lead(
    long long channel, long long day, long long layer, long long n
) except -1 with gil
