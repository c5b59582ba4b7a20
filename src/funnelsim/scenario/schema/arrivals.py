"""When leads arrive: steps of rates, shapes of the year, campaigns, lumpiness."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import ValidationError, model_validator

from funnelsim.scenario.faults import BadValue, Fault, Outline, outline
from funnelsim.scenario.schema.base import Block, Raw, Reads, key
from funnelsim.scenario.schema.clock import DAYS, Day
from funnelsim.scenario.schema.types import OneDuration, OneFactor, OneRate, plain_factor
from funnelsim.scenario.values import Quantity, Value, is_off, parse_value

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

HOUR_PROFILES: dict[str, tuple[float, ...]] = {
    "flat": (1.0,) * 24,
    "office": (
        0.1, 0.1, 0.1, 0.1, 0.1, 0.2, 0.4, 0.8, 1.6, 2.2, 2.4, 2.2,
        1.6, 2.0, 2.2, 2.0, 1.7, 1.2, 0.8, 0.6, 0.6, 0.5, 0.3, 0.2,
    ),
    "evening": (
        0.4, 0.2, 0.1, 0.1, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0, 1.0,
        1.1, 1.0, 1.0, 1.0, 1.1, 1.3, 1.6, 2.0, 2.3, 2.2, 1.6, 0.9,
    ),
}  # fmt: skip
"""Arrivals by hour of the day, as weights; assumptions, grade `-`."""

LUMPINESS = {"low": (0.2, 0.1), "medium": (0.5, 0.2), "high": (1.0, 0.4)}
"""Coefficients of variation by day and month; a B2B web funnel with 5 leads a day and weekday
variances of 1.9 to 5.3 times the mean lies between low and medium."""

SHARES_ADD_UP = 1e-6
"""Tolerance of a sum of shares."""


def refuse_sum(shares: Mapping[str, Value], noun: str) -> None:
    """Raise if nominal shares do not add up to 100 %."""
    total = sum(share.nominal for share in shares.values())
    if abs(total - 1) > SHARES_ADD_UP:
        cure = f"{noun} add up to {total * 100:.6g}%; make it 100%"
        raise BadValue(", ".join(shares), "a set of shares of one whole", cure, Fault.SUM)


class Step(Block):
    """One piece of a rate that changes in steps."""

    switchable = False
    from_: OneDuration = key(..., "start of the piece, after `from`", "3 h", alias="from")
    rate: OneRate = key(..., "leads per time in the piece", "5/h", unit="leads/time")


class Steps(Block):
    """Piecewise rates, once or in a cycle."""

    switchable = False
    steps: tuple[Step, ...] = key(
        ..., "a list of pieces in order of time", [{"from": "0 h", "rate": "5/h"}]
    )
    cycle: OneDuration = key("never", "the pieces repeat after this time", "10 h")

    @model_validator(mode="after")
    def _in_order(self) -> Steps:
        starts = [step.from_.nominal for step in self.steps]
        if not starts or starts[0] != 0 or starts != sorted(set(starts)):
            cure = "begin with from: 0 h and let each piece start later than the one before"
            raise BadValue(
                "steps", "a list of pieces in order of time", cure, Fault.CONTRADICTION, ("steps",)
            )
        if self.cycle.nominal <= starts[-1]:
            cure = "make the cycle longer than the last start"
            raise BadValue(
                self.cycle.text, "a cycle of all pieces", cure, Fault.CONTRADICTION, ("cycle",)
            )
        return self


def _leads(raw: Raw) -> Value | Steps | None:
    if raw is None or raw == "none" or is_off(raw):
        return None
    if isinstance(raw, Steps):
        return raw
    if isinstance(raw, Mapping):
        return _steps(raw)
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        cure = f"say per what, e.g. {raw}/month; leads of one day are batches"
        raise BadValue(raw, "a rate", cure, Fault.UNIT_MISSING)
    return parse_value(raw, Quantity.RATE)


def _steps(raw: Mapping[str, Raw]) -> Steps:
    try:
        return Steps.model_validate(raw)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        reason = fault.get("ctx", {}).get("error")
        if isinstance(reason, BadValue):
            raise reason.below(*fault["loc"]) from None
        cure = "write e.g. {steps: [{from: 0 h, rate: 5/h}, {from: 3 h, rate: 1/h}], cycle: 10 h}"
        found = ".".join(map(str, fault["loc"]))
        raise BadValue(
            found, "a list of steps of rates", cure, Fault.WRONG_SHAPE, fault["loc"]
        ) from None


def _leads_text(value: Value | Steps | None) -> Raw:
    if value is None:
        return None
    return value.text if isinstance(value, Value) else value.model_dump(by_alias=True)


MaybeLeads = Annotated[
    Value | Steps | None,
    Reads(
        _leads,
        _leads_text,
        {
            "anyOf": [
                {"type": ["string", "null"]},
                {
                    "type": "object",
                    "properties": {"steps": {"type": "array"}, "cycle": {"type": "string"}},
                    "required": ["steps"],
                    "additionalProperties": False,
                },
            ]
        },
    ),
]


def _named_factors(names: tuple[str, ...]) -> Reads:
    def read(raw: Raw) -> dict[str, float]:
        if raw is None or is_off(raw):
            return {}
        if not isinstance(raw, Mapping):
            cure = f"write e.g. {{{names[0]}: 0.6}}; what is missing is 1"
            raise BadValue(raw, "a mapping of factors", cure, Fault.WRONG_SHAPE)
        factors: dict[str, float] = {}
        for name, factor in raw.items():
            if name not in names:
                cure = f"use {', '.join(names)}"
                raise BadValue(name, "one of the names", cure, Fault.NAME, (str(name),))
            try:
                factors[name] = plain_factor(factor)
            except BadValue as fault:
                raise fault.below(name) from fault
        return factors

    return Reads(read, dict, {"type": "object", "properties": {name: {} for name in names}})


def _hours(raw: Raw) -> str | tuple[float, ...] | None:
    if raw is None:
        return None
    if is_off(raw):
        return "flat"
    if isinstance(raw, str) and raw in HOUR_PROFILES:
        return raw
    if isinstance(raw, (list, tuple)) and len(raw) == 24:
        return tuple(plain_factor(factor) for factor in raw)
    cure = f"write {', '.join(HOUR_PROFILES)} or a list of 24 factors"
    raise BadValue(outline(raw), "a profile of the day", cure, Fault.WRONG_SHAPE)


class Season(Block):
    """Shapes of year, week and day. Each is divided by its mean: the stated rate stays the mean."""

    month: Annotated[dict[str, float], _named_factors(MONTHS)] = key(
        {}, "factors by month; what is missing is 1", {"jul": 0.6, "aug": 0.5}
    )
    weekday: Annotated[dict[str, float], _named_factors(DAYS)] = key(
        {}, "factors by weekday; what is missing is 1", {"sat": 0.3, "sun": 0.3}
    )
    hours: Annotated[
        str | tuple[float, ...] | None,
        Reads(
            _hours,
            lambda v: list(v) if isinstance(v, tuple) else v,
            {"type": ["string", "array", "null"]},
        ),
    ] = key(None, "profile of the day: flat, office, evening or 24 factors", "office")

    @model_validator(mode="after")
    def _some_arrivals(self) -> Season:
        for name, size in (("month", 12), ("weekday", 7)):
            factors = getattr(self, name)
            if len(factors) == size and not any(factors.values()):
                raise _all_zero(name)
        if isinstance(self.hours, tuple) and not any(self.hours):
            raise _all_zero("hours")
        return self


def _all_zero(name: str) -> BadValue:
    cure = "leave at least one above zero"
    return BadValue(Outline("a shape of zeros"), "a shape", cure, Fault.OUT_OF_RANGE, (name,))


class Campaign(Block):
    """A pulse that multiplies the rate of a channel."""

    switchable = False
    from_: Day = key(..., "first day", "2027-05-01", alias="from")
    until: Day = key(..., "last day, included", "2027-05-14")
    factor: OneFactor = key(..., "factor on the rate", "x1.5")

    @model_validator(mode="after")
    def _in_order(self) -> Campaign:
        if self.until < self.from_:
            cure = f"write a day from {self.from_}"
            raise BadValue(
                self.until, "a last day after the first", cure, Fault.CONTRADICTION, ("until",)
            )
        return self


class Lumpiness(Block):
    """Variation of the volume beyond chance: gamma factors of mean 1 per day and month."""

    text_form = True
    day: OneFactor = key(0, "coefficient of variation from day to day", 0.5)
    month: OneFactor = key(0, "coefficient of variation from month to month", 0.2)

    @model_validator(mode="before")
    @classmethod
    def _words(cls, data: Raw) -> Raw:
        if isinstance(data, str) and data in LUMPINESS:
            day, month = LUMPINESS[data]
            return {"day": day, "month": month}
        return data
