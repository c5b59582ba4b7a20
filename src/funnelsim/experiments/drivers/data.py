"""The JSON object of what drives an outcome: ``docs/schemas/drivers-1.json`` describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from funnelsim.experiments.cold.data import mean
from funnelsim.experiments.figures import figure

if TYPE_CHECKING:
    from funnelsim.experiments.drivers.find import Drivers
    from funnelsim.experiments.sensitivity.tornado import Bar

SCHEMA = "funnelsim.drivers/1"


def drivers_data(found: Drivers) -> dict[str, Any]:
    """Everything that is reported, as plain data."""
    trials, parts = found.trials, found.split
    return {
        "schema": SCHEMA,
        "scenario": trials.bundle.scenario.name,
        "currency": trials.model(()).currency,
        "replications": found.n,
        "seed": trials.seed,
        "with": list(trials.bundle.with_),
        "metric": found.metric,
        "outcome": figure(found.figures, found.metric),
        "luck": None if parts is None else mean(parts.luck),
        "ignorance": None if parts is None else mean(parts.ignorance),
        "ignorance_by_pairs": None if found.pairs is None else mean(found.pairs),
        "parameters": [] if parts is None else [
            {"parameter": name, "share": mean(share)} for name, share in parts.parts.items()
        ],
        "tornado": {
            "p10_p90": [_bar(bar) for bar in found.ranges],
            "plus_minus_20": [_bar(bar) for bar in found.moved],
            "idle": found.idle,
            "not_moved": found.stuck,
        },
        "evppi": [
            {"parameter": name, "value": mean(knowing.value), "changes": knowing.changes,
             "warning": knowing.warning}
            for name, knowing in found.knowing.items()
        ],
        "policies": list(found.policies),
        "more_deals": [
            {"parameter": known.path, "won": known.won, "of": known.of, "more": 100,
             "sd_now": known.narrowing.sd_now, "sd_then": known.narrowing.sd_then,
             "narrowing": known.narrowing.narrowing}
            for known in found.known
        ],
        "lose_the_biggest": None if found.lost is None else {
            "row": found.lost.row, "value": found.lost.value, "revenue": mean(found.lost.revenue),
            "chance": None if found.lost.chance is None else mean(found.lost.chance),
        },
        "sobol": [
            {"parameter": name, "first": mean(index.first), "total": mean(index.total)}
            for name, index in found.sobol.items()
        ],
    }  # fmt: skip


def _bar(bar: Bar) -> dict[str, Any]:
    return {
        "name": bar.name,
        "settings": list(bar.settings),
        "low": mean(bar.low),
        "high": mean(bar.high),
        "swing": mean(bar.swing),
    }
