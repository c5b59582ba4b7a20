from funnelsim.outcomes.records cimport Row as LogRow

# The rows of model/dtypes.py in C, field by field; typed memoryviews compare the layouts at the gate.
cdef packed struct Dist:
    int family
    int business
    double a
    double b
    double c
    int start
    int size

cdef packed struct LeadRow:
    double fit
    Dist deal
    double entry_score
    double threshold
    double score_half_life
    int ignored_after
    double good_fit_passes
    double bad_fit_passes
    double after_recycle
    long long at_once
    double interest_half_life
    double interest_floor
    double cancel_share
    int cancel_kind
    Dist cancel_after
    double changes_job
    Dist return_after
    Dist handoff_delay
    double held_back
    double eagerness_half_life
    double eagerness_floor
    int reach_start
    int reach_size
    double reach_later
    int again_start
    int again_size
    int gaps_start
    int gaps_size
    Dist call_takes
    Dist talk_takes
    int then_drop
    int fit_accept_start
    int fit_accept_size
    int unfit_accept_start
    int unfit_accept_size
    double fit_rest[3]
    double unfit_rest[3]
    double annoyed
    double uplift
    double sla
    int sla_business
    int on_breach
    int escalate_to
    int first_stage
    int calls_team
    int off

cdef packed struct ClockRow:
    Dist shelf
    double competitor

cdef packed struct StageRow:
    int team
    Dist rep_time
    Dist buyer_takes
    double converts
    int next_stage
    int n_stages
    int reason_start
    int reason_size

cdef packed struct SignalRow:
    double points
    double rate

cdef packed struct ProgrammeRow:
    int active
    double after
    int max_times
    double response
    int repeat_last
    double repeat_every
    int touch_start
    int touch_size

cdef packed struct TouchRow:
    double offset
    double cost
    int any_time
    int ignored
    int response_start
    int response_size

cdef packed struct ResponseRow:
    int kind
    double chance
    int given

cdef packed struct HabitRow:
    double never_worked
    Dist notices_after
    double calls_kept

cdef packed struct TeamRow:
    int assign
    int rules_start
    int rules_size
    int work_first
    double selling_time
    int open_deals
    double look_back
    double cap
    int class_rank[3]
    int calendar

cdef packed struct RuleRow:
    int assign
    long long groups
    double wait
    int wait_business

cdef packed struct RepRow:
    int present
    int unlimited
    long long starts
    long long ends
    double speed
    double close
    double accepts
    int ramp_start
    int ramp_size

cdef packed struct ChannelRow:
    double leads
    double visitors
    double budget
    double cost_per_click
    double saturates_at
    double opt_in
    int has_visitors
    double growth
    double day_cv
    double month_cv
    double month[12]
    double weekday[7]
    double hour[24]
    int step_start
    int step_size
    long long step_cycle
    double enters[3]

cdef packed struct AbsenceRow:
    int rep
    long long begin
    long long end

cdef packed struct CampaignRow:
    int epoch
    int channel
    long long begin
    long long end
    double factor

cdef packed struct BatchRow:
    int channel
    long long tick
    int day
    int leads
    int epoch

# All of them, and the lists of the model; the kernel keeps the arrays alive.
cdef struct Tables:
    int epochs
    int classes
    int statuses
    int stages
    int signals
    int programmes
    int touches
    int responses
    int orders
    int teams
    int reps
    int rules
    int channels
    int segments
    int regions
    int campaigns
    int batches
    const long long* epoch_ticks
    const LeadRow* lead
    const ClockRow* clock
    const StageRow* stage
    const SignalRow* signal
    const ProgrammeRow* programme
    const int* enrols
    const TouchRow* touch
    const int* touch_order
    const ResponseRow* response
    const HabitRow* habit
    const TeamRow* team
    const RuleRow* rule
    const unsigned char* rule_match
    const RepRow* rep
    const ChannelRow* channel
    const double* segment_share
    const double* region_share
    const AbsenceRow* absences
    const CampaignRow* campaign
    const BatchRow* batch
    const double* book
    const double* unfit_odds
    const double* pool
    const double* pool_cumulative
    const long long* step_offsets
    const double* step_rates
    const double* layer_rates
    const int* class_of  # by channel, segment, region; -1
    const int* certain_entry  # by epoch and channel: what needs no race; -1
    const int* certain_segment
    const int* certain_region
    const long long* channel_codes
    const long long* segment_codes
    const long long* region_codes
    const long long* stage_codes
    const long long* touch_codes
    const int* months  # since 1970, by day from first_day on
    const int* deal_reps
    long long first_day  # days since 1970 of the first day
    long long origin_day  # of tick 0
