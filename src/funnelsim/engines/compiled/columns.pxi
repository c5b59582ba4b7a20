# The model's arrays as pointers; typed views compare names, types and offsets of all fields.

# -- tables ---------------------------------------------------------------------------------

cdef object kept(Kernel kernel, array, dtype=None):
    """The array as the kernel reads it, kept alive, flat; with one element at least."""
    flat = np.ascontiguousarray(array, dtype).reshape(-1)
    if not flat.size:
        flat = np.zeros(1, flat.dtype)
    kernel.arrays.append(flat)
    return flat


cdef const long long* ints_of(Kernel kernel, array) except NULL:
    cdef const long long[::1] view = kept(kernel, array, np.int64)
    return &view[0]


cdef const int* small_ints_of(Kernel kernel, array) except NULL:
    cdef const int[::1] view = kept(kernel, array, np.int32)
    return &view[0]


cdef const double* floats_of(Kernel kernel, array) except NULL:
    cdef const double[::1] view = kept(kernel, array, np.float64)
    return &view[0]


cdef const unsigned char* flags_of(Kernel kernel, array) except NULL:
    cdef const unsigned char[::1] view = kept(kernel, array, np.uint8)
    return &view[0]


cdef int point_at_lead_tables(Kernel kernel) except -1:
    """Tables with the axes epoch and class; the views compare field by field."""
    cdef Tables* t = &kernel.w.t
    model = kernel.model
    cdef const LeadRow[::1] lead = kept(kernel, model.lead)
    cdef const ClockRow[::1] clock = kept(kernel, model.clock)
    cdef const StageRow[::1] stage = kept(kernel, model.stage)
    cdef const SignalRow[::1] signal = kept(kernel, model.signal)
    cdef const ProgrammeRow[::1] programme = kept(kernel, model.programme)
    cdef const TouchRow[::1] touch = kept(kernel, model.touch)
    cdef const ResponseRow[::1] response = kept(kernel, model.response)
    cdef const HabitRow[::1] habit = kept(kernel, model.habit)
    t.lead, t.clock, t.stage, t.signal = &lead[0], &clock[0], &stage[0], &signal[0]
    t.programme, t.touch, t.response = &programme[0], &touch[0], &response[0]
    t.habit = &habit[0]
    t.epochs, t.classes = len(model.epoch_ticks), model.n_classes
    t.statuses, t.stages = model.clock.shape[2], model.stage.shape[2]
    t.signals, t.programmes = model.signal.shape[2], model.programme.shape[2]
    t.touches, t.responses = model.touch.shape[2], model.response.shape[2]
    t.orders = model.touch_order.shape[2]
    t.enrols = small_ints_of(kernel, model.enrols)
    t.touch_order = small_ints_of(kernel, model.touch_order)
    if t.signals != SIGNAL_KINDS or model.enrols.shape[2] != 3:
        raise ValueError("the tables are not those of this engine")
    return 0


cdef int point_at_tables(Kernel kernel) except -1:
    """All other tables."""
    cdef Tables* t = &kernel.w.t
    model = kernel.model
    away = np.sort(model.absences, order="rep", kind="stable")
    cdef const TeamRow[::1] team = kept(kernel, model.team)
    cdef const RuleRow[::1] rule = kept(kernel, model.rule)
    cdef const RepRow[::1] rep = kept(kernel, model.rep)
    cdef const ChannelRow[::1] channel = kept(kernel, model.channel)
    cdef const AbsenceRow[::1] absences = kept(kernel, away)
    cdef const CampaignRow[::1] campaign = kept(kernel, model.campaigns)
    cdef const BatchRow[::1] batch = kept(kernel, model.batches)
    t.team, t.rule, t.rep, t.channel = &team[0], &rule[0], &rep[0], &channel[0]
    t.absences, t.campaign, t.batch = &absences[0], &campaign[0], &batch[0]
    t.teams, t.reps = len(model.team_codes), len(model.rep_codes)
    t.rules, t.channels = len(model.rule), len(model.channel_codes)
    t.segments, t.regions = len(model.segment_codes), len(model.region_codes)
    t.campaigns, t.batches = len(model.campaigns), len(model.batches)
    t.rule_match = flags_of(kernel, model.rule_match)
    t.segment_share = floats_of(kernel, model.segment_share)
    t.region_share = floats_of(kernel, model.region_share)
    t.certain_entry = small_ints_of(kernel, certain_ones(model.channel["enters"]))
    t.certain_segment = small_ints_of(kernel, certain_ones(model.segment_share))
    t.certain_region = small_ints_of(kernel, certain_ones(model.region_share))
    t.book = floats_of(kernel, model.book)
    t.unfit_odds = floats_of(kernel, model.unfit_odds)
    t.pool = floats_of(kernel, model.pool)
    t.pool_cumulative = floats_of(kernel, model.pool_cumulative)
    t.step_offsets = ints_of(kernel, model.step_offsets)
    t.step_rates = floats_of(kernel, model.step_rates)
    t.layer_rates = floats_of(kernel, model.layer_rates)
    return 0


cdef object certain_ones(shares):
    """By epoch and channel the only thing that has a share; -1 where there are several."""
    running = shares > 0
    return np.where(running.sum(axis=2) == 1, running.argmax(axis=2) if shares.shape[2] else 0, -1)


cdef int point_at_lists(Kernel kernel) except -1:
    """Codes, classes by their parts, and the month that each day lies in."""
    cdef Tables* t = &kernel.w.t
    model = kernel.model
    t.epoch_ticks = ints_of(kernel, model.epoch_ticks)
    t.channel_codes = ints_of(kernel, model.channel_codes)
    t.segment_codes = ints_of(kernel, model.segment_codes)
    t.region_codes = ints_of(kernel, model.region_codes)
    t.stage_codes = ints_of(kernel, model.stage_codes)
    t.touch_codes = ints_of(kernel, model.touch_codes)
    classes = np.full((t.channels, t.segments, t.regions), -1, np.int32)
    parts = model.class_channel, model.class_segment, model.class_region
    classes[parts] = np.arange(model.n_classes)
    t.class_of = small_ints_of(kernel, classes)
    t.origin_day = (model.origin - date(1970, 1, 1)).days
    t.first_day = t.origin_day + midnight(kernel.w.begin) // DAY
    days = np.arange(t.first_day, t.origin_day + kernel.w.stop // DAY + 2)
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int32)
    t.months = small_ints_of(kernel, months)
    return 0


cdef int own_kinds(Kernel kernel) except -1:
    cdef World* w = &kernel.w
    rates = kernel.model.signal["rate"]
    for kind in range(SIGNAL_KINDS):
        if rates[..., kind].any():
            w.own_kinds[w.n_own] = kind
            w.n_own += 1
    return 0


cdef int set_hours(Kernel kernel, Hours* hours, calendar) except -1:
    hours.opens = ints_of(kernel, calendar.opens)
    hours.closes = ints_of(kernel, calendar.closes)
    hours.before = ints_of(kernel, calendar.before)
    hours.n = len(calendar.opens)
    hours.business_day = calendar.business_day_ms
    hours.asked = NEVER_TICK
    return 0
