"""The lead table: one row per lead of a replication, zombies apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from funnelsim.model.codes import FIRST_STAGE, POSITIVE, Cause, ItemClass, Place, Row, Status
from funnelsim.model.tables import Model
from funnelsim.outcomes.history import History
from funnelsim.outcomes.places import Moves, place_at
from funnelsim.outcomes.spans import BEFORE, NEVER, Table, Ticks, epoch_at
from funnelsim.outcomes.visits import Visits

NO_CAUSE = -1

LEADS = np.dtype(
    [
        ("lead", np.int64),
        ("channel", np.int32),
        ("cls", np.int32),
        ("segment", np.int32),
        ("region", np.int32),
        ("entry", np.int16),  # Status at arrival
        ("open_deal", np.bool_),  # from the open pipeline: not a new lead
        ("given", np.bool_),  # from a replay file or a batch: not drawn from traffic
        ("fit", np.bool_),
        ("value", np.float64),  # deal value, money
        ("created", np.int64),  # ticks; open deals: tick 0 less their age
        ("mql", np.int64),  # first time; NEVER, or BEFORE for what an open deal has behind it
        ("sql", np.int64),
        ("opportunity", np.int64),  # first meeting started
        ("won", np.int64),
        ("revenue", np.float64),  # money, 0 unless won
        ("gross_profit", np.float64),
        ("place", np.int16),  # Place at the end of the log
        ("cause", np.int16),  # Cause of the last loss of a lead that is cold or gone; else -1
        ("ended", np.int64),  # tick at which it went cold or left; NEVER while open
        ("visits", np.int32),  # times handed to sales
        ("attempts", np.int32),  # calls started
        ("handed_over", np.int64),  # first visit, tick
        ("first_call", np.int64),  # first attempt of the first visit, tick
        ("response_wall", np.int64),  # ms from handed_over to first_call; -1 if never called
        ("response_working", np.int64),  # the same in open hours of the calling team
        ("breached", np.bool_),  # response time of the first visit exceeded
        ("last_positive", np.int64),  # tick of the last positive signal, else of arrival
        ("touch_cost", np.float64),  # money, all touches
    ]
)

_CAUSE_IN_ROW = (Row.COLD, Row.LOST, Row.RECYCLED, Row.NOT_INTERESTED)
_MAY_BE_COLD = (Row.LEFT, Row.COMPETITOR, Row.UNSUBSCRIBED)
_CAUSE_OF_KIND = {
    Row.LEFT: Cause.CONTACT_LEFT,
    Row.COMPETITOR: Cause.COMPETITOR,
    Row.UNSUBSCRIBED: Cause.UNSUBSCRIBED,
    Row.DISQUALIFIED: Cause.DISQUALIFIED,
}

_BATCH_LAYER = 255
_LAYER_SHIFT, _LAYER_MASK = 19, 0xFF


def loss_causes(rows: Table) -> NDArray[np.int64]:
    """Cause of each row that is a loss, NO_CAUSE for all others.

    A lead that leaves after it went cold was lost when it went cold.
    """
    kind = rows["kind"]
    fixed = np.full(len(Row), NO_CAUSE, np.int64)
    for name, cause in _CAUSE_OF_KIND.items():
        fixed[name] = cause
    causes = np.where(np.isin(kind, _CAUSE_IN_ROW), rows["a"], fixed[kind])
    return np.where(np.isin(kind, _MAY_BE_COLD) & (rows["c"] == 1), NO_CAUSE, causes)


def lead_table(history: History, moved: Moves, visits: Visits) -> Table:
    """One row of `LEADS` per lead, by identity."""
    model, rows, kind = history.model, history.rows, history.kinds
    table = np.zeros(len(history.ids), LEADS)
    arrivals = rows[kind == Row.ARRIVED]  # by lead, one each: in the order of `ids`
    cls = arrivals["b"]
    table["lead"] = history.ids
    table["channel"], table["cls"], table["entry"] = arrivals["a"], cls, arrivals["stage"]
    table["segment"], table["region"] = model.class_segment[cls], model.class_region[cls]
    table["fit"], table["value"] = arrivals["c"] == 1, arrivals["value"]
    table["created"] = arrivals["tick"]
    table["mql"] = history.first_tick(kind == Row.MQL)
    table["sql"] = history.first_tick(kind == Row.SQL)
    meeting = (kind == Row.STARTED) & (rows["c"] == ItemClass.MEETING)
    table["opportunity"] = history.first_tick(meeting)
    _mark_given(table, model)
    _mark_open_deals(table, model)
    _add_wins(table, history)
    _add_end(table, history, moved)
    _add_first_visit(table, visits)
    table["attempts"] = history.count((kind == Row.STARTED) & (rows["c"] != ItemClass.MEETING))
    table["last_positive"] = last_positive(history, table["created"], NEVER)
    table["touch_cost"] = np.bincount(history.touch_who, history.touches["value"], len(history.ids))
    return table


def last_positive(history: History, created: Ticks, before: int) -> Ticks:
    """Tick of each lead's last positive signal before a tick; of its arrival without one."""
    positive = np.isin(history.signals["a"], list(POSITIVE))
    chosen = positive & (history.signals["tick"] < before)
    result = created.copy()
    np.maximum.at(result, history.signal_who[chosen], history.signals["tick"][chosen])
    return result


