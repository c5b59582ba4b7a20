"""Ranges of one key: `4..10`, `1k..12k/month`, `30 min..2 h`, `x0.5..x3`, with `:n` values."""

from __future__ import annotations

import re
from dataclasses import dataclass

from funnelsim.errors import UsageError
from funnelsim.scenario.faults import BadValue
from funnelsim.scenario.forms import complete_low
from funnelsim.scenario.units import UNITS

_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_END = re.compile(rf"(?P<x>x\s*)?(?P<number>{_NUMBER})\s*(?P<scale>k|K|M|bn)?\s*(?P<unit>.*)")
_SCALES = {"": 1.0, "k": 1e3, "K": 1e3, "M": 1e6, "bn": 1e9}


@dataclass(frozen=True, slots=True)
class Range:
    """Values of one key, as numbers and as a planner writes them.

    Attributes
    ----------
    low, high
        Ends, both included, in `unit`.
    unit
        What follows the number: ``/month``, ``h``, ``%``; may be empty.
    factor
        Whether they are factors (``x1.3``) on the value in force.
    whole
        Whether only whole numbers are meant: both ends are, and no unit is given.
    points
        How many values were asked for; None if that is not said.
    """

    low: float
    high: float
    unit: str = ""
    factor: bool = False
    whole: bool = False
    points: int | None = None

    def text(self, value: float) -> str | int | float:
        """A value as it would be written in the file."""
        if self.whole and not self.factor:
            return int(value)
        number = f"{value:.6g}"
        if "e" in number:
            number = f"{value:.0f}" if abs(value) >= 1 else f"{value:.12f}".rstrip("0")
        if self.factor:
            return f"x{number}"
        if not self.unit:
            return float(number)
        return f"{number}{'' if self.unit[0] in '%/' else ' '}{self.unit}"


def read_range(text: str, where: str) -> Range:
    """Read ``a..b`` or ``a..b:n``.

    Parameters
    ----------
    where
        What asks for it, for messages: ``--vary teams.sdr.reps.core.count``.

    Raises
    ------
    UsageError
        It is no range, or its ends are in different units.
    """
    body, colon, count = text.partition(":")
    points = _points(count, text, where) if colon else None
    low_text, dots, high_text = (part.strip() for part in body.partition(".."))
    if not dots or not low_text or not high_text:
        raise _wrong(text, where)
    try:
        low_text = complete_low(low_text, high_text, body) if "x" not in low_text else low_text
    except BadValue as fault:
        raise UsageError(f"{where}: {fault}") from None
    low, high = _END.fullmatch(low_text), _END.fullmatch(high_text)
    if low is None or high is None or bool(low["x"]) != bool(high["x"]):
        raise _wrong(text, where)
    unit = high["unit"].strip()
    ends = _number(low), _number(high)
    start = ends[0] * _conversion(low["unit"].strip(), unit, text, where)
    if not start < ends[1]:
        raise UsageError(f"{where}: {text} has no values; write the lower end first, e.g. 4..10")
    plain = not unit and not low["x"] and all("." not in m["number"] for m in (low, high))
    return Range(start, ends[1], unit, bool(low["x"]), plain, points)


def around(value: object, where: str) -> Range:
    """A range about a value in force: a quarter of it to four times as much.

    Raises
    ------
    UsageError
        It is no single number.
    """
    found = _END.fullmatch(str(value).strip()) if isinstance(value, (int, float, str)) else None
    if found is None or isinstance(value, bool) or _number(found) <= 0 or ".." in str(value):
        raise UsageError(
            f"{where}: its value is {value!r}, which gives no range; write one, e.g. {where}=4..10"
        )
    number, unit = _number(found), found["unit"].strip()
    if not unit and number == int(number):
        return Range(max(1, int(number) // 4), 4 * int(number), whole=True)
    high = min(100.0, 4 * number) if unit.startswith("%") else 4 * number
    return Range(number / 4, high, unit)


def _points(count: str, text: str, where: str) -> int:
    if not count.strip().isdigit() or int(count) < 2:
        raise UsageError(f"{where}: {text} asks for {count or 'no'} values; write e.g. 4..10:7")
    return int(count)


def _number(end: re.Match[str]) -> float:
    return float(end["number"]) * _SCALES[end["scale"] or ""]


def _conversion(low: str, high: str, text: str, where: str) -> float:
    """What the number of the lower end is multiplied by to be in the unit of the upper."""
    if low == high:
        return 1.0
    words = [unit.removeprefix("business ").strip() for unit in (low, high)]
    same_clock = low.startswith("business") == high.startswith("business")
    if same_clock and all(word in UNITS for word in words):
        return UNITS[words[0]] / UNITS[words[1]]
    rates = [unit.removeprefix("/").strip() for unit in (low, high)]
    if low[:1] == high[:1] == "/" and all(rate in UNITS for rate in rates):
        return UNITS[rates[1]] / UNITS[rates[0]]
    raise UsageError(f"{where}: {text} is in two units; write both ends in one")


def _wrong(text: str, where: str) -> UsageError:
    return UsageError(
        f"{where}: '{text}' is no range; write e.g. 4..10, 1k..12k/month, 30 min..2 h, x0.5..x3, "
        "and :7 behind it for seven values"
    )
