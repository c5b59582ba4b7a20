cimport cython
from funnelsim.outcomes.cells cimport Frame, Tally
from funnelsim.outcomes.counting cimport within
from funnelsim.outcomes.lives cimport goes_for_good
from funnelsim.outcomes.records cimport Lead, Row
from funnelsim.outcomes.row_codes cimport *
from funnelsim.outcomes.tally_codes cimport *
from funnelsim.rules.raw cimport ints_from
from funnelsim.rules.working_time cimport last_of

@cython.locals(week=Py_ssize_t)
cdef void count_stretch(
    Frame frame, Tally tally, Py_ssize_t team, Py_ssize_t kind, long long begin, long long end
) noexcept nogil
@cython.locals(
    hours="long long", since_monday="long long", weeks="long long", cell=Py_ssize_t
)
cdef void count_edge(
    Frame frame, Tally tally, Py_ssize_t week, long long tick, long long sign
) noexcept nogil
@cython.locals(
    low=Py_ssize_t, n=Py_ssize_t, i=Py_ssize_t, busy="long long", opens="long long",
    closes="long long",
)
cdef long long count_work(
    Frame frame, Tally tally, Py_ssize_t team, Py_ssize_t rep, long long begin, long long end
) noexcept nogil
@cython.locals(i=Py_ssize_t, kind=int, holder=Py_ssize_t, since="long long", tick="long long")
cdef void count_open(
    Frame frame, const Row* rows, Py_ssize_t low, Py_ssize_t high, const Lead* leads,
    Py_ssize_t who, Tally tally,
) noexcept nogil
@cython.locals(cell=Py_ssize_t)
cdef void hold_open(
    Frame frame, Tally tally, Py_ssize_t holder, long long since, long long until
) noexcept nogil
@cython.locals(entered="long long")
cdef bint is_open_deal(const Row* rows, Py_ssize_t i) noexcept nogil