def _mark_given(table: Table, model: Model) -> None:
    replayed = np.isin(table["lead"], [lead.lead for lead in model.replay])
    batch = (table["lead"] >> _LAYER_SHIFT & _LAYER_MASK) == _BATCH_LAYER
    table["given"] = replayed | batch


def _mark_open_deals(table: Table, model: Model) -> None:
    """Give open deals their age, and put behind them what they have been through already."""
    if not model.pipeline:
        return
    deals = {deal.lead: deal for deal in model.pipeline}
    where = np.flatnonzero(np.isin(table["lead"], list(deals)))
    ages = np.array([deals[int(lead)].age for lead in table["lead"][where]])
    table["open_deal"][where] = True
    table["given"][where] = True
    table["created"][where] = -np.rint(ages).astype(np.int64)
    status = table["entry"]
    for name, least in (("mql", Status.MQL), ("sql", Status.SQL), ("opportunity", FIRST_STAGE)):
        table[name][where[status[where] >= least]] = BEFORE


def _add_wins(table: Table, history: History) -> None:
    won = history.kinds == Row.WON
    who, tick = history.who[won], history.rows["tick"][won]
    table["won"] = NEVER
    table["won"][who] = tick
    table["revenue"][who] = history.rows["value"][won]
    margin = history.model.margin[epoch_at(history.model, tick), table["cls"][who]]
    table["gross_profit"][who] = table["revenue"][who] * margin


def _add_end(table: Table, history: History, moved: Moves) -> None:
    table["place"] = place_at(history, moved, NEVER)
    out = np.isin(table["place"], (Place.COLD, Place.GONE))
    cause = np.full(len(table), NO_CAUSE)
    causes = loss_causes(history.rows)
    lost = causes != NO_CAUSE
    cause[history.who[lost]] = causes[lost]
    last = np.full(len(table), NEVER, np.int64)
    last[moved.who] = moved.tick
    table["cause"] = np.where(out & (table["won"] == NEVER), cause, NO_CAUSE)
    table["ended"] = np.where(out, last, NEVER)


def _add_first_visit(table: Table, visits: Visits) -> None:
    table["visits"] = np.bincount(visits.who, minlength=len(table))
    table["handed_over"] = table["first_call"] = NEVER
    table["response_wall"] = table["response_working"] = -1
    back = slice(None, None, -1)  # the first visit is written last
    who = visits.who[back]
    table["handed_over"][who] = visits.handed_over[back]
    table["first_call"][who] = visits.first_call[back]
    table["response_wall"][who] = visits.wall[back]
    table["response_working"][who] = visits.working[back]
    table["breached"][who] = visits.breached[back]
