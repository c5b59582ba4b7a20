"""How long hand-overs took: from qualification to the team that calls, wall time."""

from __future__ import annotations

import numpy as np

from funnelsim.outcomes.history import History


class HandOffs:
    """Counts the hand-overs begun and ended in the horizon, from a log that comes in parts.

    Attributes
    ----------
    n
        How many.
    ms
        What they took together.
    """

    def __init__(self, end: int) -> None:
        self.n = self.ms = 0
        self._end = end

    def look(self, history: History) -> None:
        """Take the visits of a part."""
        visits = history.lives.visits
        begun, ended = visits["handed_over"], visits["assigned"]
        inside = (begun >= 0) & (ended < self._end)
        self.n += int(np.count_nonzero(inside))
        self.ms += int((ended[inside] - begun[inside]).sum())
