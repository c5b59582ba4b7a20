# Teams: who gets a lead, who is free, and the moment when free reps meet waiting items.

# -- reps -----------------------------------------------------------------------------------

cdef inline bint employed(World* w, Rep* rep) noexcept nogil:
    cdef const RepRow* row = rep_row(w, rep.index)
    return row.present and row.starts <= w.now < row.ends


cdef bint eligible(World* w, Rep* rep, bint deal) noexcept nogil:
    """Started, present, and below the limit of open deals where a deal is to be assigned."""
    cdef const AbsenceRow* away = &w.t.absences[rep.absences_start]
    cdef int i
    if not employed(w, rep):
        return False
    for i in range(rep.absences_size):
        if away[i].begin <= w.now < away[i].end:
            return False
    return not deal or has_room(rep.deals, team_row(w, rep.team).open_deals)


cdef inline bint may_start(World* w, Rep* rep) noexcept nogil:
    return employed(w, rep) and opens_next(w, rep.calendar) == w.now


cdef long long next_start(World* w, Rep* rep) noexcept nogil:
    """Earliest tick from now on at which work may start, in the epoch at hand."""
    cdef const RepRow* row = rep_row(w, rep.index)
    cdef Hours* hours = &w.hours[rep.calendar]
    cdef long long start
    if not row.present:
        return NEVER_TICK
    if row.starts > w.now:
        start = opening(hours.opens, hours.closes, hours.n, row.starts)
    else:
        start = opens_next(w, rep.calendar)
    return start if start < row.ends else NEVER_TICK


cdef int take(Rep* rep, Lead* lead, bint deal) noexcept nogil:
    lead.rep = rep.index
    lead.deal = deal
    rep.owned += 1
    rep.deals += deal
    return 0


cdef bint keeps(World* w, Rep* rep, Lead* lead) noexcept nogil:
    """Whether a lead that this rep owns may stay as one of the open deals."""
    if not lead.deal:
        if not has_room(rep.deals, team_row(w, rep.team).open_deals):
            return False
        lead.deal = True
        rep.deals += 1
    return True


cdef int drop(World* w, Lead* lead) except -1 nogil:
    """The lead has no owner any longer."""
    cdef Rep* rep = &w.reps[lead.rep]
    rep.owned -= 1
    lead.rep = -1
    if lead.deal:
        lead.deal = False
        rep.deals -= 1
        if w.teams[rep.team].n_held > 0:
            return ask_dispatch(w, &w.teams[rep.team])
    return 0


cdef int add_win(World* w, Rep* rep) except -1 nogil:
    if rep.n_wins == rep.wins_room:
        rep.wins_room = max(8, 2 * rep.wins_room)
        rep.wins = <long long*> grown(rep.wins, rep.wins_room * sizeof(long long))
    rep.wins[rep.n_wins] = w.now
    rep.n_wins += 1
    return 0


# -- the row of idle reps, longest idle first, then by code ---------------------------------

cdef inline bint idle_longer(Rep* one, Rep* other) noexcept nogil:
    if one.free_since != other.free_since:
        return one.free_since < other.free_since
    return one.code < other.code


cdef int no_longer_idle(World* w, Rep* rep) noexcept nogil:
    cdef Team* team = &w.teams[rep.team]
    if not rep.in_idle:
        return 0
    if rep.before_idle >= 0:
        w.reps[rep.before_idle].after_idle = rep.after_idle
    else:
        team.first_idle = rep.after_idle
    if rep.after_idle >= 0:
        w.reps[rep.after_idle].before_idle = rep.before_idle
    else:
        team.last_idle = rep.before_idle
    rep.in_idle = False
    return 0


cdef int is_idle_again(World* w, Rep* rep) noexcept nogil:
    """Takes its place in the row, found from the end where it nearly always is."""
    cdef Team* team = &w.teams[rep.team]
    cdef int before
    no_longer_idle(w, rep)
    before = team.last_idle
    while before >= 0 and idle_longer(rep, &w.reps[before]):
        before = w.reps[before].before_idle
    rep.before_idle = before
    rep.after_idle = w.reps[before].after_idle if before >= 0 else team.first_idle
    if before >= 0:
        w.reps[before].after_idle = rep.index
    else:
        team.first_idle = rep.index
    if rep.after_idle >= 0:
        w.reps[rep.after_idle].before_idle = rep.index
    else:
        team.last_idle = rep.index
    rep.in_idle = True
    return 0


# -- assignment -----------------------------------------------------------------------------

cdef int assign(
    World* w, Team* team, Lead* lead, long long number, bint deal, int avoid
) except -1 nogil:
    """Give the lead an owner, or put it into the pool or the holding queue."""
    cdef int rep
    lead.team = team.index
    lead.rep = -1
    lead.route = number
    forget(lead, RULE_FACT)
    rep = choose(w, team, lead, number, deal, avoid)
    if rep == HELD:
        hold(team, lead)
        write(w, lead, ROW_ASSIGNED, team.index, HELD, lead.visit)
        return ask_next_shift(w, team)
    if rep != POOL:
        take(&w.reps[rep], lead, deal)
    return write(w, lead, ROW_ASSIGNED, team.index, rep, lead.visit)


