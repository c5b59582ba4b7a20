from funnelsim.rules.work_orders cimport *

cpdef double work_first_key(
    int work_first, long long ready, double score, double value, long long deadline,
    double perishable,
) noexcept nogil
cpdef double perishable_key(double book, double chance_expires) noexcept nogil
