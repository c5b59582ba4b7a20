"""What reps do: spells of work."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from funnelsim.outcomes.history import History, Who
from funnelsim.outcomes.spans import Ticks


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
    interest: Ticks  # the lead's last sign of interest at or before the start, else its arrival


def work_spells(history: History) -> Spells:
    """All spells of a replication."""
    table = history.lives.spells
    return Spells(**{f.name: table[f.name] for f in fields(Spells)})
