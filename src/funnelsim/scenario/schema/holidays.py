"""Holidays as written: a country, dates, or those of the scenario's country."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated

from funnelsim.scenario.faults import BadValue, Fault
from funnelsim.scenario.schema.base import Raw, Reads, list_of
from funnelsim.scenario.schema.clock import date_of
from funnelsim.scenario.schema.types import optional
from funnelsim.scenario.values import is_off

Holidays = str | tuple[dt.date, ...]
"""A country code, possibly with a subdivision (`DE-BY`); `country`; or dates."""


def country_of(raw: Raw) -> str:
    """Return a country code as ISO 3166: `US`, `DE-BY`."""
    text = str(raw).strip()
    if raw is None or isinstance(raw, bool) or not re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", text):
        cure = "write two capital letters, e.g. US or DE-BY"
        raise BadValue(raw, "a country code", cure, Fault.NAME)
    return text


def _holidays(raw: Raw) -> Holidays:
    if raw is None or raw == "none" or is_off(raw):
        return ()
    if raw == "country":
        return "country"
    if isinstance(raw, str):
        return country_of(raw)
    days = list_of("date", date_of)(raw)
    return tuple(sorted(set(days)))


_READS = Reads(
    _holidays,
    lambda v: v if isinstance(v, str) else list(v),
    {"anyOf": [{"type": ["string", "null"]}, {"type": "array", "items": {"type": "string"}}]},
)
HolidaysValue = Annotated[Holidays, _READS]
MaybeHolidays = Annotated[
    Holidays | None,
    Reads(
        lambda raw: None if raw is None else _holidays(raw),
        lambda v: None if v is None else _READS.write(v),
        _READS.json,
    ),
]
MaybeCountry = Annotated[str | None, optional(Reads(country_of, lambda v: v, {"type": "string"}))]
