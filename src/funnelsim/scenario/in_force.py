"""Which settings are in force: classes, dated changes, policies with what they include."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace

from funnelsim.errors import KeyPath, Problem
from funnelsim.scenario.didyoumean import did_you_mean
from funnelsim.scenario.load import Bundle
from funnelsim.scenario.overlay import Overlay
from funnelsim.scenario.schema.top import Scenario
from funnelsim.scenario.tree import Node
from funnelsim.scenario.yaml_words import Place

LeadClass = tuple[str, str, str]
"""Channel, segment, region; ``""`` where the scenario names none."""

CLASS_BLOCKS = ("channels", "segments", "regions")
_BY_CLASS = frozenset(
    {
        "qualification",
        "interest",
        "behaviour",
        "nurture",
        "shelf_life",
        "eagerness",
        "hazards",
        "handoff",
        "sla",
        "calls",
        "conversation",
        "stages",
        "deal",
    }
)
_FIXED = frozenset(
    {
        "name",
        "says",
        "kind",
        "extends",
        "from",
        "until",
        "horizon",
        "warm_up",
        "run_off",
        "currency",
        "country",
        "run",
        "policies",
        "changes",
        "levers",
        "expect",
        "words",
        "targets",
        "plan",
        "pipeline",
    }
)


@dataclass(frozen=True, slots=True)
class Setting:
    """Dotted settings with the date they begin."""

    name: str
    start: datetime.date
    sets: Node
    path: KeyPath


def with_settings(tree: Node, lead_class: LeadClass) -> LeadClass | None:
    """The parts of a class that have a `set`, the others ``""``; None if no part has."""
    channel, segment, region = (
        name if (sets := tree.get(block, name, "set")) is not None and sets.value else ""
        for block, name in zip(CLASS_BLOCKS, lead_class, strict=True)
    )
    return (channel, segment, region) if channel or segment or region else None


def with_class(tree: Node, lead_class: LeadClass) -> tuple[Node, list[Problem]]:
    """Lay the `set` of channel, segment and region over a tree."""
    overlay = Overlay()
    for block, name in zip(CLASS_BLOCKS, lead_class, strict=True):
        sets = tree.get(block, name, "set")
        if sets is not None and sets.is_map:
            tree = overlay.apply(tree, sets)
    return tree, [p for p in overlay.problems if p.severity == "error"]


def changes_of(scenario: Scenario, tree: Node) -> list[Setting]:
    """The dated `changes`, as written."""
    node = tree.get("changes")
    found = []
    for number, change in enumerate(scenario.changes):
        item = node.value[number] if node is not None and node.is_list else None
        sets = item.get("set") if item is not None else None
        if sets is not None and sets.is_map:
            found.append(
                Setting(
                    f"change {change.from_.isoformat()}",
                    change.from_,
                    sets,
                    ("changes", number, "set"),
                )
            )
    return found


def policies_in_force(bundle: Bundle) -> tuple[list[Setting], list[Problem]]:
    """Settings of the policies of ``--with``, what they include first, each once."""
    problems: list[Problem] = []
    settings: dict[str, Setting] = {}
    for name in bundle.with_:
        found, wrong = policy_settings(bundle.scenario, bundle.tree, name, Place("--with"))
        problems += wrong
        for setting in found:
            settings.setdefault(setting.name, setting)
    return list(settings.values()), problems


def policy_settings(
    scenario: Scenario, tree: Node, name: str, asked: Place
) -> tuple[list[Setting], list[Problem]]:
    """One policy with all it includes, in the order of laying them over."""
    problems: list[Problem] = []
    done: dict[str, Setting] = {}

    def visit(policy: str, place: Place, trail: tuple[str, ...]) -> None:
        if policy in trail:
            circle = " -> ".join((*trail[trail.index(policy) :], policy))
            problems.append(
                _problem(
                    "FS608",
                    f"policies include one another: {circle}",
                    place,
                    ("policies", policy, "includes"),
                    "break the circle",
                )
            )
            return
        declared = scenario.policies.get(policy)
        if declared is None:
            problems.append(
                _problem(
                    "FS609",
                    f"unknown policy '{policy}'",
                    place,
                    (),
                    did_you_mean(policy, scenario.policies),
                )
            )
            return
        node = tree.get("policies", policy)
        includes = node.get("includes") if node is not None else None
        for number, inner in enumerate(declared.includes):
            written = (
                includes.value[number].at
                if includes is not None and includes.is_list
                else (node.key if node is not None else place)
            )
            visit(inner, written, (*trail, policy))
        sets = node.get("set") if node is not None else None
        if policy not in done and sets is not None and sets.is_map:
            done[policy] = Setting(
                f"policy {policy}",
                declared.from_ or scenario.from_,
                sets,
                ("policies", policy, "set"),
            )

    visit(name, asked, ())
    start = scenario.policies[name].from_ if name in scenario.policies else None
    if start is None:
        return list(done.values()), problems
    # An included policy without a date of its own begins with the policy that includes it.
    return [
        setting
        if scenario.policies[setting.path[1]].from_ is not None  # type: ignore[index]
        else replace(setting, start=start)
        for setting in done.values()
    ], problems


def misplaced(sets: Node, path: KeyPath, by_class: bool) -> list[Problem]:
    """Settings of things that cannot change by class, or by date and policy."""
    problems = []
    for key, node in _targets(sets):
        root = key[0]
        if by_class and root not in _BY_CLASS and key[:1] + key[2:3] != ("teams", "habits"):
            problems.append(
                _problem(
                    "FS610",
                    f"'{'.'.join(key)}' cannot differ from lead to lead",
                    node.key,
                    (*path, root),
                    "set it for all leads, or by date in `changes`",
                )
            )
        elif not by_class and root in _FIXED:
            problems.append(
                _problem(
                    "FS611",
                    f"'{root}' is fixed for the whole simulation",
                    node.key,
                    (*path, root),
                    "write it at the top of the file, or use --set",
                )
            )
    return problems


def _targets(sets: Node) -> Iterator[tuple[tuple[str, ...], Node]]:
    """What a `set` reaches: key paths as far as they are written, at most three deep."""
    for dotted, node in sets.items():
        yield from _deeper(tuple(dotted.split(".")), node)


def _deeper(key: tuple[str, ...], node: Node) -> Iterator[tuple[tuple[str, ...], Node]]:
    if node.is_map and len(key) < 3:
        for part, child in node.items():
            yield from _deeper((*key, part), replace(child, key=child.key))
    else:
        yield key, node


def _problem(code: str, message: str, place: Place, path: KeyPath, cure: str) -> Problem:
    return Problem(code, "error", message, place.file, place.line, place.column, path, cure=cure)
