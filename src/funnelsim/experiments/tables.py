"""The tables of a run, as columns: what is written as CSV and Parquet and given to data frames.

Undefined figures are None. Each table is the same for any number of processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import getitem
from typing import TYPE_CHECKING, Any

import numpy as np

from funnelsim.engines.fill import fill
from funnelsim.errors import UsageError
from funnelsim.experiments.columns import Columns
from funnelsim.experiments.days import day_before, day_of
from funnelsim.experiments.desks import WEEKDAYS, desks, weeks
from funnelsim.experiments.figures import NAMES
from funnelsim.experiments.intervals import FloatArray, quantile_names
from funnelsim.experiments.pace import chance_rows, pace_rows
from funnelsim.experiments.run_data import PERIOD_FIGURES
from funnelsim.experiments.summaries import Summary, summaries
from funnelsim.model.codes import COLD_CAUSES, Cause
from funnelsim.outcomes.breakdown import DIMENSIONS
from funnelsim.outcomes.conversion import RATES, READINGS
from funnelsim.outcomes.durations import pooled_quantile
from funnelsim.outcomes.flows import AXES, COLD_ENDS
from funnelsim.outcomes.ledger import LOSS_SUMS
from funnelsim.outcomes.spans import HOUR

if TYPE_CHECKING:
    from funnelsim.experiments.forecast import Forecast

Listed = dict[str, list[Any]]
Row = dict[str, Any]
Wide = dict[str, "np.ndarray"]
"""Columns of a table with one row per replication; NaN where a figure is undefined."""

DURATION_QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9, 0.95)


def table_of(forecast: Forecast, name: str) -> Listed | Wide:
    """One table by name: lists, or arrays where there is one row per replication.

    Raises
    ------
    UsageError
        There is no such table.
    """
    if name not in TABLES:
        raise UsageError(f"there is no table '{name}'; choose one of {', '.join(TABLES)}")
    made = TABLES[name](forecast)
    return made if isinstance(made, dict) else _columns(made)


def _columns(rows: Iterable[Row]) -> Listed:
    """Rows as columns; a key that a row lacks is None there."""
    listed = list(rows)
    names = list(dict.fromkeys(name for row in listed for name in row))
    return {name: [row.get(name) for row in listed] for name in names}


def _flat(found: Summary) -> Row:
    """A summary on one line."""
    ends = found["ci95"] or (None, None)
    row = {"mean": found["mean"], "lo": ends[0], "hi": ends[1], "sd": found["sd"]}
    for q, value in found.get("quantiles", {}).items():
        row[f"q{q}"] = value["value"]
    return row


def _outcomes(forecast: Forecast) -> Iterable[Row]:
    for name, found in forecast.data["outcomes"].items():
        rest = {key: found.get(key) for key in ("undefined_share", "reason")}
        yield {"figure": name, **_flat(found), **rest}


def _replications(forecast: Forecast) -> Wide:
    columns: Wide = {"replication": np.array(forecast.replications.numbers, np.int64)}
    for name in NAMES:
        columns[name] = _finite(forecast.column(name))
    for i, aim in enumerate(forecast.aims):
        columns[f"target_{i + 1}"] = _finite(aim.values)
    return columns


def _targets(forecast: Forecast) -> Iterable[Row]:
    for aim in forecast.aims:
        ends = aim.chance.ends or (None, None)
        yield {
            "target": aim.target.words,
            "metric": aim.target.metric,
            "value": aim.target.value,
            "direction": aim.direction,
            "from": day_of(forecast.model.origin, aim.target.begin),
            "by": day_before(forecast.model.origin, aim.target.end),
            "probability": aim.chance.value,
            "lo": ends[0],
            "hi": ends[1],
        }


def conversion_rows(forecast: Forecast) -> Iterable[Row]:
    sums = forecast.stack.sums
    for rate in RATES:
        for reading in READINGS:
            name = rate if reading == "period" else f"{rate}_{reading}"
            yield {
                "rate": rate,
                "reading": reading,
                "reached": float(sums[f"{rate}_{reading}_hits"].mean()),
                "of": float(sums[f"{rate}_{reading}_of"].mean()),
                **_flat(forecast.figure(name)),
            }


def _flows(forecast: Forecast) -> Iterable[Row]:
    """Mean number of new leads by entry, furthest status and end: cells in use."""
    means = forecast.stack.flows.mean(axis=0)
    for at in np.argwhere(means).tolist():
        names = dict(zip(("entered", "furthest", "ends"), map(getitem, AXES, at), strict=True))
        yield {**names, "cold": names["ends"] in COLD_ENDS, "leads": float(means[tuple(at)])}


def _periods(forecast: Forecast, table: Columns) -> Iterable[Row]:
    first, origin = table[0], forecast.model.origin
    for name in (*PERIOD_FIGURES, "business_days"):
        for i, found in enumerate(summaries(table[name])):
            yield {
                "start": day_of(origin, first["begin"][i]),
                "end": day_before(origin, first["end"][i]),
                "partial": bool(first["partial"][i]),
                "figure": name,
                **_flat(found),
            }


def _groups(forecast: Forecast) -> Iterable[Row]:
    for dimension in DIMENSIONS:
        for name, figures in forecast.data["by"][dimension].items():
            for figure, found in figures.items():
                yield {"by": dimension, "name": name, "figure": figure, **_flat(found)}


def _teams(forecast: Forecast) -> Iterable[Row]:
    for name, team in forecast.data["teams"].items():
        for figure in ("utilisation", "sla_met"):
            yield {"team": name, "class": None, "figure": figure, **_flat(team[figure])}
        for item, figures in team["classes"].items():
            for figure, found in figures.items():
                yield {"team": name, "class": item, "figure": figure, **_flat(found)}


def _hours(forecast: Forecast) -> Iterable[Row]:
    """Every hour of the week of every team."""
    for week in weeks(forecast):
        for day, hour in np.ndindex(week.busy.shape):
            yield {
                "team": week.team,
                "weekday": WEEKDAYS[day],
                "hour": hour,
                "busy_hours": float(week.busy[day, hour]),
                "staffed_hours": float(week.staffed[day, hour]),
                "utilisation": _known(float(week.load[day, hour])),
                "mean_queue": _known(float(week.queue[day, hour])),
            }


def _desks(forecast: Forecast) -> Iterable[Row]:
    for name, figures in desks(forecast).items():
        for figure, found in figures.items():
            yield {"rep_group": name, "figure": figure, **_flat(found)}


def _losses(forecast: Forecast) -> Iterable[Row]:
    table, names = forecast.stack.losses, forecast.model.names
    for status, cause in np.argwhere(table["leads"].any(axis=0)).tolist():
        cell = table[:, status, cause]
        means = {name: float(cell[name].mean()) for name in LOSS_SUMS.names or ()}
        yield {"stage": names.status(status), **_cause(cause), **means}


def _loss_cells(forecast: Forecast) -> Iterable[Row]:
    """Means over the replications by stage, cause, channel, segment and month."""
    stack, names = forecast.stack, forecast.model.names
    months = [day_of(forecast.model.origin, begin) for begin in stack.months[0]["begin"]]
    for row in stack.loss_cells:
        yield {
            "stage": names.status(int(row["stage"])),
            **_cause(int(row["cause"])),
            "channel": names.channels[row["channel"]],
            "segment": names.segments[row["segment"]],
            "month": months[row["month"]],
            **{name: float(row[name]) / stack.n for name in LOSS_SUMS.names or ()},
        }


def _cause(cause: int) -> Row:
    return {"cause": Cause(cause).name.lower(), "cold": Cause(cause) in COLD_CAUSES}


def duration_rows(forecast: Forecast) -> Iterable[Row]:
    """Quantiles in hours over the leads of all replications together."""
    for name, counts in forecast.stack.durations.items():
        row: Row = {"duration": name, "leads": int(counts.sum())}
        for q, label in zip(DURATION_QUANTILES, quantile_names(DURATION_QUANTILES), strict=True):
            row[f"q{label}"] = _known(pooled_quantile(counts, q) / HOUR)
        yield row


def _parameters(forecast: Forecast) -> Wide:
    """The uncertain numbers of each replication's world."""
    paths = [parameter.path for parameter in forecast.model.parameters]
    if not paths:
        return {}
    numbers = np.array(forecast.replications.numbers, np.int64)
    values = np.empty((len(paths), len(numbers)))
    for i, number in enumerate(numbers.tolist()):
        values[:, i] = fill(forecast.model, forecast.seed, number)[1]
    return {"replication": numbers, **dict(zip(paths, map(_finite, values), strict=True))}


def _finite(values: FloatArray) -> FloatArray:
    """The same with NaN for what is undefined or without limit."""
    return np.where(np.isfinite(values), values, np.nan)


def _known(value: float | np.floating[Any]) -> float | None:
    return float(value) if np.isfinite(value) else None


TABLES: Mapping[str, Callable[[Forecast], Iterable[Row] | Wide]] = {
    "outcomes": _outcomes,
    "targets": _targets,
    "conversions": conversion_rows,
    "pace": pace_rows,
    "chances": chance_rows,
    "flows": _flows,
    "months": lambda forecast: _periods(forecast, forecast.stack.months),
    "weeks": lambda forecast: _periods(forecast, forecast.stack.weeks),
    "groups": _groups,
    "teams": _teams,
    "hours": _hours,
    "desks": _desks,
    "losses": _losses,
    "loss_cells": _loss_cells,
    "durations": duration_rows,
    "parameters": _parameters,
    "replications": _replications,
}
"""Every table of a run, in the order in which a reader wants them."""
