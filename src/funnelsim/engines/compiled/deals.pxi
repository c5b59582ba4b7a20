# Opportunities: meetings, the buyer's turn, decisions.

cdef inline unsigned long long stage_occasion(World* w, Lead* lead, int stage) except -1 nogil:
    return of_stage(lead.visit, w.t.stage_codes[stage])


cdef int become_sql(World* w, Lead* lead) except -1 nogil:
    """Accepted by sales; waits for the first meeting."""
    cdef int first
    write(w, lead, ROW_SQL, lead.visit, lead.rep, lead.fit)
    set_stage(w, lead, STATUS_SQL)
    first = row_of(w, lead).first_stage
    if first < 0 or stage_of(w, lead, first).team < 0:  # without stages or teams it ends here
        clear_desk(w, lead)
        return move(w, lead, PLACE_BUYER)
    return get_ready(w, lead, first)


cdef int get_ready(World* w, Lead* lead, int stage) except -1 nogil:
    """The next meeting waits for a rep; the owner keeps it unless another team does the stage."""
    cdef int named = stage_of(w, lead, stage).team
    cdef Team* team = &w.teams[named if named >= 0 else lead.team]
    if lead.team != team.index or lead.rep < 0 or not keeps(w, &w.reps[lead.rep], lead):
        disown(w, lead)
        lead.rule = 0
        lead.item = ITEM_MEETING
        assign(w, team, lead, w.t.stage_codes[stage], True, -1)
    lead.item, lead.visible, lead.deadline = ITEM_MEETING, True, NEVER_TICK
    lead.next_meeting = stage
    move(w, lead, PLACE_QUEUED)
    lead.ready = w.now
    write(w, lead, ROW_QUEUED, team.index, lead.rep, lead.item, lead.visit)
    renew_shelf(w, lead, renewing(draw.READY_FACT, stage_occasion(w, lead, stage)))
    return enqueue(w, team, lead)


cdef int meet(World* w, Lead* lead) except -1 nogil:
    """The meeting starts: from the first one on the lead is an opportunity."""
    if lead.stage == STATUS_SQL:
        write(w, lead, ROW_ADVANCED, FIRST_STAGE + lead.next_meeting, lead.stage)
        return set_stage(w, lead, FIRST_STAGE + lead.next_meeting)
    return 0


cdef int met(World* w, Lead* lead) except -1 nogil:
    """The meeting is over; the buyer takes the time the buyer takes."""
    cdef int stage = lead.next_meeting
    cdef const Dist* dist
    lead.closer = lead.worker
    move(w, lead, PLACE_BUYER)
    dist = &stage_of(w, lead, stage).buyer_takes
    return expect(w, lead, DECISION_FACT, later(
        w, dist, sample_at(w, dist, draw.DELAY, lead.id, stage_occasion(w, lead, stage)),
        w.reps[lead.worker].calendar,
    ))


cdef int decides(World* w, Lead* lead) except -1 nogil:
    """The buyer's time is over: next stage, won after the last, or lost."""
    cdef const StageRow* row = stage_of(w, lead, lead.next_meeting)
    cdef unsigned long long occasion = stage_occasion(w, lead, lead.next_meeting)
    cdef double close = 1.0 if lead.closer < 0 else rep_row(w, lead.closer).close
    cdef double chance = advance_chance(row.converts, close, row.n_stages)
    cdef double u = uniform_for(w, chance, draw.ADVANCE, lead.id, occasion)
    cdef bint last = row.next_stage < 0
    if not advances(chance, last, lead.fit, u):
        return lose(w, lead, row, occasion)
    if last:
        return win(w, lead)
    write(w, lead, ROW_ADVANCED, FIRST_STAGE + row.next_stage, lead.stage)
    set_stage(w, lead, FIRST_STAGE + row.next_stage)
    return get_ready(w, lead, row.next_stage)


cdef int win(World* w, Lead* lead) except -1 nogil:
    cdef int rep
    if w.keeps_wins:
        for rep in range(w.t.reps):
            if lead.worked_by[rep]:
                add_win(w, &w.reps[rep])
    write(w, lead, ROW_WON, lead.closer, 0, 0, lead.value)
    return leave_for_good(w, lead)


cdef int lose(
    World* w, Lead* lead, const StageRow* row, unsigned long long occasion
) except -1 nogil:
    cdef double u = uniform_at(w, draw.ADVANCE, lead.id, occasion, 1)
    write(
        w, lead, ROW_LOST, CAUSE_LOST_DEAL if lead.fit else CAUSE_BAD_FIT,
        <int> picked(w.t.pool, row.reason_start, row.reason_size, u), 0, book(w, lead),
    )
    return leave_for_good(w, lead)
