"""The kinds of numbers a key can take, as annotated types."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from funnelsim.scenario.faults import BadValue, Fault
from funnelsim.scenario.schema.base import (
    Json,
    Raw,
    Reads,
    list_of,
    name_of,
    settings_of,
    tags_of,
    text_of,
)
from funnelsim.scenario.units import factor, share
from funnelsim.scenario.values import (
    ByClass,
    Quantity,
    Spread,
    Value,
    is_off,
    parse_number,
    parse_value,
)

_TABLE: Json = {
    "type": "object",
    "description": "by segment, channel or region; `otherwise` for the rest",
    "additionalProperties": {"type": ["string", "number"]},
}


def written(value: Raw) -> Raw:
    """Return a value or a table by class as text that reads back as the same."""
    if value is None:
        return None
    return value.plain() if isinstance(value, ByClass) else value.written


def _reads(
    quantity: Quantity,
    *,
    classes: bool = True,
    spread: Spread = Spread.NONE,
    bare_business: bool = False,
    minimum: float | None = None,
    wall: bool = False,
    known: bool = False,
) -> Reads:
    read = partial(
        parse_number if classes else parse_value,
        quantity=quantity,
        spread=spread,
        bare_business=bare_business,
        minimum=minimum,
    )

    def parse(raw: Raw) -> Value | ByClass:
        number = read(raw)
        for value in values_of(number):
            if wall:
                refuse_business(value)
            if known:
                refuse_unknown(value)
        return number

    scalar: Json = {"type": ["string", "number"]}
    return Reads(parse, written, {"anyOf": [scalar, _TABLE]} if classes else scalar)


def values_of(number: Value | ByClass) -> list[Value]:
    """Return the number, or all entries of a table by class."""
    if isinstance(number, Value):
        return [number]
    return [*number.entries.values(), *([number.otherwise] if number.otherwise else [])]


def refuse_business(value: Value) -> None:
    """Raise if a clock that runs day and night is set in working time."""
    if value.business:
        cure = "this clock runs day and night; write e.g. 7 days for 5 business days"
        raise BadValue(value.text, "a length of wall time", cure, Fault.MIXED_UNITS)


def refuse_unknown(value: Value) -> None:
    """Raise if a number that is the same in all futures is given as uncertain."""
    if value.uncertain:
        cure = "write one number; compare others with policies or --set"
        raise BadValue(value.text, "a number that is known", cure, Fault.UNCERTAIN)


def optional(reads: Reads) -> Reads:
    """Return a marker that also takes `off`, `none` and nothing."""

    def parse(raw: Raw) -> Raw:
        return None if raw is None or raw == "none" or is_off(raw) else reads.parse(raw)

    def write(value: Raw) -> Raw:
        return None if value is None else reads.write(value)

    return Reads(parse, write, {"anyOf": [dict(reads.json), {"enum": ["off", "none", None]}]})


_LEAD = Spread.PER_LEAD
DURATION_DRAWN = _reads(Quantity.DURATION, spread=_LEAD)

Number = Value | ByClass
ShareValue = Annotated[Number, _reads(Quantity.SHARE)]
NumberValue = Annotated[Number, _reads(Quantity.NUMBER)]
ScoreValue = Annotated[Number, _reads(Quantity.NUMBER, minimum=0.0)]
FactorValue = Annotated[Number, _reads(Quantity.FACTOR)]
DealValue = Annotated[Number, _reads(Quantity.MONEY, spread=_LEAD)]
MoneyValue = Annotated[Number, _reads(Quantity.MONEY)]
DurationValue = Annotated[Number, DURATION_DRAWN]
"""A duration drawn for each lead."""
_WALL_DRAWN = _reads(Quantity.DURATION, spread=_LEAD, wall=True)
WallDuration = Annotated[Number, _WALL_DRAWN]
"""A duration drawn for each lead that runs day and night."""
SteadyDuration = Annotated[Number, _reads(Quantity.DURATION, wall=True)]
"""A duration that is the same for all leads of a class, and runs day and night."""
KnownDuration = Annotated[Number, _reads(Quantity.DURATION, wall=True, known=True)]
"""The same, in all futures too."""
BusinessDuration = Annotated[Number, _reads(Quantity.DURATION, spread=_LEAD, bare_business=True)]
SteadyBusinessDuration = Annotated[Number, _reads(Quantity.DURATION, bare_business=True)]
RateValue = Annotated[Number, _reads(Quantity.RATE)]
HazardValue = Annotated[Number, _reads(Quantity.HAZARD)]

OneShare = Annotated[Value, _reads(Quantity.SHARE, classes=False)]
OneRate = Annotated[Value, _reads(Quantity.RATE, classes=False)]
OneMoney = Annotated[Value, _reads(Quantity.MONEY, classes=False)]
OneMoneyRate = Annotated[Value, _reads(Quantity.MONEY_RATE, classes=False)]
OneGrowth = Annotated[Value, _reads(Quantity.GROWTH, classes=False)]
OneFactor = Annotated[Value, _reads(Quantity.FACTOR, classes=False)]
OneDuration = Annotated[Value, _reads(Quantity.DURATION, classes=False, wall=True, known=True)]
OneBusinessDuration = Annotated[Value, _reads(Quantity.DURATION, classes=False, bare_business=True)]

MaybeShare = Annotated[Value | None, optional(_reads(Quantity.SHARE, classes=False))]
MaybeRate = Annotated[Value | None, optional(_reads(Quantity.RATE, classes=False))]
MaybeMoney = Annotated[Value | None, optional(_reads(Quantity.MONEY, classes=False))]
MaybeMoneyRate = Annotated[Value | None, optional(_reads(Quantity.MONEY_RATE, classes=False))]
MaybeKnownRate = Annotated[Value | None, optional(_reads(Quantity.RATE, classes=False, known=True))]
MaybeKnownMoneyRate = Annotated[
    Value | None, optional(_reads(Quantity.MONEY_RATE, classes=False, known=True))
]
MaybeDuration = Annotated[
    Value | None, optional(_reads(Quantity.DURATION, classes=False, wall=True))
]
MaybeDeal = Annotated[Number | None, optional(_reads(Quantity.MONEY, spread=_LEAD))]
MaybeReturn = Annotated[Number | None, optional(_WALL_DRAWN)]
MaybeOwnRate = Annotated[Number | None, optional(_reads(Quantity.RATE))]


def count_of(raw: Raw) -> int:
    """Return a whole number from 0."""
    if isinstance(raw, int) and not isinstance(raw, bool):
        number = raw
    else:
        try:
            real = factor(str(raw)) if isinstance(raw, (str, float)) else -0.5
        except BadValue:
            real = -0.5
        number = int(real) if real == int(real) else -1
    if number < 0:
        raise BadValue(raw, "a whole number from 0", "write e.g. 5", Fault.OUT_OF_RANGE)
    return number


def limit_of(raw: Raw) -> int | None:
    """Return a whole number from 0, or None for `unlimited`."""
    if raw is None or raw in ("unlimited", "none") or is_off(raw):
        return None
    return count_of(raw)


def positive_limit_of(raw: Raw) -> int | None:
    """Return a whole number from 1, or None for `unlimited`."""
    limit = limit_of(raw)
    if limit == 0:
        raise BadValue(raw, "a limit from 1", "write 1 or more, or unlimited", Fault.OUT_OF_RANGE)
    return limit


def positive_count_of(raw: Raw) -> int:
    """Return a whole number from 1."""
    number = count_of(raw)
    if number == 0:
        raise BadValue(raw, "a whole number from 1", "write 1 or more", Fault.OUT_OF_RANGE)
    return number


def plain_factor(raw: Raw) -> float:
    """Return a factor of a list or shape: `1.2`, `x1.2`, not below 0."""
    value = parse_value(raw, Quantity.NUMBER, minimum=0.0)
    return value.dist.a


def plain_share(raw: Raw) -> float:
    """Return a share of a list; lists are plain, without spread."""
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return share(repr(raw))
    if isinstance(raw, str):
        return share(raw)
    raise BadValue(raw, "a share between 0 and 100%", "write e.g. 25%", Fault.WRONG_SHAPE)


def percent(number: float) -> str:
    """Return a share as written: `25%`, with all its digits."""
    return f"{number * 100:.15g}%"


def _same(value: Raw) -> Raw:
    return list(value) if isinstance(value, tuple) else value


def reads_word(*words: str) -> Reads:
    """Return a marker of one of some words."""
    from funnelsim.scenario.schema.base import one_of

    return Reads(one_of(*words), _same, {"enum": list(words)})


_TEXTS: Json = {"type": "array", "items": {"type": ["string", "number"]}}
Count = Annotated[int, Reads(count_of, _same, {"type": ["integer", "string"]})]
PositiveCount = Annotated[int, Reads(positive_count_of, _same, {"type": ["integer", "string"]})]
Limit = Annotated[
    int | None,
    Reads(limit_of, lambda n: "unlimited" if n is None else n, {"type": ["integer", "string"]}),
]
"""A count or `unlimited` (None)."""
PositiveLimit = Annotated[
    int | None,
    Reads(
        positive_limit_of,
        lambda n: "unlimited" if n is None else n,
        {"type": ["integer", "string"]},
    ),
]
Shares = Annotated[
    tuple[float, ...],
    Reads(list_of("share", plain_share), lambda v: [percent(x) for x in v], _TEXTS),
]
Text = Annotated[str, Reads(text_of, _same, {"type": ["string", "number"]})]
Name = Annotated[str, Reads(name_of, _same, {"type": ["string", "number"]})]
Names = Annotated[tuple[str, ...], Reads(list_of("name", name_of), _same, _TEXTS)]
MaybeName = Annotated[str | None, optional(Reads(name_of, _same, {"type": ["string", "number"]}))]
MaybeNames = Annotated[
    tuple[str, ...] | None, optional(Reads(list_of("name", name_of), _same, _TEXTS))
]
MaybeText = Annotated[str | None, optional(Reads(text_of, _same, {"type": ["string", "number"]}))]
Tags = Annotated[dict[str, str], Reads(tags_of, dict, {"type": ["object", "string"]})]
Settings = Annotated[dict[str, Any], Reads(settings_of, dict, {"type": ["object", "string"]})]
