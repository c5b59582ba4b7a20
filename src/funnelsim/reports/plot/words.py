"""Text and numbers as matplotlib writes them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from textwrap import wrap
from typing import Any, Literal

from matplotlib.axes import Axes
from matplotlib.axis import Axis as Side
from matplotlib.ticker import FixedLocator, Formatter, MaxNLocator

from funnelsim.reports import numbers
from funnelsim.reports.pictures import Axis, Unit
from funnelsim.reports.written import written

LONGEST = 34
"""Characters of a name on an axis."""

LABEL = 60
"""Characters of the label of an axis, or of a mark."""

CLOCK = (
    1 / 3600, 1 / 60, 5 / 60, 0.25, 1, 4, 24, 72, 168, 720, 2160, 8760,
)  # fmt: skip
"""Hours at which a logarithmic axis of durations has its ticks."""

BEYOND_DIGITS = 1e6
"""Counts from which on ticks are written with a letter."""

ALIKE = 1e-6
"""Ticks are multiples of a step, up to rounding."""

_IN_WORDS: dict[Unit, str] = {"hours": "hours", "days": "days"}


def plain(text: str) -> str:
    """Text that is drawn as it stands: no formulas, no line breaks, nothing that has no shape."""
    shown = "".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", text))
    return " ".join(shown.split()).replace("$", r"\$")


def short(text: str, most: int = LONGEST) -> str:
    """The same, its end left out where it is long."""
    one_line = " ".join(text.split())
    return plain(one_line if len(one_line) <= most else f"{one_line[: most - 1].rstrip()}…")


def lines(text: str, width: int, most: int = 3) -> str:
    """The same on several lines of so many characters; what does not fit is left out."""
    one_line = " ".join(text.split()).replace(" %", "\N{NO-BREAK SPACE}%")
    found = wrap(one_line, width, max_lines=most, placeholder=" …")
    return "\n".join(plain(line) for line in found)


def amount(value: float | None, unit: Unit, currency: str) -> str:
    """A number in its unit, beside a mark."""
    return plain(written(value, unit, currency))


class InUnit(Formatter):
    """Ticks in a unit, all with the same decimals.

    Parameters
    ----------
    unit
        Of the numbers.
    currency
        Of money.
    linear
        Whether durations are told by the label of the axis, so that ticks are bare numbers.
    """

    def __init__(self, unit: Unit, currency: str, linear: bool = True) -> None:
        self.unit: Unit = "count" if unit in _IN_WORDS and linear else unit
        self.currency = currency

    def __call__(self, x: float, pos: int | None = None) -> str:
        return self.format_ticks([x])[0]

    def format_ticks(self, values: Any) -> list[str]:
        """One text for each tick."""
        ticks = [float(value) for value in values]
        if self.unit in ("share", "chance"):
            percent = [tick * 100 for tick in ticks]
            return [numbers.share(tick, _decimals(percent)) for tick in ticks]
        if self.unit == "count" and max(map(abs, ticks), default=0.0) < BEYOND_DIGITS:
            return [f"{tick + 0.0:,.{_decimals(ticks)}f}" for tick in ticks]
        # 1.0 h as a tick is a mark on a scale, no measurement.
        return [amount(tick, self.unit, self.currency).replace(".0 ", " ") for tick in ticks]


def _decimals(ticks: Sequence[float]) -> int:
    """As few as tell all ticks, so that all have the same."""
    return next((d for d in range(3) if all(abs(round(t, d) - t) < ALIKE for t in ticks)), 3)


def scale(ax: Axes, which: Literal["x", "y"], axis: Axis, currency: str) -> None:
    """Give a side of a chart its scale, its ticks and its label."""
    side: Side = ax.xaxis if which == "x" else ax.yaxis
    unit, log = axis["unit"], axis.get("log", False)
    if log:
        (ax.set_xscale if which == "x" else ax.set_yscale)("log")
    if unit == "hours" and log:
        side.set_major_locator(FixedLocator(CLOCK))
        side.set_minor_locator(FixedLocator(()))
    elif not log:
        side.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10]))
    side.set_major_formatter(InUnit(unit, currency, not log))
    told = _IN_WORDS.get(unit, "")
    known = not told or log or told.rstrip("s") in axis["label"].lower()
    side.set_label_text(short(axis["label"] if known else f"{axis['label']}, {told}", LABEL))


def names(ax: Axes, which: Literal["x", "y"], labels: Sequence[str], most: int = 200) -> None:
    """Names along a side, at 0, 1, 2 …; of many only some."""
    side: Side = ax.xaxis if which == "x" else ax.yaxis
    step = max(1, -(-len(labels) // most))
    places = list(range(0, len(labels), step))
    side.set_ticks(places, [short(labels[i]) for i in places])


def down(ax: Axes, labels: Sequence[str]) -> None:
    """Names at the left from the top down, one a row."""
    ax.set_yticks(range(len(labels)), [lines(label, LONGEST - 6, 2) for label in labels])
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x")
