cimport cython
from funnelsim.outcomes.lives cimport is_positive
from funnelsim.outcomes.records cimport Row
from funnelsim.outcomes.row_codes cimport *

@cython.locals(i=Py_ssize_t)
cdef void count_kinds(const Row* rows, Py_ssize_t n, long long* counts) noexcept nogil
@cython.locals(
    i=Py_ssize_t, slot=Py_ssize_t, found=Py_ssize_t, lead="long long", number="long long",
    key="unsigned long long",
)
cdef Py_ssize_t number_leads(
    const Row* rows, Py_ssize_t n, long long* slots, Py_ssize_t mask, long long* ids,
    Py_ssize_t most, long long* zombie, long long* who,
) noexcept nogil
@cython.locals(i=Py_ssize_t, k=Py_ssize_t)
cdef void rank_rows(
    const Row* rows, Py_ssize_t n, long long* who, const long long* rank, long long* first,
    long long* first_sign, Py_ssize_t n_leads,
) noexcept nogil
@cython.locals(i=Py_ssize_t, lead=Py_ssize_t)
cdef void hand_out(
    const Row* rows, Py_ssize_t n, const long long* who, Row* lives, long long* signs,
    long long* at, long long* at_sign,
) noexcept nogil
cdef bint is_of_life(int kind) noexcept nogil
cdef bint is_sign(const Row* rows, Py_ssize_t i) noexcept nogil
@cython.locals(i=Py_ssize_t, j=Py_ssize_t, k=Py_ssize_t, row=Row, tick="long long")
cdef void put_in_order(
    Row* rows, const long long* first, long long* signs, const long long* first_sign,
    Py_ssize_t n_leads,
) noexcept nogil
@cython.locals(k=Py_ssize_t)
cdef Py_ssize_t without_arrival(
    const Row* rows, const long long* first, Py_ssize_t n_leads
) noexcept nogil
