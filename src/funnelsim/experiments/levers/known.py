"""Levers that planners ask for by name: volume, response time, threshold, reps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from funnelsim.model.tables import Model
from funnelsim.model.worlds import held_back
from funnelsim.scenario.load import Bundle
from funnelsim.scenario.ranges import Range

HOUR = 3_600_000.0


@dataclass(frozen=True)
class Known:
    """A lever by name.

    Attributes
    ----------
    says
        What it sets, in a sentence.
    settings
        The keys that it sets in a scenario to a value, with what each is set to.
    range
        Its values where none are given.
    lacks
        What a scenario lacks in which it sets nothing.
    change
        What it does to a model, where no key says it.
    """

    says: str
    settings: Callable[[Bundle, float], dict[str, Any]]
    range: Callable[[Bundle], Range]
    lacks: str
    change: Callable[[Model, float], Model] | None = None


def _volumes(bundle: Bundle, factor: float) -> dict[str, Any]:
    """Everything that brings leads, in all channels of marketing, times a factor."""
    found: dict[str, Any] = {}
    for name, channel in bundle.scenario.channels.items():
        if channel.origin != "marketing":
            continue
        node = bundle.tree.get("channels", name)
        for key in ("leads", "visitors", "budget"):
            at = node.get(key) if node is not None else None
            if at is not None and not at.is_off:
                found[f"channels.{name}.{key}"] = f"x{factor:.6g}"
        for day, batch in channel.batches.items():
            found[f"channels.{name}.batches.{day}.leads"] = round(factor * batch.leads)
    return found


def _threshold(bundle: Bundle, score: float) -> dict[str, Any]:
    return {"qualification.threshold": int(score)} if bundle.scenario.qualification else {}


def _group(bundle: Bundle) -> tuple[str, str] | None:
    """The reps who call first: the first group with a limit of the team of first calls."""
    team = bundle.scenario.calls_by
    if team is None or team not in bundle.scenario.teams:
        return None
    groups = bundle.scenario.teams[team].reps
    limited = [name for name, group in groups.items() if group.count is not None]
    return (team, limited[0]) if limited else None


def _reps(bundle: Bundle, count: float) -> dict[str, Any]:
    found = _group(bundle)
    return {"teams.{}.reps.{}.count".format(*found): int(count)} if found else {}


def _count_range(bundle: Bundle) -> Range:
    found = _group(bundle)
    if found is None:
        return Range(1, 6, whole=True)
    team, group = found
    count = bundle.scenario.teams[team].reps[group].count or 1
    return Range(1, max(6, 3 * count), whole=True)


def _delayed(model: Model, hours: float) -> Model:
    return held_back(model, hours * HOUR)


LEAST = {"delay": 0.0}
"""What nothing lies below, so that a best value there is no reason to look further."""

KNOWN = {
    "volume": Known(
        "leads, visitors and budgets of all channels of marketing, times this",
        _volumes,
        lambda _: Range(0.25, 4.0, factor=True),
        "no channel of marketing brings leads by a number that can be multiplied",
    ),
    "threshold": Known(
        "score from which a lead is handed to sales",
        _threshold,
        lambda _: Range(5, 95, whole=True),
        "the scenario scores no leads",
    ),
    "reps": Known(
        "reps of the team that calls first",
        _reps,
        _count_range,
        "no team with a limited number of reps makes the first calls",
    ),
    "delay": Known(
        "hours of wall time more before every first call",
        lambda _, hours: {},
        lambda _: Range(0.0, 48.0, unit="h"),
        "",
        _delayed,
    ),
}
"""By name; a key of the scenario's ``levers:`` of the same name goes first."""
