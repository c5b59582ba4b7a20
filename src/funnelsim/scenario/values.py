"""Numbers as a planner writes them: `40k..250k`, `about 25 min`, `~ 3%..6%`, `10 of 40`.

`parse_value` reads one number, `parse_number` one number or a table by class. Every fault is
a `BadValue` that names what was found, what is allowed and a right example.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache, partial

from funnelsim.scenario import forms
from funnelsim.scenario.families import Dist
from funnelsim.scenario.faults import BadValue, Fault, Outline
from funnelsim.scenario.forms import Quantity
from funnelsim.scenario.units import Clock, factor, reading_context

__all__ = [
    "BadValue",
    "ByClass",
    "Dist",
    "Fault",
    "Quantity",
    "Spread",
    "Value",
    "is_off",
    "parse_number",
    "parse_value",
]

LONGEST_TEXT = 400
"""Characters of one value; what is longer is a slip."""
_MODIFIER = re.compile(r"^(?P<base>.+?)\s+(?:x\s*(?P<times>[0-9.eE+-]+)|add\s+(?P<plus>.+))$")
_BARE_UNIT = re.compile(r"([\d.])\s*(?!business|wall)([A-Za-z]+)")


class Spread(StrEnum):
    """Whether the model draws the number for each lead."""

    PER_LEAD = "per lead"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Value:
    """One number of the scenario, constant or with spread.

    Parameters
    ----------
    quantity
        What is measured; fixes the unit of `dist`.
    dist
        Durations in ms, money in currency units, shares 0..1, rates and hazards per ms,
        money rates and growth per month (30.4375 days).
    business
        The duration counts in the team's working time.
    business_days
        The duration was written in business days: its ms count 24 h a day and are scaled by
        (open ms of a business day) / 86 400 000 where the calendar is known.
    uncertain
        Drawn once per world (`~ ...`, `10 of 40`), not from lead to lead.
    draws
        File and column of joint draws, for `~ draws(FILE; column)`.
    text
        The value as written; reads back as the same value under the same key.
    """

    quantity: Quantity
    dist: Dist
    business: bool = False
    business_days: bool = False
    uncertain: bool = False
    draws: tuple[str, str] | None = None
    text: str = field(default="", compare=False)

    @property
    def nominal(self) -> float:
        """The mean; infinite for `never`."""
        return self.dist.mean

    @property
    def constant(self) -> bool:
        """Whether the value is one known number (or `never`)."""
        return self.dist.family in ("constant", "never")

    @property
    def written(self) -> str:
        """The value as text that says its clock: `4 h` of working time is `4 business h`."""
        if not self.business or "business" in self.text:
            return self.text
        return _BARE_UNIT.sub(r"\1 business \2", self.text)


@dataclass(frozen=True, slots=True)
class ByClass:
    """A number by segment, channel or region: `{plant-manager: 60%, otherwise: 35%}`."""

    entries: dict[str, Value]
    otherwise: Value | None = None

    def of(self, *names: str) -> Value | None:
        """Return the entry of the first of `names` that has one, else `otherwise`."""
        for name in names:
            if name in self.entries:
                return self.entries[name]
        return self.otherwise

    def plain(self) -> dict[str, str]:
        """Return the table as written."""
        table = {name: value.written for name, value in self.entries.items()}
        if self.otherwise is not None:
            table["otherwise"] = self.otherwise.written
        return table


def is_off(raw: object) -> bool:
    """Whether a block or entry is switched off (`off`, also read as false by YAML 1.1)."""
    return raw is False or raw == "off"


def parse_number(
    raw: object,
    quantity: Quantity,
    *,
    bare_business: bool = False,
    spread: Spread = Spread.NONE,
    minimum: float | None = None,
) -> Value | ByClass:
    """Read one number or a table of numbers by class. See `parse_value`."""
    if isinstance(raw, ByClass):
        return raw
    read = partial(
        parse_value, quantity=quantity, bare_business=bare_business, spread=spread, minimum=minimum
    )
    if not isinstance(raw, Mapping):
        return read(raw)
    forms.refuse_split(raw)
    if not raw:
        cure = "write e.g. {plant-manager: 60%, otherwise: 35%}"
        raise BadValue(
            Outline("an empty mapping"), "a number or a table by class", cure, Fault.NO_CLASSES
        )
    entries: dict[str, Value] = {}
    for name, entry in raw.items():
        try:
            entries[str(name)] = read(entry)
        except BadValue as fault:
            raise fault.below(str(name)) from fault
    otherwise = entries.pop("otherwise", None)
    return ByClass(entries, otherwise)


def parse_value(
    raw: object,
    quantity: Quantity,
    *,
    bare_business: bool = False,
    spread: Spread = Spread.NONE,
    minimum: float | None = None,
) -> Value:
    """Read one number.

    Parameters
    ----------
    raw
        What the YAML holds: text, a number, or a `Value` already read.
    quantity
        What the key measures.
    bare_business
        Bare units of durations count working time (`rep_time`, call gaps, `respond_within`).
    spread
        Whether the model draws this number for each lead; otherwise a spread needs `~`.
    minimum
        Least constant allowed, for plain numbers.

    Raises
    ------
    BadValue
        With the kind of fault and a right example.
    """
    if isinstance(raw, Value):
        return raw
    text = _text_of(raw, quantity)
    if "(" in text:  # it may name a file, which may change
        value = _modified(text, quantity, bare_business)
    else:
        value = _known(text, quantity, bare_business, reading_context().currency)
    # A chance that differs from lead to lead acts as its mean, so shares may always have spread.
    fixed = value.constant or value.uncertain or quantity is Quantity.SHARE
    if spread is Spread.NONE and not fixed:
        cure = f"write one number, or ~ {text} if it is unknown but the same for all leads"
        raise BadValue(text, "a number that is the same for all leads", cure, Fault.NO_SPREAD)
    if minimum is not None and value.dist.family == "constant" and value.dist.a < minimum:
        cure = f"write {minimum:g} or more"
        raise BadValue(text, f"a number from {minimum:g}", cure, Fault.OUT_OF_RANGE)
    return value


def _text_of(raw: object, quantity: Quantity) -> str:
    kind = forms.KINDS[quantity]
    if isinstance(raw, bool) or raw is None:
        raise BadValue(raw, kind.noun, f"write e.g. {kind.example}", Fault.WRONG_SHAPE)
    if isinstance(raw, (dt.date, dt.datetime)):
        raise BadValue(raw, kind.noun, f"write e.g. {kind.example}", Fault.CLOCK_TIME)
    if isinstance(raw, Mapping):
        forms.refuse_split(raw)
        cure = f"write one number here, e.g. {kind.example}"
        raise BadValue(Outline("a table"), kind.noun, cure, Fault.NO_CLASSES)
    if isinstance(raw, (list, tuple)):
        cure = f"write one value, e.g. {kind.example}"
        raise BadValue(Outline("a list"), kind.noun, cure, Fault.WRONG_SHAPE)
    text = repr(raw) if isinstance(raw, float) else str(raw).strip()
    if len(text) > LONGEST_TEXT:
        cure = f"write something shorter, e.g. {kind.example}"
        raise BadValue(text, kind.noun, cure, Fault.WRONG_SHAPE)
    return text


@lru_cache(maxsize=4096)
def _known(text: str, quantity: Quantity, bare_business: bool, currency: str | None) -> Value:
    """Read a value once: every policy, date and lever is tried in a scenario of its own."""
    return _modified(text, quantity, bare_business)


def _modified(text: str, quantity: Quantity, bare_business: bool) -> Value:
    """Read `BASE x1.3` and `BASE add 2`, which overlays append to the inherited text."""
    match = _MODIFIER.match(text)
    if match is None:
        return _plain(text, quantity, bare_business)
    base = _modified(match["base"], quantity, bare_business)
    if match["times"] is not None:
        by = factor(match["times"])
        if by < 0:
            raise BadValue(text, "a factor from 0", "write e.g. x1.3", Fault.OUT_OF_RANGE)
        dist = base.dist.scaled(by)
    else:
        dist = _shifted(base, _plain(match["plus"], quantity, bare_business), text)
    forms.refuse_impossible(dist, quantity, text)
    return replace(base, dist=dist, text=text)


def _shifted(base: Value, plus: Value, text: str) -> Dist:
    same_clock = (base.business, base.business_days) == (plus.business, plus.business_days)
    if not plus.constant or not same_clock:
        cure = "add one plain number in the same unit, e.g. add 2 days"
        raise BadValue(text, "a number plus a number", cure, Fault.MIXED_UNITS)
    try:
        return base.dist.shifted(plus.dist.a)
    except ValueError as reason:
        cure = f"{reason}; write a factor such as x1.2 or the whole value"
        raise BadValue(text, "a number that can be added to", cure, Fault.NAMED_FORM) from reason


def _plain(text: str, quantity: Quantity, bare_business: bool) -> Value:
    body = text.removeprefix("~").strip()
    parsed = forms.parse_form(body, quantity, bare_business)
    return Value(
        quantity=quantity,
        dist=parsed.dist,
        business=parsed.clock is not Clock.WALL,
        business_days=parsed.clock is Clock.OPEN_DAYS,
        uncertain=(text.startswith("~") or parsed.counted) and parsed.dist.family != "constant",
        draws=parsed.draws,
        text=text,
    )
