"""Everything funnelsim raises on purpose.

::

    FunnelsimError
    ├── ScenarioError      the scenario cannot be used; carries every Problem found
    ├── UsageError         the tool was called in a way it does not know
    └── RunError           a computation stopped; what was finished is kept
        ├── EngineError    an invariant of the simulation was broken
        └── OutputError    results could not be written (full disk, read-only folder)

A planner never sees a traceback: the command line prints ``str(error)`` and exits 1
(``UsageError``: 2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning"]
KeyPath = tuple[str | int, ...]

_MAX_MESSAGE = 400


def key_text(path: KeyPath) -> str:
    """Write a key path the way a planner types it: ``channels.web.batches[0].leads``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _one_line(text: str) -> str:
    """Keep a message on one printable line, whatever the file contained."""
    flat = " ".join(text.split())
    safe = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in flat)
    return safe if len(safe) <= _MAX_MESSAGE else safe[: _MAX_MESSAGE - 1] + "…"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong, or doubtful, in a scenario.

    Parameters
    ----------
    code : str
        ``FS104``; ``funnelsim explain FS104`` tells more.
    severity : {"error", "warning"}
        An error stops every verb, a warning is printed.
    message : str
        What is wrong, in one sentence without a full stop.
    file : str
        File as the planner named it, ``--set``, or ``preset NAME``.
    line, column : int or None
        First character concerned, counted from 1; None where there is no text.
    path : tuple
        Key path, e.g. ``("handoff", "dealy")``.
    found, allowed, cure : str
        Value found, what is allowed, what to do. Empty where there is nothing to say.
    """

    code: str
    severity: Severity
    message: str
    file: str = ""
    line: int | None = None
    column: int | None = None
    path: KeyPath = ()
    found: str = ""
    allowed: str = ""
    cure: str = ""

    @property
    def place(self) -> str:
        """``plan.yaml:12:5``, or what is known of it."""
        parts = [self.file, self.line, self.column]
        return ":".join(str(part) for part in parts if part is not None)

    def __str__(self) -> str:
        head = f"{self.place} {self.severity} {self.code} {_one_line(self.message)}".lstrip()
        return f"{head}; {_one_line(self.cure)}" if self.cure else head

    def as_dict(self) -> dict[str, object]:
        """Plain data for ``--format json``; the key path as text."""
        data = asdict(self)
        data["path"] = key_text(self.path)
        return data


class FunnelsimError(Exception):
    """Base of every error that funnelsim raises on purpose."""


class ScenarioError(FunnelsimError):
    """A scenario that cannot be used.

    Parameters
    ----------
    problems : sequence of Problem
        Everything found, errors and warnings, in file order; at least one error.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[ScenarioError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class UsageError(FunnelsimError):
    """A call that funnelsim does not know: an unknown verb, option, code or column."""


class RunError(FunnelsimError):
    """A computation stopped before its end; the message says what was kept.

    Parameters
    ----------
    message
        One line.
    details
        Traceback of the internal error behind it, to be kept in a file; empty if there is none.
    """

    def __init__(self, message: str = "", details: str = "") -> None:
        self.details = details
        super().__init__(message)

    def __reduce__(self) -> tuple[type[RunError], tuple[str, str]]:
        return type(self), (str(self), self.details)


class EngineError(RunError):
    """An invariant of the simulation was broken; the message names lead and place."""


class OutputError(RunError):
    """Results could not be written."""
