"""The compiled engine: one replication as C structs, run without Python until its log is full.

The handlers stand in the included files, one for each room of the reference engine. They are one
C file, so that the compiler sees through their calls.
"""

from datetime import date, timedelta

import numpy as np

from funnelsim.errors import RunError
from funnelsim.outcomes.log import ROW

from cpython.buffer cimport PyBuffer_FillInfo
from libc.math cimport INFINITY, NAN, isnan
from libc.stdlib cimport free, qsort, realloc
from libc.string cimport memset

from funnelsim.engines.compiled.state cimport *
from funnelsim.rules cimport event_kinds as event
from funnelsim.rules cimport families as family
from funnelsim.rules cimport mechanisms as mechanism
from funnelsim.rules cimport purposes as draw
from funnelsim.rules cimport talk_outcomes as talk
from funnelsim.rules cimport work_orders as order
from funnelsim.rules.addresses cimport lead_identity
from funnelsim.rules.arrivals cimport (
    gap, growth_factor, is_lead, poisson_quantile, rate_of_step, reaches_layer,
)
from funnelsim.rules.calls cimport (
    accept_chance, acceptance, advance_chance, advances, annoyed, eagerness, first_reach,
    later_reach, outcome, tries_again,
)
from funnelsim.rules.choices cimport picked, race
from funnelsim.rules.decay cimport (
    budget_left, exponential_budget, hazard_spent, hazard_time, interest, interest_integral,
    next_signal, score_add, score_after,
)
from funnelsim.rules.distributions cimport gamma_scale, gamma_shape, quantile, to_ticks
from funnelsim.rules.empirical cimport given_survival_of, quantile_of, share_at_most_of
from funnelsim.rules.intensity cimport grown_day, highest_rate, lead_rate, rate_at
from funnelsim.rules.numerics cimport DAY, HOUR, NEVER_TICK
from funnelsim.rules.occasions cimport (
    month_of, numbered, of_attempt, of_name, of_response, of_route, of_signal, of_stage, of_visit,
    once, renewing,
)
from funnelsim.rules.order cimport before
from funnelsim.rules.philox cimport philox_block, philox_word, uint64, unit
from funnelsim.rules.qualification cimport fit_share, is_judged, pass_chance
from funnelsim.rules.queueing cimport perishable_key, work_first_key
from funnelsim.rules.routing cimport (
    has_room, load_key, may_serve, performance_weight, turn_place,
)
from funnelsim.rules.shelf_life cimport cold_cause
from funnelsim.rules.staffing cimport busy_time, overhead, ramped
from funnelsim.rules.survival cimport expires_within, quantile_given_survival
from funnelsim.rules.touches cimport (
    answer_chance, counts_as_ignored, in_daytime, may_enrol, repeats_from, touch_delay,
)
from funnelsim.rules.twins cimport acts, felt_delay, shelf_mechanism
from funnelsim.rules.working_time cimport last_of, opened, opening, worked_until

include "memory.pxi"
include "agenda.pxi"
include "draws.pxi"
include "life.pxi"
include "clocks.pxi"
include "marketing.pxi"
include "desk.pxi"
include "queues.pxi"
include "reps.pxi"
include "assignment.pxi"
include "team.pxi"
include "sales.pxi"
include "deals.pxi"
include "work.pxi"
include "days.pxi"
include "arrivals.pxi"
include "pipeline.pxi"
include "columns.pxi"
include "gate.pxi"


cdef int advance(World* w, long long limit) except -1 nogil:
    """Go on until the end (returns 0), or until the log has at least `limit` rows (1)."""
    cdef Entry first
    while w.n_rows < limit:
        if w.walking != NULL:
            walk_on(w)
        elif w.next_batch < w.t.batches:
            batch_on(w)
        elif w.next_replay < w.n_replay:
            replay_on(w)
        elif w.n_unarmed > 0 and moves_on(w):
            arm_all(w)
        elif w.n_agenda == 0 and w.n_soon == 0:
            return 0
        else:
            first = next_event(w)
            if first.lead != NULL and is_stale(&first):
                continue
            steps_on(w, &first)
            begins(w, &first)
    return 1


cdef inline bint moves_on(World* w) noexcept nogil:
    """Whether nothing more is expected at the tick at hand."""
    return w.n_soon == 0 and (w.n_agenda == 0 or w.agenda[0].tick > w.tick)


cdef inline bint is_stale(Entry* first) noexcept nogil:
    """Alarms that a lead has set anew since."""
    if first.kind == event.FINISH or first.kind == event.ARRIVAL:
        return False
    return first.serial != first.lead.serial


cdef inline int steps_on(World* w, Entry* first) except -1 nogil:
    w.at_tick = w.at_tick + 1 if first.tick == w.busy_tick else 0
    w.busy_tick = first.tick
    set_clock(w, first.tick)
    w.tick = first.tick
    w.latest_kind, w.latest_entity = first.kind, first.entity
    w.latest_lead = first.lead if first.kind != event.ARRIVAL else NULL
    if w.at_tick > MOST_AT_ONE_TICK:
        runs_away(first.tick)
    return 0


