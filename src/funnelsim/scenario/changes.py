"""What a scenario changes against what it is made from: preset, extended file, settings, policies.

A run keeps this, because its complete text no longer says which layer a value comes from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from funnelsim.errors import KeyPath, key_text
from funnelsim.scenario.in_force import policies_in_force
from funnelsim.scenario.load import Bundle, validate_or_none
from funnelsim.scenario.overlay import Overlay
from funnelsim.scenario.show import leaves_of, loadable
from funnelsim.scenario.tree import Node, find, plain

SET = "--set"
OFF = "off"

Entry = dict[str, Any]


def base(bundle: Bundle) -> Entry:
    """The base of a scenario and every change to it.

    Returns
    -------
    dict
        ``name``: the file that the planner's file extends, or its preset. ``changes``: a list of
        ``key``, ``value``, ``was`` (None where the base has none) and ``from``: a file, ``--set``
        or ``policy NAME from DATE``. Of a file over a preset only what replaces another value.
    """
    found: dict[str, Entry] = {}
    for entry in (*_of_file(bundle), *_of_settings(bundle), *_of_policies(bundle)):
        found[entry["key"]] = entry
    return {"name": PurePath(bundle.below_name).name, "changes": list(found.values())}


@dataclass(frozen=True)
class _Stage:
    """A scenario with some layers laid over it, and the tree it was read from."""

    bundle: Bundle

    def leaves(self) -> dict[KeyPath, Any]:
        return dict(leaves_of(loadable(self.bundle)))

    def stated_by(self, path: KeyPath) -> str | None:
        """The place that states a value; None for defaults."""
        node = _stated(self.bundle.tree, path)
        return None if node is None else node.key.file


def _of_file(bundle: Bundle) -> Iterator[Entry]:
    """What the planner's own file says otherwise than what it is laid over."""
    if bundle.below is None:
        return
    files = _files(bundle)
    extends = bundle.below_name != f"preset {bundle.kind}"
    for path, value in files.leaves().items():
        node, below = _stated(files.bundle.tree, path), _stated(bundle.below, path)
        if node is None or node.key.file != bundle.document.name:
            continue
        if below is None and extends:
            yield _entry(path, value, None, PurePath(bundle.document.name).name)
        elif below is not None and plain(below) != plain(node):
            yield _entry(path, value, plain(below), PurePath(bundle.document.name).name)


def _of_settings(bundle: Bundle) -> Iterator[Entry]:
    if bundle.sets:
        yield from _between(_files(bundle), _Stage(bundle), SET)


def _of_policies(bundle: Bundle) -> Iterator[Entry]:
    """What each policy in force changes, one after the other, as if its day had come."""
    stage = _Stage(bundle)
    for setting in policies_in_force(bundle)[0]:
        tree = Overlay().apply(stage.bundle.tree, setting.sets)
        scenario = validate_or_none(tree, bundle.folder)
        if scenario is None:
            continue  # policies of several dates may fit only together with dated changes
        after = _Stage(replace(bundle, tree=tree, scenario=scenario))
        yield from _between(stage, after, f"{setting.name} from {setting.start.isoformat()}")
        stage = after


def _files(bundle: Bundle) -> _Stage:
    """The files alone; with ``--set`` where they are incomplete without."""
    if bundle.base_scenario is bundle.scenario:
        return _Stage(bundle)
    return _Stage(replace(bundle, scenario=bundle.base_scenario, tree=bundle.base_tree, sets=()))


def _between(before: _Stage, after: _Stage, source: str) -> Iterator[Entry]:
    was, now = before.leaves(), after.leaves()
    for path, value in now.items():
        # Defaults of what is new are said by nobody.
        if was.get(path) != value and (path in was or after.stated_by(path) is not None):
            yield _entry(path, value, was.get(path), source)
    for block in dict.fromkeys(_gone(path, now) for path in was if path not in now):
        if block is not None:
            yield _entry(block, OFF, was.get(block), source)


def _gone(path: KeyPath, now: dict[KeyPath, Any]) -> KeyPath | None:
    """The largest block around a value of which nothing is left; None if it became one value."""
    for length in range(1, len(path) + 1):
        block = path[:length]
        left = [other for other in now if other[:length] == block]
        if not left:
            return block
        if left == [block]:
            return block if now[block] == OFF else None
    return path


def _stated(tree: Node, path: KeyPath) -> Node | None:
    node, reached = find(tree, path)
    return node if len(reached) == len(path) or not node.is_map else None


def _entry(path: KeyPath, value: Any, was: Any, source: str) -> Entry:
    return {"key": key_text(path), "value": value, "was": was, "from": source}
