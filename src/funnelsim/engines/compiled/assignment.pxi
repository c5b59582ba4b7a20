# Who gets a lead: rules, modes, and the rep whose key is smallest.

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
    if mode == ASSIGN_PERFORMANCE:
        return fastest(w, team, groups, lead, number, deal, avoid)
    return least_loaded(w, team, groups, deal, avoid)


cdef int next_in_turn(
    World* w, Team* team, long long groups, bint deal, int avoid
) noexcept nogil:
    cdef long long i, place
    for i in range(team.n_reps):
        place = turn_place(team.served_last, i, team.n_reps)
        if may_have(w, &w.reps[team.reps[place]], groups, deal, avoid):
            team.served_last = <int> place
            return team.reps[place]
    return HELD


cdef int least_loaded(
    World* w, Team* team, long long groups, bint deal, int avoid
) noexcept nogil:
    """Who may have the lead is only asked of those with a smaller key."""
    cdef Rep* rep
    cdef int i, first = HELD
    cdef long long key, least = 0
    for i in range(team.n_reps):
        rep = &w.reps[team.reps[i]]
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