cdef int choose(
    World* w, Team* team, Lead* lead, long long number, bint deal, int avoid
) except -3 nogil:
    """A rep, POOL, or HELD if nobody is eligible."""
    cdef const TeamRow* row = team_row(w, team.index)
    cdef const RuleRow* rule
    cdef int place, rep, size = row.rules_size
    if size == 0:
        return by_mode(w, team, row.assign, -1, lead, number, deal, avoid)
    # A date may leave fewer rules than the lead has passed; the last one takes everybody.
    for place in range(max(0, min(lead.rule, size - 1)), size):
        if not w.t.rule_match[<long long> (row.rules_start + place) * w.t.classes + lead.cls]:
            continue
        rule = &w.t.rule[row.rules_start + place]
        rep = by_mode(w, team, rule.assign, rule.groups, lead, number, deal, avoid)
        if rep != HELD:
            lead.rule = place
            expect(w, lead, RULE_FACT, after_waiting(w, row, rule))
            return rep
    return HELD


cdef long long after_waiting(World* w, const TeamRow* row, const RuleRow* rule) noexcept nogil:
    return after_on(w, row.calendar, rule.wait) if rule.wait_business else after(w, rule.wait)


cdef inline bint may_have(
    World* w, Rep* rep, long long groups, bint deal, int avoid
) noexcept nogil:
    return (
        rep.index != avoid and may_serve(groups, rep.group) and eligible(w, rep, deal)
    )


cdef int by_mode(
    World* w, Team* team, int mode, long long groups, Lead* lead, long long number, bint deal,
    int avoid,
) except -3 nogil:
    """One of the reps of some groups, POOL, or HELD if none may have the lead."""
    if mode == ASSIGN_POOL:
        return POOL
    if mode == ASSIGN_ROUND_ROBIN:
        return next_in_turn(w, team, groups, deal, avoid)
    if mode == ASSIGN_LEAST_LOADED:
        return least_loaded(w, team, groups, deal, avoid)
    return fastest(w, team, groups, lead, number, deal, avoid)


cdef int next_in_turn(
    World* w, Team* team, long long groups, bint deal, int avoid
) noexcept nogil:
    """The first after the one served last, in the order of codes and round again."""
    cdef int i, place
    for i in range(team.n_reps):
        place = (team.turn + i) % team.n_reps
        if may_have(w, &w.reps[team.reps[place]], groups, deal, avoid):
            team.turn = place + 1
            return team.reps[place]
    return HELD


cdef int least_loaded(
    World* w, Team* team, long long groups, bint deal, int avoid
) noexcept nogil:
    """Who owns fewest leads; whether a rep may have another is only asked of a better one."""
    cdef Rep* rep
    cdef int i, first = HELD
    cdef long long key, least = 0
    for i in range(team.n_reps):
        rep = &w.reps[team.reps[i]]
        if first != HELD and rep.owned >= w.reps[first].owned:
            continue
        key = load_key(rep.owned, rep.code)
        if (first == HELD or key < least) and may_have(w, rep, groups, deal, avoid):
            first, least = rep.index, key
    return first


cdef int fastest(
    World* w, Team* team, long long groups, Lead* lead, long long number, bint deal, int avoid
) except -3 nogil:
    """The winner of a race weighted by performance; equal times go to the smaller code."""
    cdef Rep* rep
    cdef int i, first = HELD
    cdef double time, least = INFINITY
    for i in range(team.n_reps):
        rep = &w.reps[team.reps[i]]
        if may_have(w, rep, groups, deal, avoid):
            time = performance(w, team, rep, lead, number)
            if first == HELD or time < least:
                first, least = rep.index, time
    return first


cdef double performance(
    World* w, Team* team, Rep* rep, Lead* lead, long long number
) except? -1.0 nogil:
    cdef const TeamRow* row = team_row(w, team.index)
    cdef double since = <double> w.now - row.look_back
    cdef int i = rep.n_wins
    while i > 0 and <double> rep.wins[i - 1] > since:
        i -= 1
    return race(
        uniform_at(w, draw.ROUTE, lead.id, of_route(lead.visit, rep.code, number)),
        performance_weight(rep.n_wins - i, row.cap),
    )


cdef int reassign(World* w, Team* team, Lead* lead, int avoid) except -1 nogil:
    """Another owner for a lead that waits, seen or unseen."""
    cdef bint deal = lead.item == ITEM_MEETING
    unqueue(w, lead)
    if lead.rep >= 0:
        drop(w, lead)
    lead.reassigned += 1
    assign(w, team, lead, REASSIGNED + lead.reassigned, deal, avoid)
    return enqueue(w, team, lead) if lead.visible else 0


cdef bint somebody_else(World* w, Team* team, int rep) noexcept nogil:
    """Whether a lead of `rep` could be assigned to another rep."""
    cdef int i
    for i in range(team.n_reps):
        if may_have(w, &w.reps[team.reps[i]], -1, False, rep):
            return True
    return False


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
    cdef int i, n
    waiting = <Lead**> grown(NULL, (1 + w.queues[team.pool].n + team.waiting_own
                                    + team.n_held) * sizeof(Lead*))
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
    index = team.first_idle
    while index >= 0 and (w.queues[team.pool].n > 0 or team.waiting_own > 0):
        rep = &w.reps[index]
        index = rep.after_idle
        if has_work(w, team, rep) and may_start(w, rep):
            serve(w, team, rep)
    return ask_next_shift(w, team)


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
    cdef long long start, first = NEVER_TICK
    cdef int index = team.first_idle
    if team.n_held == 0 and w.queues[team.pool].n == 0 and team.waiting_own == 0:
        return 0
    while index >= 0:
        if team.n_held > 0 or has_work(w, team, &w.reps[index]):
            start = next_start(w, &w.reps[index])
            if w.now < start < first:
                first = start
        index = w.reps[index].after_idle
    return ask_shift(w, team, first)


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
    if team.waiting_own == 0:
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
