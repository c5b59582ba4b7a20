"""Targets: `{customers: 10, by: 2027-12-31}`, `{cac: at most 18k}`, `{revenue: 1M, in: 2027}`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from pydantic import model_validator

from funnelsim.scenario.faults import BadValue, Fault, Outline
from funnelsim.scenario.schema.base import Block, Raw, Reads, key
from funnelsim.scenario.schema.clock import MaybeDay, add_months
from funnelsim.scenario.schema.types import MaybeShare, optional
from funnelsim.scenario.units import money, number

AT_LEAST, AT_MOST = "at_least", "at_most"
COUNTED = ("visitors", "leads", "mql", "sql", "opportunities", "customers", "cold")
MONETARY = ("revenue", "gross_profit", "profit", "cost", "cac", "cpl", "paper_loss")
RATIOS = ("roi", "marketing_roi")
METRICS = (*COUNTED, *MONETARY, *RATIOS)
AT_MOST_BY_NATURE = ("cost", "cac", "cpl", "cold", "paper_loss")


@dataclass(frozen=True, slots=True)
class Bound:
    """An amount to be reached or kept below; ratios as plain numbers (120 % is 1.2)."""

    amount: float
    direction: str | None
    text: str


def _bound(read: Callable[[str], float], example: str) -> Reads:
    def parse(raw: Raw) -> Bound:
        if isinstance(raw, Bound):
            return raw
        if isinstance(raw, bool) or not isinstance(raw, (str, int, float)):
            raise BadValue(raw, "an amount", f"write e.g. {example}", Fault.WRONG_SHAPE)
        text, direction = str(raw).strip(), None
        for words, meaning in (("at least ", AT_LEAST), ("at most ", AT_MOST)):
            if text.startswith(words):
                direction, text = meaning, text.removeprefix(words)
        return Bound(read(text), direction, str(raw))

    json = {"type": ["string", "number", "null"]}
    return optional(Reads(parse, lambda bound: bound.text, json))


def _ratio(text: str) -> float:
    if text.endswith("%"):
        return number(text[:-1], "a ratio", "120%") / 100
    return number(text, "a ratio", "1.2 or 120%")


def _signed_money(text: str) -> float:
    return -money(text[1:]) if text.startswith("-") else money(text)


def _whole(text: str) -> float:
    value = number(text, "a number from 0", "10")
    if value < 0:
        raise BadValue(text, "a number from 0", "write e.g. 10", Fault.OUT_OF_RANGE)
    return value


Amount = Annotated[Bound | None, _bound(_whole, "10")]
MoneyBound = Annotated[Bound | None, _bound(_signed_money, "1.6M or at most 18k")]
RatioBound = Annotated[Bound | None, _bound(_ratio, "at least 120%")]


@dataclass(frozen=True, slots=True)
class Period:
    """A named piece of the calendar; `last` is included."""

    first: dt.date
    last: dt.date
    text: str


_PERIOD = re.compile(r"(\d{4})(?:-(?:Q([1-4])|H([12])|(\d{2})))?")


def period_of(raw: Raw) -> Period:
    """Return a year `2027`, half `2027-H1`, quarter `2027-Q1` or month `2027-03`."""
    if isinstance(raw, Period):
        return raw
    match = _PERIOD.fullmatch(str(raw).strip())
    if match is None or (match[4] and not 1 <= int(match[4]) <= 12) or int(match[1]) < 1900:
        cure = "write e.g. 2027, 2027-H1, 2027-Q1 or 2027-03"
        raise BadValue(raw, "a period", cure)
    month, months = 1, 12
    if match[2]:
        month, months = 3 * int(match[2]) - 2, 3
    elif match[3]:
        month, months = 6 * int(match[3]) - 5, 6
    elif match[4]:
        month, months = int(match[4]), 1
    first = dt.date(int(match[1]), month, 1)
    return Period(first, add_months(first, months) - dt.timedelta(days=1), str(raw))


MaybePeriod = Annotated[
    Period | None,
    optional(Reads(period_of, lambda p: p.text, {"type": ["string", "integer", "null"]})),
]


class Target(Block):
    """One target: a figure, and until when or in which period."""

    switchable = False
    visitors: Amount = key(None, "visitors", "50k", unit="visitors")
    leads: Amount = key(None, "leads", 600, unit="leads")
    mql: Amount = key(None, "MQL", 150, unit="leads")
    sql: Amount = key(None, "SQL", 40, unit="leads")
    opportunities: Amount = key(None, "opportunities", 40, unit="leads")
    customers: Amount = key(None, "customers", 10, unit="customers")
    cold: Amount = key(None, "leads gone cold", "at most 20", unit="leads")
    revenue: MoneyBound = key(None, "revenue", "1.6M", unit="money")
    gross_profit: MoneyBound = key(None, "revenue times margin", "900k", unit="money")
    profit: MoneyBound = key(None, "gross profit less all costs", "at least 0", unit="money")
    cost: MoneyBound = key(None, "all costs", "at most 400k", unit="money")
    cac: MoneyBound = key(None, "cost per customer won", "at most 18k", unit="money")
    cpl: MoneyBound = key(None, "marketing cost per lead", "at most 90", unit="money")
    paper_loss: MoneyBound = key(None, "book value gone cold, net", "at most 100k", unit="money")
    roi: RatioBound = key(None, "profit over all costs", "at least 120%", unit="ratio")
    marketing_roi: RatioBound = key(
        None, "the same for marketing alone", "at least 300%", unit="ratio"
    )
    by: MaybeDay = key(None, "last day, included; without it the end", "2027-12-31")
    in_: MaybePeriod = key(None, "a period instead of `by`", "2027-Q1", alias="in")
    with_: MaybeShare = key(None, "the chance wanted", "80%", unit="share", alias="with")

    @model_validator(mode="after")
    def _one_figure(self) -> Target:
        given = [name for name in METRICS if getattr(self, name) is not None]
        if len(given) != 1:
            found = ", ".join(given) or Outline("a target without a figure")
            cure = "write one figure for each target, e.g. {customers: 10, by: 2027-12-31}"
            raise BadValue(found, "one figure", cure, Fault.CONTRADICTION)
        if self.by is not None and self.in_ is not None:
            cure = "write `by` for a sum up to a day, `in` for a period"
            raise BadValue(self.by, "one span", cure, Fault.CONTRADICTION, ("by",))
        return self

    @property
    def metric(self) -> str:
        """Name of the figure."""
        return next(name for name in METRICS if getattr(self, name) is not None)

    @property
    def amount(self) -> float:
        """Amount of the figure, in counts, money or as a plain ratio."""
        return self._bound.amount

    @property
    def direction(self) -> str:
        """`at_least` or `at_most`."""
        natural = AT_MOST if self.metric in AT_MOST_BY_NATURE else AT_LEAST
        return self._bound.direction or natural

    @property
    def _bound(self) -> Bound:
        bound: Bound = getattr(self, self.metric)
        return bound
