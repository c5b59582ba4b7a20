"""Where each lead is, from the rows that move it; and Little's law as an identity in ticks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from funnelsim.model.codes import FIRST_STAGE, ItemClass, Place, Row, Status
from funnelsim.outcomes.history import History, Who
from funnelsim.outcomes.spans import Flags, Ticks, epoch_at

STAYS = -1

_PLACE_AFTER = np.full(len(Row), STAYS, np.int64)
for _kind, _place in {
    Row.MQL: Place.HANDOFF,
    Row.DISQUALIFIED: Place.GONE,
    Row.ASSIGNED: Place.QUEUED,
    Row.QUEUED: Place.QUEUED,
    Row.STARTED: Place.WORKED,
    Row.UNREACHED: Place.BETWEEN,
    Row.NOT_INTERESTED: Place.GONE,
    Row.WON: Place.GONE,
    Row.LOST: Place.GONE,
    Row.COLD: Place.COLD,
    Row.LEFT: Place.GONE,
    Row.COMPETITOR: Place.GONE,
    Row.UNSUBSCRIBED: Place.GONE,
    Row.REACTIVATED: Place.NURTURE,
    Row.RETURNED: Place.NURTURE,
}.items():
    _PLACE_AFTER[_kind] = _place


@dataclass(frozen=True)
class Moves:
    """Changes of place, by lead in the lead's own order; each lead's first is its arrival."""

    who: Who
    tick: Ticks
    place: NDArray[np.int64]


def moves(history: History) -> Moves:
    """Every row that moves a lead, with the place it moves to."""
    rows, kind = history.rows, history.kinds
    place = _PLACE_AFTER[kind]
    arrived = kind == Row.ARRIVED
    place[arrived] = _entry_place(rows["stage"][arrived])
    # Later assignments find the lead in a queue already, or (open deals) with the buyer.
    place[(kind == Row.ASSIGNED) & (rows["stage"] > Status.MQL)] = STAYS
    accepted = kind == Row.SQL
    place[accepted] = _place_of_sql(history, accepted)
    recycled = kind == Row.RECYCLED
    place[recycled] = np.where(rows["b"][recycled] == 1, Place.GONE, Place.NURTURE)
    met = (kind == Row.FINISHED) & (rows["c"] == ItemClass.MEETING)
    place[met] = Place.BUYER
    moving = place != STAYS
    who, tick, place, met = history.who[moving], rows["tick"][moving], place[moving], met[moving]
    # A meeting at whose end the lead was found gone gives nothing to decide to the buyer.
    from_work = np.concatenate(([False], place[:-1] == Place.WORKED))
    kept = ~met | from_work
    return Moves(who[kept], tick[kept], place[kept])


def _entry_place(status: NDArray[np.int16]) -> NDArray[np.int64]:
    """Place at arrival; an open deal waits for the buyer unless a row queues it."""
    return np.select(
        [status == Status.LEAD, status == Status.MQL, status < FIRST_STAGE],
        [Place.NURTURE, Place.HANDOFF, Place.QUEUED],
        Place.BUYER,
    )


def _place_of_sql(history: History, accepted: Flags) -> NDArray[np.int64]:
    """An SQL waits for its first meeting; where there are no stages the story ends there."""
    model, rows = history.model, history.rows
    cls = rows["b"][history.kinds == Row.ARRIVED][history.who[accepted]]
    first_stage = model.lead["first_stage"][epoch_at(model, rows["tick"][accepted]), cls]
    return np.where(first_stage < 0, Place.BUYER, Place.QUEUED)


def place_at(history: History, moved: Moves, tick: int) -> NDArray[np.int64]:
    """Place of each lead just before `tick`; -1 where it has not arrived yet."""
    result = np.full(len(history.ids), -1, np.int64)
    earlier = moved.tick < tick
    result[moved.who[earlier]] = moved.place[earlier]
    return result


def times_in_places(moved: Moves, end: int) -> Ticks:
    """Lead-ms spent in each place within [0, end): the stays of all leads, added up."""
    last = np.concatenate((moved.who[1:] != moved.who[:-1], [True]))[: len(moved.who)]
    until = np.where(last, end, np.concatenate((moved.tick[1:], [end]))[: len(moved.tick)])
    stay = np.clip(until, 0, end) - np.clip(moved.tick, 0, end)
    result = np.zeros(len(Place), np.int64)
    np.add.at(result, moved.place, stay)
    return result


def numbers_in_places(moved: Moves, end: int) -> Ticks:
    """The same from the other side: the number of leads in each place, integrated over time.

    The changes of all leads are put on one time line; nothing here knows how long a lead stayed.
    """
    same = moved.who[1:] == moved.who[:-1]
    tick = np.concatenate((moved.tick, moved.tick[1:][same]))
    place = np.concatenate((moved.place, moved.place[:-1][same]))
    change = np.repeat([1, -1], [len(moved.tick), int(np.count_nonzero(same))])
    order = np.argsort(tick)
    tick, place, change = tick[order], place[order], change[order]
    result = np.zeros(len(Place), np.int64)
    for here in Place:
        chosen = place == here
        number = np.cumsum(change[chosen])
        ticks = np.clip(np.append(tick[chosen], end), 0, end)
        result[here] = np.sum(number * np.diff(ticks))
    return result
