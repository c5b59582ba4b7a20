# Channels: a day's factors, layers, candidates and visitors.
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
