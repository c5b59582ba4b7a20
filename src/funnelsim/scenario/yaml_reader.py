"""YAML text to plain data with the place of every key and value.

Events of ruamel.yaml (YAML 1.2) are taken one by one, never its object tree: nesting, number
of entries, anchors and tags are refused while reading, and no depth can exhaust the stack.

Plain words follow the YAML 1.2 core schema plus ISO dates: ``17:30`` and ``NO`` stay text,
``1e-3`` is a number, ``2027-02-30`` is a problem with a place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NoReturn

from funnelsim.errors import KeyPath, Problem
from funnelsim.scenario.yaml_events import yaml_events
from funnelsim.scenario.yaml_words import (
    SKIPPED,
    BadWord,
    Entry,
    Place,
    Tree,
    Unreadable,
    empty_cure,
    join_split_forms,
    resolve_word,
)

MAX_DEPTH = 32
MAX_NODES = 20_000


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end is not read yet."""

    path: KeyPath
    is_list: bool
    flow: bool
    key: str | None = None
    awaits_key: bool = True
    entries: list[Entry] = field(default_factory=list)
    key_place: Place | None = None


def read_yaml(text: str, name: str) -> Tree:
    """Read one YAML document.

    Parameters
    ----------
    text : str
        The whole text.
    name : str
        File name for places and messages.

    Raises
    ------
    Unreadable
        With line and column, if the text is not one YAML document of moderate size.
    """
    reader = _Reader(name)
    for event in yaml_events(text):
        reader.take(event)
    return reader.tree


