# Reps: when they may start, what they own, and the row of those who are idle.

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


# -- idle reps with work of their own -------------------------------------------------------

cdef int list_if_waited_for(World* w, Rep* rep) noexcept nogil:
    """Put the rep on the list of those whom a dispatch looks at, or take them off."""
    cdef Team* team = &w.teams[rep.team]
    cdef bint waited_for = rep.in_idle and w.queues[rep.queue].n > 0
    cdef int last
    if waited_for == (rep.waited_place >= 0):
        return 0
    if waited_for:
        rep.waited_place = team.n_waited_for
        team.waited_for[team.n_waited_for] = rep.index
        team.n_waited_for += 1
        return 0
    team.n_waited_for -= 1
    last = team.waited_for[team.n_waited_for]
    team.waited_for[rep.waited_place] = last
    w.reps[last].waited_place = rep.waited_place
    rep.waited_place = -1
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
    return list_if_waited_for(w, rep)


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
    return list_if_waited_for(w, rep)
