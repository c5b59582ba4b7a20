"""What is wanted and what could be changed: targets, policies, dates, levers, runs, pipeline."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, model_validator

from funnelsim.scenario.faults import BadValue, Fault, outline
from funnelsim.scenario.forms import complete_low
from funnelsim.scenario.schema.base import OR_OFF, Block, Raw, Reads, entries, key, name_of, text_of
from funnelsim.scenario.schema.clock import Day, MaybeDay
from funnelsim.scenario.schema.types import (
    MaybeShare,
    MaybeText,
    Names,
    OneMoney,
    OneMoneyRate,
    PositiveCount,
    Settings,
    Text,
    optional,
    reads_word,
    written,
)
from funnelsim.scenario.units import money, share
from funnelsim.scenario.values import Quantity, Value, is_off, parse_value

_LEVER_CURE = "write e.g. 4k..24k/month or {range: 4..10, lead_time: 90 days}"


class PolicyCost(Block):
    """What a policy costs."""

    once: OneMoney = key("0", "cost when it comes into force", "10k", unit="money")
    per_month: OneMoneyRate = key(
        "0/month", "cost per month in force", "400/month", unit="money per month"
    )

    @model_validator(mode="before")
    @classmethod
    def _bare_is_per_month(cls, data: Raw) -> Raw:
        """Let `per_month: 400` be written without the month that the key already says."""
        if isinstance(data, Mapping) and "per_month" in data:
            amount = data["per_month"]
            bare = isinstance(amount, (int, float)) or (
                isinstance(amount, str) and "/" not in amount and not is_off(amount)
            )
            if bare and not isinstance(amount, bool):
                return {**data, "per_month": f"{amount}/month"}
        return data


class Policy(Block):
    """A named set of changes."""

    switchable = False
    says: Text = key("", "what it does, in a sentence", "call every hand-raiser at once")
    from_: MaybeDay = key(
        None, "day from which it is in force; without it the start", "2027-04-01", alias="from"
    )
    cost: PolicyCost = key({}, "what it costs", {"per_month": "400"})
    evidence: Annotated[str | None, optional(reads_word("A", "B", "C", "D"))] = key(
        None, "grade of the claim behind it", "D"
    )
    includes: Names = key((), "policies that it contains", ["answer-in-an-hour"])
    set: Settings = key({}, "dotted keys and their new values", {"handoff.delay": "0 min"})


class Change(Block):
    """What changes at a date, whatever policy is in force."""

    switchable = False
    from_: Day = key(..., "day of the change", "2027-07-01", alias="from")
    set: Settings = key(..., "dotted keys and their new values", {"handoff.delay": "1 h"})


@dataclass(frozen=True, slots=True)
class Lever:
    """A range of values for one dotted key; both ends as they would be written there."""

    low: str
    high: str
    lead_time: Value | None = None


def _levers(raw: Raw) -> dict[str, Lever]:
    if is_off(raw):
        return {}
    if not isinstance(raw, Mapping):
        raise BadValue(
            outline(raw), "a mapping of dotted keys to ranges", _LEVER_CURE, Fault.WRONG_SHAPE
        )
    levers: dict[str, Lever] = {}
    for path, body in raw.items():
        if is_off(body):
            continue
        try:
            levers[text_of(path)] = _lever(body)
        except BadValue as fault:
            raise fault.below(str(path)) from fault
    return levers


def _lever(raw: Raw) -> Lever:
    if isinstance(raw, Lever):
        return raw
    lead_time = None
    if isinstance(raw, Mapping):
        if not {"range"} <= set(raw) <= {"range", "lead_time"}:
            raise BadValue(", ".join(map(str, raw)), "a lever", _LEVER_CURE, Fault.WRONG_SHAPE)
        if raw.get("lead_time") is not None:
            lead_time = parse_value(raw["lead_time"], Quantity.DURATION)
        raw = raw["range"]
    low, dots, high = (part.strip() for part in str(raw).partition(".."))
    if not dots or not low or not high:
        raise BadValue(raw, "a range", _LEVER_CURE)
    return Lever(complete_low(low, high, str(raw)), high, lead_time)


def _levers_text(levers: dict[str, Lever]) -> dict[str, Any]:
    def text(lever: Lever) -> Raw:
        ends = f"{lever.low}..{lever.high}"
        if lever.lead_time is None:
            return ends
        return {"range": ends, "lead_time": written(lever.lead_time)}

    return {path: text(lever) for path, lever in levers.items()}


@dataclass(frozen=True, slots=True)
class Band:
    """A range in which a simulated figure is expected; shares 0..1."""

    low: float
    high: float
    text: str


EXPECTED = (
    "visitor_to_lead",
    "lead_to_mql",
    "mql_to_sql",
    "sql_to_customer",
    "lead_to_customer",
    "customers",
    "revenue",
    "profit",
    "hit",
    "cold",
    "paper_loss",
)
"""Figures that `expect` can bound; `hit` is the chance of the first target."""


def _expect(raw: Raw) -> dict[str, Band]:
    if is_off(raw):
        return {}
    if not isinstance(raw, Mapping):
        cure = "write e.g. {lead_to_mql: 10..40%}"
        raise BadValue(outline(raw), "a mapping of figures to bands", cure, Fault.WRONG_SHAPE)
    bands: dict[str, Band] = {}
    for name, body in raw.items():
        if is_off(body):
            continue
        try:
            if name not in EXPECTED:
                raise BadValue(name, "a figure", f"use {', '.join(EXPECTED)}", Fault.NAME)
            bands[name] = body if isinstance(body, Band) else _band(str(body))
        except BadValue as fault:
            raise fault.below(str(name)) from fault
    return bands


def _band(text: str) -> Band:
    low, dots, high = (part.strip() for part in text.partition(".."))
    if not dots:
        raise BadValue(text, "a band", "write both ends, e.g. 10..40%")
    read = share if high.endswith("%") else money
    ends = read(complete_low(low, high, text)), read(high)
    if ends[0] > ends[1]:
        raise BadValue(text, "a band", "write the lower end first", Fault.OUT_OF_RANGE)
    return Band(*ends, text)


class Plan(Block):
    """Stated rates for the reverse chain of `plan`."""

    visitor_to_lead: MaybeShare = key(
        None, "share of visitors that become leads", "2%", unit="share"
    )
    lead_to_mql: MaybeShare = key(None, "share of leads that become MQL", "20%", unit="share")
    mql_to_sql: MaybeShare = key(None, "share of MQL that become SQL", "78 of 310", unit="share")
    win_rate: MaybeShare = key(None, "share of SQL that become customers", "25%", unit="share")


_DATE_WORDS = {"year": "%Y", "month": "%m", "day": "%d"}


def _dates(raw: Raw) -> str:
    parts = re.split(r"([-/. ])", str(raw).strip())
    if sorted(parts[::2]) != ["day", "month", "year"]:
        cure = "write e.g. year-month-day or month/day/year"
        raise BadValue(raw, "an order of year, month and day", cure)
    return str(raw).strip()


COLUMNS = ("id", "stage", "since", "value", "rep", "segment", "channel", "region")


class Columns(Block):
    """Which column of the file says what."""

    switchable = False
    id: Text = key("id", "identity of the deal", "opportunity_id")
    stage: Text = key("stage", "its stage, in the words of the file", "deal_stage")
    since: MaybeText = key(
        None, "since when it is there; its clocks have run from then to `from`; without it age 0",
        "engage_date",
    )  # fmt: skip
    value: MaybeText = key(None, "its value; without it drawn", "close_value")
    rep: MaybeText = key(
        None, "its rep or rep group, from SQL on; without it, or of a name unknown, assigned",
        "sales_agent",
    )  # fmt: skip
    segment: MaybeText = key(None, "its segment; without it drawn", "segment")
    channel: MaybeText = key(
        None, "its channel; without it `open pipeline`, to which the settings of no channel apply",
        "source",
    )  # fmt: skip
    region: MaybeText = key(None, "its region; without it drawn", "region")


def _stage_map(raw: Raw) -> dict[str, str]:
    if not isinstance(raw, Mapping) or not raw:
        cure = "write e.g. {Engaging: proposal, Won: skip}"
        raise BadValue(outline(raw), "a mapping of stages", cure, Fault.WRONG_SHAPE)
    return {text_of(theirs): name_of(ours, "stage") for theirs, ours in raw.items()}


class Pipeline(Block):
    """Deals that are open at the start; they replace the warm-up."""

    switchable = False
    file: Text = key(..., "CSV file", "crm.csv")
    as_of: Day = key(..., "day on which the file was true", "2017-12-31")
    dates: Annotated[str, Reads(_dates, lambda v: v, {"type": "string"})] = key(
        "year-month-day", "how the file writes dates", "month/day/year"
    )
    columns: Columns = key({}, "which column says what", {"id": "opportunity_id"})
    stages: Annotated[dict[str, str], Reads(_stage_map, dict, {"type": "object"})] = key(
        ..., "stages of the file and ours, or skip", {"Engaging": "proposal", "Won": "skip"}
    )

    @property
    def date_format(self) -> str:
        """The format of dates in the words of `strptime`."""
        return re.sub("year|month|day", lambda m: _DATE_WORDS[m[0]], self.dates)


class Run(Block):
    """How much is simulated."""

    switchable = False
    replications: PositiveCount = key(200, "simulated futures", 1000, source="assumption")
    seed: Annotated[
        int | None, optional(Reads(lambda raw: _seed_of(raw), lambda v: v, {"type": "integer"}))
    ] = key(None, "seed of the random numbers; without it one is chosen and printed", 7)


def _seed_of(raw: Raw) -> int:
    if isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw < 2**63:
        return raw
    raise BadValue(raw, "a whole number from 0", "write e.g. 7")


def _words(raw: Raw) -> dict[str, str]:
    if is_off(raw):
        return {}
    if not isinstance(raw, Mapping):
        cure = "write e.g. {mql: Qualified inquiry}"
        raise BadValue(outline(raw), "a mapping of words", cure, Fault.WRONG_SHAPE)
    return {text_of(ours): text_of(theirs) for ours, theirs in raw.items() if not is_off(theirs)}


Words = Annotated[dict[str, str], Reads(_words, dict, {"type": ["object", "string"]})]
Levers = Annotated[dict[str, Lever], Reads(_levers, _levers_text, {"type": ["object", "string"]})]
Expect = Annotated[
    dict[str, Band],
    Reads(
        _expect, lambda bands: {n: b.text for n, b in bands.items()}, {"type": ["object", "string"]}
    ),
]
Policies = Annotated[dict[str, Policy], BeforeValidator(entries("policy")), OR_OFF]
MaybePipeline = Annotated[
    Pipeline | None, BeforeValidator(lambda raw: None if is_off(raw) or raw == "none" else raw)
]
