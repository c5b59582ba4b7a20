"""Events of ruamel.yaml, with its errors in a planner's words."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from typing import Any, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLStreamError, YAMLWarning

from funnelsim.scenario.yaml_words import Unreadable

_HALF = re.compile("[\ud800-\udfff]")
_TAB_INDENT = re.compile(r"^ *\t", re.MULTILINE)


def yaml_events(text: str) -> Iterator[Any]:
    """Events of one text, in order.

    Raises
    ------
    Unreadable
        With line and column, where the text is not YAML.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", YAMLWarning)
            yield from map(_whole, YAML(typ="safe", pure=True).parse(text))
    except MarkedYAMLError as error:
        _syntax(text, error)
    except (
        YAMLStreamError,
        ValueError,
        OverflowError,
        LookupError,
        AttributeError,
        TypeError,
        AssertionError,
        NotImplementedError,
    ) as error:
        # On some texts the scanner fails with an error of its own, e.g. a \U beyond Unicode.
        raise Unreadable("FS005", f"this is not YAML: {error}") from None


def _whole(event: Any) -> Any:
    """The event, characters written as two escapes (``"\\ud83e\\udd8a"``) joined to one."""
    value = getattr(event, "value", None)
    if isinstance(value, str) and _HALF.search(value):
        try:
            event.value = value.encode("utf-16", "surrogatepass").decode("utf-16")
        except UnicodeDecodeError:
            mark = event.start_mark
            raise Unreadable(
                "FS005",
                "this is not YAML: an escape that is half of a character",
                mark.line + 1,
                mark.column + 1,
                cure="write the character itself",
            ) from None
    return event


def _syntax(text: str, error: MarkedYAMLError) -> NoReturn:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
    tab = _TAB_INDENT.search(text)
    if tab and line is not None and text.count("\n", 0, tab.start()) < line:
        raise Unreadable(
            "FS008",
            "a tab at the start of a line",
            text.count("\n", 0, tab.start()) + 1,
            1,
            cure="indent with spaces",
        ) from None
    said = " ".join(part for part in (error.context, error.problem) if part)
    raise Unreadable(
        "FS005", f"this is not YAML: {said}", line, column, cure=_syntax_cure(said)
    ) from None


def _syntax_cure(said: str) -> str:
    if "mapping values are not allowed" in said:
        return "one `key: value` a line; put text that holds ': ' into quotes"
    if "expected ',' or '" in said or "flow" in said:
        return "check that every { and [ is closed and that commas separate the entries"
    if "expected <block end>" in said or "simple key" in said:
        return "lines of one block start in the same column; write a space after the colon"
    if "cannot start any token" in said:
        return "put text that begins with a special character into quotes"
    if "quoted scalar" in said:
        return "close the quotation marks"
    return ""
