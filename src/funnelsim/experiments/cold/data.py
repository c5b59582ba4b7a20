"""The JSON object of the price of cold leads: ``docs/schemas/cold-1.json`` describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from funnelsim.experiments.cold.players import SAYS
from funnelsim.experiments.intervals import Interval, mean_t
from funnelsim.outcomes.fates import FATES

if TYPE_CHECKING:
    from funnelsim.experiments.cold.explain import Explanation, TwoLives
    from funnelsim.experiments.cold.price import Cold

SCHEMA = "funnelsim.cold/1"

BY = ("channel", "segment", "team", "month")


def cold_data(cold: Cold) -> dict[str, Any]:
    """Everything that is reported, as plain data."""
    cohort = {money: cold.cohort_loss(money) for money in ("revenue", "gross_profit")}
    capacity = cold.capacity()
    roi = {"actual": cold.roi("actual"), "without_decay": cold.roi("twin")}
    paper = {"gross": cold.paper("gross"), "recovered": cold.paper("recovered"),
             "net": cold.paper("loss")}  # fmt: skip
    return {
        "schema": SCHEMA,
        "scenario": cold.bundle.scenario.name,
        "currency": cold.model.currency,
        "replications": cold.n,
        "seed": cold.seed,
        "engine": cold.engine,
        "with": list(cold.bundle.with_),
        "real_loss": {money: mean(cold.real_loss(money)) for money in cohort},
        "cohort_loss": {
            **{money: mean(new) for money, (new, _) in cohort.items()},
            "open_pipeline": {money: mean(old) for money, (_, old) in cohort.items()},
            "unresolved_share": cold.unresolved.value,
        },
        "paper_loss": numbers(paper),
        "roi": numbers(roi),
        "attribution": [
            {
                "mechanism": player.mechanism,
                "says": SAYS[player.mechanism],
                "fair": mean(player.fair),
                "alone": mean(player.alone),
                "recoverable": mean(player.recoverable),
                "share": player.share,
            }
            for player in cold.attribution()
        ],
        "ledger": ledger_rows(cold),
        "ledger_by": {name: by_rows(cold, name) for name in BY},
        "capacity": numbers(capacity),
        "delay_price": [
            {"hours": hours, "revenue": mean(cost), "per_hour": mean(slope)}
            for hours, cost, slope in cold.delay_price()
        ],
        "handoff": {
            "mean_days": cold.mean_handoff_days,
            "revenue": mean(cold.handoff()),
            "per_day": mean(cold.handoff_per_day),
        },
        "habits": [{"habit": name, "revenue": mean(cost)} for name, cost in cold.habits().items()],
        "reps": [
            {
                "team": more.team,
                "number": more.number,
                "gross_profit": mean(more.brings),
                "cost": more.paid,
                "return": mean(more.times),
            }
            for more in cold.hired()
        ],
        "recoverable": [
            {"policy": name, "revenue": mean(gain), "share": share.value, "share_ci95": share.ends}
            for name, (gain, share) in cold.policies().items()
        ],
        "saturated": cold.saturated,
        "biggest_assumption": cold.biggest_assumption,
    }


def explanation_data(found: Explanation) -> dict[str, Any]:
    """Leads behind the price, with the rows of both their lives as in ``trace --json``."""
    return {
        "replication": found.replication,
        "found": found.found,
        "revenue": found.revenue,
        "leads": [_lives(lead) for lead in found.leads],
    }


def _lives(lead: TwoLives) -> dict[str, Any]:
    plain = ("lead", "revenue", "cause", "stage", "channel", "segment", "team", "month", "common")
    told = {"actual": lead.actual, "twin": lead.twin}
    return {name: getattr(lead, name) for name in plain} | {
        world: [row | {"time": row["time"].isoformat()} for row in trace.rows()]
        for world, trace in told.items()
    }


def mean(found: Interval) -> dict[str, Any]:
    """An interval as JSON has it: null with a reason where there is none."""
    data: dict[str, Any] = {"mean": found.value, "ci95": found.ends}
    return data | ({"reason": found.reason} if found.reason else {})


def numbers(found: dict[str, Interval]) -> dict[str, Any]:
    """Plain numbers by name, their intervals beside them."""
    return {
        **{name: one.value for name, one in found.items()},
        "ci95": {name: one.ends for name, one in found.items()},
    }


def ledger_rows(cold: Cold) -> list[dict[str, Any]]:
    """Entries of the ledger by cause and stage, the largest first; empty cells are left out."""
    table = cold.records["ledger"]
    cells = [
        {
            "cause": FATES[fate],
            "stage": cold.model.names.status(stage),
            **_entry(table[:, fate, stage]),
        }
        for fate, stage in np.argwhere(table.any(axis=(0, 3))).tolist()
    ]
    return sorted(cells, key=lambda row: -row["revenue"])


def by_rows(cold: Cold, name: str) -> list[dict[str, Any]]:
    """The ledger by channel, segment, team or month."""
    table = cold.records[f"by_{name}"]
    labels = _labels(cold, name)
    return [
        {name: label, **_entry(table[:, i])}
        for i, label in enumerate(labels)
        if name == "month" or table[:, i].any()
    ]


def _labels(cold: Cold, name: str) -> list[str]:
    names, model = cold.model.names, cold.model
    if name == "month":
        first = np.datetime64(model.origin, "M")
        return [str(first + i) for i in range(cold.records["by_month"].shape[1])]
    return {
        "channel": list(names.channels),
        "segment": list(names.segments),
        "team": [*names.teams, "none"],
    }[name]


def _entry(table: np.ndarray) -> dict[str, Any]:
    """Means per replication of leads, revenue, gross profit; the interval is that of revenue."""
    leads, revenue, profit = table.mean(axis=0).tolist()
    return {
        "leads": leads, "revenue": revenue, "ci95": mean_t(table[:, 1]).ends,
        "gross_profit": profit,
    }  # fmt: skip
