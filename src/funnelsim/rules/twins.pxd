from funnelsim.rules.mechanisms cimport *

cpdef bint acts(int off, int mechanism) noexcept nogil
cpdef int shelf_mechanism(int stage, long long visits) noexcept nogil
cpdef double felt_delay(int off, int mechanism, double delay) noexcept nogil
