"""Who works the leads: teams, rep groups, assignment, habits, agreed response times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, model_validator

from funnelsim.scenario.faults import BadValue, Fault, outline
from funnelsim.scenario.schema.assign import DISCIPLINES, Assign, _assign, _assign_text
from funnelsim.scenario.schema.base import (
    OR_OFF,
    Also,
    Block,
    Raw,
    Reads,
    entries,
    key,
    list_of,
    name_of,
    one_of,
    text_of,
)
from funnelsim.scenario.schema.clock import Day, MaybeDay, MaybeHours, Shift
from funnelsim.scenario.schema.holidays import MaybeHolidays
from funnelsim.scenario.schema.types import (
    DurationValue,
    FactorValue,
    Limit,
    MaybeMoneyRate,
    OneDuration,
    OneMoneyRate,
    OneShare,
    PositiveLimit,
    Shares,
    ShareValue,
    SteadyBusinessDuration,
    Tags,
    reads_word,
)
from funnelsim.scenario.values import is_off

ITEM_CLASSES = ("first_call", "follow_up", "meeting")
WORK_FIRST = (
    "oldest",
    "newest",
    "highest-score",
    "highest-value",
    "most-perishable",
    "earliest-deadline",
)


class Absence(Block):
    """Days on which a rep group does not work."""

    switchable = False
    from_: Day = key(..., "first day", "2027-08-02", alias="from")
    until: Day = key(..., "last day, included", "2027-08-20")

    @model_validator(mode="after")
    def _in_order(self) -> Absence:
        if self.until < self.from_:
            cure = f"write a day from {self.from_}"
            raise BadValue(
                self.until, "a last day after the first", cure, Fault.CONTRADICTION, ("until",)
            )
        return self


class RepGroup(Block):
    """Reps who are alike."""

    switchable = False
    short_form = "count"
    count: Limit = key(1, "number of reps, or unlimited", 2, unit="reps")
    hours: MaybeHours = key(None, "working hours, where they differ", "mon-thu 10:00-16:00")
    time_zone: Shift = key(
        "0 h", "how far their wall clock is ahead of the team's", "-6 h", unit="hours"
    )
    tags: Tags = key(
        {}, "labels by which `to` of an assignment rule can name them", {"language": "german"}
    )
    speed: FactorValue = key(1, "factor on how fast they work", "x1.2")
    close: FactorValue = key(1, "factor on the win rate from SQL on", "x1.2")
    accept: FactorValue = key(1, "factor on how often a conversation makes an SQL", "x1.1")
    cost_each: MaybeMoneyRate = key(
        None, "cost of each; without it the team's", "5.5k/month", unit="money per month"
    )
    starts: MaybeDay = key(None, "first day; without it always there", "2027-02-01")
    ends: MaybeDay = key(None, "last day, included", "2027-11-30")
    ramp: Shares = key(
        ["100%"], "speed in the first, second, … month", ["25%", "50%", "75%", "100%"]
    )
    absences: tuple[Absence, ...] = key(
        (), "days off", [{"from": "2027-08-02", "until": "2027-08-20"}]
    )

    @model_validator(mode="after")
    def _possible(self) -> RepGroup:
        if self.starts and self.ends and self.ends < self.starts:
            cure = f"write a day from {self.starts}"
            raise BadValue(
                self.ends, "a last day after the first", cure, Fault.CONTRADICTION, ("ends",)
            )
        if not self.ramp or min(self.ramp) <= 0:
            cure = "write shares above zero, e.g. [50%, 100%]"
            raise BadValue(list(self.ramp), "a ramp", cure, Fault.OUT_OF_RANGE, ("ramp",))
        return self


def _reps(raw: Raw) -> Raw:
    if raw == "unlimited" or (isinstance(raw, int) and not isinstance(raw, bool)):
        return {"core": {"count": raw}}
    return entries("rep group")(raw)


class Habits(Block):
    """The neglect that idle capacity does not cure."""

    never_worked: ShareValue = key(
        "0%", "share of handed-over leads that nobody ever takes up", "10%", unit="share"
    )
    notices_after: DurationValue = key(
        "0 min", "time until a lead handed over is noticed", "5 min..6 h"
    )
    calls_kept: ShareValue = key(
        "100%", "chance that each further planned call is made", "80%", unit="share"
    )


class TeamCalendar(Block):
    """Working hours of a team, where they differ from the scenario's."""

    switchable = False
    hours: MaybeHours = key(None, "weekly working hours", "mon-fri 11:00-20:00")
    holidays: MaybeHolidays = key(None, "country or dates", "DE")
    time_zone: Shift = key(
        "0 h", "how far the team's wall clock is ahead of the scenario's", "-6 h", unit="hours"
    )


