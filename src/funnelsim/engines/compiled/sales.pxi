# From qualification to the first conversation: hand-over, queue, calls, what is said.

cdef int become_mql(World* w, Lead* lead) except -1 nogil:
    """Qualified: touches stop, the hand-over begins."""
    cdef const LeadRow* row = row_of(w, lead)
    cdef long long tick
    lead.visit += 1
    lead.attempt = lead.rule = lead.reassigned = 0
    lead.hot = w.now
    lead.handover_score = current_score(w, lead)
    lead.recycled = False
    forget(lead, TOUCH_FACT)
    write(w, lead, ROW_MQL, lead.visit, 0, 0, lead.handover_score)
    set_stage(w, lead, STATUS_MQL)
    move(w, lead, PLACE_HANDOFF)
    renew_shelf(w, lead, renewing(draw.MQL_FACT, of_visit(lead.visit)))
    tick = later(
        w, &row.handoff_delay,
        sample_at(w, &row.handoff_delay, draw.HANDOFF, lead.id, of_visit(lead.visit)),
        calls_calendar(w, lead),
    )
    return expect(w, lead, HANDOFF_FACT, after_from(tick, row.held_back))


cdef int handed_over(World* w, Lead* lead) except -1 nogil:
    """Routed now; seen by the rep after the team's lag, or never."""
    cdef const LeadRow* row = row_of(w, lead)
    cdef const HabitRow* habit
    cdef int team = row.calls_team, calendar
    cdef unsigned long long occasion = of_visit(lead.visit)
    move(w, lead, PLACE_QUEUED)
    lead.item, lead.visible = ITEM_FIRST_CALL, False
    if team < 0:  # a scenario without teams: nobody takes it up
        lead.never_worked = True
        return 0
    assign(w, &w.teams[team], lead, 0, False, -1)
    calendar = team_row(w, team).calendar
    lead.deadline = after_on(w, calendar, row.sla) if row.sla_business else after(w, row.sla)
    expect(w, lead, SLA_FACT, lead.deadline)
    habit = habit_of(w, lead, team)
    lead.never_worked = happens(w, habit.never_worked, draw.HABIT, lead.id, occasion)
    if not lead.never_worked:
        return expect(w, lead, ATTEMPT_FACT, later(
            w, &habit.notices_after,
            sample_at(w, &habit.notices_after, draw.HABIT, lead.id, occasion, 1), calendar,
        ))
    return 0


cdef int becomes_due(World* w, Lead* lead) except -1 nogil:
    """NOTICED or ATTEMPT_DUE: the call is visible to the rep."""
    if lead.place == PLACE_BETWEEN:
        lead.item, lead.deadline = ITEM_FOLLOW_UP, NEVER_TICK
        move(w, lead, PLACE_QUEUED)
    lead.ready, lead.visible = w.now, True
    write(w, lead, ROW_QUEUED, lead.team, lead.rep, lead.item, lead.visit)
    return enqueue(w, &w.teams[lead.team], lead)


cdef int rule_expires(World* w, Lead* lead) except -1 nogil:
    """An assignment rule has waited long enough: the next one is tried."""
    if lead.place != PLACE_QUEUED or lead.team < 0:
        return 0
    lead.rule += 1
    return reassign(w, &w.teams[lead.team], lead, -1)


cdef int response_overdue(World* w, Lead* lead) except -1 nogil:
    """The response time is over before the first call."""
    cdef const LeadRow* row = row_of(w, lead)
    if lead.place != PLACE_QUEUED or lead.team < 0 or lead.item != ITEM_FIRST_CALL:
        return 0
    write(w, lead, ROW_BREACHED, lead.team, lead.rep)
    if row.on_breach == ONBREACH_REASSIGN and lead.rep >= 0:
        if somebody_else(w, &w.teams[lead.team], lead.rep):
            return reassign(w, &w.teams[lead.team], lead, lead.rep)
    elif row.on_breach == ONBREACH_ESCALATE:
        return escalate(w, lead, row.escalate_to)
    return 0


cdef int escalate(World* w, Lead* lead, int team) except -1 nogil:
    unqueue(w, lead)
    disown(w, lead)
    lead.rule = 0
    lead.reassigned += 1
    assign(w, &w.teams[team], lead, REASSIGNED + lead.reassigned, False, -1)
    if lead.visible:
        return enqueue(w, &w.teams[team], lead)
    return 0


