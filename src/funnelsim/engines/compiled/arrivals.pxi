# Channels: the days of a channel, batches, replayed leads, and what a lead is born with.
# Layers are walked candidate by candidate, so that the log may be emptied in between.

cdef enum:
    FROM_TRAFFIC = 0
    FROM_REPLAY = 1
    FROM_PIPELINE = 2
    LAYERS = 255  # layer 255 is the batches'


# -- a channel's day ------------------------------------------------------------------------

cdef int begin_day(World* w, int channel) except -1 nogil:
    """NEW_DAY: factors, and as many layers as the rate of the day reaches."""
    cdef const ChannelRow* row = channel_row(w, channel)
    cdef Day* day = &w.days[channel]
    cdef double r0 = w.t.layer_rates[channel]
    cdef int month
    day.channel, day.row, day.tick = channel, row, w.now
    day.number = w.t.origin_day + w.now // DAY
    month = w.t.months[day.number - w.t.first_day]
    if month != day.month or row.month_cv != day.month_cv:
        day.month, day.month_cv = month, row.month_cv
        day.month_factor = gamma_factor(w, channel, row.month_cv, month_of(month))
    day.shape = (
        row.month[month % 12] * row.weekday[(day.number + 3) % 7] * campaigns(w, channel)
    )
    day.factor = (
        gamma_factor(w, channel, row.day_cv, numbered(day.number)) * day.month_factor
    )
    day.base = lead_rate(
        row.leads, row.visitors, row.budget, row.cost_per_click, row.saturates_at, row.opt_in
    )
    day.highest = day.factor * highest_of_day(w, day)
    day.leads, day.layers = 0, 0
    while day.layers < LAYERS and reaches_layer(day.highest, r0, day.layers):
        walk(w, channel, day.layers)
        day.layers += 1
    if reaches_layer(day.highest, r0, LAYERS):
        too_many_layers(w, day)
    return end_day(w, day) if day.layers == 0 else 0


cdef inline const ChannelRow* channel_row(World* w, int channel) noexcept nogil:
    return &w.t.channel[<long long> w.epoch * w.t.channels + channel]


cdef double highest_of_day(World* w, Day* day) noexcept nogil:
    cdef const ChannelRow* row = day.row
    cdef double base = day.base, most = 0.0, hour = 0.0
    cdef int i
    if row.step_size:
        most = w.t.step_rates[row.step_start]
        for i in range(1, row.step_size):
            most = max(most, w.t.step_rates[row.step_start + i])
        base += most
    hour = row.hour[0]
    for i in range(1, 24):
        hour = max(hour, row.hour[i])
    return highest_rate(
        base, day.shape, hour, row.growth, <double> day.tick, <double> (day.tick + DAY)
    )


cdef double campaigns(World* w, int channel) noexcept nogil:
    cdef double factor = 1.0
    cdef const CampaignRow* pulse
    cdef int i
    for i in range(w.t.campaigns):
        pulse = &w.t.campaign[i]
        if pulse.channel == channel and pulse.epoch == w.epoch:
            if pulse.begin <= w.now < pulse.end:
                factor *= pulse.factor
    return factor


cdef double gamma_factor(
    World* w, int channel, double cv, unsigned long long occasion
) noexcept nogil:
    """A gamma factor of mean 1."""
    if cv <= 0.0:
        return 1.0
    return quantile(
        family.GAMMA, gamma_shape(cv), gamma_scale(1.0, cv), 0.0,
        uniform_at(w, draw.DISPERSION, w.t.channel_codes[channel], occasion),
    )


cdef int walk(World* w, int channel, long long number) except -1 nogil:
    """Begin a layer of the day."""
    cdef Layer* layer = new_layer(w)
    layer.channel, layer.layer, layer.n, layer.t = channel, number, 0, 0.0
    layer.next = w.walking
    w.walking = layer
    return 0


