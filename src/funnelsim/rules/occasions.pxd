from funnelsim.rules.address_flags cimport join_occasion
from funnelsim.rules.addresses cimport occasion

cpdef unsigned long long once() noexcept nogil
cpdef unsigned long long numbered(long long n) except -1 nogil
cpdef unsigned long long month_of(long long n) except -1 nogil
cpdef unsigned long long of_name(long long code) except -1 nogil
cpdef unsigned long long of_visit(long long visit) except -1 nogil
cpdef unsigned long long of_attempt(long long visit, long long attempt) except -1 nogil
cpdef unsigned long long of_stage(long long visit, long long stage_code) except -1 nogil
cpdef unsigned long long of_response(
    long long enrolment, long long touch_code, long long repetition, long long kind
) except -1 nogil
cpdef unsigned long long of_signal(long long kind, long long n) except -1 nogil
cpdef unsigned long long of_route(long long visit, long long rep_code, long long number) except -1 nogil
cpdef unsigned long long renewing(long long what, unsigned long long base) except -1 nogil
cdef int _refuse_kind(long long kind) except -1 with gil
cdef int _refuse_renewal(long long what, unsigned long long base) except -1 with gil
