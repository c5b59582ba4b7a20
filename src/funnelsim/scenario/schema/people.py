"""Who the leads are and where they come from: segments, regions, channels."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, model_validator

from funnelsim.scenario.faults import BadValue, Fault, Outline
from funnelsim.scenario.schema.arrivals import (
    Campaign,
    Lumpiness,
    MaybeLeads,
    Season,
    refuse_sum,
)
from funnelsim.scenario.schema.base import OR_OFF, Also, Block, Raw, Reads, entries, key, name_of
from funnelsim.scenario.schema.clock import Day, Minute, date_of
from funnelsim.scenario.schema.types import (
    Count,
    MaybeDeal,
    MaybeKnownMoneyRate,
    MaybeKnownRate,
    MaybeMoney,
    MaybeMoneyRate,
    MaybeRate,
    MaybeShare,
    MaybeText,
    OneGrowth,
    OneMoney,
    OneMoneyRate,
    OneShare,
    ScoreValue,
    Settings,
    ShareValue,
    Tags,
    reads_word,
    written,
)
from funnelsim.scenario.values import Quantity, Value, is_off, parse_value

ENTRY_STAGES = ("lead", "mql", "sql")


class Segment(Block):
    """A kind of lead: its share of the leads, how many of them fit, what they pay."""

    switchable = False
    share: OneShare = key("100%", "share of the leads", "70%", unit="share")
    fit: ShareValue = key("100%", "share that can become customers at all", "60%", unit="share")
    deal: MaybeDeal = key(
        None, "deal value; without it the scenario's `deal`", "60k..220k", unit="money"
    )
    tags: Tags = key({}, "labels that assignment rules can match", {"tier": "enterprise"})
    set: Settings = key({}, "other numbers for leads of this segment", {"handoff.delay": "1 h"})


class Region(Block):
    """Where leads come from geographically."""

    switchable = False
    share: OneShare = key("100%", "share of the leads", "40%", unit="share")
    tags: Tags = key({}, "labels that assignment rules can match", {"language": "german"})
    set: Settings = key({}, "other numbers for leads of this region", {"deal": "20k..90k"})


class Batch(Block):
    """Leads that arrive together, such as those of a fair."""

    switchable = False
    date: Day = key(..., "day on which the leads arrive", "2027-03-16")
    at: Minute = key("09:00", "time of that day", "14:30", unit="wall time")
    leads: Count = key(..., "number of leads", 120, unit="leads")


class ChannelCost(Block):
    """What a channel costs, beside its bought clicks."""

    short_form = "fixed"
    fixed: OneMoneyRate = key("0/month", "cost per month", "6k/month", unit="money per month")
    per_visitor: OneMoney = key("0", "cost of each visitor", "0.10", unit="money")
    per_click: OneMoney = key("0", "cost of each click beyond the budget", "0.50", unit="money")
    per_lead: OneMoney = key("0", "cost of each lead", "85", unit="money")
    per_batch: OneMoney = key("0", "cost of each batch", "15k", unit="money")


def _batches(raw: Raw) -> Raw:
    """Name the entries of a list by their dates."""
    if not isinstance(raw, (list, tuple)):
        return entries("batch")(raw)
    named: dict[str, Any] = {}
    for index, item in enumerate(raw):
        date = item.get("date") if isinstance(item, Mapping) else None
        if date is None:
            cure = "write e.g. {date: 2027-03-16, leads: 120}"
            raise BadValue(
                Outline("a batch without its day"),
                "a batch with its date",
                cure,
                Fault.WRONG_SHAPE,
                (index,),
            )
        try:
            name = date_of(date).isoformat()
        except BadValue as fault:
            raise fault.below(index, "date") from fault
        if name in named:
            cure = "add their leads up; a channel has one batch a day"
            raise BadValue(name, "a day of one batch", cure, Fault.CONTRADICTION, (index, "date"))
        named[name] = item
    return named


def _enters(raw: Raw) -> dict[str, Value]:
    """Return the shares of the entry stages."""
    if isinstance(raw, str):
        raw = {raw: "100%"}
    example = "write lead, mql, sql or e.g. {sql: 5%, mql: 25%, lead: 70%}"
    if not isinstance(raw, Mapping) or not raw:
        raise BadValue(raw, "a stage of entry", example, Fault.WRONG_SHAPE)
    mix: dict[str, Value] = {}
    for stage, share in raw.items():
        if is_off(share):
            continue
        if stage not in ENTRY_STAGES:
            raise BadValue(stage, "a stage of entry", example)
        try:
            mix[stage] = parse_value(share, Quantity.SHARE)
        except BadValue as fault:
            raise fault.below(stage) from fault
    refuse_sum(mix, "the stages of entry")
    return mix


def _mix(raw: Raw) -> dict[str, Value] | None:
    """Return the shares of named things, or None where the channel has no mix of its own."""
    if raw is None or is_off(raw):
        return None
    if not isinstance(raw, Mapping) or not raw:
        cure = "write e.g. {shop-owner: 60%, plant-manager: 40%}"
        raise BadValue(raw, "a mix", cure, Fault.WRONG_SHAPE)
    mix: dict[str, Value] = {}
    for name, share in raw.items():
        try:
            mix[name_of(name)] = parse_value(share, Quantity.SHARE)
        except BadValue as fault:
            raise fault.below(str(name)) from fault
    refuse_sum(mix, "the mix")
    return mix


def _texts(mix: dict[str, Value] | None) -> dict[str, str] | None:
    return None if mix is None else {name: written(share) for name, share in mix.items()}


_SHARES = {"type": ["object", "string", "null"], "additionalProperties": {}}
Entry = Annotated[dict[str, Value], Reads(_enters, _texts, {"type": ["string", "object"]})]
Mix = Annotated[dict[str, Value] | None, Reads(_mix, _texts, _SHARES)]


class Channel(Block):
    """A source of leads. Its sources (leads, visitors, budget, batches, replay) add up."""

    switchable = False
    origin: Annotated[str, reads_word("marketing", "sales", "partner", "customer")] = key(
        "marketing", "who finds these leads", "partner"
    )
    leads: MaybeLeads = key(None, "leads per time, or steps of rates", "40/week", unit="leads/time")
    visitors: MaybeRate = key(
        None, "anonymous visitors per time", "9000/month", unit="visitors/time"
    )
    opt_in: MaybeShare = key(
        None, "share of visitors or clicks that become leads", "90 of 4500", unit="share"
    )
    budget: MaybeMoneyRate = key(
        None, "money spent on clicks; it is a cost", "8k/month", unit="money per month"
    )
    cost_per_click: MaybeMoney = key(None, "price of one click", "3.20", unit="money")
    saturates_at: MaybeKnownMoneyRate = key(
        None,
        "spend s acts as S(1 - exp(-s/S)): more than S per month never acts",
        "20k/month",
        unit="money per month",
    )
    batches: Annotated[
        dict[str, Batch], BeforeValidator(_batches), Also((("type", "array"),)), OR_OFF
    ] = key(
        {}, "leads that arrive together, a list or named", [{"date": "2027-03-16", "leads": 120}]
    )
    replay: MaybeText = key(None, "CSV file of arrivals, with a column `time`", "arrivals.csv")
    enters: Entry = key(
        "lead", "stage in which leads arrive, or a mix", {"mql": "30%", "lead": "70%"}
    )
    entry_score: ScoreValue = key(0, "score on arrival as lead", 5, unit="points")
    growth: OneGrowth = key(
        "0%/month", "growth, continuous from `from` on", "1%/month", unit="share/month"
    )
    season: Season | None = key(
        None, "shape of the year, week and day; what is missing is the scenario's `season`",
        {"month": {"jul": 0.6}, "hours": "office"},
    )  # fmt: skip
    campaigns: tuple[Campaign, ...] = key(
        (), "pulses that multiply the rate",
        [{"from": "2027-05-01", "until": "2027-05-14", "factor": "x1.5"}],
    )  # fmt: skip
    lumpiness: Lumpiness = key(
        "off",
        "variation beyond chance: low, medium, high or {day, month}",
        {"day": 0.5, "month": 0.2},
    )
    layer_rate: MaybeKnownRate = key(
        None, "rate of one layer of candidates; computed unless a study must fix it", "60/week"
    )
    cost: ChannelCost = key({}, "what the channel costs", "6k/month")
    segments: Mix = key(
        None, "mix of segments, where it differs", {"shop-owner": "60%", "plant-manager": "40%"}
    )
    regions: Mix = key(None, "mix of regions, where it differs", {"dach": "80%", "rest": "20%"})
    tags: Tags = key({}, "labels that assignment rules can match", {"source": "event"})
    set: Settings = key(
        {}, "other numbers for leads of this channel", {"handoff.delay": "3 business days"}
    )

    @model_validator(mode="after")
    def _sources_are_complete(self) -> Channel:
        if self.visitors is not None and self.opt_in is None:
            cure = "add the share that becomes leads, e.g. opt_in: 2%"
            raise BadValue("visitors", "enough to know the leads", cure, Fault.CONTRADICTION)
        if self.budget is not None and (self.opt_in is None or self.cost_per_click is None):
            cure = "add cost_per_click and opt_in, e.g. cost_per_click: 3.20 and opt_in: 4%"
            raise BadValue("budget", "enough to know the leads", cure, Fault.CONTRADICTION)
        if self.cost_per_click is not None and self.cost_per_click.nominal == 0:
            cure = "write a price above zero"
            raise BadValue(
                self.cost_per_click.text, "a price", cure, Fault.OUT_OF_RANGE, ("cost_per_click",)
            )
        _refuse_two_batches_a_day(self.batches)
        return self


def _refuse_two_batches_a_day(batches: dict[str, Batch]) -> None:
    first: dict[dt.date, str] = {}
    for name, batch in batches.items():
        if batch.date in first:
            cure = f"{first[batch.date]} has it already; add their leads up"
            path = ("batches", name, "date")
            raise BadValue(batch.date, "a day of one batch", cure, Fault.CONTRADICTION, path)
        first[batch.date] = name


def people(noun: str) -> Raw:
    """Return a validator of segments or regions: one entry may leave its share to the rest."""
    read = entries(noun)

    def complete(raw: Raw) -> Raw:
        named = read(raw)
        open_names = [
            name
            for name, body in named.items()
            if isinstance(body, Mapping) and "share" not in body
        ]
        if len(open_names) == 1 and len(named) > 1:
            rest = 1.0 - sum(_nominal_share(body) for body in named.values())
            if rest > 0:
                name = open_names[0]
                named[name] = {**named[name], "share": f"{rest * 100:.12g}%"}
        elif len(open_names) > 1:
            cure = f"add a share to each {noun}; at most one may be left to the rest"
            path = (open_names[1],)
            raise BadValue(
                open_names[1], f"a {noun} with its share", cure, Fault.CONTRADICTION, path
            )
        return named

    return complete


def _nominal_share(body: Raw) -> float:
    if isinstance(body, (Segment, Region)):
        return body.share.nominal
    if not isinstance(body, Mapping) or "share" not in body:
        return 0.0
    try:
        return parse_value(body["share"], Quantity.SHARE).nominal
    except BadValue:
        return 0.0


Segments = Annotated[dict[str, Segment], BeforeValidator(people("segment")), OR_OFF]
Regions = Annotated[dict[str, Region], BeforeValidator(people("region")), OR_OFF]
Channels = Annotated[dict[str, Channel], BeforeValidator(entries("channel")), OR_OFF]
