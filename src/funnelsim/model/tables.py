"""The compiled model: numbers only, and the names that its indices stand for.

Tables (see `model.dtypes`) that may differ by date and by kind of lead have the leading axes
[epoch, class]; `engines.fill` makes the copy that one world uses.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import date
from math import inf, log

import numpy as np

from funnelsim.model.calendar import Calendar


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
    reps: tuple[int, ...] = ()  # who may have it; nobody: it is assigned
    open_age: float = 0.0  # ms of the age in which the stage's team was open
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
    least: float = -inf

    def value(self, parameter: float) -> float:
        """The cell: max(least, scale * parameter + shift) ** exponent, or the log of that."""
        result = max(self.least, self.scale * parameter + self.shift) ** self.exponent
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
    policy_once: np.ndarray  # one-off costs of policies
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
    unfit_odds: np.ndarray = field(default_factory=lambda: np.ones((1, 1)))
    """[class, status]: how much likelier one who does not fit gets there than one who does."""
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
