"""What a plain word of YAML means, and forms that a comma has split."""

from __future__ import annotations

import datetime
import math
import re
from dataclasses import dataclass, field
from typing import Any

from funnelsim.errors import KeyPath, Problem

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_ENDLESS = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MAX_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Place:
    """Where a key or value was written; lines and columns count from 1."""

    file: str
    line: int | None = None
    column: int | None = None


Entry = tuple[str, Place, Any]
"""Key ("" in a list), place, value."""


class _Skipped:
    """A value that was reported and is left out of the data."""


SKIPPED = _Skipped()


@dataclass(slots=True)
class Tree:
    """What a YAML text holds: data, places of keys and values, problems."""

    data: Any = None
    keys: dict[KeyPath, Place] = field(default_factory=dict)
    values: dict[KeyPath, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


class Unreadable(Exception):  # noqa: N818 - reads as what it is
    """A fault that leaves nothing of a file to go on with."""

    def __init__(
        self,
        code: str,
        message: str,
        line: int | None = None,
        column: int | None = None,
        cure: str = "",
    ) -> None:
        super().__init__(message)
        self.code, self.message, self.cure = code, message, cure
        self.line, self.column = line, column


class BadWord(ValueError):  # noqa: N818 - reads as what it is
    """A plain word that looks like a number or date and is none."""

    def __init__(self, code: str, message: str, cure: str) -> None:
        super().__init__(message)
        self.code, self.cure = code, cure


def resolve_word(word: str) -> Any:
    """Meaning of an unquoted word: None, bool, int, float, date, else the text.

    YAML 1.2 core schema (https://yaml.org/spec/1.2.2, 10.3) without octal and hexadecimal
    numbers, plus ISO dates.

    Raises
    ------
    BadWord
        For an endless number or a date that no calendar knows.
    """
    if word in _NULL:
        return None
    if word in _TRUTH:
        return _TRUTH[word]
    if _INT.fullmatch(word) and len(word) <= _MAX_DIGITS:
        return int(word)
    if _DATE.fullmatch(word):
        try:
            return datetime.date.fromisoformat(word)
        except ValueError as error:
            raise BadWord(
                "FS018",
                f"{word} is not a date: {error}",
                "write a day that the calendar has, as year-month-day",
            ) from None
    if _ENDLESS.fullmatch(word):
        raise BadWord("FS017", f"{word} is not a finite number", "write a finite number")
    if _FLOAT.fullmatch(word):
        number = float(word)
        if not math.isfinite(number):
            raise BadWord("FS017", f"{word[:20]} is too large a number", "write a finite number")
        return number
    return word


def join_split_forms(entries: list[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Find values such as ``gamma(mean=9 days, cv=0.8)`` that commas cut into pieces.

    Inside { } and [ ] a comma ends an entry, so the first piece opens a parenthesis and the
    pieces after it, which look like keys without value, close it.

    Returns
    -------
    (list, list)
        The entries without split forms, and the split forms with their whole text.
    """
    kept: list[Entry] = []
    joined: list[Entry] = []
    index = 0
    while index < len(entries):
        key, place, value = entries[index]
        end = _closing_piece(entries, index)
        if end is None:
            kept.append(entries[index])
            index += 1
            continue
        pieces = [str(value)] + [_piece(entry) for entry in entries[index + 1 : end + 1]]
        joined.append((key, place, ", ".join(pieces)))
        index = end + 1
    return kept, joined


def _piece(entry: Entry) -> str:
    key, _, value = entry
    if not key:
        return str(value)
    return key if value is None else f"{key}: {value}"


def _closing_piece(entries: list[Entry], start: int) -> int | None:
    value = entries[start][2]
    if not isinstance(value, str) or value.count("(") <= value.count(")"):
        return None
    missing = value.count("(") - value.count(")")
    for end in range(start + 1, min(start + 8, len(entries))):
        piece = _piece(entries[end])
        missing += piece.count("(") - piece.count(")")
        if missing <= 0:
            return end
    return None


def empty_cure(key: str, flow: bool) -> str:
    """What to do about a key without a value."""
    if ":" in key:
        return f"write a space after the colon: {key.replace(':', ': ', 1)}"
    if "=" in key:
        return f"write a colon and a space: {key.replace('=', ': ', 1)}"
    if flow and re.fullmatch(r"[0-9]{3}", key):
        return "write large numbers without commas: 1200 or 1.2k"
    return "write a value, or `off`, or remove the line"
