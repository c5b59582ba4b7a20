"""Open deals that are older than the rules of the scenario can explain."""

from __future__ import annotations

from functools import cache
from math import exp
from typing import Any

import numpy as np

from funnelsim.model.axes import DAY, Axes
from funnelsim.model.codes import FIRST_STAGE
from funnelsim.model.encode import Encoder
from funnelsim.model.people import People
from funnelsim.model.sales import Sales, wall_per_open
from funnelsim.model.tables import Slot
from funnelsim.rules.distributions import quantile
from funnelsim.rules.empirical import empirical_quantile, empirical_share_at_most
from funnelsim.rules.families import CONSTANT, EMPIRICAL, NEVER
from funnelsim.rules.survival import survival

ZOMBIE_CHANCE = 1e-3
"""Deals less likely than this to be still open at their age are zombies."""
MINUTE = 60_000
POINTS = 50
"""Equally likely waits that stand for a shelf life where it precedes the buyer's time."""


class Lives:
    """How likely the rules of the first epoch leave a deal open until its age.

    A stage of the sale lasts as long as the buyer takes, plus the mean work of the rep, plus a
    wait of up to the shelf life where there is one; a stage in which the buyer takes no time, and
    everything before the sale, lasts as long as the shelf life. Thinned by the competitor and by
    the contact leaving. Over the classes that a row leaves open the mean by their shares.
    """

    def __init__(self, axes: Axes, sales: Sales, people: People, enc: Encoder) -> None:
        self.axes, self.sales, self.people, self.enc = axes, sales, people, enc
        self.pools = np.array(enc.pool), np.array(enc.pool_cumulative)
        self.unsure: dict[tuple[str, tuple[int, ...], str], Slot] = {
            (slot.table, slot.index, slot.field): slot for slot in enc.slots
        }
        self.alive = cache(self._alive)

    def is_zombie(
        self, status: int, who: tuple[int, int | None, int | None], age: float, open_age: float
    ) -> bool:
        """Whether fewer than 1 in 1,000 such deals are open at this age (ms, and open ms)."""
        if age <= 0:
            return False
        weights = self._classes(*who)
        total = sum(weights.values())
        alive = sum(w * self.alive(cls, status, age, open_age) for cls, w in weights.items())
        return alive < ZOMBIE_CHANCE * total

    def open_age(self, status: int, age: float) -> float:
        """Ms of the age in which the team of a stage had its weekly hours open."""
        if status < FIRST_STAGE:
            return age
        s = self.axes.scenario(0)
        team = s.stage_by(self.axes.stages[status - FIRST_STAGE])
        if team is None or team not in s.teams:
            return age
        minutes = [sum(b - a for a, b in day) for day in s.working_time(team).weekly]
        weeks, days = divmod(round(age / DAY), 7)
        first = self.axes.origin.weekday() - days
        rest = sum(minutes[(first + i) % 7] for i in range(days))
        return float((weeks * sum(minutes) + rest) * MINUTE)

    def _classes(self, channel: int, segment: int | None, region: int | None) -> dict[int, float]:
        """The classes a row may belong to, with the shares of its channel."""
        axes = self.axes
        found = {}
        for cls, (c, s, r) in enumerate(axes.classes):
            place = axes.segments.index(s), axes.regions.index(r)
            if c != axes.channels[channel] or segment not in (None, place[0]):
                continue
            if region in (None, place[1]):
                by_segment = self.people.segment_share[0, channel, place[0]]
                by_region = self.people.region_share[0, channel, place[1]]
                found[cls] = (1.0 if segment is not None else float(by_segment)) * (
                    1.0 if region is not None else float(by_region)
                )
        return found if any(found.values()) else dict.fromkeys(found, 1.0)

    def _alive(self, cls: int, status: int, age: float, open_age: float) -> float:
        hazard = (
            self.sales.clock[0, cls, status]["competitor"] + self.sales.lead[0, cls]["changes_job"]
        )
        shelf = ("clock", (0, cls, status), "shelf")
        if status < FIRST_STAGE:
            return self._outlasts(shelf, age, open_age) * exp(-hazard * age)
        buyer = ("stage", (0, cls, status - FIRST_STAGE), "buyer_takes")
        row = self._row(buyer)
        if row["family"] == CONSTANT and row["a"] <= 0:
            return self._outlasts(shelf, age, open_age) * exp(-hazard * age)
        left = age - self._work(cls, status)
        ratio = open_age / age
        alive = self._outlasts(buyer, left, left * ratio)
        if self._row(shelf)["family"] != NEVER:
            waits = [self._quantile(shelf, (i + 0.5) / POINTS) for i in range(POINTS)]
            chances = [self._outlasts(buyer, left - w, (left - w) * ratio) for w in waits]
            alive = max(self._outlasts(shelf, left, left), sum(chances) / POINTS)
        return alive * exp(-hazard * age)

    def _work(self, cls: int, status: int) -> float:
        """Mean wall time of the rep's work on a stage."""
        s, name = self.axes.scenario(0, cls), self.axes.stages[status - FIRST_STAGE]
        if name not in s.stages.named:
            return 0.0
        self.enc.lead_class = self.axes.classes[cls]
        work = self.enc.of_class(s.stages.named[name].rep_time, f"stages.{name}.rep_time")
        return work.nominal * wall_per_open(s, s.stage_by(name) or "", work)

    def _row(self, cell: tuple[str, tuple[int, ...], str]) -> Any:
        return getattr(self.sales, cell[0])[cell[1]][cell[2]]

    def _outlasts(
        self, cell: tuple[str, tuple[int, ...], str], age: float, open_age: float
    ) -> float:
        """Survival to an age; of a number that is uncertain the mean over the worlds."""
        row = self._row(cell)
        x = open_age if row["business"] else age
        if x <= 0:
            return 1.0
        slot = self.unsure.get((cell[0], cell[1], f"{cell[2]}.a"))
        if slot is not None and row["family"] == CONSTANT:
            parameter = self.enc.parameters[slot.parameter]
            x /= slot.scale
            if parameter.joint:
                return sum(value > x for value in parameter.joint) / len(parameter.joint)
            return survival(parameter.family, parameter.a, parameter.b, parameter.c, x)
        if row["family"] == EMPIRICAL:
            start, size = int(row["start"]), int(row["size"])
            return 1 - empirical_share_at_most(*self.pools, start, size, x)
        return survival(int(row["family"]), float(row["a"]), float(row["b"]), float(row["c"]), x)

    def _quantile(self, cell: tuple[str, tuple[int, ...], str], u: float) -> float:
        row = self._row(cell)
        if row["family"] == EMPIRICAL:
            return empirical_quantile(*self.pools, int(row["start"]), int(row["size"]), u)
        a, b, c = float(row["a"]), float(row["b"]), float(row["c"])
        return quantile(int(row["family"]), a, b, c, u)
