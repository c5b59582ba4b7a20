"""Text and numbers as a workbook may hold them: nothing that a planner writes becomes a formula."""

from __future__ import annotations

import re
from typing import Any

from funnelsim.experiments.figures import COUNTS, MONEY, PER_DAY
from funnelsim.reports.pictures import Unit

LONGEST = 32_767
"""Characters in a cell."""

LONGEST_LABEL = 200
"""Characters of a name in a chart."""

INK = "#1F3A5F"

_CELL = re.compile(r"!(?=\$?[A-Z]+\$?\d)")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

WITHOUT_CENTS = frozenset(
    ("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV",
     "XAF", "XOF", "XPF")
)  # fmt: skip
"""Currencies whose smallest unit is the unit itself (ISO 4217)."""

SMALL = 1_000
"""Amounts below it are written with cents."""

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CNY": "¥"}
_FORMATS: dict[Unit, str] = {
    "count": "#,##0.0",
    "share": "0.0 %",
    "chance": "0.0 %",
    "ratio": "#,##0 %",
    "hours": '#,##0.0 "h"',
    "days": '#,##0.0 "days"',
    "number": "#,##0.00",
    "text": "General",
}
WHOLE = "#,##0"

_PRICES = ("cpl", "cpl_paid", "cac", "cac_paid", "deal_size", "clv", "max_cpl")
_PLAIN = ("clv_to_cac", "payback_months", "volatility")
_RATIOS = ("roi", "marketing_roi", "growth")


def clean(text: str) -> str:
    """A text that XML allows, no longer than a cell; control characters go."""
    plain = _FORBIDDEN.sub("", text)
    if _length(plain) <= LONGEST:
        return plain
    kept = plain[: LONGEST - 1]
    while _length(kept) > LONGEST - 1:
        kept = kept[: len(kept) - (_length(kept) - LONGEST + 1)]
    return f"{kept}…"


def _length(text: str) -> int:
    """Characters as Excel counts them: those beyond the first 65,536 are two."""
    return len(text.encode("utf-16-le")) // 2


def number_format(unit: Unit, currency: str, most: float = 0.0) -> str:
    """The format of a column of numbers.

    Parameters
    ----------
    currency
        Three letters.
    most
        The largest absolute value of the column.
    """
    if unit == "count" and most >= SMALL:
        return WHOLE
    if unit != "money":
        return _FORMATS[unit]
    sign = _SIGNS.get(currency, f"{currency} ").replace('"', "")
    digits = WHOLE if currency in WITHOUT_CENTS or most >= SMALL else "#,##0.00"
    return f'"{sign}"{digits};-"{sign}"{digits}'


def unit_of(figure: str) -> Unit:
    """The unit of a figure of `figures.NAMES`, or of a rate."""
    if figure in COUNTS or figure == PER_DAY:
        return "count"
    if figure in MONEY or figure in _PRICES:
        return "money"
    if figure in _RATIOS:
        return "ratio"
    if figure in _PLAIN:
        return "number"
    if figure.endswith("_hours"):
        return "hours"
    return "days" if figure.endswith("_days") else "share"


def label_of(text: str) -> str:
    """A text as the name of a chart or of what it shows, where ``!A1`` would make it a formula."""
    return _CELL.sub("! ", clean(text)[:LONGEST_LABEL])


def heading(text: str) -> dict[str, Any]:
    """The title of a chart."""
    name = label_of(f"{text[:1].upper()}{text[1:]}")
    return {"name": name, "name_font": {"size": 12, "color": INK}}
