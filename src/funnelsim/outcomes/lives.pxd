cimport cython
from funnelsim.outcomes.cells cimport Frame
from funnelsim.outcomes.lookup cimport deal_of, epoch_at, is_replayed
from funnelsim.outcomes.records cimport Lead, Loss, Move, Row
from funnelsim.outcomes.row_codes cimport *

@cython.locals(lead="long long", cls=Py_ssize_t, deal=Py_ssize_t, batch=bint)
cdef void arrive(
    Frame frame, const Row* rows, Py_ssize_t low, Lead* leads, Py_ssize_t who
) noexcept nogil
@cython.locals(
    i=Py_ssize_t, kind=int, mql="long long", sql="long long", opportunity="long long",
    attempts=int, entry=int, behind=bint,
)
cdef void reach(
    Frame frame, const Row* rows, Py_ssize_t low, Py_ssize_t high, Lead* leads,
    Py_ssize_t who,
) noexcept nogil
@cython.locals(i=Py_ssize_t, at=Py_ssize_t)
cdef void win(
    Frame frame, const Row* rows, Py_ssize_t low, Py_ssize_t high, Lead* leads,
    Py_ssize_t who,
) noexcept nogil
cdef void show_interest(
    Frame frame, const long long* signs, Py_ssize_t low, Py_ssize_t high, Lead* leads,
    Py_ssize_t who,
) noexcept nogil
cdef bint is_positive(int signal) noexcept nogil
@cython.locals(
    i=Py_ssize_t, before=int, last=int, at_end=int, place=int, ended="long long", met=bint,
    out=bint,
)
cdef Py_ssize_t move(
    Frame frame, const Row* rows, Py_ssize_t low, Py_ssize_t high, Lead* leads,
    Py_ssize_t who, Move* moves, Py_ssize_t n,
) noexcept nogil
@cython.locals(kind=int, at=Py_ssize_t)
cdef int place_after(
    Frame frame, const Row* rows, Py_ssize_t i, Py_ssize_t cls
) noexcept nogil
cdef int place_of_entry(int status) noexcept nogil
cdef bint goes_for_good(int kind) noexcept nogil
@cython.locals(i=Py_ssize_t, last=int, at_end=int, cause=int, out=bint)
cdef Py_ssize_t lose(
    Frame frame, const Row* rows, Py_ssize_t low, Py_ssize_t high, Lead* leads,
    Py_ssize_t who, Loss* losses, Py_ssize_t n,
) noexcept nogil
@cython.locals(kind=int, cause=int)
cdef int loss_cause(const Row* rows, Py_ssize_t i) noexcept nogil
cdef bint may_be_cold(int kind) noexcept nogil
@cython.locals(kind=int, book=double)
cdef double book_value(
    Frame frame, const Row* rows, Py_ssize_t i, Py_ssize_t cls
) noexcept nogil
@cython.locals(i=Py_ssize_t, tick="long long")
cdef long long recovery(const Row* rows, Py_ssize_t loss, Py_ssize_t high) noexcept nogil
@cython.locals(kind=int, entered=int)
cdef int shown_level(const Row* rows, Py_ssize_t i) noexcept nogil
