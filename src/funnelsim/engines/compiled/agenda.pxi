# The agenda: an implicit heap with four children to a node, in the total order of rules/order.

cdef inline bint earlier(const Entry* one, const Entry* other) noexcept nogil:
    if one.tick != other.tick:
        return one.tick < other.tick
    return before(
        one.tick, one.kind, one.entity, one.sub, other.tick, other.kind, other.entity, other.sub
    )


cdef int expect_event(
    World* w, long long tick, int kind, long long entity, int sub, long long serial, Lead* lead
) except -1 nogil:
    """Put an event on the agenda; what lies beyond the run never happens."""
    cdef long long place, above
    cdef Entry entry
    if tick >= w.stop:
        return 0
    entry.tick, entry.kind, entry.entity, entry.sub = tick, kind, entity, sub
    entry.serial, entry.lead = serial, lead
    if w.n_agenda == w.agenda_room:
        w.agenda = <Entry*> grown(w.agenda, 2 * w.agenda_room * sizeof(Entry))
        w.agenda_room *= 2
    place = w.n_agenda
    w.n_agenda += 1
    while place > 0:
        above = (place - 1) >> 2
        if not earlier(&entry, &w.agenda[above]):
            break
        w.agenda[place] = w.agenda[above]
        place = above
    w.agenda[place] = entry
    return 0


cdef Entry next_event(World* w) noexcept nogil:
    """Take the first event off the agenda."""
    cdef Entry* agenda = w.agenda
    cdef Entry first = agenda[0]
    cdef long long n = w.n_agenda - 1
    cdef Entry last = agenda[n]
    cdef long long place = 0, child, least, end
    w.n_agenda = n
    while True:
        child = 4 * place + 1
        if child >= n:
            break
        end = min(child + 4, n)
        least = child
        for child in range(least + 1, end):
            if earlier(&agenda[child], &agenda[least]):
                least = child
        if not earlier(&agenda[least], &last):
            break
        agenda[place] = agenda[least]
        place = least
    if n > 0:
        agenda[place] = last
    return first
