"""How items find their rep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from funnelsim.scenario.faults import BadValue, Fault, Outline, outline
from funnelsim.scenario.schema.base import Raw, list_of, name_of, one_of, tags_of
from funnelsim.scenario.schema.types import refuse_unknown, written
from funnelsim.scenario.values import Quantity, Value, parse_value

DISCIPLINES = ("round-robin", "least-loaded", "performance", "pool")


@dataclass(frozen=True, slots=True)
class Rule:
    """Items whose lead bears all tags of `when` go to some rep groups; after `wait` the next rule.

    The groups are those named in `to`, or those that bear all tags of `whose`.
    """

    when: dict[str, str]
    to: tuple[str, ...] = ()
    wait: Value | None = None
    whose: dict[str, str] = field(default_factory=dict)

    def serves(self, group: str, tags: Mapping[str, str]) -> bool:
        """Whether a rep group of this name and with these tags is meant."""
        if self.whose:
            return all(tags.get(label) == value for label, value in self.whose.items())
        return group in self.to


@dataclass(frozen=True, slots=True)
class Assign:
    """How a team's items find their rep: a discipline, or rules with a discipline for the rest."""

    kind: str
    rules: tuple[Rule, ...] = field(default=())


_ASSIGN_CURE = "write round-robin or e.g. {rules: [{when: {tier: enterprise}, to: [ana]}]}"


def _assign(raw: Raw) -> Assign:
    if isinstance(raw, Assign):
        return raw
    if isinstance(raw, str):
        return Assign(one_of(*DISCIPLINES)(raw))
    if not isinstance(raw, Mapping) or set(raw) != {"rules"}:
        raise BadValue(outline(raw), "a way to assign", _ASSIGN_CURE, Fault.WRONG_SHAPE)
    rules, otherwise = raw["rules"], "round-robin"
    if isinstance(rules, (list, tuple)) and rules and _is_otherwise(rules[-1]):
        try:
            otherwise = one_of(*DISCIPLINES)(rules[-1]["otherwise"])
        except BadValue as fault:
            raise fault.below("rules", len(rules) - 1, "otherwise") from fault
        rules = rules[:-1]
    try:
        return Assign(otherwise, list_of("rule", _rule)(rules))
    except BadValue as fault:
        raise fault.below("rules") from fault


def _is_otherwise(rule: Raw) -> bool:
    return isinstance(rule, Mapping) and set(rule) == {"otherwise"}


def _rule(raw: Raw) -> Rule:
    if not isinstance(raw, Mapping):
        raise BadValue(raw, "a rule", _ASSIGN_CURE, Fault.WRONG_SHAPE)
    for name in raw:
        if name not in ("when", "to", "wait"):
            cure = "a rule has when, to and wait; `otherwise` stands alone at the end"
            raise BadValue(name, "a key of a rule", cure, Fault.NAME, (str(name),))
    to = raw.get("to")
    if not to:
        raise BadValue(Outline("a rule without `to`"), "a rule", _ASSIGN_CURE, Fault.CONTRADICTION)
    by_tags = isinstance(to, Mapping)
    wait = raw.get("wait")
    return Rule(
        tags_of(raw.get("when", {})),
        () if by_tags else list_of("rep group", name_of)([to] if isinstance(to, str) else to),
        None if wait is None else _wait(wait),
        tags_of(to) if by_tags else {},
    )


def _wait(raw: Raw) -> Value:
    wait = parse_value(raw, Quantity.DURATION, bare_business=True)
    refuse_unknown(wait)
    return wait


def _assign_text(assign: Assign) -> Raw:
    if not assign.rules:
        return assign.kind
    rules: list[dict[str, Any]] = []
    for rule in assign.rules:
        entry: dict[str, Any] = {"when": dict(rule.when), "to": dict(rule.whose) or list(rule.to)}
        if rule.wait is not None:
            entry["wait"] = written(rule.wait)
        rules.append(entry)
    return {"rules": [*rules, {"otherwise": assign.kind}]}
