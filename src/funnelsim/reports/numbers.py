"""Numbers as people read them: 46 %, $1.24M, 3 h, 31 Dec 2027."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CNY": "¥"}
UNKNOWN = "–"

BEYOND_LETTERS = 1e15
BEYOND_READING = 1e9

_STEPS = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"))
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def share(value: float | None, decimals: int | None = None) -> str:
    """``46 %``; below 10 % with a decimal, below 1 % with two, unless told otherwise."""
    if value is None:
        return UNKNOWN
    percent = value * 100
    if decimals is None:
        size = abs(percent)
        decimals = 0 if size >= 10 or size == 0 else 1 if size >= 1 else 2
    text = f"{percent:.{decimals}f}"
    return f"{'0' if float(text) == 0 else text} %"


def chance(value: float | None) -> str:
    """A probability as whole percent; never 0 % or 100 % for what happened or failed once."""
    if value is None:
        return UNKNOWN
    if 0 < value < 0.005:
        return "under 1 %"
    if 0.995 < value < 1:
        return "over 99 %"
    return f"{value * 100:.0f} %"


def count(value: float | None) -> str:
    """``1,234``; means below 100 with a decimal."""
    if value is None:
        return UNKNOWN
    size = abs(value)
    if size >= 1e6:
        return f"{value / 1e6:.4g}M"
    if size >= 100 or value == round(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if size >= 0.95 else f"{value:.2f}"


def money(value: float | None, currency: str) -> str:
    """``$1.24M``, ``€340``, ``CHF 2.1k``; minus in front."""
    if value is None:
        return UNKNOWN
    sign = SIGNS.get(currency, f"{currency} " if currency else "")
    return f"{'-' if value < 0 and _short(abs(value)) != '0' else ''}{sign}{_short(abs(value))}"


def _short(size: float) -> str:
    """Three digits and a letter; what has no letter as 1e+15."""
    if size >= BEYOND_LETTERS:
        return f"{size:.3g}"
    for step, letter in _STEPS:
        # 999,600 reads 1M, not 1000k.
        if size >= step * 0.9995:
            return f"{_digits(size / step)}{letter}"
    if size >= 100 or size == round(size):
        return f"{size:.0f}"
    return f"{size:.2f}" if size < 10 else f"{size:.1f}"


def _digits(size: float) -> str:
    return f"{size:.3g}" if size < 999.5 else f"{size:,.0f}"


def ratio(value: float | None) -> str:
    """A ratio such as ROI in percent: ``145 %``, ``-32 %``."""
    if value is None:
        return UNKNOWN
    percent = value * 100
    return f"{percent:,.0f} %" if abs(percent) < BEYOND_READING else f"{percent:.3g} %"


def hours(value: float | None) -> str:
    """A duration in hours in the unit that fits: ``25 min``, ``4.2 h``, ``9 days``."""
    if value is None:
        return UNKNOWN
    if value < 1:
        return f"{value * 60:.0f} min" if value * 60 >= 1 or value == 0 else f"{value * 3600:.0f} s"
    if value < 48:
        return f"{value:.1f} h" if value < 10 else f"{value:.0f} h"
    return f"{value / 24:.1f} days" if value < 240 else f"{value / 24:,.0f} days"


def days(value: float | None) -> str:
    """A duration in days in the unit that fits."""
    return UNKNOWN if value is None else hours(value * 24)


def day(value: dt.date) -> str:
    """``31 Dec 2027``."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def clock(seconds: float) -> str:
    """Seconds of waiting: ``42 s``, ``3 min 20 s``, ``1 h 05 min``."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"


LABELS = {
    "visitors": "visitors",
    "leads": "leads",
    "mql": "MQL",
    "sql": "SQL",
    "opportunities": "opportunities",
    "customers": "customers",
    "revenue": "revenue",
    "gross_profit": "gross profit",
    "cost": "cost",
    "profit": "profit",
    "roi": "ROI, all costs",
    "marketing_roi": "marketing ROI",
    "cpl": "cost per lead",
    "cac": "cost per customer",
    "cac_paid": "cost per paid customer",
    "deal_size": "average deal",
    "paper_loss": "paper loss",
    "cold": "leads gone cold",
    "first_call": "first call",
    "follow_up": "follow-up",
    "meeting": "meeting",
}


def label(name: str, words: Mapping[str, str]) -> str:
    """The planner's word for a name, else ours."""
    if name in words:
        return words[name]
    return LABELS.get(name, name.replace("_", " "))
