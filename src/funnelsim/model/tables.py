"""Typed tables of the compiled model: numbers only, one dtype per thing, units per field.

Times are ms (float64 where they are parameters, int64 where they are ticks), shares 0..1,
hazards and rates per ms, money in currency units. Tables that may differ by date and by kind of
lead have the leading axes [epoch, class]; `Model.fill` makes the copy that one world uses.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import date
from math import log

import numpy as np

from funnelsim.model.calendar import Calendar

i4, i8, f8 = np.int32, np.int64, np.float64

DIST = np.dtype(
    [
        ("family", i4),  # rules.distributions
        ("business", i4),  # 1: ms of open time of the calendar at hand
        ("a", f8),
        ("b", f8),
        ("c", f8),
        ("start", i4),  # empirical: slice of Model.pool / pool_cumulative
        ("size", i4),
    ]
)

LEAD = np.dtype(
    [
        ("fit", f8),
        ("deal", DIST),
        ("entry_score", f8),
        ("threshold", f8),
        ("score_half_life", f8),  # ms, inf = never
        ("ignored_after", i4),
        ("good_fit_passes", f8),
        ("bad_fit_passes", f8),
        ("after_recycle", f8),
        ("at_once", i8),  # bit set of signal kinds
        ("interest_half_life", f8),  # ms, inf = no decay
        ("interest_floor", f8),
        ("cancel_share", f8),
        ("cancel_kind", i4),  # the signal kind that may be cancelled; -1 none
        ("cancel_after", DIST),
        ("changes_job", f8),  # hazard per ms
        ("return_after", DIST),  # family NEVER: the competitor is terminal
        ("handoff_delay", DIST),
        ("eagerness_half_life", f8),  # ms, inf = no decay
        ("eagerness_floor", f8),
        ("reach_start", i4),  # knots (delay ms, chance): slices of pool and pool_cumulative
        ("reach_size", i4),
        ("reach_later", f8),
        ("again_start", i4),  # chances of attempts 2, 3, ... in pool
        ("again_size", i4),
        ("gaps_start", i4),  # ms in pool; 1 in pool_cumulative: open time
        ("gaps_size", i4),
        ("call_takes", DIST),
        ("talk_takes", DIST),
        ("then_drop", i4),
        ("fit_accept_start", i4),  # knots (score, chance)
        ("fit_accept_size", i4),
        ("unfit_accept_start", i4),
        ("unfit_accept_size", i4),
        ("fit_rest", f8, (3,)),  # not_ready, not_interested, bad_fit
        ("unfit_rest", f8, (3,)),
        ("annoyed", f8),
        ("uplift", f8),
        ("sla", f8),  # ms, inf = none
        ("sla_business", i4),
        ("on_breach", i4),
        ("escalate_to", i4),  # team
        ("first_stage", i4),  # stage index, -1: no pipeline
        ("calls_team", i4),
    ]
)

CLOCK = np.dtype([("shelf", DIST), ("competitor", f8)])  # [epoch, class, status]

STAGE = np.dtype(
    [
        ("team", i4),
        ("rep_time", DIST),
        ("buyer_takes", DIST),
        ("converts", f8),
        ("next_stage", i4),  # -1 after the last
        ("n_stages", i4),  # stages in force
        ("reason_start", i4),  # shares of reasons in pool
        ("reason_size", i4),
    ]
)

SIGNAL = np.dtype([("points", f8), ("rate", f8)])  # rate of own behaviour, per ms

PROGRAMME = np.dtype(
    [
        ("active", i4),
        ("after", f8),  # ms from the moment that enrols to offset 0
        ("max_times", i4),  # 0: no limit
        ("response", f8),
        ("repeat_last", i4),
        ("repeat_every", f8),
        ("touch_start", i4),  # slice of Model.touch_order of this epoch and class
        ("touch_size", i4),
    ]
)

TOUCH = np.dtype(
    [
        ("offset", f8),  # ms after enrolment
        ("cost", f8),
        ("any_time", i4),
        ("ignored", i4),  # signal kind of `otherwise`, -1 none
        ("response_start", i4),  # slice of Model.responses of this epoch and class
        ("response_size", i4),
    ]
)

RESPONSE = np.dtype([("kind", i4), ("chance", f8), ("given", i4)])  # given: signal kind or -1

HABIT = np.dtype([("never_worked", f8), ("notices_after", DIST), ("calls_kept", f8)])

TEAM = np.dtype(
    [
        ("assign", i4),
        ("rules_start", i4),
        ("rules_size", i4),
        ("work_first", i4),
        ("selling_time", f8),
        ("open_deals", i4),  # 0: no limit
        ("look_back", f8),  # ms
        ("cap", f8),  # largest weight in a performance race, inf = none
        ("class_rank", i4, (3,)),  # by ItemClass; smaller first
        ("calendar", i4),
    ]
)

RULE = np.dtype(
    [
        ("assign", i4),  # mode among the named groups, Assign
        ("groups", i8),  # bit set of rep groups of the team; -1: all
        ("wait", f8),  # ms until the next rule is tried, inf = never
    ]
)

REP = np.dtype(
    [
        ("present", i4),
        ("starts", i8),
        ("ends", i8),  # half-open
        ("speed", f8),
        ("close", f8),
        ("accepts", f8),
        ("ramp_start", i4),  # monthly factors in pool
        ("ramp_size", i4),
    ]
)

CHANNEL = np.dtype(
    [
        ("leads", f8),  # per ms
        ("visitors", f8),
        ("budget", f8),  # per ms
        ("cost_per_click", f8),
        ("saturates_at", f8),  # clicks per ms, inf = none
        ("opt_in", f8),
        ("has_visitors", i4),
        ("growth", f8),  # per 30.4375 days
        ("day_cv", f8),
        ("month_cv", f8),
        ("month", f8, (12,)),  # shapes, mean 1
        ("weekday", f8, (7,)),
        ("hour", f8, (24,)),
        ("step_start", i4),
        ("step_size", i4),
        ("step_cycle", i8),  # ms, 0 = no repetition
        ("enters", f8, (3,)),
    ]
)

STREAM = np.dtype(  # a monthly cost in force on [begin, end)
    [("item", i4), ("channel", i4), ("group", i4), ("per_month", f8), ("begin", i8), ("end", i8)]
)
UNIT_COST = np.dtype(  # [epoch, channel]
    [("per_visitor", f8), ("per_click", f8), ("per_lead", f8), ("per_batch", f8)]
)
BATCH = np.dtype(
    [("channel", i4), ("tick", i8), ("day", i4), ("leads", i4), ("epoch", i4)]
)
ABSENCE = np.dtype([("rep", i4), ("begin", i8), ("end", i8)])
CAMPAIGN = np.dtype([("epoch", i4), ("channel", i4), ("begin", i8), ("end", i8), ("factor", f8)])


@dataclass(frozen=True)
class ReplayLead:
    """A lead whose arrival, and whatever else its row states, is given instead of drawn."""

    channel: int
    lead: int
    tick: int
    row: str  # file:line
    status: int | None = None
    segment: int | None = None
    region: int | None = None
    fit: bool | None = None
    value: float | None = None
    work: float | None = None  # ms, rep_time of the first stage
    shelf_life: float | None = None  # ms, every renewal


@dataclass(frozen=True)
class OpenDeal:
    """A row of the open pipeline."""

    channel: int
    lead: int
    row: str
    status: int
    age: float  # ms at tick 0
    segment: int | None = None
    region: int | None = None
    value: float | None = None
    rep: int = -1
    zombie: bool = False


@dataclass(frozen=True)
class Slot:
    """One table cell that holds an uncertain number."""

    table: str
    index: tuple[int, ...]
    field: str  # "" for plain arrays, "deal.a" for a parameter of a distribution
    parameter: int  # index into Model.parameters
    scale: float = 1.0
    shift: float = 0.0
    exponent: float = 1.0
    logarithm: bool = False

    def value(self, parameter: float) -> float:
        """The cell: (scale * parameter + shift) ** exponent, or the logarithm of that."""
        result = (self.scale * parameter + self.shift) ** self.exponent
        return log(result) if self.logarithm else result


@dataclass(frozen=True)
class Parameter:
    """An uncertain number of the scenario, drawn once per world."""

    path: str
    code: int  # address of its draw
    family: int
    a: float
    b: float
    c: float
    nominal: float
    joint: tuple[float, ...] = ()  # draws(FILE; column): the column; the row is drawn by file


@dataclass(frozen=True)
class Names:
    """Words for the indices, for messages and tables; no engine reads them."""

    channels: tuple[str, ...]
    segments: tuple[str, ...]
    regions: tuple[str, ...]
    origins: tuple[str, ...]  # origin of each channel
    stages: tuple[str, ...]
    teams: tuple[str, ...]
    groups: tuple[str, ...]  # team.group
    reps: tuple[str, ...]
    programmes: tuple[str, ...]
    touches: tuple[str, ...]  # programme.touch
    signals: tuple[str, ...]
    classes: tuple[tuple[str, str, str], ...]
    reasons: tuple[str, ...]
    cost_items: tuple[str, ...]
    epochs: tuple[str, ...]

    def status(self, code: int) -> str:
        return ("lead", "mql", "sql", *self.stages)[code]


@dataclass(frozen=True)
class Target:
    metric: str
    value: float
    at_least: bool
    begin: int
    end: int  # half-open, ticks
    share: float  # `with`, 0 when not stated
    words: str


@dataclass(frozen=True)
class Model:
    """Everything an engine needs; arrays are read-only by convention."""

    origin: date  # the day of tick 0
    begin: int  # <= 0, start of the warm-up
    end: int  # horizon [0, end)
    stop: int  # end of the run-off
    epoch_ticks: np.ndarray  # start of each epoch; the first is the smallest int64
    class_channel: np.ndarray
    class_segment: np.ndarray
    class_region: np.ndarray
    channel_codes: np.ndarray
    segment_codes: np.ndarray
    region_codes: np.ndarray
    stage_codes: np.ndarray
    team_codes: np.ndarray
    rep_codes: np.ndarray
    touch_codes: np.ndarray
    layer_rates: np.ndarray  # r0 per channel, per ms
    lead: np.ndarray
    clock: np.ndarray
    stage: np.ndarray
    signal: np.ndarray
    programme: np.ndarray  # [epoch, class, programme]
    enrols: np.ndarray  # [epoch, class, State] -> programme or -1
    touch: np.ndarray  # [epoch, class, touch]
    touch_order: np.ndarray  # touch indices by offset, sliced by programme
    response: np.ndarray  # [epoch, class, response]
    habit: np.ndarray  # [epoch, class, team]
    team: np.ndarray  # [epoch, team]
    rule: np.ndarray
    rule_match: np.ndarray  # [rule, class]
    rep: np.ndarray  # [epoch, rep]
    rep_team: np.ndarray
    rep_group: np.ndarray
    rep_calendar: np.ndarray
    absences: np.ndarray
    team_unlimited: np.ndarray
    channel: np.ndarray  # [epoch, channel]
    segment_share: np.ndarray  # [epoch, channel, segment]
    region_share: np.ndarray  # [epoch, channel, region]
    unit_cost: np.ndarray
    streams: np.ndarray
    policy_once: float
    margin: np.ndarray  # [epoch, class]
    book: np.ndarray  # [class, status], money
    batches: np.ndarray
    campaigns: np.ndarray
    step_offsets: np.ndarray  # ms
    step_rates: np.ndarray  # per ms
    pool: np.ndarray
    pool_cumulative: np.ndarray
    calendars: tuple[Calendar, ...]
    month_starts: np.ndarray
    replay: tuple[ReplayLead, ...]
    pipeline: tuple[OpenDeal, ...]
    parameters: tuple[Parameter, ...]
    slots: tuple[Slot, ...]
    targets: tuple[Target, ...]
    names: Names
    holidays: tuple[tuple[str, date, str], ...] = ()  # country, day, name of those used
    currency: str = ""
    words: dict[str, str] = field(default_factory=dict)

    @property
    def n_classes(self) -> int:
        return len(self.class_channel)

    def with_tables(self, **tables: np.ndarray) -> Model:
        return replace(self, **tables)  # type: ignore[arg-type]

    def __repr__(self) -> str:
        arrays = sum(isinstance(getattr(self, f.name), np.ndarray) for f in fields(self))
        return (
            f"Model({len(self.epoch_ticks)} epochs, {self.n_classes} classes, "
            f"{len(self.names.stages)} stages, {len(self.names.reps)} reps, {arrays} tables)"
        )
