"""Adds what the lives of leads say to the tally: leads, touches, cold rows, visitors, losses."""

from __future__ import annotations

from funnelsim.outcomes.columns import Ints, Rows, TheFrame, TheTally
from funnelsim.outcomes.exact import *
from funnelsim.outcomes.lives import *
from funnelsim.outcomes.lookup import *
from funnelsim.outcomes.row_codes import *
from funnelsim.outcomes.tally_codes import *


def count_at(frame: TheFrame, tally: TheTally, tick: int, channel: int, count: int) -> None:
    """Add one to a count of the span of a tick."""
    span = span_at(frame, tick)
    if span >= 0:
        tally.by_span[(span * frame.n_channels + channel) * N_SPAN + count] += 1


def pay_at(
    frame: TheFrame, tally: TheTally, tick: int, channel: int, kind: int, amount: float
) -> None:
    """Add money to the span of a tick."""
    span = span_at(frame, tick)
    if span >= 0:
        cell = (span * (frame.n_channels + 1) + channel) * N_SPENT + kind
        add(tally.span_money, cell, amount)


def count_rows(
    frame: TheFrame, rows: Rows, n: int, who: Ints, leads: Rows, tally: TheTally
) -> None:
    """Touches, and anonymous visitors: what they cost. ``who`` is the lead of each row."""
    for i in range(n):
        if rows[i].kind == ROW_TOUCHED:
            if who[i] >= 0 and rows[i].value != 0.0:
                pay_touch(frame, rows, i, leads, who[i], tally)
        elif rows[i].kind == ROW_VISITORS and rows[i].lead < 0:
            at = epoch_at(frame, rows[i].tick) * frame.n_channels + rows[i].a
            cost = rows[i].value * frame.per_visitor[at]
            pay_at(frame, tally, rows[i].tick, rows[i].a, SPENT_VISITORS, rows[i].value)
            pay_at(frame, tally, rows[i].tick, rows[i].a, SPENT_CHARGES, cost)
            tally.counted[rows[i].a] = 1


def pay_touch(frame: TheFrame, rows: Rows, i: int, leads: Rows, who: int, tally: TheTally) -> None:
    """What a touch costs the channel of its lead, and its class."""
    pay_at(frame, tally, rows[i].tick, leads[who].channel, SPENT_TOUCHES, rows[i].value)
    if inside(frame, rows[i].tick):
        cell = leads[who].cls * N_EARNED + EARNED_TOUCHES
        add(tally.class_money, cell, rows[i].value)


def count_cold(
    frame: TheFrame, rows: Rows, low: int, high: int, leads: Rows, who: int, tally: TheTally
) -> None:
    """Every time the lead's shelf life ran out."""
    for i in range(low, high):
        if rows[i].kind == ROW_COLD:
            count_at(frame, tally, rows[i].tick, leads[who].channel, SPAN_COLD)
            if rows[i].tick >= 0 and rows[i].tick < frame.end:
                tally.by_class[leads[who].cls * N_CLASS + CLASS_COLD] += 1


def count_lead(frame: TheFrame, leads: Rows, who: int, tally: TheTally) -> None:
    """Statuses reached, by span and by class; conversions; cycle; warmth at the end."""
    cell = leads[who].cls * N_CLASS
    new = not leads[who].open_deal and inside(frame, leads[who].created)
    count_reached(frame, leads, who, tally)
    if new:
        tally.by_class[cell + CLASS_LEADS] += 1
        tally.by_class[cell + CLASS_COHORT_CUSTOMERS] += leads[who].won < NEVER
        place = leads[who].place
        tally.by_class[cell + CLASS_STILL_OPEN] += place != PLACE_COLD and place != PLACE_GONE
        tally.by_class[cell + CLASS_DRAWN] += not leads[who].given
        if leads[who].entry <= STATUS_SQL:
            tally.scalars[SUM_ENTERED_LEAD + leads[who].entry] += 1
            count_flow(frame, leads, who, tally)
    tally.by_class[cell + CLASS_MQL] += inside(frame, leads[who].mql)
    tally.by_class[cell + CLASS_SQL] += inside(frame, leads[who].sql)
    tally.by_class[cell + CLASS_OPPORTUNITIES] += inside(frame, leads[who].opportunity)
    tally.scalars[SUM_OPEN_DEALS] += leads[who].open_deal
    if inside(frame, leads[who].won):
        tally.by_class[cell + CLASS_CUSTOMERS] += 1
        money = leads[who].cls * N_EARNED
        add(tally.class_money, money + EARNED_REVENUE, leads[who].revenue)
        add(tally.class_money, money + EARNED_GROSS_PROFIT, leads[who].gross_profit)
        count_cycle(frame, leads, who, tally)
    count_conversions(frame, leads, who, new, tally)
    count_warmth(frame, leads, who, tally)
    tally.n_leads += 1


def count_flow(frame: TheFrame, leads: Rows, who: int, tally: TheTally) -> None:
    """Where a new lead entered, how far it came within the horizon, and as what it ends there."""
    furthest = leads[who].entry
    if leads[who].opportunity < frame.end:
        furthest = FURTHEST_OPPORTUNITY
    elif leads[who].sql < frame.end:
        furthest = FURTHEST_SQL
    elif leads[who].mql < frame.end and furthest < FURTHEST_MQL:
        furthest = FURTHEST_MQL
    ends = END_OPEN
    place = leads[who].place_at_end
    if leads[who].won < frame.end:
        ends = END_WON
    elif place in (PLACE_COLD, PLACE_GONE):
        ends = leads[who].cause_at_end
    tally.flows[(leads[who].entry * N_FURTHEST + furthest) * N_ENDS + ends] += 1


