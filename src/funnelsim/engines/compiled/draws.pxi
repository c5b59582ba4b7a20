# Random numbers at their addresses, durations, and time as the world counts it.
# A draw whose outcome is certain is not made: numbers are read at addresses, nothing else moves.

cdef inline double uniform_at(
    World* w, int purpose, long long who, unsigned long long occasion, int word=0
) noexcept nogil:
    return unit(philox_word(w.seed, purpose, <uint64> who, occasion, w.replication, word))


cdef inline bint happens(
    World* w, double chance, int purpose, long long who, unsigned long long occasion, int word=0
) noexcept nogil:
    """Whether the uniform number at an address, which is neither 0 nor 1, is below a chance."""
    if chance >= 1.0:
        return True
    return chance > 0.0 and uniform_at(w, purpose, who, occasion, word) < chance


cdef inline double uniform_for(
    World* w, double chance, int purpose, long long who, unsigned long long occasion
) noexcept nogil:
    """The uniform number at an address that a chance is held against."""
    return uniform_at(w, purpose, who, occasion) if 0.0 < chance < 1.0 else 0.5


cdef inline bint certain(const Dist* dist) noexcept nogil:
    return dist.family == family.CONSTANT or dist.family == family.NEVER


cdef double sample(World* w, const Dist* dist, double u) noexcept nogil:
    """Quantile `u` of a table's distribution."""
    if dist.family == family.EMPIRICAL:
        return quantile_of(w.t.pool, w.t.pool_cumulative, dist.start, dist.size, u)
    return quantile(dist.family, dist.a, dist.b, dist.c, u)


cdef inline double sample_at(
    World* w, const Dist* dist, int purpose, long long who, unsigned long long occasion,
    int word=0,
) noexcept nogil:
    cdef double u = 0.5
    if not certain(dist):
        u = uniform_at(w, purpose, who, occasion, word)
    return sample(w, dist, u)


cdef double sample_given_age(World* w, const Dist* dist, double age, double u) noexcept nogil:
    """Total life of something already `age` old, quantile `u` given that it survived."""
    if dist.family == family.EMPIRICAL:
        return given_survival_of(
            w.t.pool, w.t.pool_cumulative, dist.start, dist.size, age, u
        )
    return quantile_given_survival(dist.family, dist.a, dist.b, dist.c, age, u)


cdef double expires_before(World* w, Lead* lead, long long tick) noexcept nogil:
    """Chance that a lead's shelf life ends by `tick`, given that it lasts now."""
    cdef const Dist* dist
    cdef double age, window, gone, later
    if not isnan(lead.given_life):
        return 1.0 if lead.shelf_due <= tick else 0.0
    dist = &clock_of(w, lead).shelf
    age, window = <double> (w.now - lead.renewed), <double> (tick - w.now)
    if dist.family != family.EMPIRICAL:
        return expires_within(dist.family, dist.a, dist.b, dist.c, age, window)
    gone = share_at_most_of(w.t.pool, w.t.pool_cumulative, dist.start, dist.size, age)
    later = share_at_most_of(w.t.pool, w.t.pool_cumulative, dist.start, dist.size, age + window)
    return (later - gone) / (1.0 - gone) if gone < 1.0 else 1.0


# -- time -----------------------------------------------------------------------------------

cdef inline long long after_from(long long start, double duration) noexcept nogil:
    """Tick that lies `duration` ms of wall time after `start`."""
    cdef long long ticks = to_ticks(duration)
    return NEVER_TICK if ticks >= NEVER_TICK else start + ticks


cdef inline long long after(World* w, double duration) noexcept nogil:
    return after_from(w.now, duration)


cdef long long after_on(World* w, int calendar, double duration) noexcept nogil:
    """Tick at which `duration` ms of open time of a calendar have passed from now."""
    cdef long long ticks = to_ticks(duration)
    cdef Hours* hours = &w.hours[calendar]
    if ticks >= NEVER_TICK:
        return NEVER_TICK
    return worked_until(hours.opens, hours.closes, hours.before, hours.n, w.now, ticks)


cdef inline long long later(
    World* w, const Dist* dist, double duration, int calendar
) noexcept nogil:
    """Tick after a sampled duration, counted on the clock the scenario names."""
    if dist.business and calendar >= 0:
        return after_on(w, calendar, duration)
    return after(w, duration)


cdef inline long long opens_next(World* w, int calendar) noexcept nogil:
    """When a calendar is open from now on; looked up once a tick."""
    cdef Hours* hours = &w.hours[calendar]
    if hours.asked != w.now:
        hours.asked = w.now
        hours.next = opening(hours.opens, hours.closes, hours.n, w.now)
    return hours.next


cdef inline long long midnight(long long tick) noexcept nogil:
    """00:00 of the day that a tick lies in; C's division rounds towards zero."""
    cdef long long since = tick % DAY
    return tick - since - (DAY if since < 0 else 0)


cdef inline int set_clock(World* w, long long tick) noexcept nogil:
    """Go to a tick at or after the one at hand, and to the tables in force there."""
    w.now = tick
    while w.epoch + 1 < w.t.epochs and w.t.epoch_ticks[w.epoch + 1] <= tick:
        w.epoch += 1
    return 0


# -- tables in force ------------------------------------------------------------------------

cdef inline long long cell(World* w, Lead* lead) noexcept nogil:
    return <long long> w.epoch * w.t.classes + lead.cls


cdef inline const LeadRow* row_of(World* w, Lead* lead) noexcept nogil:
    return &w.t.lead[cell(w, lead)]


cdef inline const ClockRow* clock_of(World* w, Lead* lead) noexcept nogil:
    return &w.t.clock[cell(w, lead) * w.t.statuses + lead.stage]


cdef inline const StageRow* stage_of(World* w, Lead* lead, int stage) noexcept nogil:
    return &w.t.stage[cell(w, lead) * w.t.stages + stage]


cdef inline const SignalRow* signal_of(World* w, Lead* lead, int kind) noexcept nogil:
    return &w.t.signal[cell(w, lead) * w.t.signals + kind]


cdef inline const ProgrammeRow* programme_of(World* w, Lead* lead) noexcept nogil:
    return &w.t.programme[cell(w, lead) * w.t.programmes + lead.programme]


cdef inline const TouchRow* touches_of(World* w, Lead* lead) noexcept nogil:
    return &w.t.touch[cell(w, lead) * w.t.touches]


cdef inline const HabitRow* habit_of(World* w, Lead* lead, int team) noexcept nogil:
    return &w.t.habit[cell(w, lead) * w.t.teams + team]


cdef inline const TeamRow* team_row(World* w, int team) noexcept nogil:
    return &w.t.team[<long long> w.epoch * w.t.teams + team]


cdef inline const RepRow* rep_row(World* w, int rep) noexcept nogil:
    return &w.t.rep[<long long> w.epoch * w.t.reps + rep]


cdef inline double book(World* w, Lead* lead) noexcept nogil:
    """Book value of the lead at its stage; 0 once it is cold, which was the loss."""
    if lead.place == PLACE_COLD:
        return 0.0
    return w.t.book[<long long> lead.cls * w.t.statuses + lead.stage]


cdef inline int calls_calendar(World* w, Lead* lead) noexcept nogil:
    """The calendar that business time before the first call is counted in; -1 for none."""
    cdef int team = row_of(w, lead).calls_team
    return team_row(w, team).calendar if team >= 0 else -1
