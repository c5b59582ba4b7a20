# Items waiting for reps, in the order in which they are to be worked.
#
# Keys that do not change while an item waits stand in a heap; the perishable order depends on the
# time and is looked up anew each time.

cdef inline bint sooner(const Waiting* one, const Waiting* other) noexcept nogil:
    """Smaller (class rank, key, lead identity)."""
    if one.rank != other.rank:
        return one.rank < other.rank
    if one.key != other.key:
        return one.key < other.key
    return one.lead.id < other.lead.id


cdef int set_key(World* w, Queue* queue, Waiting* item) noexcept nogil:
    cdef const TeamRow* row = team_row(w, queue.team)
    cdef Lead* lead = item.lead
    cdef double at_stake = 0.0
    cdef long long tomorrow
    if row.work_first == order.MOST_PERISHABLE:
        # Book value at stake within the next business day.
        tomorrow = after_on(w, row.calendar, w.hours[row.calendar].business_day)
        at_stake = perishable_key(book(w, lead), expires_before(w, lead, tomorrow))
    item.rank = row.class_rank[lead.item]
    item.key = work_first_key(
        row.work_first, lead.ready, lead.handover_score, lead.value, lead.deadline, at_stake
    )
    return 0


cdef int put_at(Queue* queue, int place, Waiting item) noexcept nogil:
    queue.items[place] = item
    item.lead.queue_place = place
    return 0


cdef int rise(Queue* queue, int place) noexcept nogil:
    cdef Waiting item = queue.items[place]
    cdef int above
    while place > 0:
        above = (place - 1) >> 1
        if not sooner(&item, &queue.items[above]):
            break
        put_at(queue, place, queue.items[above])
        place = above
    return put_at(queue, place, item)


cdef int sink(Queue* queue, int place) noexcept nogil:
    cdef Waiting item = queue.items[place]
    cdef int child
    while True:
        child = 2 * place + 1
        if child >= queue.n:
            break
        if child + 1 < queue.n and sooner(&queue.items[child + 1], &queue.items[child]):
            child += 1
        if not sooner(&queue.items[child], &item):
            break
        put_at(queue, place, queue.items[child])
        place = child
    return put_at(queue, place, item)


cdef int put_in(World* w, int index, Lead* lead) except -1 nogil:
    """The lead waits in a queue."""
    cdef Queue* queue = &w.queues[index]
    cdef Waiting item
    if queue.n == queue.room:
        queue.room = max(8, 2 * queue.room)
        queue.items = <Waiting*> grown(queue.items, queue.room * sizeof(Waiting))
    item.lead = lead
    if not in_order(queue, team_row(w, queue.team)):
        queue.work_first = UNORDERED
    set_key(w, queue, &item)
    lead.queue = index
    put_at(queue, queue.n, item)
    queue.n += 1
    rise(queue, queue.n - 1)
    if queue.n == 1 and index >= w.t.teams:
        list_if_waited_for(w, &w.reps[index - w.t.teams])
    return 0


cdef int take_out(World* w, Lead* lead) noexcept nogil:
    """The lead waits no longer."""
    cdef int index = lead.queue, place = lead.queue_place
    cdef Queue* queue = &w.queues[index]
    queue.n -= 1
    if place < queue.n:
        put_at(queue, place, queue.items[queue.n])
        rise(queue, place)
        sink(queue, place)
    lead.queue = -1
    if queue.n == 0 and index >= w.t.teams:
        list_if_waited_for(w, &w.reps[index - w.t.teams])
    return 0


cdef const Waiting* best(World* w, int index) noexcept nogil:
    """The item to be worked next, with its key; NULL when nothing waits."""
    cdef Queue* queue = &w.queues[index]
    cdef const TeamRow* row = team_row(w, queue.team)
    cdef int i, least = 0
    if queue.n == 0:
        return NULL
    if row.work_first == order.MOST_PERISHABLE:
        for i in range(queue.n):
            set_key(w, queue, &queue.items[i])
        queue.work_first = order.MOST_PERISHABLE
        for i in range(1, queue.n):
            if sooner(&queue.items[i], &queue.items[least]):
                least = i
        return &queue.items[least]
    if not in_order(queue, row):
        arrange(w, queue, row)
    return &queue.items[0]


cdef bint in_order(Queue* queue, const TeamRow* row) noexcept nogil:
    """Whether the keys follow the discipline in force."""
    return (
        queue.work_first == row.work_first
        and queue.ranks[0] == row.class_rank[0]
        and queue.ranks[1] == row.class_rank[1]
        and queue.ranks[2] == row.class_rank[2]
    )


cdef int arrange(World* w, Queue* queue, const TeamRow* row) noexcept nogil:
    """Give all items the keys of the discipline in force."""
    cdef int i
    for i in range(queue.n):
        set_key(w, queue, &queue.items[i])
    for i in range(queue.n // 2 - 1, -1, -1):
        sink(queue, i)
    queue.work_first = row.work_first
    for i in range(3):
        queue.ranks[i] = row.class_rank[i]
    return 0
