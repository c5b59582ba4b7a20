"""The complete scenario: every default filled in, with source and grade."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from funnelsim.errors import KeyPath, key_text
from funnelsim.scenario.keys import facts_of
from funnelsim.scenario.layers import preset, preset_sources
from funnelsim.scenario.load import Bundle
from funnelsim.scenario.paths import NAMED_ENTRIES, matches
from funnelsim.scenario.schema.base import NEUTRAL
from funnelsim.scenario.schema.top import Scenario
from funnelsim.scenario.tree import Node, find
from funnelsim.scenario.yaml_text import yaml_text

_ASSUMPTION = "assumption"


def show(bundle: Bundle) -> str:
    """Write the complete scenario as YAML.

    Values of the planner's own files stand without comment; every other value names its source
    and grade (A randomised or recomputed, B large observational, C survey or vendor, -
    assumption). Loading the text gives the same scenario.
    """
    data = loadable(bundle)
    comments = dict(_comments(bundle, data, ()))
    head = f"# The complete scenario of {bundle.document.name}, kind {bundle.kind}.\n"
    return head + yaml_text(data, _gathered(data, comments, ()))


def assumptions(bundle: Bundle) -> list[dict[str, Any]]:
    """Values in use that the planner did not state.

    Returns
    -------
    list of dict
        ``key``, ``value``, ``source``, ``grade``; defaults that let nothing act are left out.
    """
    found = []
    for path, value in leaves_of(loadable(bundle), ()):
        origin = _origin(bundle, path)
        if origin is not None and origin[0] != NEUTRAL and value != "off":
            found.append(
                {"key": key_text(path), "value": value, "source": origin[0], "grade": origin[1]}
            )
    return found


def loadable(bundle: Bundle) -> dict[str, Any]:
    """The complete scenario as data that, over the same preset, loads as the same scenario."""
    data: dict[str, Any] = _over(bundle.scenario.plain(), preset(bundle.kind), ())
    return data


def _over(data: Mapping[str, Any], below: Node | None, path: KeyPath) -> dict[str, Any]:
    """Leave out what is not stated, and switch off what the preset has and the scenario has not."""
    written: dict[str, Any] = {}
    for key, value in data.items():
        inherited = below.get(key) if below is not None else None
        if inherited is None and value in ({}, (), []) and _empty_by_default((*path, key)):
            continue
        if isinstance(value, Mapping):
            written[key] = _over(value, inherited, (*path, key))
        elif value is not None:
            written[key] = _stated(value)
        elif inherited is not None:
            written[key] = "off"
    for key, _ in below.items() if below is not None else ():
        if key not in data and matches((*path, key), NAMED_ENTRIES):
            written[key] = "off"
    return written


def _empty_by_default(path: KeyPath) -> bool:
    facts = facts_of(Scenario, path)
    return facts is not None and facts.default in ({}, (), [])


def _stated(value: Any) -> Any:
    """A list without the empty values of its entries."""
    if isinstance(value, Mapping):
        return {key: _stated(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, (list, tuple)):
        return [_stated(inner) for inner in value]
    return value


def leaves_of(data: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """Every value of nested mappings with its key path, lists whole, in order."""
    if isinstance(data, Mapping) and data:
        for key, value in data.items():
            yield from leaves_of(value, (*path, key))
    elif data != {}:
        yield path, data


def _comments(bundle: Bundle, data: Any, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    for leaf, _ in leaves_of(data, path):
        origin = _origin(bundle, leaf)
        if origin is not None:
            yield leaf, _said(*origin)


def _said(source: str, grade: str) -> str:
    if source == NEUTRAL:
        return "default: does not act"
    return f"{'no grade' if grade == '-' else f'grade {grade}'}: {source}"


def _gathered(
    data: Mapping[str, Any], comments: dict[KeyPath, str], path: KeyPath
) -> dict[KeyPath, str]:
    """Say a comment once for a block where it holds for every line of the block."""
    found: dict[KeyPath, str] = {}
    for key, value in data.items():
        inner = (*path, key)
        said = {comments.get(leaf) for leaf, _ in leaves_of(value, inner)}
        if isinstance(value, Mapping) and len(said) > 1:
            found |= _gathered(value, comments, inner)
        elif said and (only := said.pop()) is not None:
            found[inner] = only
    return found


def _origin(bundle: Bundle, path: KeyPath) -> tuple[str, str] | None:
    """Source and grade of a value; None for what the planner's files or settings state."""
    node, reached = find(bundle.tree, path)
    stated = len(reached) == len(path) or not node.is_map
    if stated and not node.key.file.startswith("preset "):
        return None
    if stated:
        return _preset_source(bundle.kind, path)
    for length in range(len(path), 0, -1):
        facts = facts_of(Scenario, path[:length])
        if facts is not None:
            return facts.source or _ASSUMPTION, facts.grade or "-"
    return _ASSUMPTION, "-"


def _preset_source(kind: str, path: KeyPath) -> tuple[str, str]:
    known = preset_sources().get(kind, {})
    for length in range(len(path), 0, -1):
        entry = known.get(".".join(map(str, path[:length])))
        if entry is not None:
            return entry["source"], entry["grade"]
    return _ASSUMPTION, "-"
