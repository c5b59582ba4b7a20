cdef extern from *:
    """
    #include <stdint.h>
    #define FUNNELSIM_NO_OCCASION UINT64_MAX
    static inline uint64_t join_occasion(uint64_t what, uint64_t a, uint64_t b, uint64_t c) {
        return what << 56 | a << 44 | b << 24 | c;
    }
    """
    const unsigned long long NO_OCCASION "FUNNELSIM_NO_OCCASION"
    unsigned long long join_occasion(
        unsigned long long what, unsigned long long a, unsigned long long b, unsigned long long c
    ) noexcept nogil