class Team(Block):
    """A team, its discipline and its reps."""

    switchable = False
    assign: Annotated[
        Assign,
        Reads(
            _assign,
            _assign_text,
            {"anyOf": [{"enum": list(DISCIPLINES)}, {"type": "object", "required": ["rules"]}]},
        ),
    ] = key(
        "round-robin", "how items find their rep: a discipline, or rules with the tags of the lead "
        "under `when`, and under `to` rep groups by name or by their tags", "least-loaded",
        source="customary practice",
    )  # fmt: skip
    look_back: OneDuration = key(
        "90 days", "window of wins that assignment by performance counts", "60 days",
        source="assumption",
    )  # fmt: skip
    cap: Limit = key("unlimited", "wins of one rep counted at most, by performance", 5)
    classes: Annotated[
        tuple[str, ...],
        Reads(list_of("item class", one_of(*ITEM_CLASSES)), list, {"type": "array"}),
    ] = key(list(ITEM_CLASSES), "order of its kinds of work", ["meeting", "first_call"])
    work_first: Annotated[str, reads_word(*WORK_FIRST)] = key(
        "oldest", "which item of a kind comes first", "most-perishable"
    )
    selling_time: OneShare = key(
        "100%", "share of working time spent on leads", "35%", unit="share"
    )
    open_deals: PositiveLimit = key("unlimited", "open deals of one rep at most", 20)
    habits: Habits = key({}, "neglect", {"never_worked": "10%"})
    calendar: TeamCalendar = key(
        {}, "working hours, where they differ", {"hours": "mon-fri 11:00-20:00"}
    )
    cost_each: OneMoneyRate = key("0/month", "cost of a rep", "5.5k/month", unit="money per month")
    reps: Annotated[
        dict[str, RepGroup], BeforeValidator(_reps), Also((("type", ("integer", "string")),))
    ] = key({}, "rep groups; a number is one group `core`", {"core": {"count": 2}})

    @model_validator(mode="after")
    def _sells_at_all(self) -> Team:
        if self.selling_time.nominal <= 0:
            cure = "write a share above zero, e.g. 35%"
            raise BadValue(
                self.selling_time.text, "a share of time", cure, Fault.OUT_OF_RANGE,
                ("selling_time",),
            )  # fmt: skip
        return self


@dataclass(frozen=True, slots=True)
class OnBreach:
    """What happens to a lead whose first call is late; `team` for `escalate`."""

    action: str
    team: str | None = None


def _on_breach(raw: Raw) -> OnBreach:
    if isinstance(raw, OnBreach):
        return raw
    if raw in ("nothing", "reassign"):
        return OnBreach(text_of(raw))
    if isinstance(raw, Mapping) and set(raw) == {"escalate"}:
        return OnBreach("escalate", name_of(raw["escalate"], "team"))
    cure = "write nothing, reassign or {escalate: TEAM}"
    raise BadValue(outline(raw), "a reaction", cure)


class Sla(Block):
    """The agreed response time."""

    switchable = False
    respond_within: SteadyBusinessDuration = key(
        ..., "from the queue to the start of the first call", "1 h", unit="business time"
    )
    on_breach: Annotated[
        OnBreach,
        Reads(
            _on_breach,
            lambda b: {"escalate": b.team} if b.team else b.action,
            {"type": ["string", "object"]},
        ),
    ] = key("nothing", "nothing, reassign or {escalate: team}", "reassign")


MaybeSla = Annotated[Sla | None, BeforeValidator(lambda raw: None if is_off(raw) else raw)]
Teams = Annotated[dict[str, Team], BeforeValidator(entries("team")), OR_OFF]
