# The decay clocks of a lead: shelf life, competitor, contact, and its own behaviour.
# No clock acts while a rep works on the lead; overdue_exit looks at them when the work ends.

cdef inline bint waits_for_us(Lead* lead) noexcept nogil:
    return lead.place <= PLACE_QUEUED or lead.place == PLACE_BETWEEN


cdef inline bint acts_on_its_own(Lead* lead) noexcept nogil:
    return waits_for_us(lead) or lead.place == PLACE_COLD


cdef int start_clocks(World* w, Lead* lead) except -1 nogil:
    """Contact and competitor clocks run from arrival; own behaviour starts unspent."""
    cdef double hazard = row_of(w, lead).changes_job
    lead.contact_tick = NEVER_TICK
    if hazard > 0.0:
        lead.contact_tick = after(
            w, hazard_time(exponential_budget(uniform_at(w, draw.CONTACT, lead.id, once())), hazard)
        )
    expect(w, lead, CONTACT_FACT, lead.contact_tick)
    start_competitor(w, lead)
    lead.last_positive = lead.settled = w.now
    return 0


# -- places and stages ----------------------------------------------------------------------

cdef int move(World* w, Lead* lead, int place) except -1 nogil:
    """Change the place; own behaviour is settled before and projected anew after the event."""
    settle_behaviour(w, lead)
    lead.place = place
    lead.unprojected = True
    return 0


cdef int set_stage(World* w, Lead* lead, int stage) except -1 nogil:
    """Change the stage; the competitor's budget is spent at the old stage's hazard up to now."""
    settle_competitor(w, lead)
    lead.stage = stage
    return project_competitor(w, lead)


# -- shelf life -----------------------------------------------------------------------------

cdef int renew_shelf(World* w, Lead* lead, unsigned long long fact) except -1 nogil:
    """Restart the shelf life with the draw that belongs to the renewing fact."""
    cdef double life = lead.given_life
    if isnan(life):
        life = sample_at(w, &clock_of(w, lead).shelf, draw.SHELF_LIFE, lead.id, fact)
    lead.renewed = w.now
    lead.shelf_due = after(w, life)
    return expect(w, lead, SHELF_FACT, lead.shelf_due)


cdef int shelf_life_ends(World* w, Lead* lead) except -1 nogil:
    cdef bint for_meeting
    if not waits_for_us(lead) or not shelf_acts(w, lead):
        return 0
    for_meeting = lead.place == PLACE_QUEUED and lead.item == ITEM_MEETING
    return go_cold(w, lead, cold_cause(
        lead.place == PLACE_NURTURE, for_meeting, lead.never_worked, lead.attempt
    ))


cdef inline bint shelf_acts(World* w, Lead* lead) noexcept nogil:
    """Whether the end of the shelf life at this stage does anything in this world."""
    cdef int off = row_of(w, lead).off
    return off == 0 or acts(off, shelf_mechanism(lead.stage, lead.visit))


cdef int go_cold(World* w, Lead* lead, int cause) except -1 nogil:
    write(w, lead, ROW_COLD, cause, lead.team, 0, book(w, lead))
    clear_desk(w, lead)
    forget_score(w, lead)
    lead.shelf_due = NEVER_TICK
    forget(lead, SHELF_FACT)
    lead.recycled = False
    move(w, lead, PLACE_COLD)
    return enrol(w, lead)


# -- contact and competitor -----------------------------------------------------------------

cdef int contact_left(World* w, Lead* lead) except -1 nogil:
    if lead.place == PLACE_WORKED or lead.place == PLACE_GONE:
        return 0
    if not acts(row_of(w, lead).off, mechanism.CONTACT_LEFT):
        return 0
    write(w, lead, ROW_LEFT, 0, 0, lead.place == PLACE_COLD, book(w, lead))
    return leave_for_good(w, lead)


cdef int start_competitor(World* w, Lead* lead) except -1 nogil:
    lead.competitor_budget = NAN
    lead.competitor_settled = w.now
    return project_competitor(w, lead)


cdef int settle_competitor(World* w, Lead* lead) except -1 nogil:
    if lead.competitor_rate > 0.0:  # else nothing was spent
        lead.competitor_budget = budget_left(
            lead.competitor_budget,
            hazard_spent(lead.competitor_rate, <double> (w.now - lead.competitor_settled)),
        )
    lead.competitor_settled = w.now
    return 0


cdef int project_competitor(World* w, Lead* lead) except -1 nogil:
    cdef double rate = clock_of(w, lead).competitor
    lead.competitor_rate = rate
    if rate > 0.0:
        if isnan(lead.competitor_budget):
            lead.competitor_budget = exponential_budget(uniform_at(
                w, draw.COMPETITOR, lead.id, numbered(lead.competitor_losses)
            ))
        lead.competitor_tick = after(w, hazard_time(lead.competitor_budget, rate))
    elif lead.competitor_budget <= 0.0:
        lead.competitor_tick = w.now
    else:
        lead.competitor_tick = NEVER_TICK
    return expect(w, lead, COMPETITOR_FACT, lead.competitor_tick)


