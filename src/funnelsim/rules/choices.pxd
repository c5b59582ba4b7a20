from funnelsim.rules.numerics cimport INFINITY, log
from funnelsim.rules.survival cimport expires_within

cpdef double race(double u, double weight) noexcept nogil
cpdef double perishable_key(double book, double chance_expires) noexcept nogil
cpdef double overhead(double duration, double selling_time) noexcept nogil
