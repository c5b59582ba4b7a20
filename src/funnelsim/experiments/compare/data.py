"""The JSON object of a contest: ``docs/schemas/compare-1.json`` describes it."""

from __future__ import annotations

from typing import Any

from funnelsim.experiments.cold.data import mean
from funnelsim.experiments.compare.contest import METRICS, Contest
from funnelsim.experiments.compare.verdicts import Verdict, frontiers
from funnelsim.experiments.figures import figure

DOMINANT = {"a": "worse", "b": "better", "identical": "identical", "undecided": "undecided"}
"""What a policy is at every level of the objective, beside the baseline."""

SCHEMA = "funnelsim.compare/1"


def compare_data(contest: Contest) -> dict[str, Any]:
    """Everything that is reported, as plain data."""
    return {
        "schema": SCHEMA,
        "scenario": contest.bundle.scenario.name,
        "currency": contest.models[0].currency,
        "replications": contest.n,
        "seed": contest.seed,
        "engine": contest.engine,
        "with": list(contest.bundle.with_),
        "objective": contest.objective,
        "baseline": contest.names[0],
        "policies": [_policy(verdict) for verdict in contest.verdicts],
        "best_set": [contest.names[i] for i in contest.best.policies],
        "frontiers": frontiers(contest),
    }


def _policy(verdict: Verdict) -> dict[str, Any]:
    contest, i = verdict.contest, verdict.policy
    reached, most = verdict.reduction
    worst, worst_differs = verdict.worst
    return {
        "name": verdict.name,
        "outcomes": {metric: figure(contest.figures(i), metric) for metric in METRICS},
        "targets": [
            {"target": words, "probability": chance.value, "ci95": chance.ends,
             "difference": None if differs is None else mean(differs)}
            for words, chance, differs in verdict.chances
        ],
        "difference": {
            metric: mean(contest.difference(i, metric)) for metric in METRICS
        } if i else {},
        "p_adjusted": contest.differences(contest.objective).each[i - 1].p_holm if i else None,
        "p_best": contest.firsts[i].value,
        "p_best_mean": contest.first_means[i],
        "in_best_set": verdict.in_best_set,
        "variance_reduction": reached.value if i else None,
        "variance_reduction_ceiling": most.value if i else None,
        "worst_tenth": {
            "mean": worst, "difference": None if worst_differs is None else mean(worst_differs)
        },
        "dominance": DOMINANT[verdict.dominance.verdict] if i else None,
        "return_per_cost": None if verdict.pays is None else mean(verdict.pays),
        "shows_from": verdict.shows_from if i else None,
        "evidence": verdict.evidence,
        "headcount": verdict.headcount,
        "identical": verdict.identical,
        "idle_keys": list(verdict.idle_keys),
    }  # fmt: skip
