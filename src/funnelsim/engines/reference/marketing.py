"""Marketing: programmes, touches, signals, score and the judgement that makes an MQL."""

from __future__ import annotations

from math import inf

from funnelsim.engines.reference import clocks, desk, sales
from funnelsim.engines.reference.lead import WAITS_FOR_US, Lead
from funnelsim.model.codes import POSITIVE, Place, Row, Signal, Status
from funnelsim.rules import mechanisms
from funnelsim.rules.decay import interest, score_add, score_after
from funnelsim.rules.event_kinds import CANCEL, TOUCH
from funnelsim.rules.occasions import of_response, of_signal, once, renewing
from funnelsim.rules.purposes import CANCEL as CANCEL_DRAW
from funnelsim.rules.purposes import RESPONSE, RESPONSE_FACT, SIGNAL_FACT, VERDICT
from funnelsim.rules.qualification import is_judged, pass_chance
from funnelsim.rules.touches import (
    answer_chance,
    counts_as_ignored,
    in_daytime,
    may_enrol,
    repeats_from,
    touch_delay,
)
from funnelsim.rules.twins import felt_delay


def enter_nurture(lead: Lead, fact: int) -> None:
    """Marketing has the lead (again), from `fact` on."""
    clocks.set_stage(lead, Status.LEAD)
    clocks.move(lead, Place.NURTURE)
    clocks.renew_shelf(lead, fact)
    enrol(lead)


# -- programmes -----------------------------------------------------------------------------


def enrol(lead: Lead) -> None:
    """Enrol in the first programme whose `for` matches; the one before it ends."""
    world = lead.world
    lead.forget(TOUCH)
    lead.programme = world.enrols[lead.cls][lead.state]
    if lead.programme < 0:
        return
    row = world.programme[lead.cls][lead.programme]
    times = lead.enrolments.get(lead.programme, 0)
    if not may_enrol(times, row.max_times):
        lead.programme = -1
        return
    lead.enrolments[lead.programme] = times + 1
    lead.enrolled_at = world.after(row.after)
    lead.sent, lead.sent_offset, lead.repetition = set(), -inf, 0
    _expect_touch(lead)


def _expect_touch(lead: Lead) -> None:
    """Expect the next touch of the programme as it is now: not sent, and none before the last."""
    world = lead.world
    row = world.programme[lead.cls][lead.programme]
    order = world.order[lead.cls][lead.programme]
    touches = world.touch[lead.cls]
    ahead = [t for t in order if t not in lead.sent and touches[t].offset >= lead.sent_offset]
    if not ahead:
        place = repeats_from(len(order), row.repeat_last)
        if place < 0:
            return
        lead.repetition += 1
        lead.sent, lead.sent_offset = set(order[:place]), -inf
        ahead = order[place:]
    lead.touch = ahead[0]
    touch = touches[lead.touch]
    lead.touch_offset = touch.offset
    delay = touch_delay(touch.offset, lead.repetition, row.repeat_every)
    tick = max(world.after(delay, start=lead.enrolled_at), world.now)
    lead.at(tick if touch.any_time else in_daytime(tick), TOUCH)


def touched(lead: Lead, _sub: int) -> None:
    """A touch goes out; the answers are drawn in list order, then act in that order."""
    world = lead.world
    row = world.programme[lead.cls][lead.programme]
    if not row.active or lead.place not in (Place.NURTURE, Place.COLD):
        return
    index, repetition = lead.touch, lead.repetition
    touch = world.touch[lead.cls][index]
    removed = index not in world.order[lead.cls][lead.programme]
    if removed or touch.offset != lead.touch_offset:  # removed or moved since it was expected
        _expect_touch(lead)
        return
    lead.sent.add(index)
    lead.sent_offset = touch.offset
    answers = _answers(lead, row.response)
    bits = sum(1 << kind for kind, _ in answers)
    lead.write(Row.TOUCHED, index, bits, value=touch.cost)
    _expect_touch(lead)
    if not answers and touch.ignored >= 0:
        lead.ignored_run += 1
        if counts_as_ignored(lead.ignored_run, world.lead[lead.cls].ignored_after):
            fact = _response_fact(lead, index, repetition, touch.ignored)
            signal(lead, touch.ignored, renewing(RESPONSE_FACT, fact), index)
    for kind, fact in answers:
        if lead.id not in world.leads:
            break
        signal(lead, kind, renewing(RESPONSE_FACT, fact), index)


