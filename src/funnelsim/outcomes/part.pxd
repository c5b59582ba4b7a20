cimport cython
from funnelsim.outcomes.counting cimport count_cold, count_lead
from funnelsim.outcomes.cells cimport Frame
from funnelsim.outcomes.hour_counting cimport count_open
from funnelsim.outcomes.lives cimport arrive, lose, move, reach, show_interest, win
from funnelsim.outcomes.records cimport Lead, Loss, Move, Row, Spell, Visit, Wait
from funnelsim.outcomes.sales_counting cimport (
    count_groups, count_losses, count_places, count_spells, count_visits, count_waits,
)
from funnelsim.outcomes.sales_life cimport date_interest, visit, wait, work
from funnelsim.outcomes.cells cimport Tally

@cython.locals(
    who=Py_ssize_t, low=Py_ssize_t, high=Py_ssize_t, at=Py_ssize_t, n_spells=Py_ssize_t
)
cdef void read_lives(
    Frame frame, const Row* rows, const long long* first, const long long* signs,
    const long long* first_sign, Py_ssize_t n_leads, Lead* leads, Move* moves,
    Visit* visits, Spell* spells, Wait* waits, Loss* losses, long long* ends,
) noexcept nogil
@cython.locals(who=Py_ssize_t, at=Py_ssize_t)
cdef void count_lives(
    Frame frame, const Row* rows, const long long* first, Py_ssize_t n_leads,
    const Lead* leads, const Move* moves, const Visit* visits, const Spell* spells,
    const Wait* waits, const Loss* losses, const long long* ends, Tally tally,
) noexcept nogil
