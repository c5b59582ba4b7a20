# Teams: who gets a lead, who is free, and the moment when free reps meet waiting items.


# -- waiting items --------------------------------------------------------------------------

cdef int enqueue(World* w, Team* team, Lead* lead) except -1 nogil:
    """The item is visible from now on; a held lead waits until somebody is eligible."""
    if team.dissolved and team_for(w, lead) != team.index:
        return hand_on(w, lead)
    if lead.rep >= 0 and not employed(w, &w.reps[lead.rep]):
        return reassign(w, team, lead, -1)
    if not lead.held:
        put_in(w, team.pool if lead.rep < 0 else w.reps[lead.rep].queue, lead)
    return ask_dispatch(w, team)


cdef int team_for(World* w, Lead* lead) noexcept nogil:
    """The team whose work a waiting lead is, in the epoch at hand; its own where none is."""
    cdef int named = row_of(w, lead).calls_team
    if lead.item == ITEM_MEETING:
        named = stage_of(w, lead, lead.next_meeting).team
    return named if named >= 0 else lead.team


cdef int hand_on(World* w, Lead* lead) except -1 nogil:
    """A dissolved team gives what waits to the team that does its work now."""
    cdef Team* other = &w.teams[team_for(w, lead)]
    unqueue(w, lead)
    disown(w, lead)
    lead.rule = 0
    lead.reassigned += 1
    assign(
        w, other, lead, REASSIGNED + lead.reassigned, lead.item == ITEM_MEETING, -1
    )
    return enqueue(w, other, lead) if lead.visible else 0


cdef int hand_on_all(World* w, Team* team) except -1 nogil:
    cdef Lead** waiting
    cdef int i, n = 1 + w.queues[team.pool].n + team.n_held
    for i in range(team.n_reps):
        n += w.queues[w.reps[team.reps[i]].queue].n
    waiting = <Lead**> grown(NULL, n * sizeof(Lead*))
    n = waiting_in(&w.queues[team.pool], waiting, 0)
    for i in range(team.n_reps):
        n = waiting_in(&w.queues[w.reps[team.reps[i]].queue], waiting, n)
    for i in range(team.n_held):
        waiting[n] = team.held[i]
        n += 1
    qsort(waiting, n, sizeof(Lead*), by_identity)
    try:
        for i in range(n):
            if team_for(w, waiting[i]) != team.index:
                hand_on(w, waiting[i])
    finally:
        free(waiting)
    return 0


cdef int waiting_in(Queue* queue, Lead** waiting, int n) noexcept nogil:
    """Append the leads of a queue to `waiting`, which holds n; how many it holds then."""
    cdef int i
    for i in range(queue.n):
        waiting[n + i] = queue.items[i].lead
    return n + queue.n


cdef int by_identity(const void* one, const void* other) noexcept nogil:
    cdef long long left = (<Lead**> one)[0].id, right = (<Lead**> other)[0].id
    return -1 if left < right else left > right


cdef int hold(Team* team, Lead* lead) except -1 nogil:
    """Nobody is eligible: the lead waits without an owner."""
    if team.n_held == team.held_room:
        team.held_room = max(8, 2 * team.held_room)
        team.held = <Lead**> grown(team.held, team.held_room * sizeof(Lead*))
    team.held[team.n_held] = lead
    team.n_held += 1
    lead.held = True
    return 0


cdef int hold_no_longer(Team* team, Lead* lead) noexcept nogil:
    cdef int i, n = 0
    for i in range(team.n_held):
        if team.held[i] != lead:
            team.held[n] = team.held[i]
            n += 1
    team.n_held = n
    return 0


# -- dispatch -------------------------------------------------------------------------------

cdef int ask_dispatch(World* w, Team* team) except -1 nogil:
    """Once per tick: a second wish is dropped while one is pending."""
    if team.dispatch_at == w.now:
        return 0
    team.dispatch_at = w.now
    return expect_event(w, w.now, event.DISPATCH, team.code, 0, team.index, NULL)


cdef int ask_shift(World* w, Team* team, long long tick) except -1 nogil:
    cdef int i
    if tick >= w.stop:
        return 0
    for i in range(team.n_shifts):
        if team.shifts[i] == tick:
            return 0
    if team.n_shifts == team.shifts_room:
        team.shifts_room = max(8, 2 * team.shifts_room)
        team.shifts = <long long*> grown(team.shifts, team.shifts_room * sizeof(long long))
    team.shifts[team.n_shifts] = tick
    team.n_shifts += 1
    return expect_event(w, tick, event.SHIFT, team.code, 0, team.index, NULL)


