from funnelsim.rules.event_kinds cimport *

cpdef bint before(
    long long tick1, int kind1, long long entity1, long long sub1,
    long long tick2, int kind2, long long entity2, long long sub2,
) noexcept nogil