class _Reader:
    """Builds plain data from events."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.tree = Tree()
        self.open: list[_Open] = []
        self.documents = 0
        self.nodes = 0

    def take(self, event: Any) -> None:
        """Go one event further."""
        kind = type(event).__name__
        if kind == "DocumentStartEvent":
            self.documents += 1
            if self.documents > 1:
                self._stop(
                    "FS007",
                    "a second document begins here (---)",
                    event,
                    "write one scenario per file; share lines with `extends`",
                )
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            self._start(event, kind == "SequenceStartEvent")
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            done = self.open.pop()
            place = self.tree.values.get(done.path, Place(self.name))
            self._add(self._finish(done), place)
        elif kind == "ScalarEvent":
            self._scalar(event)
        elif kind == "AliasEvent":
            self._alias(event)

    def _here(self, event: Any) -> Place:
        return Place(self.name, event.start_mark.line + 1, event.start_mark.column + 1)

    def _stop(self, code: str, message: str, event: Any, cure: str) -> NoReturn:
        here = self._here(event)
        raise Unreadable(code, message, here.line, here.column, cure)

    def _problem(
        self, code: str, message: str, place: Place, path: KeyPath, cure: str, found: str = ""
    ) -> None:
        self.tree.problems.append(
            Problem(
                code,
                "error",
                message,
                place.file,
                place.line,
                place.column,
                path,
                found=found,
                cure=cure,
            )
        )

    def _count(self, event: Any, path: KeyPath) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self._stop(
                "FS002",
                f"more than {MAX_NODES} entries",
                event,
                "keep long tables in CSV files and name them in the scenario",
            )
        if event.anchor is not None:
            self._problem(
                "FS009",
                f"an anchor (&{event.anchor}) is not part of the language",
                self._here(event),
                path,
                "repeat the value, or share it with `extends`",
            )
        tag = str(event.tag) if getattr(event, "tag", None) is not None else "!"
        if tag != "!":
            self._problem(
                "FS009",
                f"a type tag ({tag}) is not part of the language",
                self._here(event),
                path,
                "write the plain value",
            )

    def _value_path(self, event: Any) -> KeyPath:
        """Key path of the value that starts here; its place is noted."""
        if not self.open:
            return ()
        top = self.open[-1]
        path = (*top.path, len(top.entries) if top.is_list else (top.key or ""))
        self.tree.values[path] = self._here(event)
        if top.is_list:
            self.tree.keys[path] = self._here(event)
        return path

    def _is_key(self) -> bool:
        return bool(self.open) and not self.open[-1].is_list and self.open[-1].awaits_key

    def _start(self, event: Any, is_list: bool) -> None:
        if len(self.open) >= MAX_DEPTH:
            self._stop(
                "FS004",
                f"nested deeper than {MAX_DEPTH} levels",
                event,
                "no key of the language lies deeper than ten levels",
            )
        if self._is_key():
            top = self.open[-1]
            self._problem(
                "FS015",
                "a key must be a word, not a list or a mapping",
                self._here(event),
                top.path,
                "write `name: value`",
            )
        path = self._value_path(event)
        self._count(event, path)
        self.open.append(_Open(path, is_list, bool(event.flow_style)))

    def _alias(self, event: Any) -> None:
        top = self.open[-1] if self.open else None
        path = top.path if top else ()
        self._problem(
            "FS009",
            f"an alias (*{event.anchor}) is not part of the language",
            self._here(event),
            path,
            "repeat the value, or share it with `extends`",
        )
        if top is not None:
            self._add(SKIPPED, self._here(event))

    def _scalar(self, event: Any) -> None:
        here = self._here(event)
        if self._is_key():
            self._key(event, here)
            return
        path = self._value_path(event)
        self._count(event, path)
        plain = event.style in (None, "")
        self._add(self._resolve(event.value, here, path) if plain else event.value, here)

    def _resolve(self, word: str, here: Place, path: KeyPath) -> Any:
        try:
            return resolve_word(word)
        except BadWord as fault:
            self._problem(fault.code, str(fault), here, path, fault.cure, word)
            return SKIPPED

    def _key(self, event: Any, here: Place) -> None:
        top = self.open[-1]
        self._count(event, top.path)
        top.awaits_key, top.key, top.key_place = False, event.value, here
        path = (*top.path, event.value)
        if event.value in ("", "<<"):
            merge = event.value == "<<"
            self._problem(
                "FS009" if merge else "FS015",
                "a merge key (<<) is not part of the language" if merge else "a key without a name",
                here,
                path,
                "share lines with `extends`" if merge else "name the key",
            )
            top.key = None
        elif path not in self.tree.keys:
            self.tree.keys[path] = here

    def _add(self, value: Any, place: Place) -> None:
        """Hand a finished value to the collection around it."""
        if not self.open:
            self.tree.data = value
            return
        top = self.open[-1]
        if top.is_list:
            top.entries.append(("", place, value))
        elif top.awaits_key:  # a list, mapping or alias stood where a key belongs
            top.awaits_key, top.key, top.key_place = False, None, place
        else:
            if top.key is not None:
                top.entries.append((top.key, top.key_place or place, value))
            top.awaits_key, top.key = True, None

    def _finish(self, done: _Open) -> dict[str, Any] | list[Any]:
        entries, joined = join_split_forms(done.entries) if done.flow else (done.entries, [])
        for key, place, whole in joined:
            path = (*done.path, key) if key else done.path
            self._problem(
                "FS205",
                "commas split this value, which stands inside { } or [ ]",
                place,
                path,
                f"separate with semicolons: {whole.replace(',', ';')}",
                whole,
            )
        if done.is_list:
            return self._list(done, entries)
        return self._mapping(done, entries)

    def _mapping(self, done: _Open, entries: list[Entry]) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, place, value in entries:
            path = (*done.path, key)
            if key in data:
                first = self.tree.keys[path].line
                self._problem(
                    "FS006",
                    f"key '{key}' is written twice (first in line {first})",
                    place,
                    path,
                    "keep one of them",
                )
            elif value is None:
                self._problem(
                    "FS016", f"'{key}' has no value", place, path, empty_cure(key, done.flow)
                )
            elif value is not SKIPPED:
                data[key] = value
        return data

    def _list(self, done: _Open, entries: list[Entry]) -> list[Any]:
        for index, (_, place, value) in enumerate(entries):
            if value is None:
                self._problem(
                    "FS016",
                    "an entry of the list has no value",
                    place,
                    (*done.path, index),
                    "write the value or remove the entry",
                )
        return [value for _, _, value in entries if value is not SKIPPED and value is not None]
