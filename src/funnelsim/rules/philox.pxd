# The block in C: 64 x 64 -> 128 bit products do not compile from nogil Python source.
cdef extern from *:
    """
    #include <stdint.h>
    #if defined(_MSC_VER)
    #include <intrin.h>
    #define FUNNELSIM_MULTIPLY(a, b, hi) _umul128((a), (b), (hi))
    #else
    static inline uint64_t FUNNELSIM_MULTIPLY(uint64_t a, uint64_t b, uint64_t *hi) {
        unsigned __int128 p = (unsigned __int128)a * b;
        *hi = (uint64_t)(p >> 64);
        return (uint64_t)p;
    }
    #endif
    static inline void philox_block(uint64_t seed, uint64_t purpose, uint64_t who,
                                    uint64_t occasion, uint64_t replication, uint64_t *out) {
        uint64_t x0 = occasion + 1u;
        uint64_t x1 = purpose + (x0 == 0);
        uint64_t x2 = who + (x0 == 0 && x1 == 0);
        uint64_t x3 = replication + (x0 == 0 && x1 == 0 && x2 == 0);
        uint64_t key0 = seed, key1 = 0;
        int round;
        for (round = 0; round < 10; round++) {
            uint64_t hi0, hi1;
            uint64_t lo0 = FUNNELSIM_MULTIPLY(UINT64_C(0xD2E7470EE14C6C93), x0, &hi0);
            uint64_t lo1 = FUNNELSIM_MULTIPLY(UINT64_C(0xCA5A826395121157), x2, &hi1);
            x0 = hi1 ^ x1 ^ key0;
            x1 = lo1;
            x2 = hi0 ^ x3 ^ key1;
            x3 = lo0;
            key0 += UINT64_C(0x9E3779B97F4A7C15);
            key1 += UINT64_C(0xBB67AE8584CAA73B);
        }
        out[0] = x0; out[1] = x1; out[2] = x2; out[3] = x3;
    }
    static inline uint64_t philox_word(uint64_t seed, uint64_t purpose, uint64_t who,
                                       uint64_t occasion, uint64_t replication, int word) {
        uint64_t out[4];
        philox_block(seed, purpose, who, occasion, replication, out);
        return out[word & 3];
    }
    static inline double funnelsim_unit(uint64_t word) {
        return ((double)(word >> 12) + 0.5) * (1.0 / 4503599627370496.0);
    }
    """
    ctypedef unsigned long long uint64 "uint64_t"
    void philox_block(
        uint64 seed, uint64 purpose, uint64 who, uint64 occasion, uint64 replication, uint64 *out
    ) noexcept nogil
    uint64 philox_word(
        uint64 seed, uint64 purpose, uint64 who, uint64 occasion, uint64 replication, int word
    ) noexcept nogil
    double unit "funnelsim_unit"(uint64 word) noexcept nogil

cpdef double uniform(
    uint64 seed, uint64 purpose, uint64 who, uint64 occasion, uint64 replication, int word
) noexcept nogil
