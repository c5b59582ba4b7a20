"""One lead's life, read row by row: who it is, what it reached, where it was, how it was lost.

All functions read ``rows[low:high]``, the rows of lead ``who`` in its own order, beginning with its
arrival, and write the record ``leads[who]``. What a life has several of goes into a table from
record ``n`` on; the answer is the number of records then.
"""

from __future__ import annotations

from funnelsim.outcomes.columns import Ints, Rows, TheFrame
from funnelsim.outcomes.lookup import *
from funnelsim.outcomes.row_codes import *


def arrive(frame: TheFrame, rows: Rows, low: int, leads: Rows, who: int) -> None:
    """What the arrival says."""
    lead = rows[low].lead
    cls = rows[low].b
    deal = deal_of(frame, lead)
    leads[who].lead = lead
    leads[who].channel = rows[low].a
    leads[who].cls = cls
    leads[who].segment = frame.class_segment[cls]
    leads[who].region = frame.class_region[cls]
    leads[who].entry = rows[low].stage
    leads[who].fit = rows[low].c == 1
    leads[who].value = rows[low].value
    leads[who].open_deal = deal >= 0
    batch = ((lead >> 19) & 255) == 255
    leads[who].given = batch or deal >= 0 or is_replayed(frame, lead)
    leads[who].created = rows[low].tick if deal < 0 else -frame.deal_age[deal]


def reach(frame: TheFrame, rows: Rows, low: int, high: int, leads: Rows, who: int) -> None:
    """First ticks of the statuses; an open deal has those of its entry and before behind it."""
    mql = NEVER
    sql = NEVER
    opportunity = NEVER
    attempts = 0
    for i in range(low, high):
        kind = rows[i].kind
        if kind == ROW_STARTED and rows[i].c != ITEM_MEETING:
            attempts += 1
        elif kind == ROW_STARTED and opportunity == NEVER:
            opportunity = rows[i].tick
        elif kind == ROW_MQL and mql == NEVER:
            mql = rows[i].tick
        elif kind == ROW_SQL and sql == NEVER:
            sql = rows[i].tick
    entry = leads[who].entry
    behind = leads[who].open_deal
    leads[who].mql = BEFORE if behind and entry >= STATUS_MQL else mql
    leads[who].sql = BEFORE if behind and entry >= STATUS_SQL else sql
    leads[who].opportunity = BEFORE if behind and entry >= FIRST_STAGE else opportunity
    leads[who].attempts = attempts


def win(frame: TheFrame, rows: Rows, low: int, high: int, leads: Rows, who: int) -> None:
    """Tick and money of the win, at the margin in force then."""
    leads[who].won = NEVER
    leads[who].revenue = 0.0
    leads[who].gross_profit = 0.0
    for i in range(low, high):
        if rows[i].kind == ROW_WON:
            at = epoch_at(frame, rows[i].tick) * frame.n_classes + leads[who].cls
            leads[who].won = rows[i].tick
            leads[who].revenue = rows[i].value
            leads[who].gross_profit = rows[i].value * frame.margin[at]


def show_interest(frame: TheFrame, signs: Ints, low: int, high: int, leads: Rows, who: int) -> None:
    """Tick of the last positive signal, ever and before the end of the horizon; else arrival.

    ``signs[low:high]`` are the ticks of the lead's positive signals, ascending.
    """
    leads[who].last_positive = leads[who].created
    leads[who].positive_by_end = leads[who].created
    if high > low:
        leads[who].last_positive = max(leads[who].created, signs[high - 1])
    while high > low and signs[high - 1] >= frame.end:
        high -= 1
    if high > low:
        leads[who].positive_by_end = max(leads[who].created, signs[high - 1])


def is_positive(signal: int) -> bool:
    """Whether a kind of signal shows interest."""
    return signal >= SIGNAL_SUBSCRIBE and signal <= SIGNAL_START_TRIAL


def move(
    frame: TheFrame, rows: Rows, low: int, high: int, leads: Rows, who: int, moves: Rows, n: int
) -> int:
    """Every change of place; a life begins with that at its arrival."""
    before = STAYS
    last = STAYS
    at_end = STAYS
    ended = NEVER
    for i in range(low, high):
        place = place_after(frame, rows, i, leads[who].cls)
        if place != STAYS:
            # A meeting at whose end the lead was found gone gives nothing to decide to the buyer.
            met = rows[i].kind == ROW_FINISHED
            if not met or before == PLACE_WORKED:
                moves[n].who = who
                moves[n].tick = rows[i].tick
                moves[n].place = place
                n += 1
                last = place
                ended = rows[i].tick
                if ended < frame.end:
                    at_end = place
            before = place
    out = last in (PLACE_COLD, PLACE_GONE)
    leads[who].place = last
    leads[who].place_at_end = at_end
    leads[who].ended = ended if out else NEVER
    return n


