"""When leads qualify, and what they do unasked: signals, points, own behaviour."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from funnelsim.scenario.faults import BadValue
from funnelsim.scenario.schema.base import Block, Raw, Reads, key, list_of, one_of
from funnelsim.scenario.schema.types import (
    MaybeOwnRate,
    NumberValue,
    PositiveCount,
    ScoreValue,
    ShareValue,
    SteadyDuration,
    optional,
    written,
)
from funnelsim.scenario.values import (
    ByClass,
    Quantity,
    Spread,
    Value,
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


@dataclass(frozen=True, slots=True)
class Cancels:
    """Booked calls that are cancelled: which share, how long after."""

    share: Value | ByClass
    of: str
    after: Value | ByClass


_CANCELS = re.compile(r"(?P<share>.+?)\s+of\s+(?P<of>[a-z_]+)(?:\s+after\s+(?P<after>.+))?")
_CANCELS_CURE = "write e.g. 15% of book_call after 1..5 days"


def _cancels(raw: Raw) -> Cancels:
    if isinstance(raw, Cancels):
        return raw
    if isinstance(raw, Mapping):
        parts = {str(name): part for name, part in raw.items()}
    else:
        match = _CANCELS.fullmatch(str(raw).strip())
        parts = match.groupdict() if match else {}
    of = parts.get("of", "book_call")
    if "share" not in parts or of != "book_call" or not parts.keys() <= {"share", "of", "after"}:
        raise BadValue(raw, "a share of cancelled calls", _CANCELS_CURE)
    return Cancels(
        parse_number(parts["share"], Quantity.SHARE),
        of,
        parse_number(parts.get("after") or "0 days", Quantity.DURATION, spread=Spread.PER_LEAD),
    )


def _cancels_text(cancels: Cancels) -> Raw:
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
