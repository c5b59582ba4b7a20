"""Reading a scenario file: text in, plain data and the place of every key out.

The words of the file are kept apart from what they mean: this module knows YAML and nothing
about leads. What makes a file unreadable stops at once; what leaves the rest readable (a key
written twice, a missing value) is collected, so that the planner sees everything at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from funnelsim.errors import KeyPath, Problem, ScenarioError
from funnelsim.scenario.yaml_reader import read_yaml
from funnelsim.scenario.yaml_words import Place, Unreadable

MAX_BYTES = 512_000

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(slots=True)
class Document:
    """One scenario file as plain data.

    Attributes
    ----------
    name : str
        The file as the planner named it; opens every message.
    path : Path or None
        The file itself; None for text that came from elsewhere.
    text : str
        What was read.
    data : dict
        Nested dict, list, str, int, float, bool, date.
    keys, values : dict
        Place of the key, and of the value, of every key path.
    problems : list of Problem
        What was wrong and left the rest readable.
    """

    name: str
    path: Path | None
    text: str
    data: dict[str, Any] = field(default_factory=dict)
    keys: dict[KeyPath, Place] = field(default_factory=dict)
    values: dict[KeyPath, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        """Folder that relative file names of this document start from."""
        return self.path.parent if self.path is not None else Path()


def load_document(path: Path, name: str | None = None) -> Document:
    """Read one scenario file.

    Parameters
    ----------
    path : Path
        The file; at most `MAX_BYTES` of UTF-8 text.
    name : str, optional
        How messages call it; the path by default.

    Raises
    ------
    ScenarioError
        If nothing can be read: missing, too large, not text, not YAML, nested too deeply.
    """
    shown = name or str(path)
    try:
        if not path.exists():
            _refuse(
                shown,
                Unreadable(
                    "FS001",
                    f"there is no file {path}",
                    cure="check the name; `funnelsim init` writes a scenario",
                ),
            )
        if not path.is_file():
            _refuse(shown, Unreadable("FS001", f"{path} is not a file"))
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        _refuse(shown, Unreadable("FS001", f"cannot read {path}: {reason.lower()}"))
    return parse_document(raw, shown, path)


def parse_document(source: bytes | str, name: str, path: Path | None = None) -> Document:
    """Read scenario text; see `load_document`.

    Raises
    ------
    ScenarioError
        If nothing can be read.
    """
    try:
        text = _decode(source)
        tree = read_yaml(text, name)
        if tree.data is None:
            raise Unreadable(
                "FS010", "the file holds no keys", cure="`funnelsim init` writes a first scenario"
            )
        if not isinstance(tree.data, dict):
            raise Unreadable(
                "FS011",
                "a scenario is made of lines `key: value`",
                1,
                1,
                cure="begin with `kind: blank`",
            )
    except Unreadable as fault:
        _refuse(name, fault)
    return Document(name, path, text, tree.data, tree.keys, tree.values, tree.problems)


def _refuse(name: str, fault: Unreadable) -> NoReturn:
    raise ScenarioError(
        [
            Problem(
                fault.code, "error", fault.message, name, fault.line, fault.column, cure=fault.cure
            )
        ]
    ) from None


def _decode(source: bytes | str) -> str:
    if len(source) > MAX_BYTES:
        raise Unreadable(
            "FS002",
            f"larger than {MAX_BYTES // 1000} kB, the limit of a scenario",
            cure="keep long tables in CSV files and name them in the scenario",
        )
    if isinstance(source, str):
        text = source
    elif b"\0" in source:
        raise Unreadable(
            "FS003", "this is not a text file", cure="a scenario is YAML, saved as UTF-8 text"
        )
    else:
        try:
            text = source.decode("utf-8")
        except UnicodeDecodeError as error:
            line = source.count(b"\n", 0, error.start) + 1
            column = error.start - source.rfind(b"\n", 0, error.start)
            raise Unreadable(
                "FS003",
                "not UTF-8 text",
                line,
                column,
                cure="save the file with the encoding UTF-8",
            ) from None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    strange = _CONTROL.search(text)
    if strange:
        line = text.count("\n", 0, strange.start()) + 1
        column = strange.start() - text.rfind("\n", 0, strange.start())
        raise Unreadable(
            "FS003",
            f"not plain text: the character {strange.group()!r}",
            line,
            column,
            cure="a scenario is YAML, saved as UTF-8 text",
        )
    return text
