"""What marketing does: programmes of touches and the responses to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, model_validator

from funnelsim.scenario.faults import BadValue, Fault
from funnelsim.scenario.schema.base import OR_OFF, Block, Raw, Reads, entries, key, list_of, one_of
from funnelsim.scenario.schema.marketing import SIGNALS
from funnelsim.scenario.schema.types import (
    FactorValue,
    KnownDuration,
    MaybeNames,
    MoneyValue,
    PositiveCount,
    PositiveLimit,
    SteadyDuration,
    optional,
    reads_word,
    written,
)
from funnelsim.scenario.values import ByClass, Quantity, Value, is_off, parse_number

TOUCH_KINDS = ("email", "webinar", "sms", "post", "social", "event", "gift")
STATES = ("new", "recycled", "cold")


class For(Block):
    """Which leads a programme takes; what is not stated does not restrict."""

    switchable = False
    channels: MaybeNames = key(None, "channels", ["organic", "search-ads"])
    segments: MaybeNames = key(None, "segments", ["plant-manager"])
    regions: MaybeNames = key(None, "regions", ["dach"])
    state: Annotated[
        tuple[str, ...] | None,
        optional(Reads(list_of("state", one_of(*STATES)), list, {"type": "array"})),
    ] = key(None, "new, recycled (sent back by sales) or cold", ["recycled", "cold"])


@dataclass(frozen=True, slots=True)
class Response:
    """The chance of one response, given an earlier response of the same touch or none."""

    chance: Value | ByClass
    given: str | None


def _responses(raw: Raw) -> dict[str, Response]:
    if raw is None or is_off(raw):
        return {}
    if not isinstance(raw, Mapping):
        cure = "write e.g. {email_open: 35%, email_click: 12% given email_open}"
        raise BadValue(raw, "a mapping of responses to chances", cure, Fault.WRONG_SHAPE)
    found: dict[str, Response] = {}
    for signal, body in raw.items():
        if is_off(body):
            continue
        if signal not in SIGNALS or signal == "ignored_email":
            cure = f"use one of {', '.join(s for s in SIGNALS if s != 'ignored_email')}"
            raise BadValue(signal, "a response", cure, Fault.NAME, (str(signal),))
        try:
            found[signal] = _response(body, tuple(found))
        except BadValue as fault:
            raise fault.below(signal) from fault
    return found


def _response(raw: Raw, earlier: tuple[str, ...]) -> Response:
    if isinstance(raw, Response):
        return raw
    given: str | None = None
    if isinstance(raw, Mapping) and "chance" in raw:
        given = raw.get("given")
        raw = raw["chance"]
    elif isinstance(raw, str):
        raw, _, tail = raw.partition(" given ")
        given = tail.strip() or None
    if given is not None and given not in earlier:
        cure = f"name a response above it: {', '.join(earlier) or 'there is none'}"
        raise BadValue(given, "an earlier response of this touch", cure, Fault.NAME)
    return Response(parse_number(raw, Quantity.SHARE), given)


def _responses_text(responses: dict[str, Response]) -> dict[str, Any]:
    return {signal: _response_text(response) for signal, response in responses.items()}


def _response_text(response: Response) -> Raw:
    chance = written(response.chance)
    if response.given is None:
        return chance
    if isinstance(chance, str):
        return f"{chance} given {response.given}"
    return {"chance": chance, "given": response.given}


class Touch(Block):
    """One thing marketing does to a lead, at a cost."""

    switchable = False
    after: KnownDuration = key("0 days", "time after enrolment", "4 days")
    kind: Annotated[str, reads_word(*TOUCH_KINDS)] = key(
        "email", "by which means; a label, on which nothing depends", "webinar"
    )
    cost: MoneyValue = key("0", "cost of one touch", "0.02", unit="money")
    any_time: bool = key(False, "also at night; otherwise it waits for 09:00", True)
    responses: Annotated[
        dict[str, Response],
        Reads(_responses, _responses_text, {"type": ["object", "string", "null"]}),
    ] = key(
        {}, "chances of responses, in order; without `given` they are times interest",
        {"email_open": "35%", "email_click": "12% given email_open", "unsubscribe": "0.25%"},
    )  # fmt: skip
    otherwise: Annotated[str | None, optional(reads_word("ignored_email"))] = key(
        None, "signal when nothing comes back", "ignored_email"
    )


class Repeat(Block):
    """The last touches, again and again."""

    switchable = False
    last: PositiveCount = key(..., "how many of the last touches", 2)
    every: SteadyDuration = key(..., "time from one round to the next", "30 days")

    @model_validator(mode="after")
    def _takes_time(self) -> Repeat:
        rounds = self.every.entries.values() if isinstance(self.every, ByClass) else [self.every]
        if any(value.nominal == 0 for value in rounds):
            cure = "write e.g. 30 days"
            raise BadValue("0", "a time between rounds", cure, Fault.OUT_OF_RANGE, ("every",))
        return self


class Programme(Block):
    """A sequence of touches. A lead is enrolled in the first programme that takes it."""

    switchable = False
    for_: For = key(
        {}, "which leads it takes; without it, every lead", {"channels": ["organic"]}, alias="for"
    )
    after: SteadyDuration = key("0 days", "time from going cold or back to enrolment", "30 days")
    max_times: PositiveLimit = key("unlimited", "enrolments of one lead at most", 2)
    response: FactorValue = key(1, "factor on the chances of its touches", "40%")
    touches: Annotated[dict[str, Touch], BeforeValidator(entries("touch")), OR_OFF] = key(
        {}, "named touches", {"hello": {"after": "1 day", "responses": {"email_open": "35%"}}}
    )
    repeat: Annotated[Repeat | None, BeforeValidator(lambda r: None if is_off(r) else r)] = key(
        None, "repeats of the last touches", {"last": 2, "every": "30 days"}
    )

    @model_validator(mode="after")
    def _repeats_what_there_is(self) -> Programme:
        if self.repeat is not None and self.repeat.last > len(self.touches):
            cure = f"it has {len(self.touches)} touches"
            raise BadValue(
                self.repeat.last, "a number of its touches", cure, Fault.CONTRADICTION,
                ("repeat", "last"),
            )  # fmt: skip
        return self


Nurture = Annotated[dict[str, Programme], BeforeValidator(entries("programme")), OR_OFF]
