"""One mechanism for presets, `extends`, `--set`, policies, classes and dates.

Rules
-----
- Mappings merge; lists and scalars replace. Mappings that are one value (curves, shares of one
  whole: `paths.TABLES`) replace too.
- `off` removes an inherited entry with a name of the planner's (a channel, a touch); at any
  other key it stays and switches the block off.
- `x1.3` and `add 2` act on the inherited number.
- A dotted key reaches inside: ``teams.sdr.reps.core.count``. It may create what is not there.
- Short forms become long before anything reaches inside them: ``reps: 2`` is
  ``reps: {core: {count: 2}}``, ``cost: 6k/month`` is ``cost: {fixed: 6k/month}``, one risk of
  competitors is a risk in each stage, a list of batches is a mapping by date.
- New programmes go before inherited ones, because the first that fits a lead takes it; all
  other new entries go after.
"""

from __future__ import annotations

import datetime
import difflib
import math
import re
from typing import Any

from funnelsim.errors import KeyPath, Problem, Severity, key_text
from funnelsim.scenario.didyoumean import did_you_mean
from funnelsim.scenario.keys import facts_of
from funnelsim.scenario.long_form import GROUP, is_reps, long_form
from funnelsim.scenario.paths import NAMED_ENTRIES, OWN_FACTORS, RAW_SETS, TABLES, inside, matches
from funnelsim.scenario.schema.top import Scenario
from funnelsim.scenario.tree import Node
from funnelsim.scenario.yaml_words import Place

_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_DIGITS = re.compile(r"[0-9]+")
_CHANGE = re.compile(rf"x\s*(?P<times>{_NUMBER})|add\s+(?P<plus>\S.*)")


