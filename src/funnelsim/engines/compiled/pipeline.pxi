# The open pipeline at tick 0: every running clock is drawn given survival to its age.

cdef int stands(World* w, Lead* lead, Given* deal) except -1 nogil:
    """A lead that is already somewhere when the simulation begins."""
    cdef double share
    lead.cls = class_for(w, lead, deal)
    # Of the unfit fewer get as far as this (Bayes).
    share = fit_share(
        row_of(w, lead).fit, w.t.unfit_odds[<long long> lead.cls * w.t.statuses + deal.status]
    )
    be_born(w, lead, deal, share)
    write_arrival(w, lead, deal.status)
    if deal.zombie:
        lead.stage = deal.status
        write(w, lead, ROW_ZOMBIE, 0, 0, 0, lead.value)
        leave_for_good(w, lead)
        return go_on(w, lead)
    start_clocks(w, lead)
    lead.last_positive = w.now - <long long> deal.age
    place_deal(w, lead, deal)
    return go_on(w, lead)


cdef int place_deal(World* w, Lead* lead, Given* deal) except -1 nogil:
    cdef const Dist* dist
    cdef int stage
    if deal.status == STATUS_LEAD:
        lead.score_at -= <long long> deal.age
        enter_nurture(w, lead, renewing(draw.PIPELINE_FACT, once()))
        return age_shelf(w, lead, deal.age)
    if deal.status == STATUS_MQL:
        return was_handed_over(w, lead, deal)
    if deal.status == STATUS_SQL:
        return wait_for_meeting(w, lead, deal, row_of(w, lead).first_stage)
    stage = deal.status - FIRST_STAGE
    if stage_of(w, lead, stage).team < 0:
        return stay(w, lead, deal)
    dist = &stage_of(w, lead, stage).buyer_takes
    if dist.family == family.CONSTANT and dist.a <= 0.0:
        return wait_for_meeting(w, lead, deal, stage)
    return stand_with_buyer(w, lead, deal, stage)


cdef int was_handed_over(World* w, Lead* lead, Given* deal) except -1 nogil:
    """An MQL has been hot, and on its way to the team, for as long as it is old."""
    cdef long long comes
    lead.score = max(lead.score, row_of(w, lead).threshold)
    become_mql(w, lead)
    lead.hot = w.now - <long long> deal.age
    comes = lead.due[HANDOFF_FACT]
    if comes < NEVER_TICK:
        expect(w, lead, HANDOFF_FACT, max(w.now, comes - <long long> deal.age))
    return age_shelf(w, lead, deal.age)


cdef int wait_for_meeting(World* w, Lead* lead, Given* deal, int stage) except -1 nogil:
    """Waits for its next meeting since it came to where it stands."""
    cdef int queue
    if stage < 0 or stage_of(w, lead, stage).team < 0:
        return stay(w, lead, deal)
    set_stage(w, lead, deal.status)
    lead.item = ITEM_MEETING
    give_to_its_rep(w, lead, deal, stage_of(w, lead, stage).team)
    get_ready(w, lead, stage)
    age_shelf(w, lead, deal.age)
    lead.ready = w.now - <long long> deal.age
    queue = lead.queue
    if queue >= 0:  # its place is by age
        take_out(w, lead)
        put_in(w, queue, lead)
    return 0


cdef int stay(World* w, Lead* lead, Given* deal) except -1 nogil:
    """Without stages or teams nobody goes on with it."""
    set_stage(w, lead, deal.status)
    return move(w, lead, PLACE_BUYER)


cdef int stand_with_buyer(World* w, Lead* lead, Given* deal, int stage) except -1 nogil:
    """A deal in a stage waits for the buyer; its rep, or a routed one, keeps it."""
    cdef const StageRow* row = stage_of(w, lead, stage)
    cdef const Dist* dist = &row.buyer_takes
    cdef int team = row.team, calendar
    cdef double u, rest
    set_stage(w, lead, deal.status)
    lead.item, lead.next_meeting = ITEM_MEETING, stage
    if not give_to_its_rep(w, lead, deal, team):
        assign(w, &w.teams[team], lead, w.t.stage_codes[stage], True, -1)
        unqueue(w, lead)
    lead.closer = lead.rep
    move(w, lead, PLACE_BUYER)
    u = uniform_at(w, draw.DELAY, lead.id, stage_occasion(w, lead, stage))
    if dist.business:
        calendar = team_row(w, team).calendar if lead.rep < 0 else w.reps[lead.rep].calendar
        rest = sample_given_age(w, dist, deal.open_age, u) - deal.open_age
        return expect(w, lead, DECISION_FACT, after_on(w, calendar, rest))
    rest = sample_given_age(w, dist, deal.age, u) - deal.age
    return expect(w, lead, DECISION_FACT, after(w, rest))


cdef int give_to_its_rep(World* w, Lead* lead, Given* deal, int team) except -1 nogil:
    """Let the rep of the file have it, of a group the one with the fewest leads."""
    cdef Rep* rep
    cdef Rep* best_rep = NULL
    cdef long long key, least = 0
    cdef int i, k
    for i in range(w.teams[team].n_reps):
        rep = &w.reps[w.teams[team].reps[i]]
        if not employed(w, rep):
            continue
        for k in range(deal.reps_size):
            if w.t.deal_reps[deal.reps_start + k] == rep.index:
                key = load_key(rep.owned, rep.code)
                if best_rep == NULL or key < least:
                    best_rep, least = rep, key
    if best_rep == NULL:
        return False
    lead.team = team
    take(best_rep, lead, True)
    write(w, lead, ROW_ASSIGNED, team, best_rep.index, lead.visit)
    return True


cdef int age_shelf(World* w, Lead* lead, double age) except -1 nogil:
    """What is left of the shelf life, given that it has lasted this long."""
    cdef const Dist* dist
    cdef double u, life
    if age <= 0.0:
        return 0
    dist = &clock_of(w, lead).shelf
    u = uniform_at(
        w, draw.SHELF_LIFE, lead.id, renewing(draw.PIPELINE_FACT, of_stage(0, 1))
    )
    life = sample_given_age(w, dist, age, u)
    lead.renewed = w.now - <long long> age
    lead.shelf_due = after(w, life - age)
    return expect(w, lead, SHELF_FACT, lead.shelf_due)