cdef int walk_on(World* w) except -1 nogil:
    """The next candidate of a layer.

    A lead that marketing has lives on at once; one that meets sales waits on the agenda for its
    turn, and its layer with it.
    """
    cdef Layer* layer = w.walking
    cdef int channel = layer.channel
    cdef Day* day = &w.days[channel]
    cdef double r0 = w.t.layer_rates[channel]
    cdef long long identity, ticks, tick
    cdef uint64 words[4]
    identity = lead_identity(w.t.channel_codes[channel], day.number, layer.layer, layer.n)
    philox_block(w.seed, draw.ARRIVAL, <uint64> identity, once(), w.replication, words)
    layer.t += gap(unit(words[0]), r0)
    ticks = to_ticks(layer.t)
    if ticks >= DAY:
        return end_layer(w, day)
    tick = day.tick + ticks
    if tick >= w.stop and not day.row.has_visitors:  # of whom leads of the whole day are part
        return end_layer(w, day)
    layer.n += 1
    if tick < w.begin or not is_lead(
        unit(words[1]), day.factor * rate_of_day(w, day, tick), r0, layer.layer
    ):
        return 0
    day.leads += 1
    if tick < w.stop and waits_for_its_turn(w, identity, channel, tick, NULL):
        w.walking = layer.next
        return expect_event(
            w, tick, event.ARRIVAL, identity, FROM_TRAFFIC, <long long> channel, <Lead*> layer
        )
    return 0


cdef int end_layer(World* w, Day* day) except -1 nogil:
    cdef Layer* layer = w.walking
    w.walking = layer.next
    layer.next = w.free_layers
    w.free_layers = layer
    day.layers -= 1
    return end_day(w, day) if day.layers == 0 else 0


cdef double rate_of_day(World* w, Day* day, long long tick) noexcept nogil:
    """Leads per ms at a tick of the day, without the gamma factors."""
    cdef const ChannelRow* row = day.row
    cdef double base = day.base
    if row.step_size:
        base += rate_of_step(
            &w.t.step_offsets[row.step_start], &w.t.step_rates[row.step_start], row.step_size,
            row.step_cycle, tick,
        )
    return rate_at(
        base, day.shape, row.hour[(tick - day.tick) // HOUR], row.growth, <double> tick
    )


cdef int end_day(World* w, Day* day) except -1 nogil:
    cdef long long now = w.now
    if day.row.has_visitors and day.tick >= w.begin:
        w.now = day.tick
        note(w, ROW_VISITORS, day.channel, <double> (day.leads + passers_by(w, day)))
        w.now = now
    return expect_day(w, day.channel, day.tick + DAY)


cdef int expect_day(World* w, int channel, long long tick) except -1 nogil:
    return expect_event(
        w, tick, event.NEW_DAY, w.t.channel_codes[channel], 0, channel, NULL
    )


cdef long long passers_by(World* w, Day* day) except -1 nogil:
    """Visitors who stay anonymous: Poisson with the integral of the day, cut at the end."""
    cdef const ChannelRow* row = day.row
    cdef double base = lead_rate(
        0.0, row.visitors, row.budget, row.cost_per_click, row.saturates_at, 1.0 - row.opt_in
    )
    cdef double area = whole_day(w, day), u
    if day.tick + DAY > w.stop:
        area = area_of_day(row, w.stop - day.tick)
    area *= growth_factor(row.growth, <double> day.tick)
    u = uniform_at(w, draw.VISITORS, w.t.channel_codes[day.channel], numbered(day.number))
    return poisson_quantile(day.factor * base * day.shape * area, u)


cdef double whole_day(World* w, Day* day) noexcept nogil:
    """Of each channel and epoch computed once."""
    cdef double* known = &w.day_areas[day.row - w.t.channel]
    if isnan(known[0]):
        known[0] = area_of_day(day.row, DAY)
    return known[0]


cdef double area_of_day(const ChannelRow* row, long long length) noexcept nogil:
    cdef double hours[24]
    cdef int i
    for i in range(24):
        hours[i] = row.hour[i]
    return grown_day(hours, row.growth, length)


cdef int too_many_layers(World* w, Day* day) except -1 with gil:
    model = <object> w.model
    name = model.names.channels[day.channel]
    date = model.origin + timedelta(days=int(day.number - w.t.origin_day))
    raise RunError(
        f"the leads of channel '{name}' on {date} exceed {int(LAYERS)} times the rate of "
        f"the file; state a larger channels.{name}.layer_rate"
    )


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
