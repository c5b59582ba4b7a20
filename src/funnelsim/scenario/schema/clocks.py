"""The clocks that make leads cold or end them: interest, shelf life, eagerness, hazards."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ConfigDict, model_validator

from funnelsim.scenario.schema.base import Block, Raw, key
from funnelsim.scenario.schema.types import (
    HazardValue,
    MaybeReturn,
    ShareValue,
    SteadyDuration,
    WallDuration,
)
from funnelsim.scenario.values import ByClass, Quantity, Value, is_off, parse_value


class Interest(Block):
    """Fading of interest since the last positive signal: floor + (1 - floor) 2^(-t/half_life)."""

    half_life: SteadyDuration = key("never", "time in which interest halves", "21 days")
    floor: ShareValue = key("0%", "interest that stays", "5%", unit="share")


class ByStage(Block):
    """A duration for each stage in which a lead waits; stages of the sale by their names."""

    lead: WallDuration = key("never", "in nurture", "weibull(mean=120 days; shape=0.9)")
    mql: WallDuration = key("never", "handed over, until the first conversation", "14 days")
    sql: WallDuration = key(
        "never", "accepted, until the customer; also for stages not named", "30 days"
    )
    __pydantic_extra__: dict[str, WallDuration]
    model_config = ConfigDict(extra="allow")

    def of(self, stage: str) -> Value | ByClass:
        """Return the shelf life of `lead`, `mql` or a stage of the sale."""
        extra = self.__pydantic_extra__ or {}
        if stage in ("lead", "mql", "sql"):
            return getattr(self, stage)  # type: ignore[no-any-return]
        return extra.get(stage, self.sql)

    @property
    def named(self) -> dict[str, Value | ByClass]:
        """Shelf lives of stages of the sale that have their own."""
        return dict(self.__pydantic_extra__ or {})


class Eagerness(Block):
    """Fading of intent by the delay of the first contact: halves, but never below a floor."""

    halves_every: SteadyDuration = key("never", "time in which intent halves", "5 days")
    never_below: ShareValue = key("0%", "intent that stays", "30%", unit="share")


class Competitor(Block):
    """Risk of losing a lead to a competitor, by stage; one risk stands for all stages."""

    text_form = True
    lead: HazardValue = key("never", "in nurture", "1%/month", unit="share/time")
    mql: HazardValue = key("never", "until the first conversation", "1%/month", unit="share/time")
    sql: HazardValue = key(
        "never", "until the customer; also for stages not named", "3%/month", unit="share/time"
    )
    __pydantic_extra__: dict[str, HazardValue]
    model_config = ConfigDict(extra="allow")

    @model_validator(mode="before")
    @classmethod
    def _one_for_all(cls, data: Raw) -> Raw:
        if data is None or data == "never":
            return {}
        if isinstance(data, str) and not is_off(data):
            parse_value(data, Quantity.HAZARD)
            return dict.fromkeys(("lead", "mql", "sql"), data)
        if isinstance(data, Mapping):
            return {name: "never" if is_off(risk) else risk for name, risk in data.items()}
        return data

    def of(self, stage: str) -> Value | ByClass:
        """Return the hazard per ms in `lead`, `mql` or a stage of the sale."""
        if stage in ("lead", "mql", "sql"):
            return getattr(self, stage)  # type: ignore[no-any-return]
        return (self.__pydantic_extra__ or {}).get(stage, self.sql)

    @property
    def named(self) -> dict[str, Value | ByClass]:
        """Hazards of stages of the sale that have their own."""
        return dict(self.__pydantic_extra__ or {})


class Hazards(Block):
    """Risks that end a lead whatever we do."""

    changes_job: HazardValue = key(
        "never", "the contact leaves the firm; the database does not notice", "2.1%/month",
        unit="share/time",
    )  # fmt: skip
    competitor: Competitor = key(
        {}, "the lead buys elsewhere", {"mql": "1%/month", "sql": "3%/month"}
    )
    return_after: MaybeReturn = key(
        None, "time after which one who bought elsewhere comes back; without it never", "2..5 years"
    )

    @model_validator(mode="before")
    @classmethod
    def _off_is_never(cls, data: Raw) -> Raw:
        if isinstance(data, Mapping) and is_off(data.get("changes_job")):
            return {**data, "changes_job": "never"}
        return data
