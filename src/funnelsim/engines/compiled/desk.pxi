# Leaving a rep's desk: queues, ownership and everything sales still expected of the lead.

cdef int clear_desk(World* w, Lead* lead) except -1 nogil:
    """Leave the queue, drop the owner; no call, meeting or deadline is expected any longer."""
    forget(lead, HANDOFF_FACT)
    forget(lead, ATTEMPT_FACT)
    forget(lead, SLA_FACT)
    forget(lead, RULE_FACT)
    forget(lead, DECISION_FACT)
    unqueue(w, lead)
    disown(w, lead)
    lead.never_worked = lead.visible = False
    lead.item = -1
    return 0


cdef int unqueue(World* w, Lead* lead) except -1 nogil:
    if lead.queue >= 0:
        take_out(w, lead)
    if lead.held and lead.team >= 0:
        hold_no_longer(&w.teams[lead.team], lead)
    lead.held = False
    return 0


cdef int disown(World* w, Lead* lead) except -1 nogil:
    """The owner has one lead less, which may make room for a held one."""
    if lead.rep >= 0:
        drop(w, lead)
    lead.rep = -1
    lead.team = -1
    return 0


cdef int leave_for_good(World* w, Lead* lead) except -1 nogil:
    """Nothing more happens to this lead."""
    cdef int fact
    clear_desk(w, lead)
    lead.place = PLACE_GONE
    for fact in range(FACTS):
        lead.due[fact] = NEVER_TICK
    drop_bookings(w, lead)
    return 0
