"""The real loss lead by lead: by what became of them, and by where they came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from funnelsim.experiments.cold.data import BY
from funnelsim.experiments.cold.price import Cold
from funnelsim.reports import numbers
from funnelsim.reports.cards.card import Card, Cell, grid
from funnelsim.reports.cards.studies.parts import MOST_ROWS, left_out, month, triple
from funnelsim.reports.cold import CAUSES
from funnelsim.reports.cold_tables import Tables
from funnelsim.reports.pictures import Bars, Heat, Unit
from funnelsim.reports.sentences import span_word
from funnelsim.reports.tried import upper

Row = dict[str, Any]

_HEAD: list[tuple[str, Unit]] = [
    ("leads", "count"), *triple("revenue", "money"), ("gross profit", "money")
]  # fmt: skip


def _read(cold: Cold) -> str:
    span = span_word(cold.model.end)
    return (
        f"Leads that the two {span}s win for different money: what only the {span} without cold "
        f"leads wins counts as loss, what only the {span} as it is wins as gain."
    )


def by_cause(cold: Cold) -> Card:
    """By what became of the leads as it is, and as what they were lost."""
    rows: list[Row] = cold.data["ledger"]
    words = cold.bundle.scenario.words
    return Card(
        id="cold-ledger",
        section="cold",
        title="What became of the leads behind the loss",
        finding=_largest(cold, rows),
        caption=(
            f"{_read(cold)} Rows: what became of them as it is; columns: as what. The cells add up "
            "to the real loss. Crowded out: won as it is and not without cold leads, because the "
            "reps were busy with those."
        ),
        picture=_heat(cold, rows) if rows else None,
        grid=grid(
            [("what became of them", "text"), ("as", "text"), *_HEAD],
            [[upper(CAUSES[row["cause"]]), numbers.label(row["stage"], words), *_cells(row)]
             for row in rows],
        ) if rows else None,
    )  # fmt: skip


def _largest(cold: Cold, rows: list[Row]) -> str:
    if not rows:
        return (
            f"No lead makes a difference between the {span_word(cold.model.end)} as it is and the "
            "one without cold leads."
        )
    first = max(rows, key=lambda row: row["revenue"])
    words = cold.bundle.scenario.words
    return (
        f"The largest entry: {numbers.count(first['leads'])} leads, {CAUSES[first['cause']]} as "
        f"{numbers.label(first['stage'], words)}, for {Tables(cold).money(first['revenue'])} of "
        f"revenue; the whole loss is {Tables(cold).money(cold.real_loss().value)}."
    )


def _heat(cold: Cold, rows: list[Row]) -> Heat:
    """Causes down, the heaviest first; stages across, in the order of the funnel."""
    cells = {(row["cause"], row["stage"]): row["revenue"] for row in rows}
    weight: dict[str, float] = {}
    for row in rows:
        weight[row["cause"]] = weight.get(row["cause"], 0.0) + row["revenue"]
    causes = sorted(weight, key=lambda cause: -weight[cause])
    there = {row["stage"] for row in rows}
    names = cold.model.names
    stages = [name for name in map(names.status, range(3 + len(names.stages))) if name in there]
    words = cold.bundle.scenario.words
    return {
        "kind": "heat",
        "x": {"label": "lost as", "unit": "text"},
        "y": {"label": "", "unit": "text"},
        "columns": [numbers.label(stage, words) for stage in stages],
        "rows": [upper(CAUSES[cause]) for cause in causes],
        "value": {"label": "revenue lost", "unit": "money"},
        "values": [[cells.get((cause, stage)) for stage in stages] for cause in causes],
    }


def by_dimension(cold: Cold) -> Iterator[Card]:
    """By channel, segment, team and month, where there are several."""
    for name in BY:
        rows: list[Row] = cold.data["ledger_by"][name]
        if len(rows) > 1:
            yield _by(cold, name, rows)


def _by(cold: Cold, name: str, rows: list[Row]) -> Card:
    words = cold.bundle.scenario.words

    def told(text: str) -> str:
        if name == "month":
            return month(text)
        return "no team" if name == "team" and text == "none" else numbers.label(text, words)

    if name != "month":
        rows = sorted(rows, key=lambda row: -row["revenue"])
    shown = rows if name == "month" else _weighty(rows)
    picture: Bars = {
        "kind": "bars",
        "categories": [told(row[name]) for row in shown],
        "value": {"label": "revenue lost", "unit": "money"},
        "series": [
            {"name": "revenue lost", "role": "cold", "values": [row["revenue"] for row in shown]}
        ],
        "stacked": False,
        "lying": name != "month",
        "marks": [],
    }
    first, show = max(rows, key=lambda row: row["revenue"]), Tables(cold).money
    return Card(
        id=f"cold-ledger-{name}",
        section="cold",
        title=f"The loss by {name}",
        finding=(
            f"The largest part by {name}: {told(first[name])}, {show(first['revenue'])} of revenue "
            f"and {numbers.count(first['leads'])} leads, of {show(cold.real_loss().value)} in all"
            f"{_gaining(cold, rows, told, name)}."
        ),
        caption=f"{_read(cold)} {_WHEN[name]}",
        picture=picture,
        grid=grid([(name, "text"), *_HEAD], [[told(row[name]), *_cells(row)] for row in rows]),
        notes=list(left_out(len(rows), len(shown), f"{name}s")),
    )


def _gaining(cold: Cold, rows: list[Row], told: Callable[[str], str], name: str) -> str:
    """What other parts gain, which makes one part larger than the whole."""
    gains = [row for row in rows if row["revenue"] < 0]
    whole = cold.real_loss().value or 0.0
    if not gains or max(row["revenue"] for row in rows) <= whole:
        return ""
    who = told(gains[0][name]) if len(gains) == 1 else f"{len(gains)} other {name}s"
    verb = "gains" if len(gains) == 1 else "gain"
    return f", less {Tables(cold).money(-sum(row['revenue'] for row in gains))} that {who} {verb}"


_WHEN = {
    "channel": "By the channel that they came from.",
    "segment": "By the segment that they belong to.",
    "team": "By the team that last had them.",
    "month": "By the month in which they were lost.",
}


def _cells(row: Row) -> list[Cell]:
    low, high = row["ci95"] or (None, None)
    return [row["leads"], row["revenue"], low, high, row["gross_profit"]]


def _weighty(rows: list[Row]) -> list[Row]:
    """The rows with the most money, whatever its sign, in their order."""
    chosen = sorted(rows, key=lambda row: -abs(row["revenue"]))[:MOST_ROWS]
    return [row for row in rows if row in chosen]