def _answers(lead: Lead, response: float) -> list[tuple[int, int]]:
    """Signal kinds the touch is answered with, each with the occasion of its draw."""
    world = lead.world
    row = world.lead[lead.cls]
    elapsed = felt_delay(row.off, mechanisms.NURTURE, float(world.now - lead.last_positive))
    m = interest(elapsed, row.interest_half_life, row.interest_floor)
    enrolment, code = lead.enrolments[lead.programme], world.touch_codes[lead.touch]
    hits: list[tuple[int, int]] = []
    for answer in world.answers[lead.cls][lead.touch]:
        if answer.given >= 0 and answer.given not in (kind for kind, _ in hits):
            continue
        stated = answer.given >= 0 or answer.kind == Signal.UNSUBSCRIBE
        chance = answer_chance(answer.chance, stated, m, response)
        fact = of_response(enrolment, code, lead.repetition, answer.kind)
        if world.u(RESPONSE, lead.id, fact) < chance:
            hits.append((answer.kind, fact))
    return hits


def _response_fact(lead: Lead, touch: int, repetition: int, kind: int) -> int:
    enrolment = lead.enrolments[lead.programme]
    return of_response(enrolment, lead.world.touch_codes[touch], repetition, kind)


# -- signals --------------------------------------------------------------------------------


def own_signal(lead: Lead, kind: int) -> None:
    """The lead does something of its own accord."""
    clocks.settle_behaviour(lead)
    n = lead.signals.get(kind, 0)
    clocks.renew_budget(lead, kind)
    if kind not in POSITIVE:  # a positive one is projected anew when interest is whole again
        clocks.project_behaviour(lead)
    signal(lead, kind, renewing(SIGNAL_FACT, of_signal(kind, n)), -1)


def signal(lead: Lead, kind: int, fact: int, touch: int) -> None:
    """Points, and for a positive signal: interest, shelf life and perhaps judgement."""
    world = lead.world
    row = world.lead[lead.cls]
    points = world.signal[lead.cls][kind].points
    lead.score = score_add(current_score(lead), points)
    lead.score_at = world.now
    lead.write(Row.SIGNAL, kind, touch, value=lead.score)
    if kind == Signal.UNSUBSCRIBE:
        unsubscribe(lead)
        return
    if kind == row.cancel_kind:
        _perhaps_cancel(lead, fact)
    if kind in POSITIVE:
        _positive(lead, kind, fact)


def _positive(lead: Lead, kind: int, fact: int) -> None:
    world = lead.world
    row = world.lead[lead.cls]
    clocks.settle_behaviour(lead)
    lead.last_positive = world.now
    lead.ignored_run = 0
    if lead.place == Place.COLD or lead.recycled:
        lead.write(Row.REACTIVATED, kind)
        lead.recycled = False
        clocks.set_stage(lead, Status.LEAD)
        lead.place = Place.NURTURE
    if lead.place in WAITS_FOR_US:
        clocks.renew_shelf(lead, fact)
    clocks.project_behaviour(lead)
    if lead.stage == Status.MQL:
        lead.hot = world.now
    if lead.place == Place.NURTURE and is_judged(lead.score, row.threshold, row.at_once, kind):
        judge(lead)


def _perhaps_cancel(lead: Lead, booking: int) -> None:
    world = lead.world
    row = world.lead[lead.cls]
    lead.bookings += 1
    if world.u(CANCEL_DRAW, lead.id, booking, 0) < row.cancel_share:
        u = world.u(CANCEL_DRAW, lead.id, booking, 1)
        lead.at(world.later(row.cancel_after, u, world.calls_calendar(lead)), CANCEL, lead.bookings)


def cancelled(lead: Lead, _sub: int) -> None:
    """A booked call is called off: points only."""
    if lead.place != Place.GONE:
        signal(lead, Signal.CANCEL_CALL, 0, -1)


def unsubscribe(lead: Lead) -> None:
    lead.write(Row.UNSUBSCRIBED, c=lead.place == Place.COLD, value=lead.world.book(lead))
    desk.leave_for_good(lead)


# -- score and judgement --------------------------------------------------------------------


def current_score(lead: Lead) -> float:
    row = lead.world.lead[lead.cls]
    return score_after(lead.score, lead.world.now - lead.score_at, row.score_half_life)


def forget_score(lead: Lead) -> None:
    """After cold or recycling the score starts again at `after_recycle`."""
    lead.score = lead.world.lead[lead.cls].after_recycle
    lead.score_at = lead.world.now


def judge(lead: Lead) -> None:
    """The fit verdict, drawn once per lead; a pass is remembered."""
    world = lead.world
    row = world.lead[lead.cls]
    if not lead.passed:
        chance = pass_chance(lead.fit, row.good_fit_passes, row.bad_fit_passes)
        if world.u(VERDICT, lead.id, once()) >= chance:
            lead.write(Row.DISQUALIFIED, value=lead.score)
            desk.leave_for_good(lead)
            return
        lead.passed = True
    sales.become_mql(lead)