# -- calls ----------------------------------------------------------------------------------

cdef int reaches(World* w, Lead* lead) except -1 nogil:
    """Whether attempt number `lead.attempt`, starting now, reaches the lead."""
    cdef const LeadRow* row = row_of(w, lead)
    cdef double chance
    if lead.attempt == 1:
        chance = first_reach(
            w.t.pool, w.t.pool_cumulative, row.reach_start, row.reach_size, row.reach_later,
            felt_delay(row.off, mechanism.REACH, <double> (w.now - lead.hot)),
        )
    else:
        chance = later_reach(w.t.pool, row.again_start, row.again_size, lead.attempt)
    return happens(w, chance, draw.CONNECT, lead.id, of_attempt(lead.visit, lead.attempt))


cdef int missed(World* w, Lead* lead) except -1 nogil:
    """An unreached attempt is over: late, try again, or give up."""
    cdef const LeadRow* row = row_of(w, lead)
    cdef double u, ms, kept
    cdef bint in_open_time
    cdef int gap
    if lead.shelf_due <= w.now and shelf_acts(w, lead):
        return go_cold(w, lead, CAUSE_LATE)
    kept = habit_of(w, lead, lead.team).calls_kept
    u = uniform_for(w, kept, draw.KEPT, lead.id, of_attempt(lead.visit, lead.attempt))
    if not tries_again(lead.attempt, row.gaps_size, kept, u):
        return leave_sales(w, lead, CAUSE_UNREACHED)
    move(w, lead, PLACE_BETWEEN)
    gap = row.gaps_start + lead.attempt - 1
    ms, in_open_time = w.t.pool[gap], w.t.pool_cumulative[gap] != 0.0
    return expect(
        w, lead, ATTEMPT_FACT,
        after_on(w, team_row(w, lead.team).calendar, ms) if in_open_time else after(w, ms),
    )


cdef int talked(World* w, Lead* lead) except -1 nogil:
    """The conversation is over; `delay` ms lay between the hot signal and first contact."""
    cdef const LeadRow* row = row_of(w, lead)
    cdef int start = row.fit_accept_start if lead.fit else row.unfit_accept_start
    cdef int size = row.fit_accept_size if lead.fit else row.unfit_accept_size
    cdef double chance = accept_chance(
        acceptance(w.t.pool, w.t.pool_cumulative, start, size, lead.handover_score),
        rep_row(w, lead.worker).accepts,
        eagerness(
            felt_delay(row.off, mechanism.INTENT, lead.delay), row.eagerness_half_life,
            row.eagerness_floor,
        ),
        row.uplift,
    )
    cdef double rest[3]
    cdef uint64 words[4]
    cdef int said, i
    for i in range(3):
        rest[i] = row.fit_rest[i] if lead.fit else row.unfit_rest[i]
    philox_block(
        w.seed, draw.OUTCOME, <uint64> lead.id, of_visit(lead.visit), w.replication, words
    )
    said = outcome(chance, rest[0], rest[1], rest[2], unit(words[0]), unit(words[1]))
    if said == talk.ACCEPTED:
        return become_sql(w, lead)
    if said != talk.NOT_READY:
        write(
            w, lead, ROW_NOT_INTERESTED,
            CAUSE_BAD_FIT if said == talk.BAD_FIT else CAUSE_NOT_INTERESTED,
        )
        return leave_for_good(w, lead)
    if annoyed(row.annoyed, unit(words[2])):
        return unsubscribe(w, lead)
    return leave_sales(w, lead, CAUSE_NOT_READY)


cdef int leave_sales(World* w, Lead* lead, int cause) except -1 nogil:
    """Back to marketing, or dropped for good where the scenario says so."""
    cdef bint dropped = row_of(w, lead).then_drop != 0
    write(w, lead, ROW_RECYCLED, cause, dropped)
    if dropped:
        return leave_for_good(w, lead)
    clear_desk(w, lead)
    forget_score(w, lead)
    lead.recycled = True
    lead.shelf_due = NEVER_TICK
    return enter_nurture(w, lead, renewing(draw.RECYCLE_FACT, of_visit(lead.visit)))
