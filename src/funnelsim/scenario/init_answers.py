"""Answers to the questions of `init`, as planners type them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from funnelsim.scenario import units
from funnelsim.scenario.schema.base import name_of
from funnelsim.scenario.schema.clock import parse_hours
from funnelsim.scenario.schema.holidays import country_of
from funnelsim.scenario.schema.targets import COUNTED, MONETARY

_GOAL = re.compile(
    r"(?P<amount>[\d.]+\s*[kM]?)\s*(?P<metric>[a-z_ ]+?)??(?:\s+by\s+(?P<by>\d{4}-\d{2}-\d{2}))?"
)
_COUNTS = re.compile(r"(\d+)(?:\s+of\s+(\d+))?")
_NEVER_ASKED_FOR = ("cold", "paper_loss", "cac", "cpl", "cost")


@dataclass(frozen=True, slots=True)
class Crew:
    """Reps, what each costs a month, opening hours, country."""

    reps: int = 3
    cost: str | None = None
    hours: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """Time to the first call, and the share of leads that get none."""

    delay: str | None = None
    never: str | None = None


def read_goal(text: str) -> tuple[str, str, dt.date | None]:
    """Read `10 customers by 2027-12-31`, `1.6M revenue`; customers where nothing is said."""
    match = _GOAL.fullmatch(text)
    if match is None:
        raise ValueError("")
    metric = (match["metric"] or "customers").strip().replace(" ", "_")
    if metric not in (*COUNTED, *MONETARY) or metric in _NEVER_ASKED_FOR:
        raise ValueError(f"'{metric}' is no figure to reach")
    amount = match["amount"].replace(" ", "")
    if units.number(amount, "an amount", "10") <= 0:
        raise ValueError("a target is above zero")
    by = dt.date.fromisoformat(match["by"]) if match["by"] else None
    return metric, amount, by


def read_deal(text: str) -> str:
    """Read one to three sizes; the smallest and largest are those of 8 deals in 10."""
    sizes = [part.strip() for part in re.split(r"[,;]|\.\.", text)]
    amounts = [units.money(size) for size in sizes]
    if not 1 <= len(sizes) <= 3 or amounts != sorted(set(amounts)) or amounts[0] <= 0:
        raise ValueError("sizes go from small to big")
    return f"about {sizes[0]}" if len(sizes) == 1 else f"{sizes[0]}..{sizes[-1]}"


def read_amounts(text: str) -> dict[str, str]:
    """Read `website 25, fairs 15`; spaces in names become hyphens."""
    found: dict[str, str] = {}
    for part in text.split(","):
        words = part.replace(":", " ").split()
        if len(words) < 2:
            raise ValueError("name each source")
        name, amount = name_of("-".join(words[:-1]), "channel"), words[-1]
        if units.money(amount) < 0 or name in found:
            raise ValueError("name each source once")
        found[name] = amount
    return found


def read_counts(text: str, base: int) -> str:
    """Read `10` (of the number asked) or `10 of 40`."""
    match = _COUNTS.fullmatch(text)
    if match is None:
        raise ValueError("")
    part, whole = int(match[1]), int(match[2] or base)
    if whole == 0 or part > whole:
        raise ValueError("the part is at most the whole")
    return f"{part} of {whole}"


def read_days(text: str) -> str:
    """Read `75`, `75 days`, `11 weeks`."""
    length = f"{text} days" if re.fullmatch(r"[\d.]+", text) else text
    ms, clock = units.duration(length)
    if ms <= 0 or clock is not units.Clock.WALL:
        raise ValueError("a time above zero, in calendar days")
    return length


def read_crew(text: str) -> Crew:
    """Read reps, cost, hours and country in any order, separated by commas."""
    reps, cost, hours, country = None, None, None, None
    for part in (part.strip() for part in text.split(",")):
        count = re.fullmatch(r"(\d{1,4})(?:\s+(?:reps?|people))?", part)
        if count and reps is None:
            reps = int(count[1])
        elif re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", part):
            country = country_of(part)
        elif ":" in part or part == "24/7":
            parse_hours(part)
            hours = part
        else:
            cost = re.sub(r"\s*(?:/|per )\s*month$", "", part)
            units.money(cost)
    if reps is None or reps < 1:
        raise ValueError("how many reps?")
    return Crew(reps, cost, hours, country)


def read_response(text: str) -> Response:
    """Read `2 h, 20%`, `30 min..2 days`, `20%`."""
    delay, never = None, None
    for part in (part.strip() for part in text.split(",")):
        if part.endswith("%"):
            units.share(part)
            never = part
            continue
        ends = [end.strip() for end in part.split("..")]
        unit = re.sub(r"^[\d.]+", "", ends[-1])
        lengths = [
            units.duration(end if re.search("[a-z]", end) else end + unit)[0] for end in ends
        ]
        if len(ends) > 2 or lengths != sorted(lengths) or min(lengths) < 0:
            raise ValueError("a time, or a range from short to long")
        delay = part if len(ends) == 2 or lengths[0] == 0 else f"about {part}"
    return Response(delay, never)
