"""The stages of the sale, and two numbers that people know about all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated

from pydantic import ConfigDict, model_validator

from funnelsim.scenario.faults import BadValue, Fault, outline
from funnelsim.scenario.schema.arrivals import refuse_sum
from funnelsim.scenario.schema.base import Block, Raw, Reads, key, name_of
from funnelsim.scenario.schema.scaling import buyer_factor, scaled_converts
from funnelsim.scenario.schema.types import (
    BusinessDuration,
    DurationValue,
    MaybeDuration,
    MaybeName,
    MaybeShare,
    ShareValue,
    values_of,
    written,
)
from funnelsim.scenario.values import ByClass, Quantity, Value, is_off, parse_value


def _reasons(raw: Raw) -> dict[str, Value]:
    if isinstance(raw, Mapping) and raw:
        reasons = {}
        for name, share in raw.items():
            if is_off(share):
                continue
            try:
                reasons[name_of(name, "reason")] = parse_value(share, Quantity.SHARE)
            except BadValue as fault:
                raise fault.below(str(name)) from fault
        refuse_sum(reasons, "the reasons")
        return reasons
    cure = "write e.g. {lost_to_other: 61%, no_decision: 39%}"
    raise BadValue(outline(raw), "a mapping of reasons", cure, Fault.WRONG_SHAPE)


class Stage(Block):
    """One stage of the sale: a meeting, the buyer's time, the decision."""

    switchable = False
    by: MaybeName = key(None, "the team that works it; the only team needs no mention", "ae")
    rep_time: BusinessDuration = key("0 min", "work of the rep", "2 h", unit="business time")
    buyer_takes: DurationValue = key("0 days", "time the buyer takes", "gamma(mean=9 days; cv=0.8)")
    converts: ShareValue = key(
        "100%", "share that goes on to the next stage or is won", "60%", unit="share"
    )
    reasons: Annotated[
        dict[str, Value],
        Reads(_reasons, lambda r: {n: written(v) for n, v in r.items()}, {"type": "object"}),
    ] = key(
        {"lost": "100%"}, "why deals are lost here", {"lost_to_other": "61%", "no_decision": "39%"}
    )


ONLY_STAGE = "sale"
"""Name of the stage that stands for all where only win_rate or sales_cycle are stated."""
_ANY_CYCLE = "lognormal(mean=30 days; cv=0.8)"
"""Its mean is scaled to the stated cycle; the shape is that of measured sales cycles."""


class Stages(Block):
    """Stages of the sale in their order, with two numbers that people know about all of them."""

    win_rate: MaybeShare = key(
        None,
        "share of SQL that are won: each `converts` becomes converts^k",
        "10 of 40",
        unit="share",
    )
    sales_cycle: MaybeDuration = key(
        None, "mean time from SQL to won: every `buyer_takes` is scaled", "75 days"
    )
    __pydantic_extra__: dict[str, Stage]
    model_config = ConfigDict(extra="allow")

    @model_validator(mode="before")
    @classmethod
    def _drop_off(cls, data: Raw) -> Raw:
        if not isinstance(data, Mapping):
            return data
        kept = {name: body for name, body in data.items() if not is_off(body)}
        for name in kept:
            name_of(name, "stage")
        stated = {name for name, body in kept.items() if body is not None}
        if stated and stated <= {"win_rate", "sales_cycle"}:
            buyer = _ANY_CYCLE if "sales_cycle" in stated else "0 days"
            kept[ONLY_STAGE] = {"buyer_takes": buyer}
        return kept

    @model_validator(mode="after")
    def _can_be_scaled(self) -> Stages:
        stages = list(self.named.values())
        if self.win_rate is not None:
            self._refuse_uncertain("converts", "win_rate")
            self._refuse_dead_stage(self.win_rate)
            _scale_or_say(
                self.win_rate,
                "win_rate",
                lambda rate: scaled_converts([_number(stage.converts) for stage in stages], rate),
            )
        if self.sales_cycle is not None:
            self._refuse_what_cannot_stretch(self.sales_cycle)
            _scale_or_say(
                self.sales_cycle,
                "sales_cycle",
                lambda cycle: buyer_factor(
                    [_number(stage.rep_time) for stage in stages],
                    [_number(stage.buyer_takes) for stage in stages],
                    cycle,
                ),
            )
        return self

    def _refuse_uncertain(self, part: str, whole: str) -> None:
        """Only the proportions of the parts matter beside a stated whole."""
        for name, stage in self.named.items():
            for value in values_of(getattr(stage, part)):
                if value.uncertain:
                    cure = f"{whole} is stated and says it all; write one number here"
                    raise BadValue(
                        value.text, "a number that is known", cure, Fault.UNCERTAIN, (name, part)
                    )

    def _refuse_dead_stage(self, win_rate: Value) -> None:
        for name, stage in self.named.items():
            for value in values_of(stage.converts):
                if value.nominal == 0 and win_rate.nominal > 0:
                    cure = f"stage '{name}' converts nobody; write a share above 0% there"
                    raise BadValue(
                        win_rate.text, "a figure that the stages can be scaled to", cure,
                        Fault.CONTRADICTION, ("win_rate",),
                    )  # fmt: skip

    def _refuse_what_cannot_stretch(self, cycle: Value) -> None:
        if not cycle.uncertain:
            return
        self._refuse_uncertain("buyer_takes", "sales_cycle")
        for name, stage in self.named.items():
            for value in values_of(stage.buyer_takes):
                if value.dist.family == "empirical":
                    cure = "an uncertain sales_cycle cannot stretch it; write one number there"
                    raise BadValue(
                        value.text, "a time that can be stretched", cure, Fault.CONTRADICTION,
                        (name, "buyer_takes"),
                    )  # fmt: skip

    @property
    def named(self) -> dict[str, Stage]:
        """The stages in their order."""
        return dict(self.__pydantic_extra__ or {})


def _number(value: Value | ByClass) -> float:
    """Return the nominal value; of a table by class that of its last resort."""
    if isinstance(value, Value):
        return value.nominal
    rest = value.otherwise or next(iter(value.entries.values()))
    return rest.nominal


def _scale_or_say(stated: Value, name: str, scale: Callable[[float], object]) -> None:
    try:
        scale(stated.nominal)
    except ValueError as reason:
        raise BadValue(
            stated.text,
            "a figure that the stages can be scaled to",
            str(reason),
            Fault.CONTRADICTION,
            (name,),
        ) from reason
