"""Where each lead is, from the rows that move it; and Little's law as an identity in ticks."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from funnelsim.model.codes import Place
from funnelsim.outcomes.history import History, Who
from funnelsim.outcomes.spans import Ticks


@dataclass(frozen=True)
class Moves:
    """Changes of place, by lead in the lead's own order; each lead's first is its arrival."""

    who: Who
    tick: Ticks
    place: NDArray[np.int64]


def moves(history: History) -> Moves:
    """Every change of place of all leads."""
    table = history.lives.moves
    return Moves(**{f.name: table[f.name] for f in fields(Moves)})


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
