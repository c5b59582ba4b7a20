"""The sheet that a reader sees first: the answer in sentences, targets, figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from funnelsim.experiments.figures import NAMES
from funnelsim.reports import numbers
from funnelsim.reports.excel.book import Book, Sheet
from funnelsim.reports.excel.measure import Cell
from funnelsim.reports.excel.source import Source
from funnelsim.reports.excel.tables import Column
from funnelsim.reports.excel.text import unit_of
from funnelsim.reports.pictures import Unit
from funnelsim.reports.sentences import central

TARGETS = (
    Column("target"), Column("goal", "number"), Column("from"), Column("by"),
    Column("chance", "chance"), Column("95 % sure from", "chance"), Column("to", "chance"),
)  # fmt: skip
FIGURES = (
    Column("figure"), Column("mean", "number"), Column("95 % sure from", "number"),
    Column("to", "number"), Column("8 of 10 futures from", "number"), Column("to", "number"),
    Column("median", "number"), Column("remark"),
)  # fmt: skip


def summary(book: Book, source: Source) -> None:
    """Add the sheet."""
    sheet = book.sheet("Summary")
    sheet.title(source.name, 16)
    said = source.report
    sheet.say(said.get("headline", ()), bold=True, font_size=12)
    sheet.say(said.get("sentences", ()))
    sheet.say(_futures(source), font_color="#595959")
    looked = said.get("looked", ())
    if looked:
        sheet.gap()
        sheet.title("What to look at", 12)
        sheet.say(f"• {sentence}" for sentence in looked)
    if source.command == "run":
        _forecast(book, source, sheet)


def _futures(source: Source) -> Iterator[str]:
    """How many futures, where the sentences do not say it."""
    found = source.manifest["replications"]
    if found["done"] != found["asked"]:
        yield f"{found['done']:,} of {found['asked']:,} futures were simulated."
    if not source.report:
        many = f"{found['done']:,} simulated future{'s' if found['done'] != 1 else ''}"
        yield f"From {many}, seed {source.manifest['seed']}."


def _forecast(book: Book, source: Source, sheet: Sheet) -> None:
    result = source.result
    targets = result["targets"]
    if targets:
        sheet.gap()
        sheet.title("Targets", 12)
        rows = [_target(source, target) for target in targets]
        joint = result["joint_probability"]
        if len(rows) > 1:
            rows.append(["all at once", None, None, None, joint, None, None])
        units: list[Unit] = [unit_of(target["metric"]) for target in targets]
        sheet.table(TARGETS, rows, units=[*units, "number"])
    sheet.gap()
    sheet.title("Figures of the period", 12)
    sheet.caption(
        "Mean, and how surely it is known from so many futures; then the range in which at least 8 "
        "of 10 futures lie."
    )
    names = [name for name in NAMES if name in result["outcomes"]]
    figures = [(name, result["outcomes"][name]) for name in names]
    ranges = _ranges(source, names)
    sheet.table(
        FIGURES,
        [_figure(source.label(name), found, ranges.get(name)) for name, found in figures],
        units=[unit_of(name) for name, _ in figures],
        main=True,
    )


def _target(source: Source, target: Mapping[str, Any]) -> list[Cell]:
    side = target["direction"].replace("_", " ")
    low, high = ends(target)
    days = date(target["from"]), date(target["by"])
    wanted = f" (wanted with {numbers.chance(target['with'])})" if target["with"] else ""
    name = f"{source.label(target['metric'])}, {side}{wanted}"
    return [name, target["target"], *days, target["probability"], low, high]


def _ranges(source: Source, names: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Where at least 8 of 10 futures lie, as the sentences have it; none from one future."""
    rows = source.table("replications") or []
    if len(rows) < 2:
        return {}
    columns = {name: np.array([row.get(name) for row in rows], np.float64) for name in names}
    found = {name: central(values) for name, values in columns.items()}
    return {name: both for name, both in found.items() if both is not None}


def _figure(label: str, found: Mapping[str, Any], within: tuple[float, float] | None) -> list[Cell]:
    median = quantile(found, "0.5")
    return [label, found["mean"], *ends(found), *(within or (None, None)), median, remark(found)]


def remark(found: Mapping[str, Any]) -> str | None:
    """Why a figure is undefined, or in how many futures."""
    if found["mean"] is None:
        return f"undefined: {found.get('reason', '')}"
    share = found.get("undefined_share") or 0
    return f"undefined in {share:.1%} of the futures".replace("%", " %") if share else None


def ends(found: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """Both ends of a 95 % interval; None where there is none."""
    low, high = found.get("ci95") or (None, None)
    return low, high


def quantile(found: Mapping[str, Any], q: str) -> float | None:
    """A quantile by name; None where there is none."""
    value: float | None = (found.get("quantiles") or {}).get(q, {}).get("value")
    return value


def date(text: str) -> dt.date:
    """A day of the JSON object."""
    return dt.date.fromisoformat(text)
