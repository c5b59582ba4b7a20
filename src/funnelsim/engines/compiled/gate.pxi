# The gate: from the model's arrays to pointers, and from nothing to the first events.

cdef int open_gate(Kernel kernel) except -1:
    cdef World* w = &kernel.w
    model = kernel.model
    w.begin, w.stop = model.begin, model.stop
    point_at_tables(kernel)
    point_at_lead_tables(kernel)
    point_at_lists(kernel)
    own_kinds(kernel)
    w.hours = <Hours*> room(len(model.calendars), sizeof(Hours))
    for i, calendar in enumerate(model.calendars):
        set_hours(kernel, &w.hours[i], calendar)
    set_clock(w, w.begin)  # who is there is a matter of the epoch at hand
    people(kernel)
    w.replay = <Given*> room(len(model.replay), sizeof(Given))
    w.pipeline = <Given*> room(len(model.pipeline), sizeof(Given))
    for given in model.replay:
        replayed(&w.replay[w.n_replay], given)
        w.n_replay += 1
    open_deals(kernel)
    w.days = <Day*> room(w.t.channels, sizeof(Day))
    w.day_areas = <double*> room(w.t.channels * w.t.epochs, sizeof(double))
    for i in range(w.t.channels * w.t.epochs):
        w.day_areas[i] = NAN
    w.agenda_room = 64
    w.agenda = <Entry*> grown(NULL, w.agenda_room * sizeof(Entry))
    w.stride = sizeof(Lead) + w.t.programmes * sizeof(int) + w.t.touches + w.t.reps
    w.stride = (w.stride + 15) // 16 * 16
    w.now = w.tick = midnight(w.begin)
    first_events(kernel)
    return 0


cdef void* room(long long n, size_t size) except NULL:
    """Zeroed memory for at least one."""
    cdef void* found = grown(NULL, max(n, 1) * <long long> size)
    memset(found, 0, max(n, 1) * size)
    return found


cdef int close_gate(World* w) noexcept:
    cdef int i
    for i in range(w.t.teams if w.teams != NULL else 0):
        free(w.teams[i].reps)
        free(w.teams[i].waited_for)
        free(w.teams[i].ready)
        free(w.teams[i].held)
        free(w.teams[i].shifts)
        free(w.queues[w.teams[i].pool].items)
    for i in range(w.t.reps if w.reps != NULL else 0):
        free(w.reps[i].wins)
        free(w.queues[w.reps[i].queue].items)
    for i in range(w.n_blocks):
        free(w.blocks[i])
    for i in range(w.n_booking_blocks):
        free(w.booking_blocks[i])
    for i in range(w.n_layer_blocks):
        free(w.layer_blocks[i])
    for memory in (
        <size_t> w.blocks, <size_t> w.booking_blocks, <size_t> w.layer_blocks, <size_t> w.hours,
        <size_t> w.reps, <size_t> w.teams, <size_t> w.queues,
        <size_t> w.replay, <size_t> w.pipeline, <size_t> w.days, <size_t> w.day_areas,
        <size_t> w.agenda, <size_t> w.rows, <size_t> w.unarmed,
    ):
        free(<void*> <size_t> memory)
    return 0


# -- people ---------------------------------------------------------------------------------

cdef int people(Kernel kernel) except -1:
    """Teams with their reps and queues."""
    cdef World* w = &kernel.w
    cdef Team* team
    model = kernel.model
    w.teams = <Team*> room(w.t.teams, sizeof(Team))
    w.reps = <Rep*> room(w.t.reps, sizeof(Rep))
    w.queues = <Queue*> room(w.t.teams + w.t.reps, sizeof(Queue))
    for i in range(w.t.teams):
        team = &w.teams[i]
        team.index, team.code, team.pool = i, model.team_codes[i], i
        team.served_last, team.dispatch_at = -1, -NEVER_TICK
        team.first_idle = team.last_idle = -1
        w.queues[i].team, w.queues[i].work_first = i, UNORDERED
        members = sorted(
            (int(model.rep_codes[r]), r) for r in range(w.t.reps) if model.rep_team[r] == i
        )
        team.reps = <int*> room(len(members), sizeof(int))
        team.waited_for = <int*> room(len(members), sizeof(int))
        team.ready = <Rep**> room(len(members), sizeof(Rep*))
        for code, rep in members:
            team.reps[team.n_reps] = rep
            team.n_reps += 1
            hire(kernel, rep)
        know_who_stays(w, team)
    w.keeps_wins = bool(
        (model.team["assign"] == ASSIGN_PERFORMANCE).any()
        or (model.rule["assign"] == ASSIGN_PERFORMANCE).any()
    )
    return 0


