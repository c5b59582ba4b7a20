"""The JSON object ``funnelsim.run/1``: stable, described in docs/schemas/run-1.json."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from funnelsim.experiments.columns import Columns
from funnelsim.experiments.days import day_before, day_of
from funnelsim.experiments.figures import NAMES
from funnelsim.experiments.intervals import FloatArray
from funnelsim.experiments.ratios import ratio_summary
from funnelsim.experiments.summaries import Summary, summaries, summary, undefined_summary
from funnelsim.model.codes import COLD_CAUSES, Cause, ItemClass
from funnelsim.outcomes.breakdown import DIMENSIONS, names_of
from funnelsim.outcomes.spans import HOUR

if TYPE_CHECKING:
    from funnelsim.experiments.forecast import Aim, Forecast

SCHEMA = "funnelsim.run/1"
Data = dict[str, Any]

PERIOD_FIGURES = (
    "visitors", "leads", "mql", "sql", "opportunities", "customers",
    "revenue", "gross_profit", "cost", "profit", "cold",
)  # fmt: skip
GROUP_FIGURES = (
    "visitors", "leads", "mql", "sql", "opportunities", "customers",
    "revenue", "gross_profit", "cost", "cold", "still_open",
)  # fmt: skip
GROUP_RATIOS = {
    "lead_to_customer": ("cohort_customers", "leads"),
    "sql_to_customer": ("customers", "sql"),
    "cost_per_lead": ("cost", "leads"),
    "cac": ("cost", "customers"),
}
NO_LIMIT = "the team has no limit of reps"
NO_SLA = "no response time is agreed"


def run_data(forecast: Forecast) -> Data:
    """Everything that ``funnelsim run --json`` prints."""
    bundle, joint = forecast.bundle, forecast.joint_chance
    return {
        "schema": SCHEMA,
        "scenario": {
            "name": bundle.scenario.name,
            "file": bundle.file_name,
            "hash": bundle.hash,
        },
        "seed": forecast.seed,
        "replications": forecast.n,
        "engine": forecast.engine,
        "outcomes": {name: forecast.figure(name) for name in NAMES},
        "targets": [_target(forecast, aim) for aim in forecast.aims],
        "joint_probability": None if joint is None else joint.value,
        "periods": periods(forecast),
        "by": {dimension: groups(forecast, dimension) for dimension in DIMENSIONS},
        "teams": teams(forecast),
        "losses": losses(forecast),
        "assumptions": bundle.assumptions(),
        "elapsed_seconds": forecast.elapsed_seconds,
    }


def _target(forecast: Forecast, aim: Aim) -> Data:
    target, origin = aim.target, forecast.model.origin
    return {
        "metric": target.metric,
        "target": target.value,
        "direction": aim.direction,
        "from": day_of(origin, target.begin).isoformat(),
        "by": day_before(origin, target.end).isoformat(),
        "with": target.share or None,
        "probability": aim.chance.value,
        "ci95": aim.chance.ends,
        "parameter_range80": None,
    }


def periods(forecast: Forecast) -> list[Data]:
    """Calendar months of the horizon; `end` is the last day, included."""
    months, origin = forecast.stack.months, forecast.model.origin
    figures = {name: summaries(months[name]) for name in PERIOD_FIGURES}
    return [
        {
            "start": day_of(origin, month["begin"]).isoformat(),
            "end": day_before(origin, month["end"]).isoformat(),
            "partial": bool(month["partial"]),
            **{name: found[i] for name, found in figures.items()},
        }
        for i, month in enumerate(months[0])
    ]


def groups(forecast: Forecast, dimension: str) -> Data:
    """The horizon by channel, segment, region, origin or rep group."""
    table = forecast.stack.by[dimension]
    names = names_of(forecast.model, dimension)
    return {
        name: _group(table[:, i], dimension)
        for i, name in enumerate(names)
        if name and (dimension != "origin" or _in_use(table[:, i]))
    }


def _in_use(table: Columns) -> bool:
    return any(np.any(table[name] > 0) for name in GROUP_FIGURES)


def _group(table: Columns, dimension: str) -> Data:
    """Figures of a group. A rep group makes SQL or wins them, seldom both: no ratio of the two."""
    known = [name for name in GROUP_FIGURES if not np.isnan(table[name]).all()]
    figures: Data = {name: summary(table[name]) for name in known}
    for name, (over, under) in GROUP_RATIOS.items():
        apart = dimension == "rep_group" and name == "sql_to_customer"
        if not apart and not np.isnan(table[over]).all():
            figures[name] = ratio_summary(table[over], table[under])
    return figures


def teams(forecast: Forecast) -> Data:
    """How busy and how prompt each team is, and how long each kind of item waits there."""
    model = forecast.model
    return {
        name: _team(
            forecast.stack.teams[:, i],
            forecast.stack.items[:, i],
            bool(model.team_unlimited[i]),
            model.end,
        )
        for i, name in enumerate(model.names.teams)
    }


def _team(team: Columns, items: Columns, unlimited: bool, horizon: int) -> Data:
    counted = team["sla_met"] + team["sla_breached"]
    return {
        "utilisation": (
            undefined_summary(NO_LIMIT, ()) | {"undefined_share": 1.0}
            if unlimited
            else _ratio(team["busy_ms"], team["available_ms"])
        ),
        "sla_met": (
            _ratio(team["sla_met"], counted)
            if counted.any()
            else undefined_summary(NO_SLA, ()) | {"undefined_share": 1.0}
        ),
        "classes": {
            item.name.lower(): _item(items[:, item], horizon)
            for item in ItemClass
            if items["items"][:, item].any()
        },
    }


def _item(items: Columns, horizon: int) -> Data:
    # What still waits when the log ends counts with its wait so far: a lower bound of the mean,
    # where leaving it out would tell only of the items that were lucky.
    return {
        "items": summary(items["items"], ()),
        "share_waited": _ratio(items["waited"], items["items"]),
        "share_cold": _ratio(items["cold"], items["items"]),
        "mean_wait_hours": _ratio(items["wait_ms"] / HOUR, items["items"]),
        "mean_stay_hours": _ratio(items["stay_ms"] / HOUR, items["finished"]),
        "mean_queue": summary(items["queue_ms"] / horizon, ()),
    }


def _ratio(over: FloatArray, under: FloatArray) -> Summary:
    return ratio_summary(over, under, ())


def losses(forecast: Forecast) -> list[Data]:
    """Losses of the horizon by stage and cause, the largest paper loss first.

    `paper` is the book value that went cold less what came back; it adds up to the outcome
    ``paper_loss``. Losses with another cause than a shelf life are no paper loss.
    """
    table, names = forecast.stack.losses, forecast.model.names
    rows = []
    for status, cause in _cells(table):
        cell = table[:, status, cause]
        cold = Cause(cause) in COLD_CAUSES
        paper = cell["book"] - cell["recovered"] if cold else np.zeros(len(cell))
        leads, value = summaries(np.column_stack((cell["leads"], paper)))
        rows.append(
            {
                "stage": names.status(status),
                "cause": Cause(cause).name.lower(),
                "leads": leads,
                "paper": value,
            }
        )
    return sorted(rows, key=lambda row: (-row["paper"]["mean"], -row["leads"]["mean"]))


def _cells(table: Columns) -> Sequence[tuple[int, int]]:
    used = table["leads"].any(axis=0)
    return [(int(i), int(j)) for i, j in np.argwhere(used)]
