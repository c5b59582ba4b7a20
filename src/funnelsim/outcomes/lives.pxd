cimport cython
from funnelsim.outcomes.cells cimport Frame
from funnelsim.outcomes.lookup cimport among, epoch_at
from funnelsim.outcomes.records cimport Lead, Loss, Move, Row
from funnelsim.outcomes.row_codes cimport *

@cython.locals(lead="long long", cls=Py_ssize_t, deal=Py_ssize_t, batch=bint)
cdef void arrive(
    Frame frame, const Row[::1] rows, Py_ssize_t low, Lead[::1] leads, Py_ssize_t who
) noexcept nogil
@cython.locals(
    i=Py_ssize_t, kind=int, mql="long long", sql="long long", opportunity="long long",
    attempts=int, entry=int, behind=bint,
)
cdef void reach(
    Frame frame, const Row[::1] rows, Py_ssize_t low, Py_ssize_t high, Lead[::1] leads,
    Py_ssize_t who,
) noexcept nogil
@cython.locals(i=Py_ssize_t, at=Py_ssize_t)
cdef void win(
    Frame frame, const Row[::1] rows, Py_ssize_t low, Py_ssize_t high, Lead[::1] leads,
    Py_ssize_t who,
) noexcept nogil
@cython.locals(i=Py_ssize_t, total=double)
cdef void pay_touches(
    const Row[::1] touches, Py_ssize_t low, Py_ssize_t high, Lead[::1] leads, Py_ssize_t who
) noexcept nogil
@cython.locals(i=Py_ssize_t, last="long long", by_end="long long")
cdef void show_interest(
    Frame frame, const Row[::1] signals, Py_ssize_t low, Py_ssize_t high, Lead[::1] leads,
    Py_ssize_t who,
) noexcept nogil
cdef bint is_positive(int signal) noexcept nogil
@cython.locals(
    i=Py_ssize_t, before=int, last=int, at_end=int, place=int, ended="long long", met=bint,
    out=bint,
)
cdef Py_ssize_t move(
    Frame frame, const Row[::1] rows, Py_ssize_t low, Py_ssize_t high, Lead[::1] leads,
    Py_ssize_t who, Move[::1] moves, Py_ssize_t n,
) noexcept nogil
@cython.locals(kind=int, at=Py_ssize_t)
cdef int place_after(
    Frame frame, const Row[::1] rows, Py_ssize_t i, Py_ssize_t cls
) noexcept nogil
cdef int place_of_entry(int status) noexcept nogil
cdef bint goes_for_good(int kind) noexcept nogil
@cython.locals(i=Py_ssize_t, last=int, at_end=int, cause=int, out=bint)
cdef Py_ssize_t lose(
    Frame frame, const Row[::1] rows, Py_ssize_t low, Py_ssize_t high, Lead[::1] leads,
    Py_ssize_t who, Loss[::1] losses, Py_ssize_t n,
) noexcept nogil
@cython.locals(kind=int)
cdef int loss_cause(const Row[::1] rows, Py_ssize_t i) noexcept nogil
cdef bint may_be_cold(int kind) noexcept nogil
@cython.locals(kind=int, book=double)
cdef double book_value(
    Frame frame, const Row[::1] rows, Py_ssize_t i, Py_ssize_t cls
) noexcept nogil
@cython.locals(i=Py_ssize_t)
cdef long long recovery(const Row[::1] rows, Py_ssize_t loss, Py_ssize_t high) noexcept nogil
@cython.locals(kind=int)
cdef int shown_level(const Row[::1] rows, Py_ssize_t i) noexcept nogil
