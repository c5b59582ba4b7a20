"""Shares that are curves: reach by delay, acceptance by score, parts of a rest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from funnelsim.scenario.faults import BadValue, Fault, Outline
from funnelsim.scenario.schema.base import Raw, Reads
from funnelsim.scenario.schema.types import written
from funnelsim.scenario.units import duration, number
from funnelsim.scenario.values import ByClass, Quantity, Value, is_off, parse_number

_CURVE_JSON = {"type": ["string", "number", "object"]}


@dataclass(frozen=True, slots=True)
class Reach:
    """Chance that a first call reaches, by wall-time delay since the hot signal.

    Up to the first knot its chance, between knots linear in the logarithm of the delay, beyond
    the last knot `later`. Delays in ms, ascending.
    """

    knots: tuple[tuple[float, Value | ByClass], ...]
    later: Value | ByClass
    delays_text: tuple[str, ...] = ()


def _reach(raw: Raw) -> Reach:
    if isinstance(raw, Reach):
        return raw
    if not isinstance(raw, Mapping) or not any(_is_delay(name) for name in raw):
        return Reach((), parse_number(raw, Quantity.SHARE))
    if "later" not in raw:
        cure = "add what holds beyond the last delay, e.g. later: 35%"
        raise BadValue(", ".join(map(str, raw)), "a reach curve", cure, Fault.CONTRADICTION)
    knots: list[tuple[float, Value | ByClass]] = []
    texts = []
    for name, chance in raw.items():
        if name == "later" or is_off(chance):
            continue
        try:
            delay, _ = duration(str(name))
            knots.append((delay, parse_number(chance, Quantity.SHARE)))
        except BadValue as fault:
            raise fault.below(str(name)) from fault
        if delay == 0 or (len(knots) > 1 and delay <= knots[-2][0]):
            cure = "write delays above zero, from short to long"
            raise BadValue(name, "a longer delay", cure, Fault.CONTRADICTION, (str(name),))
        texts.append(str(name))
    try:
        later = parse_number(raw["later"], Quantity.SHARE)
    except BadValue as fault:
        raise fault.below("later") from fault
    return Reach(tuple(knots), later, tuple(texts))


def _is_delay(name: Raw) -> bool:
    return name == "later" or re.match(r"\s*[\d.]", str(name)) is not None


def _reach_text(reach: Reach) -> Raw:
    if not reach.knots:
        return written(reach.later)
    table = {
        text: written(chance)
        for text, (_, chance) in zip(reach.delays_text, reach.knots, strict=True)
    }
    return {**table, "later": written(reach.later)}


@dataclass(frozen=True, slots=True)
class Curve:
    """A share by score: linear between knots, flat outside. Scores ascending."""

    knots: tuple[tuple[float, Value | ByClass], ...]


def _curve(raw: Raw) -> Curve:
    if isinstance(raw, Curve):
        return raw
    if not isinstance(raw, Mapping) or not all(str(name).startswith("at ") for name in raw):
        return Curve(((0.0, parse_number(raw, Quantity.SHARE)),))
    knots: list[tuple[float, Value | ByClass]] = []
    for name, chance in raw.items():
        try:
            score = number(str(name).removeprefix("at "), "a score", "at 40")
            knots.append((score, parse_number(chance, Quantity.SHARE)))
        except BadValue as fault:
            raise fault.below(str(name)) from fault
        if len(knots) > 1 and score <= knots[-2][0]:
            cure = "write scores from low to high"
            raise BadValue(name, "a higher score", cure, Fault.CONTRADICTION, (str(name),))
    if not knots:
        raise BadValue(
            Outline("an empty mapping"), "a share by score", "write e.g. {at 20: 25%, at 40: 50%}"
        )
    return Curve(tuple(knots))


def _curve_text(curve: Curve) -> Raw:
    if len(curve.knots) == 1 and curve.knots[0][0] == 0.0:
        return written(curve.knots[0][1])
    return {f"at {score:.15g}": written(chance) for score, chance in curve.knots}


@dataclass(frozen=True, slots=True)
class Part:
    """A share of conversations, or with `of_rest` of those that did not accept."""

    share: Value | ByClass
    of_rest: bool = False


def _part(raw: Raw) -> Part:
    if isinstance(raw, Part):
        return raw
    if isinstance(raw, str) and raw.strip().endswith(" of rest"):
        return Part(parse_number(raw.strip().removesuffix(" of rest"), Quantity.SHARE), True)
    return Part(parse_number(raw, Quantity.SHARE))


def _part_text(part: Part) -> Raw:
    share = written(part.share)
    return f"{share} of rest" if part.of_rest else share


PartValue = Annotated[Part, Reads(_part, _part_text, {"type": ["string", "number", "object"]})]
CurveValue = Annotated[Curve, Reads(_curve, _curve_text, _CURVE_JSON)]
