"""The whole scenario."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import ModelWrapValidatorHandler, model_validator

from funnelsim.scenario.faults import BadValue, Fault
from funnelsim.scenario.schema.arrivals import HOUR_PROFILES, MONTHS, Season
from funnelsim.scenario.schema.base import Block, Raw, Reads, key
from funnelsim.scenario.schema.clock import (
    DAYS,
    Day,
    Hours,
    MaybeDay,
    MaybeSpan,
    RunOff,
    Shift,
    Span,
    WarmUp,
    Week,
    span_of,
)
from funnelsim.scenario.schema.clocks import ByStage, Eagerness, Hazards, Interest
from funnelsim.scenario.schema.holidays import HolidaysValue, MaybeCountry
from funnelsim.scenario.schema.marketing import Behaviour, Qualification
from funnelsim.scenario.schema.money import Money
from funnelsim.scenario.schema.nurture import Nurture
from funnelsim.scenario.schema.people import Channels, Regions, Segments
from funnelsim.scenario.schema.plan import (
    Change,
    Expect,
    Levers,
    MaybePipeline,
    Plan,
    Policies,
    Run,
    Words,
)
from funnelsim.scenario.schema.sales import Calls, Conversation, Handoff
from funnelsim.scenario.schema.stages import Stages
from funnelsim.scenario.schema.targets import Target
from funnelsim.scenario.schema.teams import MaybeSla, Teams
from funnelsim.scenario.schema.types import DealValue, MaybeText, Text
from funnelsim.scenario.units import DAY, reading
from funnelsim.scenario.values import ByClass, Value

KINDS = ("blank", "b2b-industrial", "saas-sales", "consumer-appointment", "agency")
DEFAULT_HORIZON = "12 months"


def _currency(raw: Raw) -> str:
    if isinstance(raw, str) and re.fullmatch(r"[A-Z]{3}", raw):
        return raw
    raise BadValue(raw, "a currency", "write three capital letters, e.g. USD", Fault.NAME)


class Calendar(Block):
    """When reps work."""

    hours: Hours = key("24/7", "weekly working hours", "mon-fri 09:00-17:00")
    holidays: HolidaysValue = key(
        "country", "country, dates, none; `country` is the scenario's", ["2027-01-11"]
    )
    time_zone: Shift = key(
        "0 h", "how far the reps' wall clock is ahead of the scenario's", "-6 h", unit="hours"
    )

    @property
    def weekly(self) -> Week:
        """Openings [open, close) in minutes of the day for monday..sunday."""
        return self.hours


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """When a rep group works: weekly openings, holidays, shift of its wall clock.

    `ahead_ms` is by how much its wall clock is ahead of the scenario's: openings come that much
    earlier in ticks.
    """

    weekly: Week
    country: str | None
    dates: tuple[dt.date, ...]
    ahead_ms: int


@dataclass(frozen=True, slots=True)
class Shape:
    """Complete factors by month (12), weekday from monday (7) and hour (24)."""

    month: tuple[float, ...]
    weekday: tuple[float, ...]
    hours: tuple[float, ...]


class Scenario(Block):
    """Everything a planner states, complete after the defaults."""

    switchable = False
    whole_file = True
    kind: Literal["blank", "b2b-industrial", "saas-sales", "consumer-appointment", "agency"] = key(
        "blank", "preset whose values hold where nothing is stated", "b2b-industrial"
    )
    name: Text = key("unnamed", "name of the scenario", "Acme 2027")
    says: Text = key("", "what it shows, in a sentence", "SQLs go cold in a month")
    extends: MaybeText = key(
        None, "scenario file whose values hold where nothing is stated", "base.yaml"
    )
    from_: Day = key(..., "first day", "2027-01-01", alias="from")
    until: MaybeDay = key(None, "last day, included", "2027-12-31")
    horizon: MaybeSpan = key(
        None, "length instead of `until`; months are calendar months; without both 12 months",
        "12 months",
    )  # fmt: skip
    warm_up: WarmUp = key(
        "auto", "time that fills the funnel before the first day; auto: 95 % quantile of the "
        "nominal time from lead to win, and back to the first batch or replayed lead", "6 months",
    )  # fmt: skip
    run_off: RunOff = key(
        "90 days", "time after the horizon in which open leads are followed", "90 days",
        source="assumption",
    )  # fmt: skip
    currency: Annotated[str, Reads(_currency, lambda v: v, {"type": "string"})] = key(
        "USD", "currency of all money", "EUR"
    )
    country: MaybeCountry = key(None, "country, for its holidays", "US")
    calendar: Calendar = key({}, "when reps work", {"hours": "mon-fri 09:00-17:00"})
    season: Season = key({}, "shape of arrivals of channels that state none", {"hours": "office"})
    targets: tuple[Target, ...] = key(
        (), "what is to be reached", [{"customers": 10, "by": "2027-12-31"}]
    )
    segments: Segments = key(
        {"any": {}}, "kinds of leads", {"plant-manager": {"share": "100%", "fit": "60%"}}
    )
    regions: Regions = key(
        {}, "where leads are", {"dach": {"share": "40%"}, "rest": {"share": "60%"}}
    )
    deal: DealValue = key(0, "deal value of segments that state none", "40k..250k", unit="money")
    channels: Channels = key({}, "where leads come from", {"website": {"leads": "25/month"}})
    qualification: Qualification = key({}, "when a lead becomes an MQL", {"threshold": 40})
    interest: Interest = key({}, "how interest fades", {"half_life": "21 days", "floor": "5%"})
    behaviour: Behaviour = key({}, "what leads do unasked", {"pricing_visit": "0.6/month"})
    nurture: Nurture = key({}, "programmes of touches", {"welcome": {"touches": {}}})
    shelf_life: ByStage = key(
        {}, "how long a lead waits for us before it is cold", {"sql": "30 days"}
    )
    eagerness: Eagerness = key(
        {}, "how intent fades until the first contact", {"halves_every": "5 days"}
    )
    hazards: Hazards = key({}, "risks that end a lead", {"changes_job": "2.1%/month"})
    handoff: Handoff = key({}, "from MQL to the team", {"delay": "4 h"})
    sla: MaybeSla = key(None, "agreed response time", {"respond_within": "1 h"})
    teams: Teams = key({}, "who works the leads", {"sdr": {"reps": 2}})
    calls: Calls = key({}, "calls to MQL", {"by": "sdr"})
    conversation: Conversation = key({}, "the first talk", {"takes": "15..40 min"})
    stages: Stages = key({}, "stages of the sale", {"proposal": {"by": "ae", "converts": "25%"}})
    money: Money = key({}, "margin and fixed costs", {"margin": "65%"})
    policies: Policies = key(
        {}, "named sets of changes", {"faster": {"set": {"handoff.delay": "0 min"}}}
    )
    changes: tuple[Change, ...] = key(
        (), "what changes at dates", [{"from": "2027-07-01", "set": {"deal": "x1.1"}}]
    )
    levers: Levers = key(
        {}, "ranges that plan, sweep and optimise may use", {"teams.sdr.reps.core.count": "1..6"}
    )
    expect: Expect = key({}, "bands in which figures must lie", {"lead_to_mql": "10..40%"})
    plan: Plan = key({}, "stated rates of the reverse chain", {"win_rate": "25%"})
    pipeline: MaybePipeline = key(
        None,
        "deals open at the start",
        {"file": "crm.csv", "as_of": "2017-12-31", "stages": {"Engaging": "proposal"}},
    )
    words: Words = key({}, "your words for ours, in every output", {"mql": "Qualified inquiry"})
    run: Run = key({}, "how much is simulated", {"replications": 1000, "seed": 7})

    @model_validator(mode="wrap")
    @classmethod
    def _in_its_currency(cls, data: Raw, handler: ModelWrapValidatorHandler[Scenario]) -> Scenario:
        """Read money as that of the scenario's currency."""
        stated = data.get("currency", "USD") if isinstance(data, Mapping) else None
        with reading(currency=stated if isinstance(stated, str) else None):
            return handler(data)

    @model_validator(mode="after")
    def _one_span(self) -> Scenario:
        if self.until is not None and self.horizon is not None:
            cure = "leave one of `until` and `horizon` out"
            raise BadValue(self.horizon.text, "one end", cure, Fault.CONTRADICTION, ("horizon",))
        if self.until is not None and self.until < self.from_:
            cure = f"write a day from {self.from_}"
            raise BadValue(
                self.until, "a last day after the first", cure, Fault.CONTRADICTION, ("until",)
            )
        if self.horizon_ms <= 0:
            cure = "write e.g. 12 months"
            raise BadValue(
                self.horizon and self.horizon.text, "a span", cure, Fault.OUT_OF_RANGE, ("horizon",)
            )
        return self

    @property
    def horizon_ms(self) -> int:
        """Length of the horizon [0, end) in ms."""
        if self.until is not None:
            return ((self.until - self.from_).days + 1) * int(DAY)
        return (self.horizon or span_of(DEFAULT_HORIZON)).after(self.from_)

    @property
    def end(self) -> dt.date:
        """The first day that no longer belongs to the horizon."""
        return self.from_ + dt.timedelta(days=math.ceil(self.horizon_ms / DAY))

    @property
    def warm_up_ms(self) -> int | None:
        """Length of the warm-up in ms; None for `auto`, which with a pipeline is none."""
        if self.warm_up == "auto":
            return None if self.pipeline is None else 0
        return self.warm_up.before(self.from_) if isinstance(self.warm_up, Span) else 0

    @property
    def run_off_ms(self) -> int:
        """Length of the run-off in ms."""
        return 0 if self.run_off is None else self.run_off.after(self.end)

    def deal_of(self, segment: str) -> Value | ByClass:
        """Return the deal value of a segment."""
        own = self.segments[segment].deal
        return self.deal if own is None else own

    @property
    def calls_by(self) -> str | None:
        """The team that calls: as stated, or the only team with reps."""
        return self.calls.by or self._only_team

    def stage_by(self, stage: str) -> str | None:
        """Return the team that works a stage: as stated, or the only team with reps."""
        return self.stages.named[stage].by or self._only_team

    @property
    def _only_team(self) -> str | None:
        manned = [name for name, team in self.teams.items() if team.reps]
        return manned[0] if len(manned) == 1 else None

    def cost_each(self, team: str, group: str) -> Value:
        """Return the cost of one rep of a group, in money per month."""
        own = self.teams[team].reps[group].cost_each
        return self.teams[team].cost_each if own is None else own

    def working_time(self, team: str, group: str | None = None) -> WorkingTime:
        """Return when a team, or one of its rep groups, works."""
        own = self.teams[team].calendar
        ahead = self.calendar.time_zone + own.time_zone
        weekly = self.calendar.hours if own.hours is None else own.hours
        if group is not None:
            reps = self.teams[team].reps[group]
            ahead += reps.time_zone
            weekly = weekly if reps.hours is None else reps.hours
        holidays = self.calendar.holidays if own.holidays is None else own.holidays
        if isinstance(holidays, str):
            country = self.country if holidays == "country" else holidays
            return WorkingTime(weekly, country, (), ahead)
        return WorkingTime(weekly, None, holidays, ahead)

    def shape_of(self, channel: str) -> Shape:
        """Return the factors of a channel's arrivals, its own before the scenario's."""
        own = self.channels[channel].season or Season()
        month = {**self.season.month, **own.month}
        weekday = {**self.season.weekday, **own.weekday}
        hours = own.hours or self.season.hours or "flat"
        return Shape(
            tuple(month.get(name, 1.0) for name in MONTHS),
            tuple(weekday.get(name, 1.0) for name in DAYS),
            HOUR_PROFILES[hours] if isinstance(hours, str) else hours,
        )

    def plain(self) -> dict[str, Any]:
        """Return the complete scenario as plain data that reads back as the same scenario."""
        return self.model_dump(by_alias=True)
