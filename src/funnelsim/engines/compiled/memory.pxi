# Slots of leads, the log, and everything else that grows.

cdef void* grown(void* old, long long size) except NULL nogil:
    """The same memory, larger."""
    cdef void* new = realloc(old, <size_t> size)
    if new == NULL:
        no_memory()
    return new


cdef int no_memory() except -1 with gil:
    raise MemoryError("no memory left for the leads in flight")


cdef Lead* new_lead(World* w, long long identity, int channel) except NULL nogil:
    """A lead that nothing has happened to yet."""
    if w.free == NULL:
        new_block(w)
    cdef Lead* lead = w.free
    w.free = lead.next_free
    cdef long long serial = lead.serial  # goes on, so that entries of the lead before are stale
    memset(lead, 0, <size_t> w.stride)
    lead.serial = serial
    lead.enrolments = <int*> (<char*> lead + sizeof(Lead))
    lead.sent = <unsigned char*> lead.enrolments + w.t.programmes * sizeof(int)
    lead.worked_by = lead.sent + w.t.touches
    lead.in_use = True
    lead.id, lead.channel, lead.cls = identity, channel, -1
    for fact in range(FACTS):
        lead.due[fact] = NEVER_TICK
    lead.alarm_tick = -NEVER_TICK
    lead.programme = lead.touch = lead.team = lead.rep = lead.queue = -1
    lead.item = lead.next_meeting = lead.closer = lead.worker = -1
    lead.sent_offset = -INFINITY
    lead.floor = 1.0
    lead.shelf_due = lead.contact_tick = lead.competitor_tick = lead.deadline = NEVER_TICK
    lead.competitor_budget = lead.given_life = lead.given_work = NAN
    for i in range(w.n_own):
        lead.budgets[w.own_kinds[i]] = NAN
    return lead


cdef int new_block(World* w) except -1 nogil:
    """Room for more leads; blocks stay where they are, so a lead never moves."""
    cdef Lead* lead
    cdef int i
    w.blocks = <void**> grown(w.blocks, (w.n_blocks + 1) * sizeof(void*))
    cdef char* block = <char*> grown(NULL, LEADS_PER_BLOCK * w.stride)
    w.blocks[w.n_blocks] = block
    w.n_blocks += 1
    for i in range(LEADS_PER_BLOCK - 1, -1, -1):
        lead = <Lead*> (block + i * w.stride)
        lead.serial = 0
        lead.in_use = False
        lead.next_free = w.free
        w.free = lead
    return 0


cdef int release(World* w, Lead* lead) except -1 nogil:
    """The slot of a lead to which nothing more can happen."""
    drop_bookings(w, lead)
    lead.serial += 1
    lead.in_use = lead.armed_later = False
    lead.next_free = w.free
    w.free = lead
    return 0


cdef Booking* new_booking(World* w, long long tick) except NULL nogil:
    cdef Booking* block
    cdef int i
    if w.free_bookings == NULL:
        w.booking_blocks = <void**> grown(
            w.booking_blocks, (w.n_booking_blocks + 1) * sizeof(void*)
        )
        block = <Booking*> grown(NULL, LEADS_PER_BLOCK * sizeof(Booking))
        w.booking_blocks[w.n_booking_blocks] = block
        w.n_booking_blocks += 1
        for i in range(LEADS_PER_BLOCK):
            block[i].next = w.free_bookings
            w.free_bookings = &block[i]
    cdef Booking* booking = w.free_bookings
    w.free_bookings = booking.next
    booking.tick = tick
    booking.next = NULL
    return booking


cdef Layer* new_layer(World* w) except NULL nogil:
    cdef Layer* block
    cdef int i
    if w.free_layers == NULL:
        w.layer_blocks = <void**> grown(w.layer_blocks, (w.n_layer_blocks + 1) * sizeof(void*))
        block = <Layer*> grown(NULL, LEADS_PER_BLOCK * sizeof(Layer))
        w.layer_blocks[w.n_layer_blocks] = block
        w.n_layer_blocks += 1
        for i in range(LEADS_PER_BLOCK):
            block[i].next = w.free_layers
            w.free_layers = &block[i]
    cdef Layer* layer = w.free_layers
    w.free_layers = layer.next
    return layer


cdef int drop_bookings(World* w, Lead* lead) noexcept nogil:
    cdef Booking* booking
    while lead.cancels != NULL:
        booking = lead.cancels
        lead.cancels = booking.next
        booking.next = w.free_bookings
        w.free_bookings = booking
    return 0


cdef int write(
    World* w, Lead* lead, int kind, int a=0, int b=0, int c=0, double value=0.0
) except -1 nogil:
    """Add a row to the log."""
    if w.n_rows == w.rows_room:
        w.rows = <LogRow*> grown(w.rows, 2 * w.rows_room * sizeof(LogRow))
        w.rows_room *= 2
    cdef LogRow* row = &w.rows[w.n_rows]
    w.n_rows += 1
    row.tick, row.lead, row.seq = w.now, lead.id, lead.rows
    row.kind, row.stage = <short> kind, <short> lead.stage
    row.a, row.b, row.c, row.value = a, b, c, value
    lead.rows += 1
    return 0


cdef int note(World* w, int kind, int a, double value) except -1 nogil:
    """Write a row that belongs to no lead."""
    cdef Lead nobody
    nobody.id, nobody.rows, nobody.stage = -1, 0, 0
    return write(w, &nobody, kind, a, 0, 0, value)
