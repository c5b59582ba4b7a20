cpdef bint may_serve(long long groups, int group) noexcept nogil
cpdef bint has_room(long long open_deals, long long limit) noexcept nogil
cpdef long long turn_place(long long last, long long i, long long n) noexcept nogil
cpdef long long load_key(long long owned, long long code) noexcept nogil
cpdef double performance_weight(long long wins, double cap) noexcept nogil
