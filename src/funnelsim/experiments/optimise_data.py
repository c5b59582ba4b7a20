"""The best setting as plain data and as tables: ``docs/schemas/optimise-1.json`` describes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from funnelsim.experiments.cold.data import mean
from funnelsim.experiments.reported import Row, Tables

if TYPE_CHECKING:
    from funnelsim.experiments.optimise import Optimised

SCHEMA = "funnelsim.optimise/1"


def optimise_data(found: Optimised) -> dict[str, Any]:
    """Everything that is reported, as plain data."""
    result = found.result
    return {
        "schema": SCHEMA,
        "scenario": found.bundle.scenario.name,
        "currency": found.model.currency,
        "seed": found.seed,
        "engine": found.engine,
        "with": list(found.bundle.with_),
        "ended": found.ended,
        "objective": found.objective,
        "levers": [
            {
                "name": lever.name,
                "low": lever.text(lever.range.low),
                "high": lever.text(lever.range.high),
                "acts_from": None if lever.start is None else lever.start.isoformat(),
            }
            for lever in found.trials.levers
        ],
        "policies": list(found.options),
        "winner": found.words(result.winner),
        "search_value": found.of_sign(result.search_value).value,
        "honest_value": mean(found.of_sign(result.honest_value)),
        "shrinkage": mean(result.shrinkage),
        "gain": mean(found.of_sign(found.gain)),
        "best_set": [found.words(design) for design in result.best_set],
        "finalists": [
            {
                "setting": found.words(one.design),
                "search": mean(found.of_sign(one.search)),
                "value": mean(found.of_sign(one.second)),
                "in_best_set": one.in_best_set,
            }
            for one in result.finalists
        ],
        "candidates": result.candidates,
        "replications": result.replications,
    }


def _finalists(found: Optimised) -> Iterator[Row]:
    """From the best on the second set down: means of the search and of the second set."""
    for one in found.result.finalists:
        search, second = found.of_sign(one.search), found.of_sign(one.second)
        yield found.words(one.design) | {
            "search": search.value, "mean": second.value, "lo": second.lo, "hi": second.hi,
            "in_best_set": one.in_best_set,
        }  # fmt: skip


TABLES: Tables = {"finalists": _finalists}
