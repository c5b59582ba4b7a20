"""The grammar of one value: scalars, `A..B`, `about A`, `N of M`, `name(arguments)`."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from funnelsim.scenario import families, units
from funnelsim.scenario.families import Dist
from funnelsim.scenario.faults import BadValue, Fault
from funnelsim.scenario.units import Clock


class Quantity(StrEnum):
    """What a number measures, and so its unit inside."""

    DURATION = "duration"
    SHARE = "share"
    MONEY = "money"
    NUMBER = "number"
    FACTOR = "factor"
    RATE = "rate"
    HAZARD = "hazard"
    MONEY_RATE = "money rate"
    GROWTH = "growth"


@dataclass(frozen=True, slots=True)
class Kind:
    """How one quantity is written."""

    noun: str
    example: str
    unit: str
    scalar: Callable[[str], float]


KINDS: dict[Quantity, Kind] = {
    Quantity.DURATION: Kind("a length of time", "2 days", "time", lambda t: units.duration(t)[0]),
    Quantity.SHARE: Kind("a share between 0 and 100%", "25%", "share", units.share),
    Quantity.MONEY: Kind("an amount of money", "40k", "money", units.money),
    Quantity.NUMBER: Kind("a number", "10", "number", units.factor),
    Quantity.FACTOR: Kind("a factor", "x1.2", "factor", units.ratio),
    Quantity.RATE: Kind("a rate", "40/week", "events per time", units.rate),
    Quantity.HAZARD: Kind("a risk per unit of time", "2.1%/month", "share per time", units.hazard),
    Quantity.MONEY_RATE: Kind(
        "an amount of money per unit of time", "6k/month", "money per time", units.money_rate
    ),
    Quantity.GROWTH: Kind("a growth rate", "1%/month", "share per time", units.growth),
}
_SIGNED = (Quantity.NUMBER, Quantity.GROWTH)
_ENDS_ABOVE_ZERO = "write both ends above zero, the lower first, e.g. {example}"
_COUNTS = re.compile(r"(\d+)\s+of\s+(\d+)")
_NAMED = re.compile(r"([a-z]+)\((.*)\)", re.DOTALL)
_UNIT_TAIL = re.compile(r"[\d.]\s*((?:business\s+|wall\s+)?[A-Za-z]+|%)?\s*(/\s*[A-Za-z]+)?$")


@dataclass(frozen=True, slots=True)
class Parsed:
    """One value read: its distribution, its clock, whether counts or draws make it uncertain."""

    dist: Dist
    clock: Clock = Clock.WALL
    counted: bool = False
    draws: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Scalars:
    """Reads the scalars of one value and keeps the one clock they must share."""

    quantity: Quantity
    bare_business: bool
    clocks: set[Clock]

    def read(self, text: str) -> float:
        """Return one scalar; durations note their clock."""
        if self.quantity is not Quantity.DURATION:
            return KINDS[self.quantity].scalar(text)
        value, clock = units.duration(text, bare_business=self.bare_business)
        self.clocks.add(clock)
        return value

    def clock(self, whole: str) -> Clock:
        """Return the clock of all scalars read; BadValue if they differ."""
        if len(self.clocks) > 1:
            cure = "write all parts in hours or all in business days"
            raise BadValue(whole, "a length in one kind of time", cure, Fault.MIXED_UNITS)
        return next(iter(self.clocks), Clock.WALL)


def parse_form(text: str, quantity: Quantity, bare_business: bool) -> Parsed:
    """Read one value without its `~` and modifiers."""
    scalars = Scalars(quantity, bare_business, set())
    parsed = _parse(text, quantity, scalars)
    refuse_impossible(parsed.dist, quantity, text)
    return Parsed(parsed.dist, scalars.clock(text), parsed.counted, parsed.draws)


def _parse(text: str, quantity: Quantity, scalars: Scalars) -> Parsed:
    if not text:
        kind = KINDS[quantity]
        raise BadValue("", kind.noun, f"write e.g. {kind.example}")
    if text == "never":
        return Parsed(_never(text, quantity))
    counts = _COUNTS.fullmatch(text)
    if counts:
        return _counts(text, int(counts[1]), int(counts[2]), quantity)
    if "(" in text or ")" in text:
        return _named(text, quantity, scalars)
    if text.startswith("about "):
        return Parsed(_about(text, quantity, scalars.read(text.removeprefix("about "))))
    if ".." in text:
        return Parsed(_range(text, quantity, scalars))
    return Parsed(families.constant(scalars.read(text.removeprefix("exactly "))))


def _never(text: str, quantity: Quantity) -> Dist:
    if quantity is Quantity.DURATION:
        return Dist("never")
    if quantity in (Quantity.HAZARD, Quantity.RATE):
        return Dist("constant", 0.0)
    kind = KINDS[quantity]
    raise BadValue(text, kind.noun, f"write e.g. {kind.example}")


def _counts(text: str, hits: int, trials: int, quantity: Quantity) -> Parsed:
    if quantity is not Quantity.SHARE:
        kind = KINDS[quantity]
        raise BadValue(text, kind.noun, f"write e.g. {kind.example}")
    if hits > trials or trials == 0:
        cure = "write the part first, e.g. 10 of 40"
        raise BadValue(text, "a share as counts", cure, Fault.OUT_OF_RANGE)
    return Parsed(families.jeffreys(hits, trials), counted=True)


def _about(text: str, quantity: Quantity, mean: float) -> Dist:
    if not mean > 0 or math.isinf(mean) or quantity is Quantity.GROWTH:
        cure = f"write it around a number above zero, e.g. about {KINDS[quantity].example}"
        raise BadValue(text, KINDS[quantity].noun, cure, Fault.OUT_OF_RANGE)
    if quantity is not Quantity.SHARE:
        return families.lognormal_mean_cv(mean, families.ABOUT_CV)
    try:
        return families.beta_mean_cv(mean, families.ABOUT_CV)
    except (ValueError, ZeroDivisionError):
        cure = "write a range, e.g. 80%..95%"
        raise BadValue(text, "a share with spread", cure, Fault.OUT_OF_RANGE) from None


def _range(text: str, quantity: Quantity, scalars: Scalars) -> Dist:
    low_text, _, high_text = (part.strip() for part in text.partition(".."))
    example = {Quantity.SHARE: "3%..6%", Quantity.DURATION: "5..30 days"}.get(
        quantity, "{0}..{0}".format(KINDS[quantity].example)
    )
    if not low_text or not high_text:
        raise BadValue(text, "a range", f"write both ends, e.g. {example}")
    high = scalars.read(high_text)
    low_text = complete_low(low_text, high_text, text)
    low = scalars.read(low_text)
    if not low < high or math.isinf(high):
        cure = "write the lower end first and both ends finite; one number needs no range"
        raise BadValue(text, "a range from low to high", cure, Fault.OUT_OF_RANGE)
    if quantity is Quantity.SHARE:
        if low > 0 and high < 1:
            return families.logitnormal_range(low, high)
        cure = f"write both ends above 0% and below 100%, or uniform({low_text}; {high_text})"
        raise BadValue(text, "a range of shares", cure, Fault.OUT_OF_RANGE)
    if low > 0:
        return families.lognormal_range(low, high)
    if quantity in _SIGNED:
        return families.normal_range(low, high)
    cure = f"write both ends above zero, or uniform({low_text}; {high_text})"
    raise BadValue(text, "a range above zero", cure, Fault.OUT_OF_RANGE)


def complete_low(low: str, high: str, whole: str) -> str:
    """Return the lower end of `5..30 days` with the unit of the upper: `5 days`."""
    tail = _UNIT_TAIL.search(high)
    unit, per = (tail[1] or "", tail[2] or "") if tail else ("", "")
    bare = re.fullmatch(r"[\d.]+", low) is not None
    if bare and unit in ("k", "K", "M", "bn"):
        if _plain(low) < _plain(high.removesuffix(per).strip().removesuffix(unit)):
            cure = f"say which is meant: {low}{unit}..{high}, or write the numbers in full"
            raise BadValue(whole, "a range with clear ends", cure, Fault.UNIT_MISSING)
        unit = ""
    completed = low if not bare else f"{low}{unit}" if unit == "%" else f"{low} {unit}".strip()
    return completed if "/" in completed else completed + per


def _plain(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.inf


def _named(text: str, quantity: Quantity, scalars: Scalars) -> Parsed:
    from funnelsim.scenario.named import read_named

    match = _NAMED.fullmatch(text)
    if match is None:
        if text.count("(") != text.count(")"):
            raise split_form(text)
        cure = "write e.g. gamma(mean=9 days; cv=0.8)"
        raise BadValue(text, "a named form", cure, Fault.NAMED_FORM)
    if "," in match[2]:
        raise split_form(text)
    dist, draws = read_named(match[1], match[2], text, quantity, scalars.read)
    return Parsed(dist, counted=draws is not None, draws=draws)


def split_form(text: str) -> BadValue:
    """Return the fault of a named form that has commas or was split at them by YAML."""
    whole = text.replace(",", ";")
    if whole.count("(") > whole.count(")"):
        whole = f"{whole}; …)"
    cure = f"separate the arguments by semicolons: {whole} (YAML splits at commas inside braces)"
    return BadValue(text, "a whole named form", cure, Fault.SPLIT_FORM)


def refuse_split(raw: Mapping[object, object]) -> None:
    """Raise if a mapping is what YAML made of a named form with commas."""
    keys = [str(key) for key in raw]
    if any("(" in key and ")" not in key for key in keys):
        raise split_form(", ".join(keys))


_RANGES: dict[Quantity, tuple[float, float]] = {Quantity.SHARE: (0.0, 1.0)}
_UNBOUNDED = ("normal", "gamma", "lognormal", "exponential", "weibull", "loglogistic")


def refuse_impossible(dist: Dist, quantity: Quantity, text: str) -> None:
    """Raise if a distribution leaves the range of its quantity."""
    low, high = _RANGES.get(quantity, (-math.inf if quantity in _SIGNED else 0.0, math.inf))
    if dist.family == "never" and quantity is Quantity.DURATION:
        return
    noun = KINDS[quantity].noun
    bad = partial(BadValue, text, noun, code=Fault.OUT_OF_RANGE)
    if quantity is Quantity.SHARE and dist.family in _UNBOUNDED:
        raise bad("shares with spread are beta, logitnormal, uniform or a range, e.g. ~ 3%..6%")
    if quantity is not Quantity.SHARE and dist.family in ("beta", "logitnormal"):
        raise bad("beta and logitnormal are for shares only")
    ends = {
        "constant": (dist.a, dist.a),
        "uniform": (dist.a, dist.b),
        "triangular": (dist.a, dist.b),
        "empirical": (
            min((x for x, _ in dist.table), default=0.0),
            max((x for x, _ in dist.table), default=0.0),
        ),
    }.get(dist.family)
    if ends is not None and not (low <= ends[0] and ends[1] <= high):
        cure = "write it between 0 and 100%" if high == 1 else "write zero or more"
        raise bad(cure)
