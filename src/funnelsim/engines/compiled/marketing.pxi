# Marketing: programmes, touches, signals, score and the judgement that makes an MQL.

cdef inline bint positive(int kind) noexcept nogil:
    return SIGNAL_SUBSCRIBE <= kind <= SIGNAL_START_TRIAL


cdef int enter_nurture(World* w, Lead* lead, unsigned long long fact) except -1 nogil:
    """Marketing has the lead (again), from `fact` on."""
    set_stage(w, lead, STATUS_LEAD)
    move(w, lead, PLACE_NURTURE)
    renew_shelf(w, lead, fact)
    return enrol(w, lead)


# -- programmes -----------------------------------------------------------------------------

cdef int enrol(World* w, Lead* lead) except -1 nogil:
    """Enrol in the first programme whose `for` matches; the one before it ends."""
    cdef const ProgrammeRow* row
    cdef int state = STATE_FRESH
    forget(lead, TOUCH_FACT)
    if lead.place == PLACE_COLD:
        state = STATE_COLD
    elif lead.recycled:
        state = STATE_RECYCLED
    lead.programme = w.t.enrols[cell(w, lead) * 3 + state]
    if lead.programme < 0:
        return 0
    row = programme_of(w, lead)
    if not may_enrol(lead.enrolments[lead.programme], row.max_times):
        lead.programme = -1
        return 0
    lead.enrolments[lead.programme] += 1
    lead.enrolled_at = after(w, row.after)
    forget_sent(w, lead)
    lead.repetition = 0
    return expect_touch(w, lead)


cdef inline int forget_sent(World* w, Lead* lead) noexcept nogil:
    memset(lead.sent, 0, w.t.touches)
    lead.sent_offset = -INFINITY
    return 0


cdef int expect_touch(World* w, Lead* lead) except -1 nogil:
    """Expect the next touch of the programme as it is now: not sent, and none before the last."""
    cdef const ProgrammeRow* row = programme_of(w, lead)
    cdef const int* order = order_of(w, lead, row)
    cdef const TouchRow* touches = touches_of(w, lead)
    cdef const TouchRow* touch
    cdef long long i, tick, place = row.touch_size
    for i in range(row.touch_size):
        if not lead.sent[order[i]] and touches[order[i]].offset >= lead.sent_offset:
            place = i
            break
    if place == row.touch_size:
        place = repeats_from(row.touch_size, row.repeat_last)
        if place < 0:
            return 0
        lead.repetition += 1
        forget_sent(w, lead)
        for i in range(place):
            lead.sent[order[i]] = True
    lead.touch = order[place]
    touch = &touches[lead.touch]
    lead.touch_offset = touch.offset
    tick = max(
        after_from(lead.enrolled_at, touch_delay(touch.offset, lead.repetition, row.repeat_every)),
        w.now,
    )
    return expect(w, lead, TOUCH_FACT, tick if touch.any_time else in_daytime(tick))


cdef inline const int* order_of(World* w, Lead* lead, const ProgrammeRow* row) noexcept nogil:
    return &w.t.touch_order[cell(w, lead) * w.t.orders + row.touch_start]


cdef bint is_sent_now(World* w, Lead* lead, const ProgrammeRow* row) noexcept nogil:
    """Whether the touch expected is still one of the programme, at the same offset."""
    cdef const int* order = order_of(w, lead, row)
    cdef int i
    for i in range(row.touch_size):
        if order[i] == lead.touch:
            return touches_of(w, lead)[lead.touch].offset == lead.touch_offset
    return False


cdef struct Answers:
    int n
    int kinds[SIGNAL_KINDS]
    unsigned long long facts[SIGNAL_KINDS]


cdef int touched(World* w, Lead* lead) except -1 nogil:
    """A touch goes out; the answers are drawn in list order, then act in that order."""
    cdef const ProgrammeRow* row = programme_of(w, lead)
    cdef const TouchRow* touch
    cdef Answers answers
    cdef int i, bits = 0, index = lead.touch
    cdef long long repetition = lead.repetition
    cdef unsigned long long fact
    if not row.active or (lead.place != PLACE_NURTURE and lead.place != PLACE_COLD):
        return 0
    if not is_sent_now(w, lead, row):
        return expect_touch(w, lead)
    touch = &touches_of(w, lead)[index]
    lead.sent[index] = True
    lead.sent_offset = touch.offset
    answer(w, lead, touch, row.response, &answers)
    for i in range(answers.n):
        bits |= 1 << answers.kinds[i]
    write(w, lead, ROW_TOUCHED, index, bits, 0, touch.cost)
    expect_touch(w, lead)
    if answers.n == 0 and touch.ignored >= 0:
        lead.ignored_run += 1
        if counts_as_ignored(lead.ignored_run, row_of(w, lead).ignored_after):
            fact = of_response(
                lead.enrolments[lead.programme], w.t.touch_codes[index], repetition, touch.ignored
            )
            signal(w, lead, touch.ignored, renewing(draw.RESPONSE_FACT, fact), index)
    for i in range(answers.n):
        if lead.place == PLACE_GONE:
            break
        signal(w, lead, answers.kinds[i], renewing(draw.RESPONSE_FACT, answers.facts[i]), index)
    return 0


