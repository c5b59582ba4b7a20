"""Written scalars: `15 min`, `EUR 3.5k`, `40/week`, `2.1%/month` as plain numbers.

Inside: milliseconds, shares 0..1, currency units, events per ms, money per month.
A month is 30.4375 days and a year 365.25 days; spans of the horizon are calendar months
(schema/clock.py).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from funnelsim.scenario.faults import BadValue, Fault

MINUTE = 60_000.0
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY
MONTH = 30.4375 * DAY
YEAR = 365.25 * DAY
LONGEST = 2.0**61
"""Longer durations are `never`."""

_UNIT_WORDS = {
    "ms": 1.0,
    "s sec secs second seconds": 1000.0,
    "min mins minute minutes": MINUTE,
    "h hr hrs hour hours": HOUR,
    "d day days": DAY,
    "w wk week weeks": WEEK,
    "month months": MONTH,
    "quarter quarters": 3 * MONTH,
    "year years": YEAR,
}
UNITS = {word: ms for words, ms in _UNIT_WORDS.items() for word in words.split()}
BUSINESS_WEEK_DAYS = 5

_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_SUFFIX = {"": 1.0, "k": 1e3, "K": 1e3, "M": 1e6, "bn": 1e9}
_SCALED = re.compile(rf"({_NUMBER})\s*(k|K|M|bn)?")
_PERCENT = re.compile(rf"({_NUMBER})\s*%")
_LENGTH = re.compile(rf"\s*({_NUMBER})\s*(business\s+|wall\s+)?([A-Za-z]+)\s*")
_CLOCK_TIME = re.compile(r"\d{1,2}:\d{2}(:\d{2})?")
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_SYMBOLS = {"$": None, "€": "EUR", "£": "GBP", "¥": "JPY"}
_CURRENCY = re.compile(r"^([A-Z]{3}\s|[$€£¥])\s*(.+)$|^(.+?)\s*(\s[A-Z]{3}|[€£¥])$")


class Clock(StrEnum):
    """What runs a duration down."""

    WALL = "wall"
    OPEN = "open hours"
    OPEN_DAYS = "business days"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the text itself does not say: where its files lie, which currency it speaks."""

    folder: Path = Path()
    currency: str | None = None


_READING: ContextVar[Reading] = ContextVar("reading")


@contextmanager
def reading(*, folder: Path | None = None, currency: str | None = None) -> Iterator[None]:
    """Read values as those of a file in `folder`, with money in `currency`."""
    now = reading_context()
    new = replace(
        now,
        folder=now.folder if folder is None else folder,
        currency=now.currency if currency is None else currency,
    )
    token = _READING.set(new)
    try:
        yield
    finally:
        _READING.reset(token)


def reading_context() -> Reading:
    """Return the reading in force."""
    return _READING.get(Reading())


def number(text: str, allowed: str, example: str) -> float:
    """Return a plain number: `5`, `1.5`, `40k`, `1.2M`, `1e-3`."""
    match = _SCALED.fullmatch(text.strip())
    if match is None:
        raise _unreadable(text, allowed, example)
    value = float(match[1]) * _SUFFIX[match[2] or ""]
    if not math.isfinite(value):
        raise BadValue(text, allowed, f"write a finite number, e.g. {example}", Fault.OUT_OF_RANGE)
    return value


def factor(text: str) -> float:
    """Return a plain number or a factor: `1.3`, `x1.3`."""
    bare = text.strip()
    return number(bare[1:] if re.match(r"x\s*[\d.]", bare) else bare, "a number", "10 or x1.3")


def ratio(text: str) -> float:
    """Return a factor from 0: `x1.3`, `1.3`, `130%`."""
    match = _PERCENT.fullmatch(text.strip())
    value = float(match[1]) / 100 if match else factor(text)
    if value < 0:
        raise BadValue(text, "a factor from 0", "write e.g. x1.2", Fault.OUT_OF_RANGE)
    return value


def share(text: str) -> float:
    """Return a share in 0..1: `4%`, `0.04`."""
    match = _PERCENT.fullmatch(text.strip())
    allowed = "a share between 0 and 100%"
    value = float(match[1]) / 100 if match else number(text, allowed, "25%")
    if 1 < value <= 100 and match is None:
        cure = f"write {text.strip()}% or {value / 100:g}"
        raise BadValue(text, allowed, cure, Fault.UNIT_MISSING)
    if not 0 <= value <= 1:
        raise BadValue(text, allowed, "write e.g. 25%", Fault.OUT_OF_RANGE)
    return value


def duration(text: str, *, bare_business: bool = False) -> tuple[float, Clock]:
    """Return a length in ms and its clock: `15 min`, `1 h 30 min`, `3 business days`.

    Lengths of the clock OPEN_DAYS count 24 h a business day; whoever knows the calendar
    scales them. A business week has 5 business days.
    """
    allowed, example = "a length of time", "15 min, 4 h or 2 days"
    position, total, clocks = 0, 0.0, set()
    stripped = text.strip()
    while position < len(stripped):
        match = _LENGTH.match(stripped, position)
        if match is None or match[3].lower() not in UNITS:
            raise _not_a_length(text, allowed, example)
        ms, clock = _one_length(match, text, bare_business)
        total += ms
        clocks.add(clock)
        position = match.end()
    if not clocks:
        raise _unreadable(text, allowed, example)
    if len(clocks) > 1:
        cure = "write it in one unit, e.g. 12 business h"
        raise BadValue(text, "a length in one kind of time", cure, Fault.MIXED_UNITS)
    if total < 0 or not math.isfinite(total):
        cure = "write a length of zero or more, or never"
        raise BadValue(text, allowed, cure, Fault.OUT_OF_RANGE)
    return (math.inf if total > LONGEST else total), clocks.pop()


