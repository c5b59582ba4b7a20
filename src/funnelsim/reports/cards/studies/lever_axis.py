"""A lever as an axis, and from when it acts."""

from __future__ import annotations

from collections.abc import Sequence

from funnelsim.experiments.levers.lever import Lever
from funnelsim.experiments.levers.tried import Tried
from funnelsim.reports import numbers
from funnelsim.reports.pictures import Axis, Mark, Role
from funnelsim.reports.tried import short

NAMES = {
    "volume": "volume, times as it is",
    "threshold": "score from which a lead is handed to sales",
    "delay": "every first call later by",
}
"""What stands at the axis of levers that planners ask for by name."""


def axis_of(lever: Lever) -> Axis:
    """The axis of a lever's values, in the unit that the planner wrote."""
    found = lever.range
    label = NAMES.get(lever.name, lever.name)
    if found.unit == "h":
        return {"label": label, "unit": "hours"}
    unit = "times" if found.factor and lever.name != "volume" else found.unit
    return {"label": f"{label}, {unit}" if unit else label, "unit": "number"}


def strips(
    lever: Lever, spans: Sequence[tuple[float, float]], label: str, role: Role = "good"
) -> list[Mark]:
    """Stretches of a lever as strips, single values as lines; the first one is named."""
    found: list[Mark] = []
    for i, (low, high) in enumerate(spans):
        where = short(lever, low) if low == high else f"{short(lever, low)} to {short(lever, high)}"
        mark: Mark = {
            "axis": "x", "at": low, "label": f"{label}: {where}" if i == 0 else where,
            "role": role,
        }  # fmt: skip
        if high > low:
            mark["to"] = high
        found.append(mark)
    return found


def lead_times(made: Tried) -> list[str]:
    """From when levers act, where that is not the start."""
    return [
        f"{lever.name} acts from {numbers.day(lever.start)}: its lead time."
        for lever in made.trials.levers if lever.start is not None
    ]  # fmt: skip
