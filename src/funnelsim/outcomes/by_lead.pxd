cimport cython
from funnelsim.outcomes.records cimport Row
from funnelsim.outcomes.row_codes cimport *

@cython.locals(i=Py_ssize_t)
cpdef void count_kinds(const Row[::1] rows, long long[::1] counts) noexcept nogil
@cython.locals(
    i=Py_ssize_t, mask=Py_ssize_t, slot=Py_ssize_t, found=Py_ssize_t, lead="long long",
    number="long long", key="unsigned long long",
)
cpdef Py_ssize_t number_leads(
    const Row[::1] rows, long long[::1] slots, long long[::1] ids, long long[::1] zombie,
    long long[::1] who,
) noexcept nogil
@cython.locals(i=Py_ssize_t, k=Py_ssize_t, following=Py_ssize_t)
cpdef void count_rows(
    const Row[::1] rows, const long long[::1] who, const long long[::1] rank,
    long long[::1] lives, long long[::1] touches, long long[::1] signals,
) noexcept nogil
@cython.locals(i=Py_ssize_t, lead=Py_ssize_t)
cpdef void hand_out(
    const Row[::1] rows, const long long[::1] who, const long long[::1] rank,
    Row[::1] lives, Row[::1] touches, Row[::1] signals,
    long long[::1] life_at, long long[::1] touch_at, long long[::1] signal_at,
) noexcept nogil
@cython.locals(i=Py_ssize_t, j=Py_ssize_t, k=Py_ssize_t, row=Row)
cpdef void put_in_order(Row[::1] rows, const long long[::1] first) noexcept nogil
@cython.locals(k=Py_ssize_t)
cpdef Py_ssize_t without_arrival(const Row[::1] rows, const long long[::1] first) noexcept nogil
