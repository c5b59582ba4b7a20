# The agenda: an implicit heap with four children to a node, in the total order of rules/order,
# and beside it the few events that come up at the tick at hand: half of all (a dispatch, a rep who
# is free, a delay of nothing) never see the heap.

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
    if tick == w.tick and w.n_soon < SOON:
        return expect_soon(w, &entry)
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


cdef int expect_soon(World* w, const Entry* entry) noexcept nogil:
    cdef int place = w.n_soon
    while place > 0 and earlier(&w.soon[place - 1], entry):
        w.soon[place] = w.soon[place - 1]
        place -= 1
    w.soon[place] = entry[0]
    w.n_soon += 1
    return 0


cdef inline Entry next_event(World* w) noexcept nogil:
    """Take the first event off the agenda."""
    if w.n_soon > 0:
        if w.n_agenda == 0 or earlier(&w.soon[w.n_soon - 1], &w.agenda[0]):
            w.n_soon -= 1
            return w.soon[w.n_soon]
    return first_of_heap(w)


cdef Entry first_of_heap(World* w) noexcept nogil:
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
