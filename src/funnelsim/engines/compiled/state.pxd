# What one replication knows. Ticks are ms, see rules/numerics; pointers into tables belong to the
# model's arrays, which the kernel keeps alive. Indices of things that may be missing are -1.
from funnelsim.engines.compiled.codes cimport *
from funnelsim.engines.compiled.limits cimport *
from funnelsim.engines.compiled.tables cimport *

cdef struct Entry:
    # An event on the agenda: (tick, kind, entity, sub) is its place.
    long long tick
    long long entity
    int kind
    int sub
    long long serial  # stale where the lead's has moved on; what arrives, for ARRIVAL
    Lead* lead

cdef struct Booking:
    # A call that will be cancelled.
    long long tick
    Booking* next

cdef struct Lead:
    long long id
    int channel
    int cls
    bint fit
    int place
    int stage
    int rows
    double value

    # facts to come; only the first of them is on the agenda
    long long due[FACTS]
    long long alarm_tick
    int alarm_fact
    long long serial
    Booking* cancels
    Lead* next_free
    bint in_use
    bint armed_later

    # marketing
    double score
    long long score_at
    long long last_positive
    int ignored_run
    bint passed
    bint recycled
    int programme
    long long enrolled_at
    int touch
    double touch_offset
    double sent_offset
    long long repetition

    # own behaviour: what is left of each budget as of `settled`, and the rates it is spent at
    double budgets[SIGNAL_KINDS]  # NaN: not drawn yet
    double rates[SIGNAL_KINDS]  # 0: not projected
    int signals[SIGNAL_KINDS]
    int signal_kind  # of the first one
    bint acts  # any rate is above 0
    bint unprojected  # place, interest or rates changed in the event at hand
    double half_life
    double floor
    long long settled

    # clocks
    long long shelf_due
    long long renewed
    long long contact_tick
    long long competitor_tick
    double competitor_budget  # NaN: not drawn yet
    double competitor_rate
    long long competitor_settled
    int competitor_losses
    double given_life  # NaN: drawn
    double given_work

    # sales
    int visit
    int attempt
    long long hot
    double handover_score
    bint never_worked
    int reassigned
    int rule
    long long route
    int team
    int rep
    int queue  # index of the queue it waits in
    int queue_place
    bint held
    bint visible
    bint deal  # counts as an open deal of its rep
    int item
    int next_meeting
    int closer
    long long ready
    long long deadline

    # the work at hand
    int worker
    int work
    int work_item
    double busy
    double delay

    # as many as the model has, behind the struct
    int* enrolments  # by programme
    unsigned char* sent  # by touch, of this round
    unsigned char* worked_by  # by rep

cdef struct Waiting:
    # An item in a queue with its key.
    int rank
    double key
    Lead* lead

cdef struct Queue:
    # A rep's own, or a team's pool: a binary heap, smallest key first.
    Waiting* items
    int n
    int room
    int work_first  # the order that the keys follow
    int ranks[3]
    int team

cdef struct Rep:
    int index
    int team
    long long code
    int group
    int calendar
    int queue
    int owned
    int deals
    long long* wins  # ticks, ascending; kept only where a team looks at them
    int n_wins
    int wins_room
    Lead* busy_with
    long long free_since
    int before_idle  # neighbours in the team's row of idle reps
    int after_idle
    bint in_idle
    int waited_place  # among those of the team who are waited for; -1
    int absences_start
    int absences_size

cdef struct Team:
    int index
    long long code
    int pool
    int* reps  # by code
    int n_reps
    int served_last  # place among `reps`; -1 before the first turn
    Lead** held
    int n_held
    int held_room
    long long dispatch_at
    long long* shifts  # ticks that SHIFT is expected at
    int n_shifts
    int shifts_room
    bint dissolved
    int first_idle  # reps who could start something, longest idle first
    int last_idle
    bint may_lose_reps  # in the epoch at hand
    int* waited_for  # idle reps whose own queue is not empty, in no order
    int n_waited_for
    Rep** ready  # room for as many as there are

cdef struct Hours:
    # A calendar, and what was last asked of it.
    const long long* opens
    const long long* closes
    const long long* before
    Py_ssize_t n
    double business_day
    long long asked
    long long next

cdef struct Given:
    # A replayed lead or an open deal. -1 and NaN: drawn.
    int channel
    long long id
    long long tick
    int status
    int segment
    int region
    int fit
    double value
    double work
    double life
    double age
    double open_age
    bint zombie
    int reps_start
    int reps_size

cdef struct Day:
    # What a channel does on one day.
    int channel
    const ChannelRow* row  # in force at 00:00
    long long tick
    long long number  # days since 1970
    int layers  # that are still walked
    long long leads
    double shape
    double factor
    double highest
    double base
    int month  # since 1970, whose factor is known
    double month_cv
    double month_factor

cdef struct Layer:
    # One layer of a channel's day, walked candidate by candidate.
    int channel
    long long layer
    long long n
    double t
    Layer* next

cdef struct World:
    unsigned long long seed
    unsigned long long replication
    long long begin
    long long stop
    long long now
    int epoch
    long long busy_tick  # a tick, and how many events it has had
    long long at_tick
    Tables t
    Hours* hours
    Rep* reps
    Team* teams
    Queue* queues
    Given* replay
    Given* pipeline
    int n_replay
    int n_pipeline
    bint keeps_wins
    int own_kinds[SIGNAL_KINDS]  # signals that any class does of its own accord
    int n_own

    Entry* agenda
    long long n_agenda
    long long agenda_room
    Entry soon[SOON]  # events of the tick at hand, the first one last
    int n_soon
    Lead** unarmed  # leads whose alarm is set when the clock moves on
    int n_unarmed
    int unarmed_room
    long long tick  # at hand; a lead that lives on alone has a clock of its own, `now`

    LogRow* rows
    long long n_rows
    long long rows_room

    void** blocks  # of leads
    int n_blocks
    long long stride
    Lead* free
    Booking* free_bookings
    void** booking_blocks
    int n_booking_blocks

    Day* days  # by channel
    double* day_areas  # by epoch and channel; NaN: not known yet
    Layer* walking  # layers whose next candidate may be looked at
    Layer* free_layers
    void** layer_blocks
    int n_layer_blocks
    int next_batch
    long long batch_n
    int next_replay

    int latest_kind
    long long latest_entity
    Lead* latest_lead
    void* model  # borrowed, for messages
