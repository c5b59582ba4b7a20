"""What marketing does and what leads do by themselves: qualification, nurture, decay of interest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, model_validator

from funnelsim.scenario.faults import BadValue, Fault
from funnelsim.scenario.schema.base import Block, Reads, entries, key, list_of, one_of
from funnelsim.scenario.schema.types import (
    DurationValue,
    FactorValue,
    Limit,
    MaybeNames,
    MaybeOwnRate,
    MoneyValue,
    NumberValue,
    PositiveCount,
    ScoreValue,
    ShareValue,
    SteadyDuration,
    optional,
    reads_word,
    written,
)
from funnelsim.scenario.values import (
    ByClass,
    Quantity,
    Spread,
    Value,
    is_off,
    parse_number,
)

POSITIVE = (
    "subscribe",
    "email_open",
    "email_click",
    "reply",
    "pricing_visit",
    "webinar",
    "book_call",
    "start_trial",
)
"""Signals that renew interest and shelf life."""
SIGNALS = (*POSITIVE, "ignored_email", "cancel_call", "unsubscribe")
TOUCH_KINDS = ("email", "webinar", "sms", "post", "social", "event", "gift")
STATES = ("new", "recycled", "cold")
POINTS = {
    "subscribe": 5,
    "email_open": 5,
    "email_click": 10,
    "reply": 15,
    "pricing_visit": 10,
    "webinar": 10,
    "book_call": 25,
    "start_trial": 25,
    "ignored_email": -10,
    "cancel_call": -5,
    "unsubscribe": -25,
}
_SCORING = "customary scoring table of practitioners"


class Points(Block):
    """Points per signal."""

    switchable = False
    subscribe: NumberValue = key(5, "subscribing", 5, unit="points", source=_SCORING, grade="C")
    email_open: NumberValue = key(
        5, "an opened e-mail", 5, unit="points", source=_SCORING, grade="C"
    )
    email_click: NumberValue = key(
        10, "a click in an e-mail", 10, unit="points", source=_SCORING, grade="C"
    )
    reply: NumberValue = key(15, "a reply or chat", 15, unit="points", source=_SCORING, grade="C")
    pricing_visit: NumberValue = key(
        10, "a visit to the prices", 10, unit="points", source=_SCORING, grade="C"
    )
    webinar: NumberValue = key(
        10, "attending a webinar", 10, unit="points", source=_SCORING, grade="C"
    )
    book_call: NumberValue = key(
        25, "booking a call", 25, unit="points", source=_SCORING, grade="C"
    )
    start_trial: NumberValue = key(
        25, "starting a trial", 25, unit="points", source=_SCORING, grade="C"
    )
    ignored_email: NumberValue = key(
        -10, "e-mails left unopened", -10, unit="points", source=_SCORING, grade="C"
    )
    cancel_call: NumberValue = key(
        -5, "cancelling a booked call", -5, unit="points", source=_SCORING, grade="C"
    )
    unsubscribe: NumberValue = key(
        -25, "unsubscribing, which ends the lead", -25, unit="points", source=_SCORING, grade="C"
    )


class Qualification(Block):
    """When a lead becomes an MQL: score, verdict on its fit, signals that skip the score."""

    switchable = False
    threshold: NumberValue = key(
        40, "score from which a lead is judged", 40, unit="points", source="assumption"
    )
    score_half_life: SteadyDuration = key("never", "time in which a score halves", "45 days")
    points: Points = key({}, "points per signal", {"email_open": 5})
    ignored_after: PositiveCount = key(
        3, "the points of ignored_email count at every so many unopened e-mails in a row", 3,
        source="with 1, e-mail programmes lower the score at any realistic open rate",
    )  # fmt: skip
    hand_over_at_once: Annotated[
        tuple[str, ...],
        Reads(list_of("signal", one_of(*POSITIVE)), list, {"type": ["array", "string"]}),
    ] = key(
        ["book_call", "reply"], "signals after which a lead is judged at any score", ["book_call"],
        source="customary practice",
    )  # fmt: skip
    good_fit_passes: ShareValue = key(
        "100%", "share of fit leads judged right", "90%", unit="share"
    )
    bad_fit_passes: ShareValue = key("100%", "share of unfit leads judged fit", "25%", unit="share")
    after_recycle: ScoreValue = key(
        0, "score after going cold or back to nurture", 0, unit="points", source="assumption"
    )


class Interest(Block):
    """Fading of interest since the last positive signal: floor + (1 - floor) 2^(-t/half_life)."""

    half_life: SteadyDuration = key("never", "time in which interest halves", "21 days")
    floor: ShareValue = key("0%", "interest that stays", "5%", unit="share")


@dataclass(frozen=True, slots=True)
class Cancels:
    """Booked calls that are cancelled: which share, how long after."""

    share: Value | ByClass
    of: str
    after: Value | ByClass


_CANCELS = re.compile(r"(?P<share>.+?)\s+of\s+(?P<of>[a-z_]+)(?:\s+after\s+(?P<after>.+))?")
_CANCELS_CURE = "write e.g. 15% of book_call after 1..5 days"


def _cancels(raw: Any) -> Cancels:
    if isinstance(raw, Cancels):
        return raw
    if isinstance(raw, Mapping):
        parts = {str(name): part for name, part in raw.items()}
    else:
        match = _CANCELS.fullmatch(str(raw).strip())
        parts = match.groupdict() if match else {}
    of = parts.get("of", "book_call")
    if "share" not in parts or of != "book_call" or not parts.keys() <= {"share", "of", "after"}:
        raise BadValue(raw, "cancelled calls", _CANCELS_CURE)
    return Cancels(
        parse_number(parts["share"], Quantity.SHARE),
        of,
        parse_number(parts.get("after") or "0 days", Quantity.DURATION, spread=Spread.PER_LEAD),
    )


def _cancels_text(cancels: Cancels) -> Any:
    return {"share": written(cancels.share), "of": cancels.of, "after": written(cancels.after)}


class Behaviour(Block):
    """What leads do unasked while they are nurtured, each kind at its rate times interest."""

    subscribe: MaybeOwnRate = key(None, "subscribing", "0.05/month", unit="signals/time")
    email_open: MaybeOwnRate = key(None, "re-reading an e-mail", "0.1/month", unit="signals/time")
    email_click: MaybeOwnRate = key(
        None, "clicking in an old e-mail", "0.05/month", unit="signals/time"
    )
    reply: MaybeOwnRate = key(None, "writing to us", "0.02/month", unit="signals/time")
    pricing_visit: MaybeOwnRate = key(None, "visiting the prices", "0.6/month", unit="signals/time")
    webinar: MaybeOwnRate = key(None, "attending a webinar", "0.05/month", unit="signals/time")
    book_call: MaybeOwnRate = key(None, "booking a call", "0.08/month", unit="signals/time")
    start_trial: MaybeOwnRate = key(None, "starting a trial", "0.05/month", unit="signals/time")
    cancels: Annotated[
        Cancels | None,
        optional(Reads(_cancels, _cancels_text, {"type": ["string", "object"]})),
    ] = key(None, "booked calls that are cancelled", "15% of book_call after 1..5 days")

    @property
    def rates(self) -> dict[str, Value | ByClass]:
        """Rates per ms by kind of signal, of the kinds that occur."""
        found = {kind: getattr(self, kind) for kind in POSITIVE}
        return {kind: rate for kind, rate in found.items() if rate is not None}


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


def _responses(raw: Any) -> dict[str, Response]:
    if raw is None or is_off(raw):
        return {}
    if not isinstance(raw, Mapping):
        cure = "write e.g. {email_open: 35%, email_click: 12% given email_open}"
        raise BadValue(raw, "responses with their chances", cure, Fault.WRONG_SHAPE)
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


def _response(raw: Any, earlier: tuple[str, ...]) -> Response:
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


def _response_text(response: Response) -> Any:
    chance = written(response.chance)
    if response.given is None:
        return chance
    if isinstance(chance, str):
        return f"{chance} given {response.given}"
    return {"chance": chance, "given": response.given}


class Touch(Block):
    """One thing marketing does to a lead, at a cost."""

    switchable = False
    after: SteadyDuration = key("0 days", "time after enrolment", "4 days")
    kind: Annotated[str, reads_word(*TOUCH_KINDS)] = key("email", "by which means", "webinar")
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
    max_times: Limit = key("unlimited", "enrolments of one lead at most", 2)
    response: FactorValue = key(1, "factor on the chances of its touches", "40%")
    touches: Annotated[dict[str, Touch], BeforeValidator(entries("touch"))] = key(
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


Nurture = Annotated[dict[str, Programme], BeforeValidator(entries("programme"))]


class ByStage(Block):
    """A duration for each stage in which a lead waits; stages of the sale by their names."""

    lead: DurationValue = key("never", "in nurture", "weibull(mean=120 days; shape=0.9)")
    mql: DurationValue = key("never", "handed over, until the first conversation", "14 days")
    sql: DurationValue = key(
        "never", "accepted, until the customer; also for stages not named", "30 days"
    )
    __pydantic_extra__: dict[str, DurationValue]
    model_config = {"extra": "allow"}

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