def place_after(frame: TheFrame, rows: Rows, i: int, cls: int) -> int:
    """Place to which a row moves its lead, STAYS if it moves it nowhere."""
    kind = rows[i].kind
    if kind == ROW_ARRIVED:
        return place_of_entry(rows[i].stage)
    if kind == ROW_MQL:
        return PLACE_HANDOFF
    if kind == ROW_QUEUED:
        return PLACE_QUEUED
    if kind == ROW_STARTED:
        return PLACE_WORKED
    if kind == ROW_UNREACHED:
        return PLACE_BETWEEN
    if kind == ROW_COLD:
        return PLACE_COLD
    if kind in (ROW_REACTIVATED, ROW_RETURNED):
        return PLACE_NURTURE
    if kind == ROW_ASSIGNED:
        # Later assignments find the lead in a queue already, or (open deals) with the buyer.
        return PLACE_QUEUED if rows[i].stage <= STATUS_MQL else STAYS
    if kind == ROW_FINISHED:
        return PLACE_BUYER if rows[i].c == ITEM_MEETING else STAYS
    if kind == ROW_RECYCLED:
        return PLACE_GONE if rows[i].b == 1 else PLACE_NURTURE
    if kind == ROW_SQL:
        # An SQL waits for its first meeting; where there are no stages the story ends there.
        at = epoch_at(frame, rows[i].tick) * frame.n_classes + cls
        return PLACE_BUYER if frame.first_stage[at] < 0 else PLACE_QUEUED
    return PLACE_GONE if goes_for_good(kind) else STAYS


def place_of_entry(status: int) -> int:
    """Place at arrival; an open deal waits for the buyer unless a row queues it."""
    if status == STATUS_LEAD:
        return PLACE_NURTURE
    if status == STATUS_MQL:
        return PLACE_HANDOFF
    return PLACE_QUEUED if status < FIRST_STAGE else PLACE_BUYER


def goes_for_good(kind: int) -> bool:
    """Whether a kind of row ends the story of its lead."""
    return kind in (
        ROW_DISQUALIFIED,
        ROW_NOT_INTERESTED,
        ROW_WON,
        ROW_LOST,
        ROW_LEFT,
        ROW_COMPETITOR,
        ROW_UNSUBSCRIBED,
    )


def lose(
    frame: TheFrame, rows: Rows, low: int, high: int, leads: Rows, who: int, losses: Rows, n: int
) -> int:
    """Every loss, and what came back."""
    last = NO_CAUSE
    at_end = NO_CAUSE
    for i in range(low, high):
        cause = loss_cause(rows, i)
        if cause != NO_CAUSE:
            losses[n].tick = rows[i].tick
            losses[n].lead = rows[i].lead
            losses[n].who = who
            losses[n].stage = rows[i].stage
            losses[n].cause = cause
            losses[n].book = book_value(frame, rows, i, leads[who].cls)
            losses[n].recovered = recovery(rows, i, high)
            n += 1
            last = cause
            if rows[i].tick < frame.end:
                at_end = cause
    out = leads[who].place == PLACE_COLD or leads[who].place == PLACE_GONE
    leads[who].cause = last if out and leads[who].won == NEVER else NO_CAUSE
    leads[who].cause_at_end = at_end
    return n


def loss_cause(rows: Rows, i: int) -> int:
    """Cause if a row is a loss, else NO_CAUSE.

    A lead that leaves after it went cold was lost when it went cold.
    """
    kind = rows[i].kind
    if kind in (ROW_COLD, ROW_LOST, ROW_RECYCLED, ROW_NOT_INTERESTED):
        cause: int = rows[i].a
        return cause
    if kind == ROW_DISQUALIFIED:
        return CAUSE_DISQUALIFIED
    if not may_be_cold(kind) or rows[i].c == 1:
        return NO_CAUSE
    if kind == ROW_LEFT:
        return CAUSE_CONTACT_LEFT
    return CAUSE_COMPETITOR if kind == ROW_COMPETITOR else CAUSE_UNSUBSCRIBED


def may_be_cold(kind: int) -> bool:
    """Whether a kind of row may end the story of a lead that was lost before."""
    return kind in (ROW_LEFT, ROW_COMPETITOR, ROW_UNSUBSCRIBED)


def book_value(frame: TheFrame, rows: Rows, i: int, cls: int) -> float:
    """Book value of a loss: as its row says, else that of its class and stage; 0 if unknown."""
    kind = rows[i].kind
    book = rows[i].value
    if not (kind in (ROW_COLD, ROW_LOST) or may_be_cold(kind)):
        book = frame.book[cls * frame.n_statuses + rows[i].stage]
    return book if book - book == 0.0 else 0.0


def recovery(rows: Rows, loss: int, high: int) -> int:
    """Tick at which a loss was made good: the lead is at its stage again or beyond, or wins."""
    for i in range(loss + 1, high):
        if shown_level(rows, i) >= rows[loss].stage:
            tick: int = rows[i].tick
            return tick
    return NEVER


def shown_level(rows: Rows, i: int) -> int:
    """Stage at which a row shows its lead to be, below all if it shows none."""
    kind = rows[i].kind
    if kind in (ROW_REACTIVATED, ROW_RETURNED):
        return STATUS_LEAD
    if kind == ROW_MQL:
        return STATUS_MQL
    if kind == ROW_SQL:
        return STATUS_SQL
    if kind == ROW_QUEUED:
        return rows[i].stage if rows[i].c == ITEM_MEETING else NO_LEVEL
    if kind == ROW_ADVANCED:
        entered: int = rows[i].a
        return entered
    return WON_LEVEL if kind == ROW_WON else NO_LEVEL