cdef int hire(Kernel kernel, int index) except -1:
    cdef World* w = &kernel.w
    cdef Rep* rep = &w.reps[index]
    model = kernel.model
    absences = np.sort(model.absences["rep"], kind="stable")
    rep.index, rep.team = index, model.rep_team[index]
    rep.code, rep.group = model.rep_codes[index], model.rep_group[index]
    rep.calendar, rep.queue = model.rep_calendar[index], w.t.teams + index
    rep.free_since = w.begin
    rep.waited_place = -1
    rep.absences_start = np.searchsorted(absences, index, "left")
    rep.absences_size = np.searchsorted(absences, index, "right") - rep.absences_start
    w.queues[rep.queue].team, w.queues[rep.queue].work_first = rep.team, UNORDERED
    is_idle_again(w, rep)
    return 0


cdef int know_who_stays(World* w, Team* team) noexcept nogil:
    """Whether somebody of the team is there in the epoch at hand, and whether all are to its end."""
    cdef const RepRow* row
    cdef int i
    team.dissolved, team.may_lose_reps = True, False
    for i in range(team.n_reps):
        row = rep_row(w, team.reps[i])
        if row.present:
            team.dissolved = False
        if not row.present or row.starts > w.now or row.ends < w.stop:
            team.may_lose_reps = True
    return 0


# -- what is given instead of drawn -----------------------------------------------------------

cdef int replayed(Given* given, row) except -1:
    given.channel, given.id, given.tick = row.channel, row.lead, row.tick
    given.status = -1 if row.status is None else row.status
    given.segment = -1 if row.segment is None else row.segment
    given.region = -1 if row.region is None else row.region
    given.fit = -1 if row.fit is None else bool(row.fit)
    given.value = NAN if row.value is None else row.value
    given.work = NAN if row.work is None else row.work
    given.life = NAN if row.shelf_life is None else row.shelf_life
    return 0


cdef int open_deals(Kernel kernel) except -1:
    cdef World* w = &kernel.w
    cdef Given* given
    named = []
    for deal in kernel.model.pipeline:
        given = &w.pipeline[w.n_pipeline]
        w.n_pipeline += 1
        given.channel, given.id, given.status = deal.channel, deal.lead, deal.status
        given.segment = -1 if deal.segment is None else deal.segment
        given.region = -1 if deal.region is None else deal.region
        given.fit = -1
        given.value = NAN if deal.value is None else deal.value
        given.work = given.life = NAN
        given.age, given.open_age, given.zombie = deal.age, deal.open_age, deal.zombie
        given.reps_start, given.reps_size = len(named), len(deal.reps)
        named += deal.reps
    w.t.deal_reps = small_ints_of(kernel, named)
    return 0


# -- the first events -------------------------------------------------------------------------

cdef int first_events(Kernel kernel) except -1:
    """Everything that begins on its own; epochs begin before all else of their tick."""
    cdef World* w = &kernel.w
    model = kernel.model
    for i in range(w.t.channels):
        if model.layer_rates[i] > 0 or model.channel["has_visitors"][:, i].any():
            expect_day(w, i, midnight(w.begin))
    for i in range(w.n_pipeline):
        if w.begin <= 0 < w.stop:
            expect_event(w, 0, event.ARRIVAL, w.pipeline[i].id, FROM_PIPELINE, i, NULL)
    for tick in model.epoch_ticks:
        if w.begin < tick < w.stop:
            expect_event(w, tick, event.BOUNDARY, 0, 0, 0, NULL)
    for field in ("starts", "ends"):
        for i in range(w.t.reps):
            for tick in sorted({int(t) for t in model.rep[field][:, i]}):
                if tick >= w.begin:
                    ask_shift(w, &w.teams[w.reps[i].team], tick)
    for absence in model.absences:
        if w.begin <= absence["end"]:
            ask_shift(w, &w.teams[w.reps[<int> absence["rep"]].team], absence["end"])
    return 0


cdef int epoch_begins(World* w) except -1 nogil:
    """BOUNDARY: other tables are in force; reps who join or leave ask for dispatch."""
    cdef int i, k
    cdef Rep* rep
    for i in range(w.t.teams):
        know_who_stays(w, &w.teams[i])
        for k in range(w.teams[i].n_reps):
            rep = &w.reps[w.teams[i].reps[k]]
            if rep.busy_with == NULL or rep_row(w, rep.index).unlimited:
                if not rep.in_idle:
                    is_idle_again(w, rep)
            else:
                no_longer_idle(w, rep)
    for i in range(w.t.teams):
        if w.teams[i].dissolved:
            hand_on_all(w, &w.teams[i])
        ask_shift(w, &w.teams[i], w.now)
    return 0
