"""A sweep as plain data and as tables: ``docs/schemas/sweep-1.json`` describes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from funnelsim.experiments.cold.data import mean
from funnelsim.experiments.figures import column, figure
from funnelsim.experiments.reported import Row, Tables
from funnelsim.experiments.sweep import METRICS

if TYPE_CHECKING:
    from funnelsim.experiments.duel import Duel
    from funnelsim.experiments.levers.trials import Values
    from funnelsim.experiments.sweep import Sweep

SCHEMA = "funnelsim.sweep/1"


def sweep_data(found: Sweep) -> dict[str, Any]:
    """Everything that is reported, as plain data."""
    levers = found.trials.levers
    return {
        "schema": SCHEMA,
        "scenario": found.bundle.scenario.name,
        "currency": found.model.currency,
        "replications": found.n,
        "seed": found.seed,
        "engine": found.engine,
        "with": list(found.bundle.with_),
        "ended": found.ended,
        "levers": [
            {
                "name": lever.name,
                "values": list(axis),
                "settings": [lever.text(value) for value in axis],
                "acts_from": None if lever.start is None else lever.start.isoformat(),
            }
            for lever, axis in zip(levers, found.axes, strict=True)
        ],
        "targets": [target.words for target in found.model.targets],
        "points": [_point(found, values) for values in found.settings],
        "objective": found.objective,
        "best": list(found.best),
        "best_set": [list(values) for values in found.best_set],
        "turning_point": _turning(found) if len(levers) == 1 else None,
        "idle": list(found.idle),
        "break_even": None if found.duel is None else _duel(found.duel),
    }


def _point(found: Sweep, values: Values) -> dict[str, Any]:
    stack = found.figures(values)
    chances = [found.chance(values, i) for i in range(len(found.model.targets))]
    return {
        "value": list(values) if len(values) > 1 else values[0],
        "figures": {metric: figure(stack, metric, ()) for metric in METRICS},
        "targets": [{"probability": chance.value, "ci95": chance.ends} for chance in chances],
    }


def _turning(found: Sweep) -> dict[str, Any]:
    turning = found.turning
    return {
        "value": turning.value,
        "best_values": list(turning.kept),
        "flat": [list(span) for span in turning.flat],
        "at_edge": turning.at_edge,
    }


def _duel(duel: Duel) -> dict[str, Any]:
    return {
        "question": f"{duel.first} beats {duel.second}",
        "throughout": duel.leader(duel.result.throughout),
        "crossings": [
            {
                "from": crossing.lo,
                "to": crossing.hi,
                "at": list(crossing.zeros),
                "below": duel.leader(crossing.before),
                "above": duel.leader(crossing.after),
            }
            for crossing in duel.result.crossings
        ],
        "differences": [mean(one) for one in duel.differences],
    }


def _setting(found: Sweep, values: Values) -> Row:
    pairs = zip(found.trials.levers, values, strict=True)
    return {lever.name: value for lever, value in pairs}


def _points(found: Sweep) -> Iterator[Row]:
    """Means and chances of every setting."""
    for values in found.settings:
        stack = found.figures(values)
        means = {metric: figure(stack, metric, ())["mean"] for metric in METRICS}
        chances = {
            f"chance_{i + 1}": found.chance(values, i).value
            for i in range(len(found.model.targets))
        }
        yield _setting(found, values) | means | chances | {"may_be_best": values in found.best_set}


def _intervals(found: Sweep) -> Iterator[Row]:
    for values in found.settings:
        for metric in METRICS:
            one = figure(found.figures(values), metric, ())
            low, high = one["ci95"] or (None, None)
            yield _setting(found, values) | {
                "figure": metric, "mean": one["mean"], "lo": low, "hi": high
            }  # fmt: skip
        for i in range(len(found.model.targets)):
            chance = found.chance(values, i)
            yield _setting(found, values) | {
                "figure": f"chance_{i + 1}", "mean": chance.value, "lo": chance.lo, "hi": chance.hi
            }  # fmt: skip


def _replications(found: Sweep) -> Iterator[Row]:
    """Every reported figure of every setting in every replication; NaN where undefined."""
    for values in found.settings:
        columns = {metric: column(found.figures(values), metric) for metric in METRICS}
        for row, number in enumerate(found.numbers):
            figures = {metric: float(values[row]) for metric, values in columns.items()}
            yield _setting(found, values) | {"replication": number} | figures


TABLES: Tables = {"points": _points, "intervals": _intervals, "replications": _replications}
