# A lead's own agenda, and its life: what it expects, what comes next.
#
# A lead that no team has meets nobody. Its facts are worked off one after the other in a loop of
# its own, ahead of the world's clock; only a hand-over puts it on the agenda. The log is the same.

cdef inline int kind_of(int fact) noexcept nogil:
    """Event kind of a fact."""
    if fact < SIGNAL_FACT:
        if fact == CONTACT_FACT:
            return event.CONTACT_LEFT
        if fact == COMPETITOR_FACT:
            return event.COMPETITOR_DUE
        if fact == SHELF_FACT:
            return event.SHELF_LIFE_END
        if fact == BACK_FACT:
            return event.RETURN_DUE
        return event.DECISION if fact == DECISION_FACT else event.TOUCH
    if fact == SIGNAL_FACT:
        return event.SIGNAL
    if fact == CANCEL_FACT:
        return event.CANCEL
    if fact == HANDOFF_FACT:
        return event.HANDOFF
    return event.ATTEMPT_DUE if fact == ATTEMPT_FACT else event.SLA


cdef inline int sub_of(Lead* lead, int fact) noexcept nogil:
    """Sub of a fact; bookings of one tick do the same thing and bear one number."""
    if fact == SIGNAL_FACT:
        return lead.signal_kind
    return 1 if fact == RULE_FACT else 0


cdef inline int forget(Lead* lead, int fact) noexcept nogil:
    """Expect this fact no longer."""
    lead.due[fact] = NEVER_TICK
    return 0


cdef inline int expect(World* w, Lead* lead, int fact, long long tick) except -1 nogil:
    """Expect a fact at `tick` and no longer when it was expected before."""
    lead.due[fact] = tick
    if tick < lead.alarm_tick or (tick == lead.alarm_tick and fact < lead.alarm_fact):
        return set_alarm(w, lead)
    if lead.armed_later and tick <= w.tick:
        return set_alarm(w, lead)
    return 0


cdef inline int first_fact(Lead* lead) noexcept nogil:
    """The fact that comes first; one that is never due where none is expected."""
    cdef int first = 0, fact
    for fact in range(1, FACTS):
        if lead.due[fact] < lead.due[first]:
            first = fact
    return first


cdef int set_alarm(World* w, Lead* lead) except -1 nogil:
    """Put the first of the facts expected on the agenda; an earlier alarm becomes stale.

    Of a lead at work only a booking can be called off; the clocks are looked at when it ends.
    """
    cdef int fact = CANCEL_FACT if lead.place == PLACE_WORKED else first_fact(lead)
    lead.alarm_tick, lead.alarm_fact = lead.due[fact], fact
    lead.armed_later = False
    lead.serial += 1
    return expect_event(
        w, lead.alarm_tick, kind_of(fact), lead.id, sub_of(lead, fact), lead.serial, lead
    )


cdef int arm_later(World* w, Lead* lead) except -1 nogil:
    """Set the alarm when the clock moves on: what comes later today may still change.

    Half of the leads that get an item are started at the same tick and need no alarm.
    """
    lead.serial += 1
    lead.alarm_tick = -NEVER_TICK
    if lead.armed_later:
        return 0
    if w.n_unarmed == w.unarmed_room:
        w.unarmed_room = max(64, 2 * w.unarmed_room)
        w.unarmed = <Lead**> grown(w.unarmed, w.unarmed_room * sizeof(Lead*))
    w.unarmed[w.n_unarmed] = lead
    w.n_unarmed += 1
    lead.armed_later = True
    return 0


cdef int arm_all(World* w) except -1 nogil:
    """The clock moves on."""
    cdef Lead* lead
    cdef int i
    for i in range(w.n_unarmed):
        lead = w.unarmed[i]
        if lead.armed_later:
            set_alarm(w, lead)
    w.n_unarmed = 0
    return 0


cdef int expect_cancel(World* w, Lead* lead, long long tick) except -1 nogil:
    """One more booking that will be called off."""
    cdef Booking* booking
    cdef Booking** place = &lead.cancels
    if tick >= NEVER_TICK:
        return 0
    booking = new_booking(w, tick)
    while place[0] != NULL and place[0].tick <= tick:
        place = &place[0].next
    booking.next = place[0]
    place[0] = booking
    return expect(w, lead, CANCEL_FACT, lead.cancels.tick)


cdef int alarmed(World* w, Lead* lead) except -1 nogil:
    """The alarm of a lead on the agenda: its first fact, unless that was put off or forgotten."""
    cdef int fact = lead.alarm_fact
    if lead.due[fact] != lead.alarm_tick:
        return set_alarm(w, lead)
    happen(w, lead, fact)
    return go_on(w, lead)


cdef int happen(World* w, Lead* lead, int fact) except -1 nogil:
    """What is expected no longer happens now."""
    lead.due[fact] = NEVER_TICK
    lead.alarm_tick = -NEVER_TICK  # what comes up now is looked at afterwards
    if fact == TOUCH_FACT:
        return touched(w, lead)
    if fact == SIGNAL_FACT:
        return own_signal(w, lead, lead.signal_kind)
    if fact == CANCEL_FACT:
        return cancelled(w, lead)
    if fact == SHELF_FACT:
        return shelf_life_ends(w, lead)
    if fact == CONTACT_FACT:
        return contact_left(w, lead)
    if fact == COMPETITOR_FACT:
        return competitor_wins(w, lead)
    if fact == BACK_FACT:
        return comes_back(w, lead)
    if fact == HANDOFF_FACT:
        return handed_over(w, lead)
    if fact == ATTEMPT_FACT:
        return becomes_due(w, lead)
    if fact == DECISION_FACT:
        return decides(w, lead)
    if fact == SLA_FACT:
        return response_overdue(w, lead)
    return rule_expires(w, lead)


cdef int go_on(World* w, Lead* lead) except -1 nogil:
    """Live on alone as long as nobody is met; then wait on the agenda, or be over."""
    cdef long long now = w.now, steps = 0, latest = w.now
    cdef int epoch = w.epoch, fact
    while True:
        if lead.unprojected:
            project_behaviour(w, lead)
        fact = first_fact(lead)
        if lead.place == PLACE_WORKED or (lead.team >= 0 and lead.due[fact] > w.tick):
            arm_later(w, lead)
            break
        if lead.due[fact] >= w.stop:
            release(w, lead)
            break
        if lead.team >= 0 or fact == HANDOFF_FACT:
            set_alarm(w, lead)
            break
        set_clock(w, lead.due[fact])
        steps = steps + 1 if w.now == latest else 0
        latest = w.now
        w.latest_kind, w.latest_entity, w.latest_lead = kind_of(fact), lead.id, lead
        if steps > MOST_AT_ONE_TICK:
            runs_away(w.now)
        happen(w, lead, fact)
    w.now, w.epoch = now, epoch
    return 0


cdef int runs_away(long long tick) except -1 with gil:
    raise RunError(
        f"more than a million events at tick {tick}: the scenario loops without taking time"
    )
