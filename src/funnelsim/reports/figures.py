"""The figures by which runs are put side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from funnelsim.experiments.forecast import Forecast
from funnelsim.reports import numbers
from funnelsim.reports.pictures import Unit
from funnelsim.reports.said import Result
from funnelsim.reports.sentences import window

FIGURES: dict[str, Unit] = {
    "revenue": "money", "customers": "count", "sql": "count", "mql": "count", "leads": "count",
    "gross_profit": "money", "cost": "money", "profit": "money", "roi": "ratio",
    "mean_response_hours": "hours",
}  # fmt: skip

Data = dict[str, Any]


def figures_of(made: Result) -> list[Data]:
    """Name, unit, mean, its 95 % interval, and the range of 8 of 10 futures; of forecasts only."""
    return [*_chances(made), *_means(made)] if isinstance(made, Forecast) else []


def _chances(made: Forecast) -> Iterator[Data]:
    words = made.bundle.scenario.words
    for aim in made.aims:
        side = "at least" if aim.target.at_least else "at most"
        goal = f"{side} {aim.target.value:,.10g} {numbers.label(aim.target.metric, words)}"
        yield {
            "name": f"chance of {goal} {window(made, aim)}", "unit": "chance",
            "mean": aim.chance.value, "ci95": aim.chance.ends and list(aim.chance.ends),
            "low": None, "high": None,
        }  # fmt: skip


def _means(made: Forecast) -> Iterator[Data]:
    words = made.bundle.scenario.words
    for name, unit in FIGURES.items():
        found = made.data["outcomes"][name]
        if found["mean"] is None:
            continue
        low, high = (found.get("quantiles", {}).get(q, {}).get("value") for q in ("0.1", "0.9"))
        yield {
            "name": numbers.label(name, words), "unit": unit, "mean": found["mean"],
            "ci95": found["ci95"] and list(found["ci95"]), "low": low, "high": high,
        }  # fmt: skip
