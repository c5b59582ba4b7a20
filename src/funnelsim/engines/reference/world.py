"""What all processes of one replication share: the clock, the tables, the draws, the log."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

import numpy as np

from funnelsim.engines.reference.agenda import Agenda
from funnelsim.engines.reference.tables import rows, slices
from funnelsim.model.codes import ItemClass, Place, Row
from funnelsim.model.tables import Model
from funnelsim.outcomes.log import ROW, sort_log
from funnelsim.rules.distributions import (
    empirical_given_survival,
    empirical_quantile,
    quantile,
    quantile_given_survival,
    to_ticks,
)
from funnelsim.rules.empirical import empirical_share_at_most
from funnelsim.rules.families import EMPIRICAL
from funnelsim.rules.numerics import DAY, NEVER_TICK
from funnelsim.rules.philox import uniform
from funnelsim.rules.survival import expires_within
from funnelsim.rules.working_time import add_working

if TYPE_CHECKING:
    from funnelsim.engines.reference.lead import Lead
    from funnelsim.engines.reference.team import Team

PER_CLASS = ("lead", "clock", "stage", "signal", "programme", "enrols", "touch", "habit")
PER_EPOCH = ("team", "rep", "channel", "segment_share", "region_share")


class World:
    """State of one replication.

    Parameters
    ----------
    model
        Tables of this world (see `engines.fill`).
    seed, replication
        The two numbers that, with an address, make a random number.
    addresses
        When given, every address used is added; using one twice is an error.
    """

    def __init__(
        self, model: Model, seed: int, replication: int, addresses: set[tuple[int, ...]] | None
    ) -> None:
        self.model = model
        self.seed = seed
        self.replication = replication
        self.addresses = addresses
        self.env = Agenda(model.begin // DAY * DAY)
        self.teams: list[Team] = []
        self.leads: dict[int, Lead] = {}
        self.rows: list[tuple[float, ...]] = []
        self.epoch_ticks = [int(t) for t in model.epoch_ticks]
        self._tables = {name: rows(getattr(model, name)) for name in PER_CLASS + PER_EPOCH}
        self._tables["order"] = slices(
            self._tables["programme"], rows(model.touch_order), "touch_start", "touch_size"
        )
        self._tables["answers"] = slices(
            self._tables["touch"], rows(model.response), "response_start", "response_size"
        )
        self.rules = rows(model.rule)
        self.touch_codes = [int(c) for c in model.touch_codes]
        self.stage_codes = [int(c) for c in model.stage_codes]
        rates = model.signal["rate"]
        self.own_kinds = [kind for kind in range(rates.shape[2]) if rates[..., kind].any()]
        self.dispersion: dict[tuple[int, int], float] = {}
        self._book = model.book.tolist()
        self._classes = {
            (int(c), int(s), int(r)): i
            for i, (c, s, r) in enumerate(
                zip(model.class_channel, model.class_segment, model.class_region, strict=True)
            )
        }
        self.pool = model.pool
        self.pool_cumulative = model.pool_cumulative
        self.enter_epoch(model.begin)

    @property
    def now(self) -> int:
        """The tick at hand."""
        return self.env.tick

    def enter_epoch(self, tick: int) -> None:
        """Make the tables in force at `tick` those that decisions read."""
        self.epoch = bisect_right(self.epoch_ticks, tick) - 1
        for name, table in self._tables.items():
            setattr(self, name, table[self.epoch])

    def __getattr__(self, name: str) -> Any:  # tables set by enter_epoch
        raise AttributeError(name)

    def class_of(self, channel: int, segment: int, region: int) -> int:
        return self._classes[channel, segment, region]

    def book(self, lead: Lead) -> float:
        """Book value of the lead at its stage; 0 once it is cold, which was the loss."""
        if lead.place == Place.COLD:
            return 0.0
        return float(self._book[lead.cls][lead.stage])

    def team_for(self, lead: Lead) -> Team:
        """The team whose work a waiting lead is, in the epoch at hand; its own where none is."""
        if lead.item == ItemClass.MEETING:
            return self.team_of_stage(lead, lead.next_meeting)
        named = int(self.lead[lead.cls].calls_team)
        assert lead.team is not None
        return self.teams[named] if named >= 0 else lead.team

    def team_of_stage(self, lead: Lead, stage: int) -> Team:
        """The team that does a stage; the lead's own where none does it any longer."""
        named = int(self.stage[lead.cls][stage].team)
        if named >= 0:
            return self.teams[named]
        assert lead.team is not None
        return lead.team

    def calls_calendar(self, lead: Lead) -> int:
        """The calendar that business time before the first call is counted in; -1 for none."""
        team = self.lead[lead.cls].calls_team
        return int(self.team[team].calendar) if team >= 0 else -1

    # -- draws ------------------------------------------------------------------------------

    def u(self, purpose: int, who: int, occasion: int = 0, word: int = 0) -> float:
        """The uniform number at this address, strictly between 0 and 1."""
        if self.addresses is not None:
            address = (purpose, who, occasion, word)
            if address in self.addresses:
                raise AssertionError(f"address used twice: {address}")
            self.addresses.add(address)
        return uniform(self.seed, purpose, who, occasion, self.replication, word)

    def sample(self, dist: Any, u: float) -> float:
        """Quantile `u` of a table's distribution."""
        if dist.family == EMPIRICAL:
            return empirical_quantile(self.pool, self.pool_cumulative, dist.start, dist.size, u)
        return quantile(dist.family, dist.a, dist.b, dist.c, u)

    def sample_given_age(self, dist: Any, age: float, u: float) -> float:
        """Total life of something already `age` old, quantile `u` given that it survived."""
        if dist.family == EMPIRICAL:
            return empirical_given_survival(
                self.pool, self.pool_cumulative, dist.start, dist.size, age, u
            )
        return quantile_given_survival(dist.family, dist.a, dist.b, dist.c, age, u)

    def expires_before(self, lead: Lead, tick: int) -> float:
        """Chance that a lead's shelf life ends by `tick`, given that it lasts now."""
        if lead.given_life is not None:
            return float(lead.shelf_due <= tick)
        dist = self.clock[lead.cls][lead.stage].shelf
        age, window = float(self.now - lead.renewed), float(tick - self.now)
        if dist.family != EMPIRICAL:
            return expires_within(dist.family, dist.a, dist.b, dist.c, age, window)
        pools = self.pool, self.pool_cumulative, dist.start, dist.size
        gone = empirical_share_at_most(*pools, age)
        later = empirical_share_at_most(*pools, age + window)
        return (later - gone) / (1.0 - gone) if gone < 1.0 else 1.0

    # -- time -------------------------------------------------------------------------------

    def after(self, duration: float, start: int | None = None) -> int:
        """Tick that lies `duration` ms of wall time after `start` (default: now)."""
        ticks = to_ticks(duration)
        base = self.now if start is None else start
        return NEVER_TICK if ticks >= NEVER_TICK else base + ticks

    def after_on(self, calendar: int, duration: float) -> int:
        """Tick at which `duration` ms of open time of a calendar have passed from now."""
        ticks = to_ticks(duration)
        if ticks >= NEVER_TICK:
            return NEVER_TICK
        c = self.model.calendars[calendar]
        return add_working(c.opens, c.closes, c.before, self.now, ticks)

    def later(self, dist: Any, u: float, calendar: int) -> int:
        """Tick after a sampled duration, counted on the clock the scenario names."""
        duration = self.sample(dist, u)
        in_open_time = dist.business and calendar >= 0
        return self.after_on(calendar, duration) if in_open_time else self.after(duration)

    # -- log --------------------------------------------------------------------------------

    def note(self, kind: Row, a: int, value: float) -> None:
        """Write a row that belongs to no lead."""
        self.rows.append((self.now, -1, 0, int(kind), 0, a, 0, 0, value))

    def log(self) -> np.ndarray:
        return sort_log(np.array(self.rows, dtype=ROW))
