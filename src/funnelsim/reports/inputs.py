"""Every value of a run's scenario with where it comes from, read from the manifest alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PureWindowsPath
from typing import Any

from funnelsim.errors import KeyPath, key_text
from funnelsim.scenario.document import Document, parse_document
from funnelsim.scenario.layers import kinds, preset
from funnelsim.scenario.tree import Node, find, leaves, plain, tree_of
from funnelsim.scenario.yaml_text import flow_text

NEUTRAL = "default, does not act"
DEFAULT = "default"
PRESET = "preset "
WEAK = ("C", "D", "-")
"""First letters of the grades C and worse; `-` is an assumption without a source."""

_COMMENT = re.compile(
    r'(?:[^"#]|"(?:[^"\\]|\\.)*")*?  # (?:(?P<neutral>default: does not act)'
    r"|(?:grade (?P<grade>[A-D][+-]?)|no grade): (?P<source>.*))"
)
_WORDS_ONLY = (
    "kind", "name", "says", "from", "until", "run", "policies", "levers", "expect", "words",
    "targets",
)  # fmt: skip
"""Blocks that say nothing of how leads fare."""


@dataclass(frozen=True)
class Input:
    """One value of the complete scenario.

    Attributes
    ----------
    key
        Dotted.
    value
        As a planner would write it; a number where it is one.
    origin
        File, ``preset KIND``, `DEFAULT`, `NEUTRAL`, ``--set`` or ``policy NAME from DATE``.
    source, grade
        What an assumed value rests on (docs/evidence.md); empty where the planner states it.
    was
        What the base of the scenario says instead; None where that is nothing or the same.
    changed
        Whether the scenario departs here from its base.
    """

    key: str
    value: str | float
    origin: str
    source: str = ""
    grade: str = ""
    was: str | float | None = None
    changed: bool = False

    @property
    def assumed(self) -> bool:
        """Whether it acts although the planner did not state it."""
        return self.origin == DEFAULT or self.origin.startswith(PRESET)

    @property
    def weak(self) -> bool:
        """Whether it rests on grade C or worse."""
        return self.grade.startswith(WEAK)

    @property
    def counts(self) -> bool:
        """Whether it is a number that leads and money depend on."""
        acts = self.key.partition(".")[0] not in _WORDS_ONLY and self.origin != NEUTRAL
        # Reasons of losses are words of reports.
        return (
            acts
            and ".reasons." not in self.key
            and any(letter.isdigit() for letter in str(self.value))
        )


def inputs_of(begun: Mapping[str, Any]) -> list[Input]:
    """Values of the complete scenario with its settings and policies, in the scenario's order.

    Parameters
    ----------
    begun
        Data of a manifest: `manifest.beginning`.
    """
    document = parse_document(begun["resolved"], "resolved")
    base = begun.get("base") or {}
    stated = _stated_in(begun, base)
    kind = begun["scenario"]["kind"]
    known = preset(kind) if kind in kinds() else None
    rows = list(_written(document, stated, known))
    for change in base.get("changes", ()):
        rows = _changed(rows, change)
    return _graded(rows, begun["assumptions"])


def file_of(begun: Mapping[str, Any]) -> str:
    """Name of the planner's file, without its folder, on any system."""
    return PureWindowsPath(begun["scenario"]["file"]).name


def under(key: str, prefixes: Iterable[str]) -> bool:
    """Whether a key is one of some keys or lies below one."""
    return any(key == prefix or key.startswith((f"{prefix}.", f"{prefix}[")) for prefix in prefixes)


def text_of(value: Any) -> str | float:
    """A value in one line, as a planner writes it; numbers stay numbers."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    return value if isinstance(value, str) else flow_text(value)


def _stated_in(begun: Mapping[str, Any], base: Mapping[str, Any]) -> str:
    """File of values that the own file does not change: the one it extends, where it does."""
    name = base.get("name", "")
    return name if name and name != f"preset {begun['scenario']['kind']}" else file_of(begun)


def _written(document: Document, stated: str, known: Node | None) -> Iterator[Input]:
    """The values of the text, each with the comment on its line or on that of its block."""
    lines = document.text.split("\n")
    for path, node in leaves(tree_of(document)):
        key, value = key_text(path), text_of(plain(node))
        said = next(_comments(document, lines, path), None)
        if said is None:
            yield Input(key, value, stated)
        elif said["neutral"]:
            yield Input(key, value, NEUTRAL)
        else:
            origin = DEFAULT if known is None else _layer(known, path)
            yield Input(key, value, origin, said["source"], said["grade"] or "-")


def _layer(known: Node, path: KeyPath) -> str:
    """Whether the preset states a value, or it is a default of the program."""
    node, reached = find(known, path)
    in_it = len(reached) == len(path) or not node.is_map
    return node.key.file if in_it else DEFAULT


def _comments(document: Document, lines: list[str], path: KeyPath) -> Iterator[re.Match[str]]:
    for length in range(len(path), 0, -1):
        place = document.keys.get(path[:length])
        if place is not None and place.line is not None:
            found = _COMMENT.fullmatch(lines[place.line - 1])
            if found is not None:
                yield found


def _changed(rows: list[Input], change: Mapping[str, Any]) -> list[Input]:
    """The rows with one of them changed; what it replaces as a block is gone."""
    key, was = change["key"], change["was"]
    made = Input(
        key, text_of(change["value"]), change["from"],
        was=None if was is None else text_of(was), changed=True,
    )  # fmt: skip
    at = next((i for i, row in enumerate(rows) if row.key == key), None)
    if at is not None:
        return [*rows[:at], made, *rows[at + 1 :]]
    at = _place(rows, key)
    kept = [not under(row.key, (key,)) and not under(key, (row.key,)) for row in rows]
    before = [row for row, keep in zip(rows[:at], kept[:at], strict=True) if keep]
    after = [row for row, keep in zip(rows[at:], kept[at:], strict=True) if keep]
    return [*before, made, *after]


def _place(rows: list[Input], key: str) -> int:
    """Behind the last row that shares most of a new key."""
    parts = key.split(".")
    for length in range(len(parts), 0, -1):
        block = ".".join(parts[:length])
        found = [i for i, row in enumerate(rows) if under(row.key, (block,))]
        if found:
            return found[-1] + 1
    return len(rows)


def _graded(rows: list[Input], assumptions: Iterable[Mapping[str, Any]]) -> list[Input]:
    """Rows with sources and grades from the manifest, which settings may have changed."""
    known = {entry["key"]: entry for entry in assumptions}
    return [
        replace(row, source=known[row.key]["source"], grade=known[row.key]["grade"])
        if row.assumed and row.key in known else row
        for row in rows
    ]  # fmt: skip
