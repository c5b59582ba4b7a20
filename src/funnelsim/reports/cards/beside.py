"""Forecasts side by side: how their figures differ from run to run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from funnelsim.reports.cards.card import Card, Grid, grid
from funnelsim.reports.pictures import Forest, Unit
from funnelsim.reports.written import span, written

Report = Mapping[str, Any]
Figure = Mapping[str, Any]

CAPTION = (
    "The leads are the same where seed and scenario are. Which of two policies is better, and how "
    "surely, is told by `funnelsim compare`."
)


def cards(reports: Sequence[Report]) -> Iterator[Card]:
    """A card for the first chance and for revenue, and a table of all figures.

    Parameters
    ----------
    reports
        As in ``report.json``; those without figures are left out. Fewer than two give no card.
    """
    told = [report for report in reports if report["figures"]]
    if len(told) < 2:
        return
    names = dict.fromkeys(figure["name"] for report in told for figure in report["figures"])
    shared = [name for name in names if all(_found(report, name) for report in told)]
    chances = [name for name in shared if _of(told[0], name)["unit"] == "chance"]
    if chances:
        yield _forest(told, chances[0], "ci95", "Whiskers: 95 % sure, as far as the number of "
                      "simulated futures goes.")  # fmt: skip
    if "revenue" in shared and _one_currency(told):
        yield _forest(told, "revenue", "range", "Dots: means. Whiskers: 8 of 10 futures.")
    yield Card(
        "side-by-side", "answer", "Side by side", _finding(told, shared), CAPTION, None,
        _table(told, list(names)),
    )  # fmt: skip


def _found(report: Report, name: str) -> Figure | None:
    return next((figure for figure in report["figures"] if figure["name"] == name), None)


def _of(report: Report, name: str) -> Figure:
    found = _found(report, name)
    assert found is not None
    return found


def _one_currency(told: Sequence[Report]) -> bool:
    return len({report["run"]["currency"] for report in told}) == 1


def _forest(told: Sequence[Report], name: str, ends: str, caption: str) -> Card:
    currency, unit = told[0]["run"]["currency"], _of(told[0], name)["unit"]
    rows = []
    for report in told:
        figure = _of(report, name)
        interval = figure["ci95"] if ends == "ci95" else _range(figure)
        rows.append((report["run"]["label"], figure["mean"], interval))
    picture: Forest = {
        "kind": "forest", "x": {"label": name, "unit": unit}, "zero": None,
        "rows": [{"label": label, "value": value, "ends": interval, "role": "main"}
                 for label, value, interval in rows],
    }  # fmt: skip
    best = max(rows, key=lambda row: row[1])
    least = min(rows, key=lambda row: row[1])
    finding = (
        f"{name[:1].upper()}{name[1:]}: {written(least[1], unit, currency)} ({least[0]}) to "
        f"{written(best[1], unit, currency)} ({best[0]})."
    )
    head: list[tuple[str, Unit]] = [("run", "text"), (name, unit), ("from", unit), ("to", unit)]
    table = grid(head, [(label, value, *(ends or (None, None))) for label, value, ends in rows])
    return Card(f"side-{ends}", "answer", name, finding, caption, picture, table)


def _range(figure: Figure) -> list[float] | None:
    return None if figure["low"] is None else [figure["low"], figure["high"]]


def _finding(told: Sequence[Report], shared: Sequence[str]) -> str:
    return f"{len(told)} runs, {len(shared)} figures that all of them have."


def _table(told: Sequence[Report], names: Sequence[str]) -> Grid:
    """Means in writing, for each row has a unit of its own; ranges of 8 of 10 futures below."""
    rows = [
        [name, *(_cell(_found(report, name), report["run"]["currency"]) for report in told)]
        for name in names
    ]
    heads: list[tuple[str, Unit]] = [
        ("figure", "text"),
        *((report["run"]["label"], "text") for report in told),
    ]
    return grid(heads, rows)


def _cell(figure: Figure | None, currency: str) -> str | None:
    if figure is None:
        return None
    text = written(figure["mean"], figure["unit"], currency)
    between = span(_range(figure), figure["unit"], currency)
    return f"{text} ({between})" if between else text
