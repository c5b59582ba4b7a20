"""Scenario data in which every key and value still knows where it was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from funnelsim.errors import KeyPath
from funnelsim.scenario.document import Document
from funnelsim.scenario.yaml_words import Place


@dataclass(frozen=True, slots=True)
class Node:
    """One value: a scalar, a ``dict[str, Node]`` or a ``list[Node]``.

    Never changed after it is made, so overlays share what they leave alone.
    """

    value: Any
    key: Place
    at: Place

    @property
    def is_map(self) -> bool:
        """Whether this is a mapping."""
        return isinstance(self.value, dict)

    @property
    def is_list(self) -> bool:
        """Whether this is a list."""
        return isinstance(self.value, list)

    @property
    def is_off(self) -> bool:
        """Whether this says `off` (or YAML's false)."""
        return self.value is False or self.value == "off"

    def get(self, *path: str) -> Node | None:
        """Value below, or None."""
        node: Node | None = self
        for part in path:
            node = node.value.get(part) if node is not None and node.is_map else None
        return node

    def items(self) -> Iterator[tuple[str, Node]]:
        """Entries of a mapping; none of anything else."""
        return iter(self.value.items() if self.is_map else ())


def node_of(value: Any, place: Place) -> Node:
    """Plain data as a tree in which everything was written at one place."""
    if isinstance(value, dict):
        return Node({str(k): node_of(v, place) for k, v in value.items()}, place, place)
    if isinstance(value, list):
        return Node([node_of(v, place) for v in value], place, place)
    return Node(value, place, place)


def tree_of(document: Document) -> Node:
    """The document's data with the places of its keys and values."""
    home = Place(document.name)

    def build(value: Any, path: KeyPath) -> Node:
        key = document.keys.get(path, home)
        at = document.values.get(path, key)
        if isinstance(value, dict):
            return Node({k: build(v, (*path, k)) for k, v in value.items()}, key, at)
        if isinstance(value, list):
            return Node([build(v, (*path, i)) for i, v in enumerate(value)], key, at)
        return Node(value, key, at)

    return build(document.data, ())


def plain(node: Node) -> Any:
    """The data without places."""
    if node.is_map:
        return {key: plain(child) for key, child in node.value.items()}
    if node.is_list:
        return [plain(child) for child in node.value]
    return node.value


def find(root: Node, path: KeyPath) -> tuple[Node, KeyPath]:
    """Deepest node on a key path, and how far the path led.

    Parts that are no keys of the data (names that a validator inserts) end the walk.
    """
    node = root
    done: KeyPath = ()
    for part in path:
        child = _child(node, part)
        if child is None:
            break
        node, done = child, (*done, part)
    return node, done


def _child(node: Node, part: str | int) -> Node | None:
    child: Node | None = None
    if isinstance(part, str) and node.is_map:
        child = node.value.get(part)
    elif isinstance(part, int) and node.is_list and 0 <= part < len(node.value):
        child = node.value[part]
    return child


def leaves(node: Node, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Node]]:
    """Every scalar and list with its key path, in order."""
    if node.is_map:
        for key, child in node.value.items():
            yield from leaves(child, (*path, key))
    else:
        yield path, node


def without(root: Node, path: KeyPath) -> Node:
    """The tree without the entry at a key path."""
    if not path:
        return root
    part, rest = path[0], path[1:]
    child = _child(root, part)
    if child is None:
        return root
    if root.is_map:
        kept = {
            k: (without(v, rest) if k == part and rest else v)
            for k, v in root.value.items()
            if k != part or rest
        }
        return Node(kept, root.key, root.at)
    items = [
        without(v, rest) if i == part and rest else v
        for i, v in enumerate(root.value)
        if i != part or rest
    ]
    return Node(items, root.key, root.at)