cdef int begins(World* w, Entry* first) except -1 nogil:
    """What the first event of the agenda does."""
    if first.kind == event.FINISH:
        return finishes(w, first.lead)
    if first.kind == event.ARRIVAL:
        return arrival(w, first)
    if first.lead != NULL:
        return alarmed(w, first.lead)
    if first.kind == event.DISPATCH:
        return dispatch(w, &w.teams[first.serial])
    if first.kind == event.REP_FREE:
        return becomes_free(w, &w.reps[first.serial])
    if first.kind == event.SHIFT:
        return shift_begins(w, &w.teams[first.serial])
    if first.kind == event.NEW_DAY:
        return begin_day(w, <int> first.serial)
    return epoch_begins(w)


# Logs of replications that are over: their pages need not be asked for, nor cleared, again. Two
# threads that map and unmap memory all the time wait for each other (1.5 times as fast as one).
cdef enum:
    LOGS_KEPT = 16
cdef LogRow* kept_logs[LOGS_KEPT]
cdef long long kept_rooms[LOGS_KEPT]
cdef int n_kept_logs = 0


cdef LogRow* lent_rows(long long room) except NULL:
    """Room for a log; calls are serialised by the interpreter's lock."""
    global n_kept_logs
    if n_kept_logs > 0 and kept_rooms[n_kept_logs - 1] == room:
        n_kept_logs -= 1
        return kept_logs[n_kept_logs]
    return <LogRow*> grown(NULL, room * sizeof(LogRow))


cdef int give_back(LogRow* rows, long long room) noexcept:
    global n_kept_logs
    if n_kept_logs == LOGS_KEPT:
        free(rows)
        return 0
    kept_logs[n_kept_logs], kept_rooms[n_kept_logs] = rows, room
    n_kept_logs += 1
    return 0


cdef class Kernel:
    """One replication; `run` until it says that it is over.

    Parameters
    ----------
    model
        Tables of this world (see `engines.fill`).
    seed, replication
        The two numbers that, with an address, make a random number.
    rows
        Room of the log, in rows; it grows where the leads in flight need more.
    """

    cdef World w
    cdef object model
    cdef list arrays
    cdef long long limit
    cdef long long rows_asked

    def __cinit__(self, model, unsigned long long seed, unsigned long long replication,
                  long long rows):
        memset(&self.w, 0, sizeof(World))
        self.model, self.arrays = model, []
        self.w.model = <void*> model
        self.w.seed, self.w.replication = seed, replication
        self.limit = max(1, rows)
        self.rows_asked = self.limit + 64
        self.w.rows_room = self.rows_asked
        self.w.rows = lent_rows(self.rows_asked)
        open_gate(self)

    def __dealloc__(self):
        if self.w.rows_room == self.rows_asked:
            give_back(self.w.rows, self.rows_asked)
            self.w.rows = NULL
        close_gate(&self.w)

    def __getbuffer__(self, Py_buffer* buffer, int flags):
        """The bytes of the rows written and not taken yet."""
        PyBuffer_FillInfo(
            buffer, self, self.w.rows, self.w.n_rows * sizeof(LogRow), 1, flags
        )

    def run(self):
        """Go on; False when the replication is over, True when the log is full.

        Raises
        ------
        RunError
            More than a million events at one tick, or leads beyond what a file allows for.
        OverflowError
            A number too large for its place in a random address.
        """
        cdef int full
        with nogil:
            full = advance(&self.w, self.limit)
        return bool(full)

    @property
    def latest(self):
        """The event that happened last: kind, entity, and the stage of the lead or None."""
        cdef Lead* lead = self.w.latest_lead
        alive = lead != NULL and lead.in_use and lead.id == self.w.latest_entity
        stage = lead.stage if alive else None
        return self.w.latest_kind, self.w.latest_entity, stage

    def rows(self):
        """Rows written and not taken yet, as `outcomes.log.ROW`.

        They lie in the kernel, which must not run any more.
        """
        return np.frombuffer(self, ROW) if self.w.n_rows else np.empty(0, ROW)

    def take(self):
        """Rows of all leads that nothing more can happen to, and rows without a lead; once."""
        found = np.empty(self.w.n_rows, ROW)
        cdef LogRow[::1] out = found
        cdef const long long[::1] inside = self.in_flight()
        cdef long long n = self.w.n_rows
        cdef long long taken = split(
            self.w.rows, n, &out[0], &inside[0] if inside.shape[0] else NULL, inside.shape[0]
        )
        self.w.n_rows = n - taken
        if 2 * self.w.n_rows > self.limit:  # else the next pause would come at once
            self.limit *= 2
        return found[:taken]

    def in_flight(self):
        """Identities of the leads to which something may still happen, ascending."""
        found = np.empty(self.w.n_blocks * LEADS_PER_BLOCK, np.int64)
        cdef long long[::1] out = found
        cdef long long n = 0
        cdef int block, i
        cdef Lead* lead
        for block in range(self.w.n_blocks):
            for i in range(LEADS_PER_BLOCK):
                lead = <Lead*> (<char*> self.w.blocks[block] + i * self.w.stride)
                if lead.in_use:
                    out[n] = lead.id
                    n += 1
        return np.sort(found[:n])


cdef long long split(
    LogRow* rows, long long n, LogRow* out, const long long* inside, long long n_inside
) noexcept nogil:
    """Move rows of leads that are not `inside` to `out`; how many. The others close the gaps."""
    cdef long long i, taken = 0, stays = 0, at
    for i in range(n):
        at = last_of(inside, n_inside, rows[i].lead)
        if at >= 0 and inside[at] == rows[i].lead:
            rows[stays] = rows[i]
            stays += 1
        else:
            out[taken] = rows[i]
            taken += 1
    return taken
