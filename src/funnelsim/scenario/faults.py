"""What can be wrong with one written value, and the error that carries it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Fault(StrEnum):
    """Codes of faulty values; the catalogue of codes explains each."""

    UNREADABLE = "FS201"
    """The text is not a value of the kind this key takes."""
    UNIT_MISSING = "FS202"
    """A bare number where a unit is needed."""
    OUT_OF_RANGE = "FS203"
    """A negative or infinite number, a share above 100 %, a range turned round."""
    CLOCK_TIME = "FS204"
    """A time of day or a date where a length of time is needed, or the reverse."""
    SPLIT_FORM = "FS205"
    """A named form with commas, which YAML has split or would split."""
    NAMED_FORM = "FS206"
    """An unknown distribution, or one with missing or unknown parameters."""
    FILE = "FS207"
    """A data file is missing, has no such column, or has a faulty row."""
    NO_SPREAD = "FS208"
    """Spread from lead to lead where the model has one number for all leads."""
    NO_CLASSES = "FS209"
    """A table by class where one number is needed, or a faulty table."""
    CURRENCY = "FS210"
    """Money in another currency than the scenario's."""
    MIXED_UNITS = "FS211"
    """Two ends or parts of one value in units that cannot be compared."""
    WRONG_SHAPE = "FS212"
    """A list, mapping or switch where something else is needed."""
    SUM = "FS213"
    """Shares that must add up to 100 % and do not."""
    CONTRADICTION = "FS214"
    """Two keys of one block that cannot both hold, or one that needs another."""
    UNCERTAIN = "FS216"
    """`~` or counts where the model has one number for all futures."""
    NAME = "FS215"
    """A name that the language cannot use."""


class BadValue(ValueError):  # noqa: N818 - reads as what it is: raise BadValue(...)
    """One value that cannot be used.

    Parameters
    ----------
    found
        The value as written.
    allowed
        What this key takes, as a noun phrase.
    cure
        What to write instead, with an example.
    code
        The kind of fault.
    path
        Keys below the place where the error is raised (a class of a table, a list item).
    """

    def __init__(
        self,
        found: object,
        allowed: str,
        cure: str,
        code: Fault = Fault.UNREADABLE,
        path: tuple[str | int, ...] = (),
    ) -> None:
        self.found = found
        self.allowed = allowed
        self.cure = cure
        self.code = code
        self.path = path
        super().__init__(f"{shown(found)} is not {allowed}; {cure}")

    def below(self, *path: str | int) -> BadValue:
        """Return the same fault seen from `path` further up."""
        return BadValue(self.found, self.allowed, self.cure, self.code, (*path, *self.path))


class Outline(str):
    """A description in place of a value that is too large to quote."""

    __slots__ = ()


def outline(found: object) -> object:
    """Return a value, or for a list or mapping a description of it."""
    if isinstance(found, (list, tuple)):
        return Outline("a list")
    if isinstance(found, Mapping):
        return Outline("a mapping" if found else "an empty mapping")
    return found


def shown(found: object) -> str:
    """Return a value as a planner would recognise it, at most 60 characters."""
    if found is None:
        return "an empty value"
    if isinstance(found, bool):
        return "on" if found else "off"
    if isinstance(found, Outline):
        return str(found)
    text = f"'{found}'"
    return text if len(text) <= 60 else text[:56] + "...'"