cdef int competitor_wins(World* w, Lead* lead) except -1 nogil:
    """The lead buys elsewhere; it comes back only where the scenario says `return_after`."""
    cdef const Dist* dist
    cdef bint returns
    if lead.place == PLACE_WORKED or lead.place == PLACE_GONE:
        return 0
    if not acts(row_of(w, lead).off, mechanism.COMPETITOR):
        return 0
    dist = &row_of(w, lead).return_after
    returns = dist.family != family.NEVER
    write(w, lead, ROW_COMPETITOR, returns, 0, lead.place == PLACE_COLD, book(w, lead))
    leave_for_good(w, lead)
    if returns:
        expect(w, lead, BACK_FACT, after(
            w, sample_at(w, dist, draw.RETURN, lead.id, numbered(lead.competitor_losses))
        ))
    lead.competitor_losses += 1
    return 0


cdef int comes_back(World* w, Lead* lead) except -1 nogil:
    if lead.contact_tick <= w.now and acts(row_of(w, lead).off, mechanism.CONTACT_LEFT):
        return write(w, lead, ROW_LEFT, 0, 0, 1)  # the loss was booked when the competitor won
    write(w, lead, ROW_RETURNED)
    lead.place = PLACE_NURTURE
    lead.settled = w.now
    if lead.contact_tick > w.now:
        expect(w, lead, CONTACT_FACT, lead.contact_tick)
    forget_score(w, lead)
    lead.recycled = True
    lead.stage = STATUS_LEAD
    start_competitor(w, lead)
    return enter_nurture(
        w, lead, renewing(draw.RETURN_FACT, numbered(lead.competitor_losses))
    )


cdef int overdue_exit(World* w, Lead* lead) except -1 nogil:
    """At the end of work: contact left, then competitor, act before the outcome."""
    lead.place = PLACE_BETWEEN
    if lead.contact_tick <= w.now and acts(row_of(w, lead).off, mechanism.CONTACT_LEFT):
        contact_left(w, lead)
    elif lead.competitor_tick <= w.now:
        competitor_wins(w, lead)
    return lead.place == PLACE_GONE


# -- own behaviour --------------------------------------------------------------------------

cdef int settle_behaviour(World* w, Lead* lead) noexcept nogil:
    """Spend the budgets up to now at the rates they were projected with."""
    cdef double area
    cdef int i, kind
    if lead.acts and w.now > lead.settled and acts_on_its_own(lead):
        area = interest_integral(
            <double> (lead.settled - lead.last_positive), <double> (w.now - lead.last_positive),
            lead.half_life, lead.floor,
        )
        for i in range(w.n_own):
            kind = w.own_kinds[i]
            if lead.rates[kind] > 0.0:
                lead.budgets[kind] = budget_left(lead.budgets[kind], lead.rates[kind] * area)
    lead.settled = w.now
    return 0


cdef int project_behaviour(World* w, Lead* lead) except -1 nogil:
    """Expect the first of its own signals where a budget will be spent.

    Once at the end of an event, however often place or interest changed in it. The others need no
    place of their own: what comes first changes all of them.
    """
    cdef const LeadRow* row
    cdef long long tick, first = NEVER_TICK
    cdef double rate
    cdef int i, kind
    lead.unprojected = False
    if w.n_own == 0:
        return 0
    lead.acts = False
    forget(lead, SIGNAL_FACT)
    if not acts_on_its_own(lead):
        return 0
    row = row_of(w, lead)
    lead.half_life, lead.floor = row.interest_half_life, row.interest_floor
    if not acts(row.off, mechanism.NURTURE):
        lead.half_life = INFINITY
    for i in range(w.n_own):
        kind = w.own_kinds[i]
        rate = signal_of(w, lead, kind).rate
        lead.rates[kind] = max(rate, 0.0)
        if rate > 0.0:
            lead.acts = True
            if isnan(lead.budgets[kind]):
                lead.budgets[kind] = next_budget(w, lead, kind)
            tick = signal_tick(w, lead, kind)
            if tick < first:
                first, lead.signal_kind = tick, kind
    return expect(w, lead, SIGNAL_FACT, first)


cdef inline long long signal_tick(World* w, Lead* lead, int kind) noexcept nogil:
    cdef double due = next_signal(
        <double> (w.now - lead.last_positive), lead.budgets[kind], lead.rates[kind],
        lead.half_life, lead.floor,
    )
    return max(after_from(lead.last_positive, due), w.now)


cdef double next_budget(World* w, Lead* lead, int kind) except -1.0 nogil:
    return exponential_budget(
        uniform_at(w, draw.OWN_SIGNAL, lead.id, of_signal(kind, lead.signals[kind]))
    )


cdef int renew_budget(World* w, Lead* lead, int kind) except -1 nogil:
    """A signal came: its budget is spent, the next one of that kind has its own."""
    lead.signals[kind] += 1
    lead.budgets[kind] = next_budget(w, lead, kind)
    return 0