class Overlay:
    """Lays one tree over another and collects what is wrong with that."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        # Length of the dotted key being applied: shorter key paths are only passed through.
        self._depth = 0

    def merge(self, base: Node | None, over: Node, path: KeyPath = ()) -> Node:
        """Return `base` with `over` laid over it, both at key path `path`."""
        if base is not None:
            base = long_form(base, path)
        if not over.is_map and is_reps(path) and not over.is_off:
            return self._reps(base, over, path)
        replaces = over.is_list  # a list replaces what is inherited, also where it gets names
        over = long_form(over, path)
        if replaces:
            return self._maps(None, over, path) if over.is_map else over
        if over.is_map and (len(path) < self._depth or not matches(path, TABLES)):
            return self._maps(base, over, path)
        change = _CHANGE.fullmatch(over.value.strip()) if isinstance(over.value, str) else None
        if change and not matches(path, OWN_FACTORS) and not inside(path, RAW_SETS):
            return self._change(base, over, path, change)
        return over

    def apply(self, base: Node, sets: Node) -> Node:
        """Return `base` with a mapping of dotted keys laid over it, one after the other."""
        for dotted, value in sets.items():
            nested = self._nest(base, dotted, value)
            if nested is not None:
                self._depth = dotted.count(".") + 1
                base = self.merge(base, nested)
        self._depth = 0
        return base

    def idle_keys(self, base: Node, sets: Node) -> list[tuple[str, Node]]:
        """Keys of `sets` that change nothing when all are laid over `base` in order."""
        idle = []
        for dotted, value in sets.items():
            after = Overlay().apply(base, Node({dotted: value}, value.key, value.at))
            if _same(base, after):
                idle.append((dotted, value))
            base = after
        return idle

    def _maps(self, base: Node | None, over: Node, path: KeyPath) -> Node:
        old: dict[str, Node] = dict(base.value) if base is not None and base.is_map else {}
        new: dict[str, Node] = {}
        for key, child in over.items():
            inner = (*path, key)
            if child.is_off and matches(inner, NAMED_ENTRIES):
                if old.pop(key, None) is None:
                    self._say(
                        "FS604",
                        f"nothing to switch off: there is no inherited '{key}'"
                        + (f" in {key_text(path)}" if path else ""),
                        child.key,
                        inner,
                        did_you_mean(key, old) or "remove the line",
                        severity="warning",
                    )
                continue
            if base is not None:
                self._namesake(key, old, child, inner)
            merged = self.merge(old.get(key), child, inner)
            (old if key in old else new)[key] = merged
        both = {**new, **old} if path == ("nurture",) else {**old, **new}
        # A block that a dotted key only passes through keeps its own place.
        passed = len(path) < self._depth and base is not None and base.is_map
        written = base if passed and base is not None else over
        return Node(both, written.key, written.at)

    def _namesake(self, key: str, old: dict[str, Node], child: Node, path: KeyPath) -> None:
        """Warn where an overlay creates a thing named nearly like an inherited one."""
        if key in old or not old or not matches(path, NAMED_ENTRIES):
            return
        # Names that differ in their numbers only, such as north-1 and north-2, are no slips.
        others = [name for name in old if _DIGITS.sub("", name) != _DIGITS.sub("", key)]
        near = difflib.get_close_matches(key, others, 1, 0.85)
        if near:
            self._say(
                "FS612",
                f"'{key}' is new beside the inherited '{near[0]}'",
                child.key,
                path,
                f"write '{near[0]}' if that is meant",
                severity="warning",
            )

    def _reps(self, base: Node | None, over: Node, path: KeyPath) -> Node:
        groups = list(base.value) if base is not None and base.is_map else []
        if groups not in ([], [GROUP]):
            names = ", ".join(groups)
            self._say(
                "FS603",
                f"a number set over the named groups {names} of {key_text(path)}",
                over.at,
                path,
                f"set the count of one group: {key_text(path)}.{groups[0]}.count",
                found=str(over.value),
            )
            assert base is not None
            return base
        return self._maps(base, long_form(over, path), path)

    def _change(self, base: Node | None, over: Node, path: KeyPath, change: re.Match[str]) -> Node:
        if base is None:
            facts = facts_of(Scenario, path)
            if facts is None:
                return over  # an unknown key; the schema says so better
            base = Node(facts.default, over.key, over.at)
            if not isinstance(base.value, (int, float, str)) or isinstance(base.value, bool):
                self._say(
                    "FS606",
                    f"'{over.value}' acts on an inherited number, and "
                    f"{key_text(path)} inherits none",
                    over.at,
                    path,
                    "write the whole value",
                    found=str(over.value),
                )
                return over
        if isinstance(base.value, (bool, datetime.date)) or not isinstance(
            base.value, (int, float, str)
        ):
            self._say(
                "FS607",
                f"'{over.value}' cannot act on the value of {key_text(path)}",
                over.at,
                path,
                "write the whole value",
                found=str(over.value),
            )
            return base
        number = _plain_result(base.value, change)
        value = f"{base.value} {over.value}" if number is None else number
        return Node(value, over.key, over.at)

    def _nest(self, base: Node, dotted: str, value: Node) -> Node | None:
        """The dotted key as nested mappings, if it can be followed."""
        parts = tuple(dotted.split("."))
        if not all(part.strip() == part and part for part in parts):
            self._say(
                "FS601",
                f"'{dotted}' is not a dotted key",
                value.key,
                (dotted,),
                "write e.g. teams.sdr.reps.core.count",
            )
            return None
        node: Node | None = base
        for depth in range(len(parts)):
            at = parts[:depth]
            node = long_form(node, at) if node is not None else None
            if node is None or node.is_off:
                break
            if not node.is_map:
                self._unreachable(node, at, dotted, value)
                return None
            node = node.get(parts[depth])
        nested = value
        for part in reversed(parts):
            nested = Node({part: nested}, value.key, value.at)
        return nested

    def _unreachable(self, node: Node, at: KeyPath, dotted: str, value: Node) -> None:
        kind = (
            "a list, which is replaced as a whole"
            if node.is_list
            else (f"the single value '{node.value}'")
        )
        self._say(
            "FS602",
            f"'{dotted}' reaches inside {key_text(at)}, which is {kind}",
            value.key,
            (dotted,),
            f"set {key_text(at)} itself",
        )

    def _say(
        self,
        code: str,
        message: str,
        place: Place,
        path: KeyPath,
        cure: str = "",
        *,
        found: str = "",
        severity: Severity = "error",
    ) -> None:
        self.problems.append(
            Problem(
                code,
                severity,
                message,
                place.file,
                place.line,
                place.column,
                path,
                found=found,
                cure=cure,
            )
        )


def _plain_result(value: Any, change: re.Match[str]) -> int | float | None:
    """Result where both sides are plain numbers, which need no unit."""
    if isinstance(value, str):
        return None
    if change["times"] is not None:
        result = value * float(change["times"])
    elif re.fullmatch(_NUMBER, change["plus"].strip()):
        result = value + float(change["plus"])
    else:
        return None
    if not math.isfinite(result):
        return None
    tidy = float(f"{result:.12g}")
    return int(tidy) if tidy.is_integer() and abs(tidy) < 1e15 else tidy


def _same(a: Node, b: Node) -> bool:
    if a is b:
        return True
    if a.is_map and b.is_map:
        return a.value.keys() == b.value.keys() and all(
            _same(a.value[key], b.value[key]) for key in a.value
        )
    if a.is_list and b.is_list:
        return len(a.value) == len(b.value) and all(map(_same, a.value, b.value))
    return type(a.value) is type(b.value) and a.value == b.value
