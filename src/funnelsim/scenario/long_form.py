"""Short forms made long, so that a dotted key can reach inside them."""

from __future__ import annotations

from funnelsim.errors import KeyPath
from funnelsim.scenario.paths import matches
from funnelsim.scenario.tree import Node

GROUP = "core"
"""Name of the one rep group that a plain number of reps stands for."""


def long_form(node: Node, path: KeyPath) -> Node:
    """Return the long form of a short one; everything else as it is."""
    if node.is_map or node.is_off:
        return node
    if is_reps(path) and not node.is_list:
        return _wrapped(node, GROUP, "count")
    if matches(path, [("channels", "*", "cost")]) and not node.is_list:
        return _wrapped(node, "fixed")
    if path == ("hazards", "competitor") and isinstance(node.value, str):
        return Node(dict.fromkeys(("lead", "mql", "sql"), node), node.key, node.at)
    if node.is_list and matches(path, [("channels", "*", "batches")]):
        return _by_date(node)
    return node


def _wrapped(node: Node, *keys: str) -> Node:
    for key in reversed(keys):
        node = Node({key: node}, node.key, node.at)
    return node


def _by_date(node: Node) -> Node:
    named: dict[str, Node] = {}
    for number, item in enumerate(node.value, start=1):
        date = item.get("date")
        name = str(date.value) if date is not None else f"batch {number}"
        named[name if name not in named else f"{name} {number}"] = item
    return Node(named, node.key, node.at)


def is_reps(path: KeyPath) -> bool:
    """Whether a key path leads to the rep groups of a team."""
    return matches(path, [("teams", "*", "reps")])
