"""Merged data through the schema: a `Scenario`, or problems with their places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from funnelsim.errors import KeyPath, Problem, key_text
from funnelsim.scenario.didyoumean import did_you_mean
from funnelsim.scenario.faults import BadValue, shown
from funnelsim.scenario.keys import siblings
from funnelsim.scenario.schema.top import Scenario
from funnelsim.scenario.tree import Node, find, plain, without
from funnelsim.scenario.units import reading

MAX_ROUNDS = 40


@dataclass(frozen=True, slots=True)
class Checked:
    """Result of `validate`.

    Attributes
    ----------
    scenario : Scenario or None
        The scenario; None if nothing usable is left.
    problems : list of Problem
        One per fault, with the place of the key or value.
    dropped : tuple of KeyPath
        Faulty entries left out of `scenario`, so that checks can go on with the rest.
    """

    scenario: Scenario | None
    problems: list[Problem]
    dropped: tuple[KeyPath, ...] = ()


def validate(tree: Node, folder: Path, faulty: Iterable[KeyPath] = ()) -> Checked:
    """Read merged data as a scenario.

    Parameters
    ----------
    tree : Node
        Preset, files and settings, merged.
    folder : Path
        Where relative file names start.
    faulty : iterable of KeyPath
        Entries that were reported and left out already.

    Notes
    -----
    Faulty entries are dropped and the rest is read again, so that one wrong word does not
    hide what else is wrong.
    """
    problems: list[Problem] = []
    dropped: list[KeyPath] = list(faulty)
    for _ in range(MAX_ROUNDS):
        faults = _read(tree, folder)
        if isinstance(faults, Scenario):
            return Checked(faults, problems, tuple(dropped))
        fresh = [fault for fault in faults if fault[1] not in dropped]
        # What is said about a block after one of its entries was left out is an echo of that.
        problems += [problem for problem, path in fresh if not _above(path, dropped)]
        before = tree
        for _, path in sorted(fresh, key=lambda fault: _order(fault[1]), reverse=True):
            tree = without(tree, path)
            dropped.append(path)
        if tree is before or not fresh:
            break
    return Checked(None, problems, tuple(dropped))


def _above(path: KeyPath, dropped: Iterable[KeyPath]) -> bool:
    return any(other[: len(path)] == path for other in dropped)


def _order(path: KeyPath) -> list[tuple[int, str]]:
    """Sort key under which later list items come last, so that removing them moves no others."""
    return [(part, "") if isinstance(part, int) else (-1, part) for part in path]


def _read(tree: Node, folder: Path) -> Scenario | list[tuple[Problem, KeyPath]]:
    """The scenario, or each fault with the path of the entry to leave out."""
    currency = tree.get("currency")
    known = currency.value if currency is not None and isinstance(currency.value, str) else None
    try:
        with reading(folder=folder, currency=known):
            return Scenario.model_validate(plain(tree))
    except ValidationError as error:
        return [_problem(tree, fault) for fault in error.errors(include_url=False)]
    except BadValue as fault:
        return [_bad_value(tree, fault, fault.path)]


def _problem(tree: Node, fault: Any) -> tuple[Problem, KeyPath]:
    loc: KeyPath = tuple(fault["loc"])
    reason = fault.get("ctx", {}).get("error")
    if isinstance(reason, BadValue):
        return _bad_value(tree, reason, (*loc, *reason.path))
    if fault["type"] == "extra_forbidden":
        return _unknown_key(tree, loc)
    if fault["type"] == "missing":
        return _missing(tree, loc)
    node, path = find(tree, loc)
    found = fault.get("input")
    allowed, cure = _expected(fault)
    kind = (
        "a list"
        if isinstance(found, (list, tuple))
        else ("a block with keys" if isinstance(found, dict) else shown(found))
    )
    message = f"{kind} is not {allowed} in {key_text(loc)}"
    return _at(
        node, "FS103", message, path, found=str(found), allowed=allowed, cure=cure, value=True
    ), path


def _expected(fault: Any) -> tuple[str, str]:
    """What pydantic wanted, and what to do, in a planner's words."""
    wanted = fault["type"]
    if wanted in ("list_type", "tuple_type"):
        return "a list", "write entries below it, each after a dash"
    if wanted in ("dict_type", "model_type", "mapping_type"):
        return "a block with keys", "write its keys below it, indented"
    if wanted.startswith("bool"):
        return "a switch", "write true or false"
    if wanted in ("literal_error", "enum"):
        choices = str(fault.get("ctx", {}).get("expected", "")).replace("'", "")
        names = choices.replace(" or ", ", ").split(", ")
        return f"one of {', '.join(names)}", did_you_mean(str(fault.get("input")), names)
    return "a value of this key", str(fault["msg"]).lower()


def _bad_value(tree: Node, fault: BadValue, loc: KeyPath) -> tuple[Problem, KeyPath]:
    node, path = find(tree, loc)
    where = f" in {key_text(loc)}" if loc else ""
    message = f"{shown(fault.found)} is not {fault.allowed}{where}"
    return _at(
        node,
        str(fault.code),
        message,
        path,
        found=str(fault.found),
        allowed=fault.allowed,
        cure=fault.cure,
        value=True,
    ), path


def _unknown_key(tree: Node, loc: KeyPath) -> tuple[Problem, KeyPath]:
    node, path = find(tree, loc)
    known = siblings(Scenario, loc)
    where = f" in {key_text(loc[:-1])}" if len(loc) > 1 else ""
    message = f"unknown key '{loc[-1]}'{where}"
    return _at(
        node,
        "FS104",
        message,
        path,
        found=str(loc[-1]),
        allowed=", ".join(known),
        cure=did_you_mean(str(loc[-1]), known),
    ), path


def _missing(tree: Node, loc: KeyPath) -> tuple[Problem, KeyPath]:
    node, path = find(tree, loc)
    where = f" in {key_text(loc[:-1])}" if len(loc) > 1 else ""
    message = f"the key '{loc[-1]}' is missing{where}"
    return _at(node, "FS101", message, loc), path if len(path) < len(loc) else loc


def _at(
    node: Node,
    code: str,
    message: str,
    path: KeyPath,
    *,
    found: str = "",
    allowed: str = "",
    cure: str = "",
    value: bool = False,
) -> Problem:
    place = node.at if value else node.key
    return Problem(
        code,
        "error",
        message,
        place.file,
        place.line,
        place.column,
        path,
        found=found,
        allowed=allowed,
        cure=cure,
    )
