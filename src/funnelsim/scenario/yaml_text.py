"""Plain data to YAML text that reads back as the same data.

A text that spells a plain number or an ISO date is written without quotes: the language takes
`5` and `"5"` for the same.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from typing import Any

from funnelsim.errors import KeyPath
from funnelsim.scenario.yaml_words import BadWord, resolve_word

_PLAIN = re.compile(r"(?:-(?=[0-9])|[\w~.$€£])[\w ~.%/;:()=*+$€£'-]*")


def yaml_text(data: Mapping[str, Any], comments: Mapping[KeyPath, str] | None = None) -> str:
    """Write a mapping as YAML in block style, lists of words in one line.

    Parameters
    ----------
    data : mapping
        Nested mappings, lists, str, int, float, bool, dates.
    comments : mapping, optional
        Text behind the line of a key path.
    """
    lines: list[str] = []
    _mapping(data, (), "", comments or {}, lines)
    return "\n".join(lines) + "\n"


def _mapping(
    data: Mapping[str, Any],
    path: KeyPath,
    indent: str,
    comments: Mapping[KeyPath, str],
    lines: list[str],
) -> None:
    for key, value in data.items():
        _entry(
            f"{indent}{word_text(str(key), key=True)}:",
            value,
            (*path, str(key)),
            indent,
            comments,
            lines,
        )


def _entry(
    head: str,
    value: Any,
    path: KeyPath,
    indent: str,
    comments: Mapping[KeyPath, str],
    lines: list[str],
) -> None:
    comment = f"  # {comments[path]}" if path in comments else ""
    if isinstance(value, Mapping) and value:
        lines.append(f"{head}{comment}")
        _mapping(value, path, f"{indent}  ", comments, lines)
    elif isinstance(value, (list, tuple)) and any(isinstance(v, (Mapping, list)) for v in value):
        lines.append(f"{head}{comment}")
        for item in value:
            lines.append(f"{indent}  - {flow_text(item)}")
    else:
        lines.append(f"{head} {flow_text(value)}{comment}")


def flow_text(value: Any) -> str:
    """Write a value in one line."""
    if isinstance(value, Mapping):
        inner = (f"{word_text(str(k), key=True)}: {flow_text(v)}" for k, v in value.items())
        return "{" + ", ".join(inner) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(flow_text(item) for item in value) + "]"
    if isinstance(value, str):
        return word_text(value)
    if value is None:
        raise TypeError("the language has no empty value")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return repr(value)


def word_text(text: str, *, key: bool = False) -> str:
    """Write one word so that YAML reads it as the same; keys are always text."""
    quoted = json.dumps(text, ensure_ascii=False)
    if not _PLAIN.fullmatch(text) or ": " in text or text.endswith((":", " ")):
        return quoted
    if key:
        return text
    try:
        meaning = resolve_word(text)
    except BadWord:
        return quoted
    if isinstance(meaning, datetime.date):
        return text
    same = isinstance(meaning, (int, float, str)) and not isinstance(meaning, bool)
    return text if same and str(meaning) == text else quoted
