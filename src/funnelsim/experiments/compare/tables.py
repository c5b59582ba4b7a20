"""The tables of a contest: what its run folder holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from funnelsim.experiments.compare.contest import METRICS
from funnelsim.experiments.reported import Row, Tables

if TYPE_CHECKING:
    from funnelsim.experiments.compare.contest import Contest


def _policies(contest: Contest) -> Iterator[Row]:
    for row in contest.data["policies"]:
        means = {metric: row["outcomes"][metric]["mean"] for metric in METRICS}
        plain = {key: cell for key, cell in row.items() if not isinstance(cell, (dict, list))}
        yield {"policy": plain.pop("name"), **means, **plain,
               "worst_tenth": row["worst_tenth"]["mean"],
               "idle_keys": ", ".join(row["idle_keys"]) or None}  # fmt: skip


def _differences(contest: Contest) -> Iterator[Row]:
    for row in contest.data["policies"][1:]:
        for metric, found in row["difference"].items():
            low, high = found["ci95"] or (None, None)
            yield {"policy": row["name"], "figure": metric, "mean": found["mean"],
                   "lo": low, "hi": high, "reason": found.get("reason")}  # fmt: skip


def _targets(contest: Contest) -> Iterator[Row]:
    for row in contest.data["policies"]:
        for target in row["targets"]:
            low, high = target["ci95"] or (None, None)
            differs = target["difference"] or {"mean": None}
            yield {"policy": row["name"], "target": target["target"],
                   "probability": target["probability"], "lo": low, "hi": high,
                   "difference": differs["mean"]}  # fmt: skip


def _replications(contest: Contest) -> Iterator[Row]:
    """Every reported figure of every policy in every replication; NaN where undefined."""
    columns = {(name, metric): contest.column(i, metric)
               for i, name in enumerate(contest.names) for metric in METRICS}  # fmt: skip
    for name in contest.names:
        for row, number in enumerate(contest.replications.numbers):
            figures = {metric: float(columns[name, metric][row]) for metric in METRICS}
            yield {"policy": name, "replication": number, **figures}


TABLES: Tables = {
    "policies": _policies,
    "differences": _differences,
    "targets": _targets,
    "replications": _replications,
}
