# Who arrives when: traffic, batches, replayed leads; and what a lead is born with.

# -- who arrives ----------------------------------------------------------------------------

cdef int waits_for_its_turn(
    World* w, long long identity, int channel, long long tick, Given* given
) except -1 nogil:
    """Whether a lead meets sales when it arrives; one that does not lives on here and now."""
    cdef long long now = w.now
    cdef int epoch = w.epoch, status
    set_clock(w, tick)
    status = entry(w, identity, channel, given)
    if status == STATUS_LEAD:
        w.latest_kind, w.latest_entity, w.latest_lead = event.ARRIVAL, identity, NULL
        arrives(w, new_lead(w, identity, channel), status, given)
    w.now, w.epoch = now, epoch
    return status != STATUS_LEAD


cdef int arrival(World* w, Entry* entered) except -1 nogil:
    """ARRIVAL of a lead that meets sales, or of one that stands in the open pipeline."""
    cdef Layer* layer
    cdef Given* given = NULL
    cdef int channel = <int> entered.serial
    if entered.sub == FROM_TRAFFIC and entered.lead != NULL:
        layer = <Layer*> entered.lead
        layer.next = w.walking
        w.walking = layer
    elif entered.sub == FROM_PIPELINE:
        given = &w.pipeline[entered.serial]
        return stands(w, new_lead(w, given.id, given.channel), given)
    elif entered.sub == FROM_REPLAY:
        given = &w.replay[entered.serial]
        channel = given.channel
    return arrives(
        w, new_lead(w, entered.entity, channel), entry(w, entered.entity, channel, given), given
    )


cdef int batch_on(World* w) except -1 nogil:
    """The next lead of the batches; a batch belongs to the epoch its date lies in."""
    cdef const BatchRow* batch = &w.t.batch[w.next_batch]
    cdef long long identity
    if w.batch_n == batch.leads:
        w.next_batch += 1
        w.batch_n = 0
        return 0
    identity = lead_identity(w.t.channel_codes[batch.channel], batch.day, LAYERS, w.batch_n)
    w.batch_n += 1
    if w.begin <= batch.tick < w.stop:
        if waits_for_its_turn(w, identity, batch.channel, batch.tick, NULL):
            return expect_event(
                w, batch.tick, event.ARRIVAL, identity, FROM_TRAFFIC, batch.channel, NULL
            )
    return 0


cdef int replay_on(World* w) except -1 nogil:
    """The next lead of the replay file."""
    cdef Given* given = &w.replay[w.next_replay]
    w.next_replay += 1
    if w.begin <= given.tick < w.stop:
        if waits_for_its_turn(w, given.id, given.channel, given.tick, given):
            return expect_event(
                w, given.tick, event.ARRIVAL, given.id, FROM_REPLAY, w.next_replay - 1, NULL
            )
    return 0


# -- what a lead is born with ---------------------------------------------------------------

cdef int arrives(World* w, Lead* lead, int status, Given* given) except -1 nogil:
    """A lead arrives; what is given replaces draws."""
    be_born(w, lead, given, -1.0)
    write_arrival(w, lead, status)
    enter(w, lead, status)
    return go_on(w, lead)


cdef int write_arrival(World* w, Lead* lead, int status) except -1 nogil:
    """The first row; its stage is the one the lead enters at."""
    cdef int before = lead.stage
    lead.stage = status
    write(w, lead, ROW_ARRIVED, lead.channel, lead.cls, lead.fit, lead.value)
    lead.stage = before
    return 0


cdef int be_born(World* w, Lead* lead, Given* given, double fit_share) except -1 nogil:
    """Class, fit and value, drawn unless the row states them; then the clocks start.

    `fit_share` is the share that fits where it is not the scenario's, else negative.
    """
    cdef const LeadRow* row
    if lead.cls < 0:
        lead.cls = class_for(w, lead, given)
    row = row_of(w, lead)
    if given != NULL and given.fit >= 0:
        lead.fit = given.fit
    else:
        lead.fit = happens(
            w, row.fit if fit_share < 0.0 else fit_share, draw.FIT, lead.id, once()
        )
    if given != NULL and not isnan(given.value):
        lead.value = given.value
    else:
        lead.value = max(0.0, sample_at(w, &row.deal, draw.VALUE, lead.id, once()))
    if given != NULL:
        lead.given_life, lead.given_work = given.life, given.work
    lead.score, lead.score_at = row.entry_score, w.now
    return 0


cdef int class_for(World* w, Lead* lead, Given* given) except -1 nogil:
    cdef int segment = -1, region = -1
    cdef long long at = <long long> w.epoch * w.t.channels + lead.channel
    if given != NULL:
        segment, region = given.segment, given.region
    if segment < 0:
        segment = w.t.certain_segment[at]
    if region < 0:
        region = w.t.certain_region[at]
    if segment < 0:
        segment = raced(
            w, lead.id, draw.SEGMENT, w.t.segment_codes, &w.t.segment_share[at * w.t.segments],
            w.t.segments,
        )
    if region < 0:
        region = raced(
            w, lead.id, draw.REGION, w.t.region_codes, &w.t.region_share[at * w.t.regions],
            w.t.regions,
        )
    return w.t.class_of[
        (<long long> lead.channel * w.t.segments + segment) * w.t.regions + region
    ]


cdef int entry(World* w, long long identity, int channel, Given* given) except -1 nogil:
    """The status that a lead enters at."""
    cdef const ChannelRow* row = channel_row(w, channel)
    cdef long long codes[3]
    cdef double shares[3]
    cdef int i, certain = w.t.certain_entry[row - w.t.channel]
    if given != NULL and given.status >= 0:
        return given.status
    if certain >= 0:
        return certain
    for i in range(3):
        codes[i], shares[i] = i, row.enters[i]
    return raced(w, identity, draw.ENTRY, codes, shares, 3)


cdef int raced(
    World* w, long long identity, int purpose, const long long* codes, const double* shares, int n
) except -1 nogil:
    """Index of the winner among those with a share."""
    cdef double time, least = INFINITY
    cdef int i, first = -1
    for i in range(n):
        if shares[i] > 0.0:
            time = race(uniform_at(w, purpose, identity, of_name(codes[i])), shares[i])
            if first < 0 or time < least or (time == least and codes[i] < codes[first]):
                first, least = i, time
    return first


cdef int enter(World* w, Lead* lead, int status) except -1 nogil:
    cdef const LeadRow* row = row_of(w, lead)
    start_clocks(w, lead)
    if status == STATUS_LEAD:
        enter_nurture(w, lead, renewing(draw.ARRIVAL_FACT, once()))
        if lead.score >= row.threshold:
            return judge(w, lead)
        return 0
    lead.score = max(lead.score, row.threshold)  # qualified by definition
    if status == STATUS_MQL:
        return become_mql(w, lead)
    lead.handover_score = lead.score
    return become_sql(w, lead)