cdef int answer(
    World* w, Lead* lead, const TouchRow* touch, double response, Answers* answers
) except -1 nogil:
    """Signal kinds the touch is answered with, each with the occasion of its draw."""
    cdef const LeadRow* row = row_of(w, lead)
    cdef const ResponseRow* each = (
        &w.t.response[cell(w, lead) * w.t.responses + touch.response_start]
    )
    cdef double elapsed = felt_delay(
        row.off, mechanism.NURTURE, <double> (w.now - lead.last_positive)
    )
    cdef double m = interest(elapsed, row.interest_half_life, row.interest_floor)
    cdef int i, bits = 0
    cdef bint stated
    cdef unsigned long long fact
    answers.n = 0
    for i in range(touch.response_size):
        if each[i].given >= 0 and not bits >> each[i].given & 1:
            continue
        stated = each[i].given >= 0 or each[i].kind == SIGNAL_UNSUBSCRIBE
        fact = of_response(
            lead.enrolments[lead.programme], w.t.touch_codes[lead.touch], lead.repetition,
            each[i].kind,
        )
        if happens(
            w, answer_chance(each[i].chance, stated, m, response), draw.RESPONSE, lead.id, fact
        ):
            bits |= 1 << each[i].kind
            answers.kinds[answers.n], answers.facts[answers.n] = each[i].kind, fact
            answers.n += 1
    return 0


# -- signals --------------------------------------------------------------------------------

cdef int own_signal(World* w, Lead* lead, int kind) except -1 nogil:
    """The lead does something of its own accord."""
    cdef int n = lead.signals[kind]
    settle_behaviour(w, lead)
    renew_budget(w, lead, kind)
    lead.unprojected = True
    return signal(w, lead, kind, renewing(draw.SIGNAL_FACT, of_signal(kind, n)), -1)


cdef int signal(
    World* w, Lead* lead, int kind, unsigned long long fact, int touch
) except -1 nogil:
    """Points, and for a positive signal: interest, shelf life and perhaps judgement."""
    cdef const LeadRow* row = row_of(w, lead)
    lead.score = score_add(current_score(w, lead), signal_of(w, lead, kind).points)
    lead.score_at = w.now
    write(w, lead, ROW_SIGNAL, kind, touch, 0, lead.score)
    if kind == SIGNAL_UNSUBSCRIBE:
        return unsubscribe(w, lead)
    if kind == row.cancel_kind:
        perhaps_cancel(w, lead, fact)
    if positive(kind):
        good_sign(w, lead, kind, fact)
    return 0


cdef int good_sign(World* w, Lead* lead, int kind, unsigned long long fact) except -1 nogil:
    cdef const LeadRow* row = row_of(w, lead)
    settle_behaviour(w, lead)
    lead.last_positive = w.now
    lead.ignored_run = 0
    if lead.place == PLACE_COLD or lead.recycled:
        write(w, lead, ROW_REACTIVATED, kind)
        lead.recycled = False
        set_stage(w, lead, STATUS_LEAD)
        lead.place = PLACE_NURTURE
    if waits_for_us(lead):
        renew_shelf(w, lead, fact)
    lead.unprojected = True
    if lead.stage == STATUS_MQL:
        lead.hot = w.now
    if lead.place == PLACE_NURTURE and is_judged(lead.score, row.threshold, row.at_once, kind):
        return judge(w, lead)
    return 0


cdef int perhaps_cancel(World* w, Lead* lead, unsigned long long booking) except -1 nogil:
    cdef const LeadRow* row = row_of(w, lead)
    cdef const Dist* dist = &row.cancel_after
    if happens(w, row.cancel_share, draw.CANCEL, lead.id, booking):
        return expect_cancel(w, lead, later(
            w, dist, sample_at(w, dist, draw.CANCEL, lead.id, booking, 1), calls_calendar(w, lead)
        ))
    return 0


cdef int cancelled(World* w, Lead* lead) except -1 nogil:
    """A booked call is called off: points only."""
    cdef Booking* booking = lead.cancels
    lead.cancels = booking.next
    booking.next = w.free_bookings
    w.free_bookings = booking
    if lead.cancels != NULL:
        lead.due[CANCEL_FACT] = lead.cancels.tick
    return signal(w, lead, SIGNAL_CANCEL_CALL, 0, -1)


cdef int unsubscribe(World* w, Lead* lead) except -1 nogil:
    write(w, lead, ROW_UNSUBSCRIBED, 0, 0, lead.place == PLACE_COLD, book(w, lead))
    return leave_for_good(w, lead)


# -- score and judgement --------------------------------------------------------------------

cdef inline double current_score(World* w, Lead* lead) noexcept nogil:
    return score_after(
        lead.score, <double> (w.now - lead.score_at), row_of(w, lead).score_half_life
    )


cdef inline int forget_score(World* w, Lead* lead) noexcept nogil:
    """After cold or recycling the score starts again at `after_recycle`."""
    lead.score = row_of(w, lead).after_recycle
    lead.score_at = w.now
    return 0


cdef int judge(World* w, Lead* lead) except -1 nogil:
    """The fit verdict, drawn once per lead; a pass is remembered."""
    cdef const LeadRow* row = row_of(w, lead)
    if not lead.passed:
        if not happens(
            w, pass_chance(lead.fit, row.good_fit_passes, row.bad_fit_passes), draw.VERDICT,
            lead.id, once(),
        ):
            write(w, lead, ROW_DISQUALIFIED, 0, 0, 0, lead.score)
            return leave_for_good(w, lead)
        lead.passed = True
    return become_mql(w, lead)