def _one_length(match: re.Match[str], text: str, bare_business: bool) -> tuple[float, Clock]:
    word = match[3].lower()
    unit = UNITS[word]
    prefix = (match[2] or "").strip()
    business = prefix == "business" or (bare_business and not prefix)
    if not business:
        return float(match[1]) * unit, Clock.WALL
    if unit > WEEK:
        cure = "write it in days or hours, e.g. 20 days"
        raise BadValue(text, "a length of working time", cure, Fault.MIXED_UNITS)
    if unit == WEEK:
        unit = BUSINESS_WEEK_DAYS * DAY
    return float(match[1]) * unit, Clock.OPEN_DAYS if unit >= DAY else Clock.OPEN


def money(text: str) -> float:
    """Return an amount in units of the scenario's currency: `40k`, `1.2M`, `EUR 3.5k`."""
    allowed, example = "an amount of money", "40k or 1.2M"
    bare = without_currency(text.strip())
    if re.search(r"\d,\d", bare):
        cure = f"write it without commas, e.g. {bare.replace(',', '')}"
        raise BadValue(text, allowed, cure)
    value = number(bare, allowed, example)
    if value < 0:
        raise BadValue(text, allowed, f"write zero or more, e.g. {example}", Fault.OUT_OF_RANGE)
    return value


def without_currency(text: str) -> str:
    """Return the text without its currency, which must be the scenario's."""
    match = _CURRENCY.match(text)
    if match is None:
        return text
    name = (match[1] or match[4]).strip()
    code = _SYMBOLS.get(name, name)
    ours = reading_context().currency
    if code is not None and ours is not None and code != ours:
        cure = f"convert it and write it in {ours}, or set currency: {code}"
        raise BadValue(text, f"an amount in {ours}", cure, Fault.CURRENCY)
    return match[2] or match[3]


def per(text: str, allowed: str, example: str) -> tuple[str, float]:
    """Split `40/week` into `40` and the length of the unit in ms."""
    head, slash, tail = text.partition("/")
    if not slash:
        raise BadValue(text, allowed, f"say per what, e.g. {example}", Fault.UNIT_MISSING)
    unit = UNITS.get(tail.strip().lower())
    if unit is None:
        raise _unreadable(text, allowed, example)
    return head.strip(), unit


def rate(text: str) -> float:
    """Return events per ms: `40/week`, `9k/month`."""
    allowed, example = "a rate", "40/week or 9k/month"
    head, unit = per(text, allowed, example)
    value = number(head, allowed, example) / unit
    if value < 0:
        raise BadValue(text, allowed, f"write zero or more, e.g. {example}", Fault.OUT_OF_RANGE)
    return value


def hazard(text: str) -> float:
    """Return a hazard per ms from a probability per unit: `2.1%/month` is -ln(1 - p)/unit."""
    allowed, example = "a risk per unit of time", "2.1%/month, never or exponential(mean=50 days)"
    head, unit = per(text, allowed, example)
    if not head.endswith("%"):
        raise BadValue(text, allowed, f"write it in percent, e.g. {example}", Fault.UNIT_MISSING)
    chance = share(head)
    if chance == 1:
        raise BadValue(text, allowed, f"write less than 100%, e.g. {example}", Fault.OUT_OF_RANGE)
    return -math.log1p(-chance) / unit


def money_rate(text: str) -> float:
    """Return money per month: `6k/month`, `72k/year`."""
    head, unit = per(text, "an amount of money per unit of time", "6k/month")
    return money(head) * (MONTH / unit)


def growth(text: str) -> float:
    """Return growth per month: `1%/month`, `-5%/year` (compounded)."""
    allowed, example = "a growth rate", "1%/month or -5%/year"
    head, unit = per(text, allowed, example)
    match = _PERCENT.fullmatch(head)
    if match is None:
        raise BadValue(text, allowed, f"write it in percent, e.g. {example}", Fault.UNIT_MISSING)
    value = float(match[1]) / 100
    if value <= -1 or not math.isfinite(value):
        raise BadValue(text, allowed, "write more than -100%", Fault.OUT_OF_RANGE)
    return math.expm1(math.log1p(value) * (MONTH / unit))


def _not_a_length(text: str, allowed: str, example: str) -> BadValue:
    bare = text.strip()
    if _CLOCK_TIME.fullmatch(bare):
        hours, minutes = bare.split(":")[:2]
        cure = f"write a length, e.g. {int(hours)} h {int(minutes)} min"
        return BadValue(text, allowed, cure, Fault.CLOCK_TIME)
    if _DATE.fullmatch(bare):
        return BadValue(text, allowed, f"write a length, e.g. {example}", Fault.CLOCK_TIME)
    if re.fullmatch(_NUMBER, bare):
        cure = f"add a unit, e.g. {bare} min, {bare} h or {bare} days"
        return BadValue(text, allowed, cure, Fault.UNIT_MISSING)
    return _unreadable(text, allowed, example)


def _unreadable(text: str, allowed: str, example: str) -> BadValue:
    return BadValue(text, allowed, f"write e.g. {example}")
