"""How leads are worked: calls, conversations, stages of the sale, the clocks of the lead."""

from __future__ import annotations

from typing import Annotated

from pydantic import model_validator

from funnelsim.scenario.faults import BadValue, Fault, Outline
from funnelsim.scenario.schema.arrivals import SHARES_ADD_UP
from funnelsim.scenario.schema.base import Block, Raw, Reads, key, list_of
from funnelsim.scenario.schema.curves import (
    _CURVE_JSON,
    CurveValue,
    Part,
    PartValue,
    Reach,
    _reach,
    _reach_text,
)
from funnelsim.scenario.schema.types import (
    DurationValue,
    FactorValue,
    MaybeName,
    Shares,
    ShareValue,
    reads_word,
    refuse_unknown,
    written,
)
from funnelsim.scenario.values import (
    ByClass,
    Quantity,
    Value,
    parse_value,
)


class Handoff(Block):
    """From MQL to the sales team."""

    delay: DurationValue = key("0 min", "time until the lead is with the team", "4 h")


def _gap(raw: Raw) -> Value:
    gap = parse_value(raw, Quantity.DURATION, bare_business=True)
    refuse_unknown(gap)
    return gap


class Calls(Block):
    """The planned calls to a lead that was handed over."""

    switchable = False
    by: MaybeName = key(None, "the team that calls; the only team needs no mention", "sdr")
    first_call_reaches: Annotated[Reach, Reads(_reach, _reach_text, _CURVE_JSON)] = key(
        "100%", "chance that the first call reaches, by the delay since the hot signal",
        {"5 min": "76%", "1 h": "43%", "24 h": "36%", "later": "35%"}, unit="share",
    )  # fmt: skip
    later_calls_reach: Shares = key(
        [], "chances of the second, third, … call; the last one repeats", ["21%", "20%", "15%"],
        unit="share",
    )  # fmt: skip
    gaps: Annotated[
        tuple[Value, ...],
        Reads(list_of("gap", _gap), lambda v: [written(x) for x in v], {"type": "array"}),
    ] = key(
        [], "time from an unreached call to the next; one call more than gaps", ["4 h", "1 day"],
        unit="business time",
    )  # fmt: skip
    takes: DurationValue = key(
        "0 min", "time of one call that does not reach, or until it does", "about 6 min"
    )
    then: Annotated[str, reads_word("recycle", "drop")] = key(
        "recycle", "after the last call in vain, and of those not ready", "drop"
    )

    @model_validator(mode="after")
    def _chances_for_all_calls(self) -> Calls:
        if self.gaps and not self.later_calls_reach:
            cure = "add later_calls_reach, e.g. [21%, 20%, 15%]"
            raise BadValue(
                "gaps", "a cadence with its chances", cure, Fault.CONTRADICTION, ("gaps",)
            )
        return self


class Outcomes(Block):
    """What a conversation leads to. `accepted` takes its share first, the others split the rest."""

    switchable = False
    accepted: CurveValue = key(
        "100%", "becomes an SQL, one share or by score", {"at 20": "25%", "at 40": "50%"}
    )
    not_ready: PartValue = key("0%", "back to nurture, or dropped", "60% of rest")
    not_interested: PartValue = key("0%", "lost", "40% of rest")
    bad_fit: PartValue = key("0%", "lost, does not fit", "60%")

    @property
    def others(self) -> dict[str, Part]:
        """What may happen to those who do not accept."""
        return {
            "not_ready": self.not_ready,
            "not_interested": self.not_interested,
            "bad_fit": self.bad_fit,
        }

    @model_validator(mode="after")
    def _whole(self) -> Outcomes:
        parts = {name: part for name, part in self.others.items() if _size(part.share) != 0.0}
        if not parts:
            return self._refuse_open_rest()
        if len({part.of_rest for part in parts.values()}) > 1:
            cure = "write all as shares `of rest`, or none"
            raise BadValue(", ".join(parts), "a set of shares of one whole", cure, Fault.SUM)
        total = sum(_size(part.share) for part in parts.values())
        if any(isinstance(part.share, ByClass) for part in parts.values()):
            return self
        if next(iter(parts.values())).of_rest:
            if abs(total - 1) > SHARES_ADD_UP:
                cure = f"the shares of the rest add up to {total * 100:.6g}%; make it 100%"
                raise BadValue(", ".join(parts), "a set of shares of one whole", cure, Fault.SUM)
            return self
        return self._refuse_wrong_total(total)

    def _refuse_open_rest(self) -> Outcomes:
        if any(_size(chance) < 1 for _, chance in self.accepted.knots):
            cure = "say what the rest do, e.g. not_ready: 60% of rest, not_interested: 40% of rest"
            raise BadValue("accepted", "a set of shares of one whole", cure, Fault.SUM)
        return self

    def _refuse_wrong_total(self, others: float) -> Outcomes:
        if len(self.accepted.knots) > 1:
            cure = "with accepted by score write the others as shares `of rest`"
            raise BadValue(
                Outline("acceptance by score"), "a set of shares of one whole", cure, Fault.SUM
            )
        accepted = self.accepted.knots[0][1]
        if isinstance(accepted, Value) and abs(accepted.nominal + others - 1) > SHARES_ADD_UP:
            total = (accepted.nominal + others) * 100
            cure = f"they add up to {total:.6g}%; make it 100% or write the others `of rest`"
            raise BadValue(
                Outline("this conversation"), "a set of shares of one whole", cure, Fault.SUM
            )
        return self


def _size(share: Value | ByClass) -> float:
    if isinstance(share, Value):
        return share.nominal
    sizes = [value.nominal for value in share.entries.values()]
    return max([*sizes, share.otherwise.nominal if share.otherwise else 0.0])


class Conversation(Block):
    """The first real talk with a lead."""

    switchable = False
    takes: DurationValue = key("0 min", "its length", "15..40 min")
    fit: Outcomes = key(
        {}, "what fit leads do", {"accepted": "50%", "not_interested": "100% of rest"}
    )
    unfit: Outcomes = key(
        {"accepted": "0%", "bad_fit": "100%"}, "what unfit leads do",
        {"accepted": "5%", "bad_fit": "60%", "not_interested": "35%"},
    )  # fmt: skip
    annoyed: ShareValue = key("0%", "share of those not ready who unsubscribe", "5%", unit="share")
    uplift: FactorValue = key(1, "factor on `accepted`", "x1.1")