cdef int shift_begins(World* w, Team* team) except -1 nogil:
    cdef int i, n = 0
    for i in range(team.n_shifts):
        if team.shifts[i] != w.now:
            team.shifts[n] = team.shifts[i]
            n += 1
    team.n_shifts = n
    return ask_dispatch(w, team)


cdef int dispatch(World* w, Team* team) except -1 nogil:
    """Free reps, longest idle first, take what is to be worked first."""
    cdef int index
    cdef Rep* rep
    team.dispatch_at = -NEVER_TICK
    reroute_orphans(w, team)
    if team.n_held > 0:
        release_held(w, team)
    if w.queues[team.pool].n == 0:
        serve_with_own(w, team)
        return ask_next_shift(w, team)
    index = team.first_idle
    while index >= 0 and (w.queues[team.pool].n > 0 or team.n_waited_for > 0):
        rep = &w.reps[index]
        index = rep.after_idle
        if has_work(w, team, rep) and may_start(w, rep):
            serve(w, team, rep)
    return ask_next_shift(w, team)


cdef int serve_with_own(World* w, Team* team) except -1 nogil:
    """The same where nothing waits for everybody: only those with own work are looked at."""
    cdef Rep* rep
    cdef int i, n = 0
    for i in range(team.n_waited_for):
        rep = &w.reps[team.waited_for[i]]
        if may_start(w, rep):
            team.ready[n] = rep
            n += 1
    qsort(team.ready, n, sizeof(Rep*), by_idle)
    for i in range(n):
        serve(w, team, team.ready[i])
    return 0


cdef int by_idle(const void* one, const void* other) noexcept nogil:
    cdef Rep* left = (<Rep**> one)[0]
    cdef Rep* right = (<Rep**> other)[0]
    return -1 if idle_longer(left, right) else idle_longer(right, left)


cdef inline bint has_work(World* w, Team* team, Rep* rep) noexcept nogil:
    return w.queues[team.pool].n > 0 or w.queues[rep.queue].n > 0


cdef int serve(World* w, Team* team, Rep* rep) except -1 nogil:
    """The best item of the rep's own queue and the pool; all of them if unlimited."""
    cdef const Waiting* own
    cdef const Waiting* shared
    while True:
        own, shared = best(w, rep.queue), best(w, team.pool)
        if own == NULL or (shared != NULL and sooner(shared, own)):
            own = shared
        if own == NULL:
            return 0
        start_work(w, rep, own.lead)
        if not rep_row(w, rep.index).unlimited:
            return 0


cdef int ask_next_shift(World* w, Team* team) except -1 nogil:
    """Come back when the first free rep with something to do may start."""
    cdef long long first = NEVER_TICK
    cdef int i, index = team.first_idle
    if team.n_held > 0 or w.queues[team.pool].n > 0:
        while index >= 0:
            first = min(first, next_start_after_now(w, &w.reps[index]))
            index = w.reps[index].after_idle
        return ask_shift(w, team, first)
    for i in range(team.n_waited_for):
        first = min(first, next_start_after_now(w, &w.reps[team.waited_for[i]]))
    return ask_shift(w, team, first)


cdef inline long long next_start_after_now(World* w, Rep* rep) noexcept nogil:
    cdef long long start = next_start(w, rep)
    return start if start > w.now else NEVER_TICK


cdef int release_held(World* w, Team* team) except -1 nogil:
    cdef Lead* lead
    cdef int i, rep, n = 0, waiting = team.n_held
    cdef bint deal
    for i in range(waiting):
        lead = team.held[i]
        deal = lead.item == ITEM_MEETING
        rep = choose(w, team, lead, lead.route, deal, -1)
        if rep == HELD:
            team.held[n] = lead
            n += 1
            continue
        lead.held = False
        if rep != POOL:
            take(&w.reps[rep], lead, deal)
        write(w, lead, ROW_ASSIGNED, team.index, rep, lead.visit)
        if lead.visible:
            put_in(w, team.pool if rep == POOL else w.reps[rep].queue, lead)
    team.n_held = n
    return 0


cdef int reroute_orphans(World* w, Team* team) except -1 nogil:
    """Items of reps who left for good are assigned anew."""
    cdef Lead** orphans
    cdef Rep* rep
    cdef int i, k, n
    if not team.may_lose_reps:
        return 0
    for i in range(team.n_reps):
        rep = &w.reps[team.reps[i]]
        n = w.queues[rep.queue].n
        if n == 0 or employed(w, rep):
            continue
        orphans = <Lead**> grown(NULL, n * sizeof(Lead*))
        waiting_in(&w.queues[rep.queue], orphans, 0)
        qsort(orphans, n, sizeof(Lead*), by_identity)
        try:
            for k in range(n):
                reassign(w, team, orphans[k], -1)
        finally:
            free(orphans)
    return 0