def inside(frame: TheFrame, tick: int) -> bool:
    """Whether a tick lies in the horizon."""
    return tick >= 0 and tick < frame.end


def within(frame: TheFrame, tick: int) -> int:
    """A tick cut to the horizon."""
    return max(0, min(tick, frame.end))


def count_reached(frame: TheFrame, leads: Rows, who: int, tally: TheTally) -> None:
    """Statuses, the price of the lead, its win: by span."""
    channel = leads[who].channel
    if not leads[who].open_deal:
        created = leads[who].created
        at = epoch_at(frame, created) * frame.n_channels + channel
        count_at(frame, tally, created, channel, SPAN_LEADS)
        if frame.per_lead[at] != 0.0:
            pay_at(frame, tally, created, channel, SPENT_CHARGES, frame.per_lead[at])
    if leads[who].mql < NEVER:
        count_at(frame, tally, leads[who].mql, channel, SPAN_MQL)
    if leads[who].sql < NEVER:
        count_at(frame, tally, leads[who].sql, channel, SPAN_SQL)
    if leads[who].opportunity < NEVER:
        count_at(frame, tally, leads[who].opportunity, channel, SPAN_OPPORTUNITIES)
    if leads[who].won < NEVER:
        won = leads[who].won
        count_at(frame, tally, won, channel, SPAN_CUSTOMERS)
        pay_at(frame, tally, won, channel, SPENT_REVENUE, leads[who].revenue)
        pay_at(frame, tally, won, channel, SPENT_GROSS_PROFIT, leads[who].gross_profit)


def count_conversions(frame: TheFrame, leads: Rows, who: int, new: bool, tally: TheTally) -> None:
    """Each rate in its three readings; leads take part in what they did not enter beyond."""
    created = leads[who].created if not leads[who].open_deal else BEFORE
    as_lead = created if leads[who].entry == STATUS_LEAD else NEVER
    won = leads[who].won
    sql = leads[who].sql
    count_rate(frame, tally, RATE_LEAD_TO_MQL, as_lead, leads[who].mql, new)
    count_rate(frame, tally, RATE_MQL_TO_SQL, leads[who].mql, sql, new)
    count_rate(frame, tally, RATE_SQL_TO_OPPORTUNITY, sql, leads[who].opportunity, new)
    count_rate(frame, tally, RATE_SQL_TO_CUSTOMER, sql, won, new)
    count_rate(frame, tally, RATE_LEAD_TO_CUSTOMER, created, won, new)


def count_rate(
    frame: TheFrame, tally: TheTally, rate: int, base: int, reached: int, new: bool
) -> None:
    """Hits and takers of one rate: period, cohort, ultimate. NEVER as base: takes no part."""
    if base == NEVER:
        return
    cell = rate * 6
    tally.rates[cell] += inside(frame, reached)
    tally.rates[cell + 1] += inside(frame, base)
    if new:
        tally.rates[cell + 2] += reached < frame.end
        tally.rates[cell + 3] += base < frame.end
        tally.rates[cell + 4] += reached < NEVER
        tally.rates[cell + 5] += 1


def count_cycle(frame: TheFrame, leads: Rows, who: int, tally: TheTally) -> None:
    """How long a customer took; since when an open deal was an SQL is not known."""
    cycle = leads[who].won - leads[who].created
    tally.scalars[SUM_CYCLE_MS] += cycle
    count_duration(frame, tally, HISTOGRAM_CYCLE, cycle)
    count_duration(frame, tally, HISTOGRAM_BY_SEGMENT + leads[who].segment, cycle)
    if leads[who].sql > BEFORE:
        from_sql = leads[who].won - leads[who].sql
        if from_sql >= 0:
            tally.scalars[SUM_CYCLE_FROM_SQL_MS] += from_sql
            tally.scalars[SUM_CYCLE_FROM_SQL_N] += 1
            count_duration(frame, tally, HISTOGRAM_CYCLE_FROM_SQL, from_sql)


def count_duration(frame: TheFrame, tally: TheTally, histogram: int, ms: int) -> None:
    """Add a duration to one of the histograms."""
    low = 0
    high = len(frame.duration_edges)
    while low < high:
        middle = (low + high) // 2
        if frame.duration_edges[middle] <= ms:
            low = middle + 1
        else:
            high = middle
    tally.durations[histogram * (len(frame.duration_edges) + 1) + low] += 1


def count_warmth(frame: TheFrame, leads: Rows, who: int, tally: TheTally) -> None:
    """The class of a lead in the database at the end of the horizon, see `response`."""
    place = leads[who].place_at_end
    phantom = place == PLACE_GONE and leads[who].cause_at_end == CAUSE_CONTACT_LEFT
    if place == STAYS or (place == PLACE_GONE and not phantom):
        return
    tally.scalars[SUM_DATABASE] += 1
    tally.scalars[SUM_PHANTOMS] += phantom
    age = frame.end - leads[who].positive_by_end
    with_sales = place >= PLACE_HANDOFF and place <= PLACE_BUYER
    if place != PLACE_COLD and (with_sales or age <= 7 * DAY):
        tally.scalars[SUM_HOT] += 1
    elif place != PLACE_COLD and age <= 90 * DAY:
        tally.scalars[SUM_WARM] += 1
    else:
        tally.scalars[SUM_COLD_STOCK] += 1
