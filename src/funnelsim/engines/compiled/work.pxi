# A rep at work: one item from start to the moment the rep is free again.

cdef int start_work(World* w, Rep* rep, Lead* lead) except -1 nogil:
    """The rep takes the item off the queue; the lead's clocks stand back until the end."""
    cdef bint deal = lead.item == ITEM_MEETING
    if lead.queue >= 0:
        take_out(w, lead)
    lead.visible = False
    forget(lead, SLA_FACT)
    forget(lead, RULE_FACT)
    if not deal:
        lead.attempt += 1
    lead.worked_by[rep.index] = True
    write(
        w, lead, ROW_STARTED, rep.team, rep.index, lead.item, 0 if deal else lead.attempt
    )
    move(w, lead, PLACE_WORKED)
    project_behaviour(w, lead)  # of this lead no event ends here
    if deal:
        meet(w, lead)
    if not rep_row(w, rep.index).unlimited:
        rep.busy_with = lead
        no_longer_idle(w, rep)
    lead.worker, lead.work_item = rep.index, lead.item
    return begin_meeting(w, rep, lead) if deal else begin_call(w, rep, lead)


cdef int until_finish(World* w, Lead* lead, int work, long long tick) except -1 nogil:
    lead.work = work
    return expect_event(w, tick, event.FINISH, lead.id, 0, 0, lead)


cdef int begin_call(World* w, Rep* rep, Lead* lead) except -1 nogil:
    """One attempt."""
    cdef bint hit = reaches(w, lead)
    cdef double takes = sample_at(
        w, &row_of(w, lead).call_takes, draw.TAKES, lead.id,
        of_attempt(lead.visit, lead.attempt),
    )
    lead.busy = busy_time(takes, rep_row(w, rep.index).speed, 1.0)
    return until_finish(w, lead, WORK_CALL if hit else WORK_MISSED, after(w, lead.busy))


cdef int begin_talk(World* w, Lead* lead) except -1 nogil:
    """The lead is reached; the conversation is with the same rep at once."""
    cdef double talk_ms
    lead.delay = <double> (w.now - lead.hot)
    write(w, lead, ROW_REACHED, w.reps[lead.worker].team, lead.worker, lead.attempt, lead.delay)
    talk_ms = busy_time(
        sample_at(w, &row_of(w, lead).talk_takes, draw.TALK, lead.id, of_visit(lead.visit)),
        rep_row(w, lead.worker).speed, 1.0,
    )
    lead.busy += talk_ms
    return until_finish(w, lead, WORK_TALK, after(w, talk_ms))


cdef int begin_meeting(World* w, Rep* rep, Lead* lead) except -1 nogil:
    """Work on a stage: pauses over nights, holidays and absences."""
    cdef int stage = lead.next_meeting
    cdef const RepRow* row = rep_row(w, rep.index)
    cdef double duration = NAN
    if stage == row_of(w, lead).first_stage:
        duration = lead.given_work
    if isnan(duration):
        duration = sample_at(
            w, &stage_of(w, lead, stage).rep_time, draw.WORK, lead.id,
            stage_occasion(w, lead, stage),
        )
    lead.busy = busy_time(duration, row.speed, ramped(
        w.t.pool, row.ramp_start, row.ramp_size, <double> (w.now - row.starts)
    ))
    return until_finish(w, lead, WORK_MEETING, after_on(w, rep.calendar, lead.busy))


cdef int finishes(World* w, Lead* lead) except -1 nogil:
    """FINISH: an attempt, a conversation or a meeting ends."""
    cdef Rep* rep = &w.reps[lead.worker]
    cdef int fact
    for fact in range(SHELF_FACT + 1):  # contact, competitor, shelf life: over during the work
        if lead.due[fact] < w.now:
            forget(lead, fact)
    if lead.work == WORK_CALL:
        begin_talk(w, lead)
    else:
        if lead.work == WORK_MISSED:
            write(w, lead, ROW_UNREACHED, rep.team, rep.index, lead.attempt)
        finish(w, rep, lead)
        if not overdue_exit(w, lead):
            lead.place = PLACE_WORKED
            after_work(w, lead)
    return go_on(w, lead)


cdef int after_work(World* w, Lead* lead) except -1 nogil:
    if lead.work == WORK_MISSED:
        return missed(w, lead)
    return talked(w, lead) if lead.work == WORK_TALK else met(w, lead)


cdef int finish(World* w, Rep* rep, Lead* lead) except -1 nogil:
    """The item is done; the rep is free after the overhead that `selling_time` implies."""
    cdef Hours* hours = &w.hours[rep.calendar]
    cdef long long extra = to_ticks(overhead(lead.busy, team_row(w, rep.team).selling_time))
    cdef long long free = worked_until(
        hours.opens, hours.closes, hours.before, hours.n, w.now, extra
    )
    write(w, lead, ROW_FINISHED, rep.team, rep.index, lead.work_item, <double> free)
    if rep.busy_with == lead:
        return expect_event(w, free, event.REP_FREE, rep.code, 0, rep.index, NULL)
    return 0


cdef int becomes_free(World* w, Rep* rep) except -1 nogil:
    rep.busy_with = NULL
    rep.free_since = w.now
    is_idle_again(w, rep)
    return ask_dispatch(w, &w.teams[rep.team])
