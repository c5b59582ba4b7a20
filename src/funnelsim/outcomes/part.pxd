cimport cython
from funnelsim.outcomes.counting cimport count_cold, count_lead, count_touches
from funnelsim.outcomes.cells cimport Frame
from funnelsim.outcomes.lives cimport arrive, lose, move, pay_touches, reach, show_interest, win
from funnelsim.outcomes.records cimport Lead, Loss, Move, Row, Spell, Visit, Wait
from funnelsim.outcomes.sales_counting cimport (
    count_groups, count_losses, count_places, count_spells, count_visits, count_waits,
)
from funnelsim.outcomes.sales_life cimport date_interest, visit, wait, work
from funnelsim.outcomes.cells cimport Tally

@cython.locals(
    who=Py_ssize_t, low=Py_ssize_t, high=Py_ssize_t, at=Py_ssize_t, n_spells=Py_ssize_t
)
cpdef void read_lives(
    Frame frame, const Row[::1] rows, const long long[::1] first,
    const Row[::1] touches, const long long[::1] first_touch,
    const Row[::1] signals, const long long[::1] first_signal,
    Lead[::1] leads, Move[::1] moves, Visit[::1] visits, Spell[::1] spells,
    Wait[::1] waits, Loss[::1] losses, long long[::1] ends,
) noexcept nogil
@cython.locals(who=Py_ssize_t, at=Py_ssize_t)
cpdef void count_lives(
    Frame frame, const Row[::1] rows, const long long[::1] first,
    const Row[::1] touches, const long long[::1] first_touch,
    const Lead[::1] leads, const Move[::1] moves, const Visit[::1] visits,
    const Spell[::1] spells, const Wait[::1] waits, const Loss[::1] losses,
    const long long[::1] ends, Tally tally,
) noexcept nogil
