"""What reps do: spells of work, and the working time there is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from funnelsim.model.codes import Row
from funnelsim.model.tables import Model
from funnelsim.outcomes.history import History, Who
from funnelsim.outcomes.spans import NEVER, Floats, Ticks, open_before


@dataclass(frozen=True)
class Spells:
    """Columns of equal length: one spell per item that a rep started, by lead, then time.

    A rep is busy on [start, free): the item, then what selling time leaves for other things.
    """

    who: Who
    stage: NDArray[np.int16]  # of the lead at the start
    team: NDArray[np.int32]
    rep: NDArray[np.int32]
    item: NDArray[np.int32]  # ItemClass
    start: Ticks
    finish: Ticks  # NEVER when the log ends before
    free: Ticks  # NEVER when the log ends before


def work_spells(history: History) -> Spells:
    """Pair what was started with what was finished."""
    kind = history.kinds
    chosen = (kind == Row.STARTED) | (kind == Row.FINISHED)
    rows, who = history.rows[chosen], history.who[chosen]
    starts = np.flatnonzero(rows["kind"] == Row.STARTED)
    following = np.minimum(starts + 1, len(rows) - 1)
    done = (
        (starts + 1 < len(rows))
        & (who[following] == who[starts])
        & (rows["kind"][following] == Row.FINISHED)
    )
    free = np.full(len(starts), NEVER, np.int64)
    free[done] = rows["value"][following[done]].astype(np.int64)
    started = rows[starts]
    return Spells(
        who=who[starts],
        stage=started["stage"],
        team=started["a"],
        rep=started["b"],
        item=started["c"],
        start=started["tick"],
        finish=np.where(done, rows["tick"][following], NEVER),
        free=free,
    )


class WorkingTime:
    """Working ms of each rep since tick 0: open hours, while employed and not absent.

    Overtime (a call that runs on past closing) is no working time.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self.employed = [_employed(model, rep) for rep in range(len(model.rep_team))]

    def up_to(self, rep: int, ticks: Ticks) -> Ticks:
        """Working ms of one rep within [0, tick), tick by tick; ticks are cut to the horizon."""
        model = self.model
        calendar = model.calendars[model.rep_calendar[rep]]
        at = np.clip(ticks, 0, model.end)
        total = np.zeros(np.shape(at), np.int64)
        for begin, end in self.employed[rep]:
            edge = open_before(calendar, np.array([begin], np.int64))
            total += open_before(calendar, np.clip(at, begin, end)) - edge
        away = model.absences[model.absences["rep"] == rep]
        for begin, end in _merged(away["begin"], away["end"]):
            for low, high in self.employed[rep]:
                first, last = max(begin, low), min(end, high)
                if first < last:
                    edge = open_before(calendar, np.array([first], np.int64))
                    total -= open_before(calendar, np.clip(at, first, last)) - edge
        return total

    def available(self) -> Floats:
        """Working ms of each rep in the horizon."""
        end = np.array([self.model.end], np.int64)
        reps = range(len(self.employed))
        return np.array([self.up_to(rep, end)[0] for rep in reps], np.float64)

    def busy(self, spells: Spells) -> Ticks:
        """Working ms in the horizon that each spell took of its rep."""
        result = np.zeros(len(spells.rep), np.int64)
        for rep in np.unique(spells.rep):
            here = spells.rep == rep
            start, free = spells.start[here], spells.free[here]
            result[here] = self.up_to(rep, free) - self.up_to(rep, start)
        return result


def _employed(model: Model, rep: int) -> list[tuple[int, int]]:
    """Spans of the horizon in which a rep is in the team, from the tables of each epoch."""
    begins = np.maximum(model.epoch_ticks, 0)
    ends = np.append(model.epoch_ticks[1:], model.end)
    table = model.rep[:, rep]
    low = np.maximum(begins, table["starts"])
    high = np.minimum(np.minimum(ends, table["ends"]), model.end)
    kept = (table["present"] == 1) & (low < high)
    return [(int(a), int(b)) for a, b in zip(low[kept], high[kept], strict=True)]


def _merged(begins: Ticks, ends: Ticks) -> list[tuple[int, int]]:
    """Spans without overlap that cover the same time."""
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(zip(begins.tolist(), ends.tolist(), strict=True)):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged
